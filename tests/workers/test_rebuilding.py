"""Daily activity can be made once more from the events, whatever became of it."""

import itertools
from datetime import date

import asyncpg
import pytest

from engine.rebuild import RebuildProgress, RebuildSummary, rebuild_activity
from jobs.claims import Claim, note_progress
from jobs.requests import Job, Refusal, Request, cancel, request_activity, retry
from models.database import acquire, transaction
from models.retention import drop_old_months
from models.rulebook import Rulebook
from tests.workers.activity import before_call, expect_daily_activity, loading
from tests.workers.conftest import NOW
from tests.workers.facts import client, compute, fetch, load, silver, staff, use
from workers.runner import Runner

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2019, 6, 1)
DAMAGES = {
    "a month without its rows": (
        "DELETE FROM daily_activity WHERE day >= '2019-05-01'",
        RebuildSummary((date(2019, 5, 1),), 2, date(2019, 5, 20), date(2019, 5, 30)),
    ),
    "all days without a row": (
        "DELETE FROM daily_activity",
        RebuildSummary(
            (date(1999, 12, 1), date(2019, 3, 1), date(2019, 5, 1)), 4, date(1999, 12, 31), date(2019, 5, 30)
        ),
    ),
    "a row that counts too little": (
        "UPDATE daily_activity SET events = events - 1 WHERE day = '2019-03-11'",
        RebuildSummary((date(2019, 3, 1),), 1, date(2019, 3, 11), date(2019, 3, 11)),
    ),
    "a row that lacks an app": (
        "UPDATE daily_activity SET apps = apps & (apps - 1) WHERE day = '2019-05-30'",
        RebuildSummary((date(2019, 5, 1),), 1, date(2019, 5, 30), date(2019, 5, 30)),
    ),
    "rows without an event": (
        "INSERT INTO daily_activity (client_id, day, actor_id, events, logins, apps)"
        " SELECT id, day, 1, 1, 0, 1 FROM client, (VALUES (date '1998-01-01'), ('2019-05-02')) AS invented (day)",
        RebuildSummary((date(1998, 1, 1), date(2019, 5, 1)), 4, date(1998, 1, 1), date(2019, 5, 2)),
    ),
    "nothing": ("SELECT", RebuildSummary()),
}
JOB = "SELECT status, done, total, activity_rebuilt FROM recompute_job ORDER BY id DESC LIMIT 1"


async def load_all(rules: Rulebook) -> None:
    """Two clients that are active on five client days, of three months, one of them far off."""
    far = [*use(1, "1999-12-31", "CRM"), *use(2, "2019-05-20", "CRM")]
    await load([*silver(), client(2), *staff(2), *far, *use(1, "2019-05-30", "CTA", "LISTS")], rules)


async def standings() -> list[tuple[object, ...]]:
    return await fetch("SELECT as_of::text, sold_mrr, managed_mrr, median_app_usage, tier FROM standing ORDER BY 1")


async def damage(sql: str) -> None:
    async with acquire() as connection:
        await connection.execute(sql)


@pytest.mark.parametrize(("sql", "expected"), DAMAGES.values(), ids=DAMAGES)
async def test_whatever_was_damaged_is_mended_and_told(
    runner: Runner, rules: Rulebook, sql: str, expected: RebuildSummary
) -> None:
    await load_all(rules)
    await compute(runner, DAY)
    before = await standings()
    await damage(sql)
    assert await rebuild_activity() == expected
    await expect_daily_activity()
    assert await rebuild_activity() == RebuildSummary()
    await compute(runner, DAY)
    assert await standings() == before


async def test_the_newest_day_is_right_after_its_next_run_without_asking_for_everything(
    runner: Runner, rules: Rulebook
) -> None:
    await load_all(rules)
    await damage("DELETE FROM stale_day")  # as an earlier version did, without its events
    await compute(runner, DAY)
    wrong = await standings()
    await rebuild_activity()
    await compute(runner, DAY)
    [(_, _, managed, median, tier)] = right = await standings()
    assert right != wrong
    assert (managed, median, tier) == (1200, 5, "SILVER")


async def test_what_no_run_has_taken_in_yet_is_no_difference(runner: Runner, rules: Rulebook) -> None:
    await load_all(rules)
    assert await rebuild_activity() == RebuildSummary()
    assert await fetch("SELECT count(*) FROM daily_activity") == [(0,)]
    assert await fetch("SELECT count(*) FROM stale_day") == [(4,)]
    await compute(runner, DAY)
    await expect_daily_activity()


