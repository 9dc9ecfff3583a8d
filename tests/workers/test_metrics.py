import asyncio
import re
import socket
import time
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from engine.checks.cheap import CHEAP
from engine.checks.check import Check, Found
from jobs.presence import WORKERS, enter, leave
from jobs.queue import Queue
from jobs.requests import cancel
from models.database import acquire, transaction
from models.rulebook import Rulebook
from tests.postgres import opened
from tests.workers.conftest import NOW
from tests.workers.facts import ask, fetch, load, silver
from tests.workers.test_running import DAYS, raise_at_day
from workers.main import tick
from workers.metrics import WorkerMetrics
from workers.runner import Runner
from workers.watching import check_cheaply, keep_checking


async def scrape(metrics: WorkerMetrics) -> dict[str, float]:
    text = (await metrics.text()).decode()
    return {name: float(value) for name, value in re.findall(r"^(\w+(?:\{[^}]*\})?) (\S+)$", text, re.MULTILINE)}


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


async def test_metrics_tell_what_became_of_jobs(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load(silver(), rules)
    assert await runner.run(await ask(runner, days=DAYS)) == "succeeded"
    with monkeypatch.context() as patch:
        raise_at_day(patch, DAYS[0], ConnectionResetError("gone"))
        await runner.run(await ask(runner, days=DAYS))
        raise_at_day(patch, DAYS[0], ZeroDivisionError("broken"))
        await runner.run(await ask(runner, days=DAYS))
    told = await scrape(runner.metrics)
    assert told['tierline_job_seconds_count{kind="ACTIVITY",outcome="succeeded"}'] == 1
    assert told['tierline_job_seconds_count{kind="ACTIVITY",outcome="retried"}'] == 1
    assert told['tierline_job_seconds_count{kind="ACTIVITY",outcome="failed"}'] == 1
    assert told['tierline_job_retries_total{kind="ACTIVITY"}'] == 1
    assert told['tierline_run_seconds_count{kind="ACTIVITY",outcome="published"}'] == 3
    assert told['tierline_gathering_seconds_count{kind="ACTIVITY"}'] == 5
    assert told['tierline_chunk_seconds_count{kind="ACTIVITY"}'] == 3
    assert told['tierline_chunk_rows_total{kind="ACTIVITY"}'] == 6


async def test_leases_that_were_lost_are_counted(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load(silver(), rules)
    job = await ask(runner, month=date(2019, 4, 1))
    overtaken = "UPDATE recompute_job SET fence = fence + 1"
    monkeypatch.setattr("workers.steps.is_decided", lambda _: fetch(overtaken))
    await runner.run(job)
    assert (await scrape(runner.metrics))['tierline_leases_lost_total{what="job"}'] == 1


async def test_metrics_tell_how_much_work_waits_and_how_far_it_has_come(runner: Runner, rules: Rulebook) -> None:
    runner.metrics.look_at(rules, lambda: NOW, runner.queue)
    empty = await scrape(runner.metrics)
    assert (empty["tierline_database_up"], empty["tierline_redis_up"]) == (1, 1)
    assert (empty['tierline_jobs{status="QUEUED"}'], empty["tierline_oldest_waiting_job_seconds"]) == (0, 0)
    assert "tierline_computed_days_behind" not in empty

    await load(silver(), rules)
    await runner.run(await ask(runner, days=(date(2019, 6, 27), date(2019, 6, 27))))
    waiting, cancelled = [await ask(runner, days=DAYS) for _ in range(2)]
    failed = await ask(runner, days=DAYS)
    await fetch("UPDATE recompute_job SET requested_at = clock_timestamp() - interval '90 s' WHERE id = $1", waiting)
    await fetch("UPDATE recompute_job SET status = 'FAILED', finished_at = now() WHERE id = $1", failed)
    async with acquire() as connection:
        await cancel(connection, cancelled, NOW)
        await enter(connection, "one")
        await enter(connection, "two")
        await enter(connection, "three")
        await leave(connection, "two")
        await connection.execute(
            "UPDATE worker SET lease_until = lease_until - $1::interval WHERE name = 'three'",
            timedelta(seconds=WORKERS.seconds),
        )
    await runner.queue.run_soon(waiting, 0)
    told = await scrape(runner.metrics)
    assert (told['tierline_jobs{status="QUEUED"}'], told['tierline_jobs{status="RUNNING"}']) == (1, 0)
    assert 90 <= told["tierline_oldest_waiting_job_seconds"] < 120
    assert told["tierline_failed_jobs"] == 1
    assert told["tierline_workers"] == 1
    assert told["tierline_queue_messages"] == 1
    assert told["tierline_computed_days_behind"] == 3
    assert "tierline_decided_months_behind" not in told
    assert [(told["tierline_newest_event"],)] == await fetch("SELECT max(seq) FROM event")


async def test_metrics_tell_how_far_each_consumer_of_events_is(runner: Runner, rules: Rulebook) -> None:
    runner.metrics.look_at(rules, lambda: NOW, runner.queue)
    await ask(runner, days=DAYS)
    await fetch("INSERT INTO event_consumer VALUES ('webhooks', 1, now()), ('late', 0, now())")
    await ask(runner, days=DAYS)
    told = await scrape(runner.metrics)
    unread = {name: told[f'tierline_event_consumer_unread{{consumer="{name}"}}'] for name in ("webhooks", "late")}
    assert unread == {"webhooks": 1, "late": 2}
    await fetch("UPDATE event SET created_at = $1", NOW - timedelta(days=91))
    await tick({"runner": runner})
    told = await scrape(runner.metrics)
    assert told["tierline_event_consumers_dropped_total"] == 2
    assert not [name for name in told if name.startswith("tierline_event_consumer_unread")]


async def test_metrics_tell_how_many_15ths_are_not_decided(runner: Runner, rules: Rulebook) -> None:
    runner.metrics.look_at(rules, lambda: NOW, runner.queue)
    await load(silver(), rules)
    for month, behind in ((date(2019, 4, 1), 2), (date(2019, 6, 1), 0)):
        await runner.run(await ask(runner, month=month))
        assert (await scrape(runner.metrics))["tierline_decided_months_behind"] == behind


async def test_metrics_count_what_the_cheap_checks_find(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load(silver(), rules)
    await check_cheaply(rules, runner.metrics)
    told = await scrape(runner.metrics)
    cheap = {f'tierline_check_findings{{check="{check.name}"}}' for check in CHEAP}
    assert {name for name in told if name.startswith("tierline_check")} == cheap
    assert {told[name] for name in cheap} == {0}
    await fetch("INSERT INTO stale_client (client_id) VALUES (98), (99)")
    async with transaction() as connection:
        await connection.execute("LOCK TABLE run_mark")
        monkeypatch.setattr("workers.watching.LIMIT", timedelta(seconds=0.2))
        await check_cheaply(rules, runner.metrics)
    told = await scrape(runner.metrics)
    assert told['tierline_check_findings{check="stale-rows"}'] == 2
    assert 'tierline_check_findings{check="runs"}' not in told  # not known is not 0


async def test_a_worker_checks_by_itself_and_again_after_the_database_was_away(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.watching.EVERY_SECONDS", 0)
    looks: list[str] = []
    done = asyncio.Event()

    async def look(check: Check, *_: object, **__: object) -> Found:
        looks.append(check.name)
        if len(looks) == 1:
            raise ConnectionResetError
        if looks.count(check.name) > 2:
            done.set()
        return Found()

    monkeypatch.setattr("workers.watching.look_for", look)
    checking = asyncio.create_task(keep_checking(rules, runner.metrics))
    await asyncio.wait_for(done.wait(), 10)
    checking.cancel()
    await asyncio.gather(checking, return_exceptions=True)
    assert looks[0] == looks[1]


async def test_a_scrape_tells_the_rest_when_the_servers_refuse(rules: Rulebook) -> None:
    async with opened("postgresql://me@127.0.0.1:1/none"), Queue("redis://127.0.0.1:1/0") as queue:
        metrics = WorkerMetrics()
        metrics.look_at(rules, lambda: NOW, queue)
        metrics.leases_lost.labels("job").inc()
        told = await scrape(metrics)
        assert (told["tierline_database_up"], told["tierline_redis_up"]) == (0, 0)
        assert told['tierline_leases_lost_total{what="job"}'] == 1
        assert 'tierline_jobs{status="QUEUED"}' not in told


async def test_a_scrape_does_not_wait_for_a_database_that_hangs(
    rules: Rulebook, silent: int, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("telemetry.metrics.LOOK_SECONDS", 0.2)
    async with opened(f"postgresql://me@127.0.0.1:{silent}/none"), Queue(redis_url) as queue:
        metrics = WorkerMetrics()
        metrics.look_at(rules, lambda: NOW, queue)
        began = time.monotonic()
        for _ in range(2):
            told = await scrape(metrics)
            assert (told["tierline_database_up"], told["tierline_redis_up"]) == (0, 1)
        assert time.monotonic() - began < 2
