import asyncio
from dataclasses import replace
from datetime import date
from typing import NoReturn

import asyncpg
import pytest

from engine.chunks import Chunk, write_chunk
from engine.rows import Computed
from jobs.requests import cancel
from models.database import acquire, transaction
from models.locks import Lock, lock
from models.rulebook import Rulebook
from tests.workers.conftest import NOW
from tests.workers.facts import ask, compute, fetch, load, silver
from workers.main import tick
from workers.runner import Runner

DAYS = (date(2019, 4, 1), date(2019, 4, 3))
JOB = "SELECT status, done, attempts, error FROM recompute_job"


def raise_at_day(monkeypatch: pytest.MonkeyPatch, day: date, error: BaseException) -> None:
    """Makes the day's chunk fail just before its rows would be written."""

    async def failing(connection: asyncpg.Connection, chunk: Chunk, computed: Computed) -> None:
        if chunk.run.day == day:
            raise error
        await write_chunk(connection, chunk, computed)

    monkeypatch.setattr("engine.chunks.write_chunk", failing)


async def test_a_job_tells_each_of_its_states_in_order(runner: Runner, rules: Rulebook) -> None:
    await load(silver(), rules)
    await compute(runner, *DAYS)
    told = await fetch(
        "SELECT payload ->> 'status', (payload ->> 'done')::int FROM event WHERE kind = 'JOB_CHANGED' ORDER BY seq"
    )
    assert told == [("QUEUED", 0), ("RUNNING", 0), ("RUNNING", 1), ("RUNNING", 2), ("SUCCEEDED", 3)]