@pytest.mark.parametrize("call", [1, 2, 3])
async def test_what_is_loaded_meanwhile_is_taken_in_by_the_next_run(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    await load_all(rules)
    await compute(runner, DAY)
    more = [client(3), *use(1, "2019-05-30", "CRM"), *use(3, "2019-04-30", "CRM"), *use(3, "1999-12-31", "CRM")]
    async with before_call(monkeypatch, "engine.rebuild._rebuild", call, loading(more, rules)):
        assert await rebuild_activity() == RebuildSummary()
    await compute(runner, DAY)
    await expect_daily_activity()


@pytest.mark.parametrize("function", ["take_in_activity", "gather"])
async def test_no_run_is_between_what_is_compared_and_what_is_mended(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    await load_all(rules)
    async with before_call(monkeypatch, f"engine.runs.{function}", 1, rebuild_activity):
        await compute(runner, DAY)
    await expect_daily_activity()
    assert await fetch("SELECT count(*) FROM stale_client") == [(0,)]


async def test_a_month_that_is_dropped_meanwhile_is_left_out(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load_all(rules)
    await compute(runner, DAY)
    await damage("DELETE FROM daily_activity")

    async def drop() -> None:
        async with transaction() as connection:
            await drop_old_months(connection, date(2019, 5, 1))

    async with before_call(monkeypatch, "engine.rebuild._rebuild", 1, drop):
        summary = await rebuild_activity()
    assert summary.months == (date(2019, 5, 1),)
    await expect_daily_activity()


async def test_progress_is_by_month_and_what_was_done_before_a_stop_stays(runner: Runner, rules: Rulebook) -> None:
    await load_all(rules)
    await compute(runner, DAY)
    await damage("DELETE FROM daily_activity")
    seen: list[tuple[int, int, int]] = []

    def stop(progress: RebuildProgress) -> None:
        seen.append((progress.done, progress.total, progress.summary.client_days))
        if progress.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await rebuild_activity(stop)
    assert seen == [(0, 3, 0), (1, 3, 1), (2, 3, 3)]
    assert await rebuild_activity() == RebuildSummary((date(1999, 12, 1),), 1, date(1999, 12, 31), date(1999, 12, 31))
    await expect_daily_activity()


async def test_a_database_without_activity_is_rebuilt_at_once(runner: Runner, rules: Rulebook) -> None:
    assert await rebuild_activity() == RebuildSummary()
    assert await runner.run(await ask_to_rebuild(rules)) == "succeeded"


async def ask_to_rebuild(rules: Rulebook, key: str | None = None) -> int:
    async with acquire() as connection:
        request = Request("ada", NOW, key, rebuild_activity=True)
        job = await request_activity(connection, rules, DAY, DAY, request)
    assert isinstance(job, Job)
    return job.id


async def test_a_job_rebuilds_before_its_first_day(runner: Runner, rules: Rulebook) -> None:
    await load_all(rules)
    await compute(runner, DAY)
    before = await standings()
    await damage("UPDATE daily_activity SET apps = 0; DELETE FROM stale_client")
    await compute(runner, DAY)
    assert await runner.run(await ask_to_rebuild(rules)) == "succeeded"
    assert await standings() == before
    await expect_daily_activity()
    assert await fetch(JOB) == [("SUCCEEDED", 4, 4, True)]  # three months and the one chunk of a day


@pytest.mark.parametrize("call", [2, 3, 4])
async def test_a_job_that_is_interrupted_while_it_rebuilds_begins_with_that_anew(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    await load_all(rules)
    await compute(runner, DAY)
    await damage("DELETE FROM daily_activity")
    job = await ask_to_rebuild(rules)

    calls = itertools.count(1)

    async def note_or_fail(
        connection: asyncpg.Connection, claim: Claim, done: int, total: int, *, rebuilt: bool
    ) -> None:
        if next(calls) == call:
            raise ConnectionResetError("the connection is lost")
        await note_progress(connection, claim, done, total, rebuilt=rebuilt)

    with monkeypatch.context() as patch:
        patch.setattr("workers.steps.note_progress", note_or_fail)
        assert (await runner.run(job)).startswith("will be tried again")
    assert await fetch(JOB) == [("QUEUED", call - 2, 4, False)]
    await damage("UPDATE recompute_job SET not_before = NULL")
    assert await runner.run(job) == "succeeded"
    await expect_daily_activity()
    assert await fetch(JOB) == [("SUCCEEDED", 4, 4, True)]


async def test_a_job_is_cancelled_between_two_months(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load_all(rules)
    await compute(runner, DAY)
    await damage("DELETE FROM daily_activity")
    job = await ask_to_rebuild(rules)

    async def stop() -> None:
        async with acquire() as connection:
            await cancel(connection, job, NOW)

    async with before_call(monkeypatch, "workers.steps.note_progress", 2, stop):
        assert await runner.run(job) == "cancelled"
    assert await fetch("SELECT count(*) > 0 FROM daily_activity") == [(True,)]
    async with acquire() as connection:
        await retry(connection, job, "ada", NOW)
    assert await runner.run(job) == "succeeded"
    await expect_daily_activity()


async def test_a_key_that_asked_for_a_rebuild_asks_for_nothing_else(rules: Rulebook) -> None:
    first = await ask_to_rebuild(rules, "key")
    assert await ask_to_rebuild(rules, "key") == first
    async with acquire() as connection:
        refused = await request_activity(connection, rules, DAY, DAY, Request("ada", NOW, "key"))
    assert isinstance(refused, Refusal)
    assert refused.code == "IDEMPOTENCY_KEY_REUSED"
