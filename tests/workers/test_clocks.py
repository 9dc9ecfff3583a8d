"""A worker whose clock is wrong: the database's clock says which days have closed, and what is kept."""

import logging
import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from jobs.calendar import find_owed, request_due_runs
from jobs.clocks import ClockWatch
from jobs.queue import Queue
from jobs.requests import Refusal, Request, request_activity, request_tiers
from models.database import acquire
from models.rulebook import Rulebook
from tests.workers.facts import client, fetch, load, mrr, report, silver
from tiers.periods import days_after, days_before, format_month, month_after
from workers.main import tick
from workers.runner import Runner

AHEAD = timedelta(days=40)
OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"
SCHEDULED = "SELECT kind, coalesce(last_day, month + 13) FROM recompute_job WHERE scheduled ORDER BY id"
BY_AN_OLDER_VERSION = (
    "INSERT INTO recompute_job (kind, status, first_day, last_day, done, total, scheduled, requested_by, requested_at,"
    " attempts, idempotency_key, cancel_requested, fence, from_scratch) VALUES ('ACTIVITY', $1, $2, $3, 0, 1, true,"
    " 'schedule', clock_timestamp(), 0, $4, false, 0, false) RETURNING id"
)
MADE = (
    "SELECT partner_id, as_of, sold_mrr, managed_mrr, tier, edition FROM standing ORDER BY as_of, partner_id",
    "SELECT client_id, sold_amount, sold_status, sold_until, managed_status FROM client_credit ORDER BY client_id",
    "SELECT day FROM computed_day ORDER BY day",
)


@pytest.fixture
async def fast(database: str, redis_url: str, rules: Rulebook) -> AsyncIterator[Runner]:
    """A runner whose clock is weeks ahead."""
    async with Queue(redis_url) as queue:
        yield Runner(rules, queue, lambda: datetime.now(UTC) + AHEAD)


@pytest.fixture
async def yesterday(database: str, rules: Rulebook) -> date:
    """The last day that has closed."""
    async with acquire() as connection:
        return rules.last_closed_day(await connection.fetchval("SELECT clock_timestamp()"))


async def test_days_that_have_not_closed_at_the_database_are_refused(rules: Rulebook, yesterday: date) -> None:
    fast = Request("ada", datetime.now(UTC) + AHEAD)
    today = days_after(yesterday, 1)
    async with acquire() as connection:
        for refused in (
            await request_activity(connection, rules, yesterday, today, fast),
            await request_tiers(connection, rules, month_after(today.replace(day=1)), fast),
        ):
            assert isinstance(refused, Refusal)
            assert refused.code in {"DAY_NOT_CLOSED", "MONTH_NOT_CLOSED"}
            assert refused.message.endswith(f"has not closed; the last closed day is {yesterday}")
    assert await fetch("SELECT count(*) FROM recompute_job") == [(0,)]


async def test_the_schedule_owes_what_the_databases_clock_says(fast: Runner, yesterday: date) -> None:
    await tick({"runner": fast})
    scheduled = await fetch(SCHEDULED)
    assert ("ACTIVITY", yesterday) in scheduled
    assert max(day for _, day in scheduled) == yesterday


async def test_nothing_is_removed_before_its_time(fast: Runner) -> None:
    await load(silver(), fast.rules)
    await fetch(
        "INSERT INTO event (seq, kind, created_at, payload) SELECT n, 'JOB_CHANGED',"
        " clock_timestamp() - interval '20 days', '{}' FROM generate_series(1, 3) AS n"
    )
    await tick({"runner": fast})
    assert await fetch("SELECT count(*) FROM event WHERE seq <= 3") == [(3,)]


async def test_what_the_schedule_did_before_its_time_does_not_count(rules: Rulebook, yesterday: date) -> None:
    now = datetime.now(UTC)
    tomorrow, later = days_after(yesterday, 2), days_after(yesterday, 40)
    async with acquire() as connection:
        for status, first, last in (("SUCCEEDED", yesterday, later), ("QUEUED", tomorrow, tomorrow)):
            key = f"activity {first} to {last}"
            await connection.fetchval(BY_AN_OLDER_VERSION, status, first, last, key)
        assert (await find_owed(connection, rules, now)).days == (yesterday, yesterday)
    await request_due_runs(rules, now)
    assert ("ACTIVITY", yesterday) in await fetch(SCHEDULED)
    assert await fetch("SELECT status, scheduled, idempotency_key FROM recompute_job WHERE last_day > $1 ORDER BY id",
                       yesterday) == [("SUCCEEDED", False, None), ("CANCELLED", False, None)]  # fmt: skip


async def test_days_that_were_computed_before_their_time_are_taken_back_as_the_manual_says(
    runner: Runner, rules: Rulebook, yesterday: date
) -> None:
    sold = {"registered_on": str(days_before(yesterday, 400)), "sold_on": str(days_before(yesterday, 345))}
    period = format_month(days_before(yesterday, 60))
    closing = [mrr(period, 2, "9000.00"), report(period, str(days_before(yesterday, 10)))]
    await load([*silver(), client(2, **sold), *closing], rules)
    runner.clock = lambda: datetime.now(UTC)
    await compute_day(runner, yesterday)
    expected = [await fetch(sql) for sql in MADE]
    assert "COUNTED" in [row[2] for row in expected[1]]  # and EXPIRED in forty days
    for ahead in (1, 40):
        await compute_day(runner, days_after(yesterday, ahead))
    assert [await fetch(sql) for sql in MADE] != expected
    _, _, section = OPERATIONS.read_text().partition("## Clocks")
    [remedy] = re.findall(r"```sql\n(.*?)```", section.partition("\n## ")[0], re.DOTALL)
    async with acquire() as connection:
        await connection.execute(remedy)
    await compute_day(runner, yesterday)
    assert [await fetch(sql) for sql in MADE] == expected


async def compute_day(runner: Runner, day: date) -> None:
    """Also one that has not closed, as versions did that went by the worker's clock alone."""
    async with acquire() as connection:
        job = await connection.fetchval(BY_AN_OLDER_VERSION, "QUEUED", day, day, None)
    assert await runner.run(job) == "succeeded"


def test_a_clock_that_differs_is_told_once_an_hour(caplog: pytest.LogCaptureFixture) -> None:
    watch, now = ClockWatch(), datetime(2026, 5, 2, tzinfo=UTC)
    for ahead in (timedelta(minutes=4), timedelta(minutes=-6), timedelta(minutes=-6), timedelta(), timedelta(days=40)):
        watch.compare(now + ahead, now)
    told = [record.message for record in caplog.records if record.levelno == logging.WARNING]
    assert [re.search(r"is at (\S+),", line)[1] for line in told] == [  # type: ignore[index]
        "2026-05-01T23:54:00+00:00",
        "2026-06-11T00:00:00+00:00",
    ]