async def test_a_transient_fault_is_tried_again_and_finished_days_stay(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load(silver(), rules)
    job = await ask(runner, days=DAYS)
    with monkeypatch.context() as patch:
        raise_at_day(patch, DAYS[1], ConnectionResetError("the server went away"))
        assert await runner.run(job) == "will be tried again: ConnectionResetError: the server went away"
    assert await fetch(JOB) == [("QUEUED", 2, 1, "ConnectionResetError: the server went away")]
    assert await fetch("SELECT count(*) FROM standing") == [(2,)]
    assert await fetch("SELECT count(*) FROM computed_day") == [(0,)]
    await fetch("UPDATE recompute_job SET not_before = NULL")
    assert await runner.run(job) == "succeeded"
    assert await fetch(JOB) == [("SUCCEEDED", 3, 2, None)]


async def test_a_job_is_let_go_of_also_when_the_database_takes_no_writes_for_a_while(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    await load(silver(), rules)
    job = await ask(runner, days=DAYS)
    admin = await asyncpg.connect(database)
    name = await admin.fetchval("SELECT current_database()")
    pauses = 0

    async def lose_the_server(connection: asyncpg.Connection, chunk: Chunk, computed: Computed) -> None:
        await admin.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        await admin.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        await write_chunk(connection, chunk, computed)

    async def bring_it_back_at_the_second_pause() -> None:
        nonlocal pauses
        pauses += 1
        if pauses == 2:
            await admin.execute("SET default_transaction_read_only = off")
            await admin.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")

    with monkeypatch.context() as patch:
        patch.setattr("engine.chunks.write_chunk", lose_the_server)
        patch.setattr("jobs.claims.pause", bring_it_back_at_the_second_pause)
        assert (await runner.run(job)).startswith("will be tried again: ")
    await admin.close()
    assert pauses == 2
    assert [row[0] for row in await fetch(JOB)] == ["QUEUED"]
    await fetch("UPDATE recompute_job SET not_before = NULL")
    await fetch("UPDATE recompute_chunk SET lease_until = NULL")
    assert await runner.run(job) == "succeeded"


async def test_after_the_last_attempt_the_job_has_failed(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load(silver(), rules)
    job = await ask(runner, days=DAYS)
    raise_at_day(monkeypatch, DAYS[0], ConnectionResetError("gone"))
    for _ in range(5):
        await fetch("UPDATE recompute_job SET not_before = NULL")
        await runner.run(job)
    assert await fetch(JOB) == [("FAILED", 0, 5, "ConnectionResetError: gone (after 5 attempts)")]
    assert await runner.run(job) == "not waiting for a worker"


async def test_a_fault_that_would_happen_again_fails_the_job_at_once(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await load(silver(), rules)
    job = await ask(runner, days=DAYS)
    raise_at_day(monkeypatch, DAYS[0], ZeroDivisionError("division by zero"))
    await runner.run(job)
    assert await fetch(JOB) == [("FAILED", 0, 1, "ZeroDivisionError: division by zero")]
    assert "Traceback" in caplog.text


async def test_a_worker_that_shuts_down_gives_its_job_back(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load(silver(), rules)
    job = await ask(runner, days=DAYS)
    with monkeypatch.context() as patch:
        raise_at_day(patch, DAYS[1], asyncio.CancelledError())
        with pytest.raises(asyncio.CancelledError):
            await runner.run(job)
    assert await fetch(JOB) == [("QUEUED", 2, 0, None)]
    assert await runner.run(job) == "succeeded"


async def test_a_running_job_that_is_cancelled_keeps_its_finished_days(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load(silver(), rules)
    job = await ask(runner, days=DAYS)

    async def cancelling(connection: asyncpg.Connection, chunk: Chunk, computed: Computed) -> None:
        if chunk.run.day == DAYS[1]:
            async with acquire() as other:
                await cancel(other, job, NOW)
        await write_chunk(connection, chunk, computed)

    monkeypatch.setattr("engine.chunks.write_chunk", cancelling)
    assert await runner.run(job) == "cancelled"
    assert await fetch(JOB) == [("CANCELLED", 2, 1, None)]
    assert await fetch("SELECT count(*) FROM standing") == [(2,)]


async def test_a_worker_whose_claim_was_taken_leaves_the_job_to_the_other(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load(silver(), rules)
    job = await ask(runner, days=DAYS)

    async def overtaken(connection: asyncpg.Connection, chunk: Chunk, computed: Computed) -> None:
        if chunk.run.day == DAYS[1]:
            await fetch("UPDATE recompute_job SET fence = fence + 1")
        await write_chunk(connection, chunk, computed)

    monkeypatch.setattr("engine.chunks.write_chunk", overtaken)
    assert await runner.run(job) == f"job {job} was claimed by another worker"
    assert await fetch("SELECT status, steps_done, attempts FROM recompute_job") == [("RUNNING", 2, 1)]
    assert await fetch("SELECT max(as_of)::text FROM standing") == [("2019-04-02",)]


async def test_two_jobs_for_one_month_at_once_make_one_decision(runner: Runner, rules: Rulebook) -> None:
    await load(silver(), rules)
    jobs = [await ask(runner, month=date(2019, 4, 1)) for _ in range(2)]
    async with asyncio.TaskGroup() as group, transaction() as connection:
        await lock(connection, Lock.RECOMPUTE)  # both wait here, so both are under way at once
        tasks = [group.create_task(runner.run(job)) for job in jobs]
        await both_wait(connection)
    assert [task.result() for task in tasks] == ["succeeded", "succeeded"]
    assert await fetch("SELECT count(*) FROM tier_decision") == [(1,)]
    assert await fetch("SELECT count(*) FROM event WHERE kind = 'TIER_CHANGED'") == [(1,)]


async def both_wait(connection: asyncpg.Connection) -> None:
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    while await connection.fetchval(waiting) < 2:  # noqa: ASYNC110 (nothing here could set an event)
        await asyncio.sleep(0)


async def test_an_edition_that_is_gone_fails_the_job_with_its_reason(runner: Runner, rules: Rulebook) -> None:
    job = await ask(runner, days=(date(2018, 5, 2), date(2018, 5, 2)))
    later = Rulebook((replace(rules.editions[-1], effective_from=date(2020, 1, 1)),), rules.zone)
    await Runner(later, runner.queue, runner.clock).run(job)
    reason = "no edition is in force on 2018-05-02: the first one is in force from 2020-01-01"
    assert await fetch(JOB) == [("FAILED", 0, 1, reason)]


async def test_a_worker_waits_for_a_database_that_is_away(
    runner: Runner, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_: str) -> NoReturn:
        raise ConnectionRefusedError("nobody listens")

    with monkeypatch.context() as patch:
        patch.setattr("models.database._bound", refuse)
        await tick({"runner": runner})
    assert "the database is away, trying again: ConnectionRefusedError: nobody listens" in caplog.text
    assert await fetch("SELECT count(*) FROM recompute_job") == [(0,)]
    await tick({"runner": runner})
    assert await fetch("SELECT kind FROM recompute_job") == [("ACTIVITY",)]


async def test_a_message_whose_worker_died_before_its_claim_is_free_for_another(runner: Runner) -> None:
    """Arq marks a message as taken for as long as a run may take."""
    await tick({"runner": runner})
    taken = f"arq:in-progress:recompute:{(await fetch('SELECT id FROM recompute_job'))[0][0]}:0"
    await runner.queue.redis.set(taken, b"1")
    await tick({"runner": runner})
    assert not await runner.queue.redis.exists(taken)
    assert await runner.queue.length() == 1
