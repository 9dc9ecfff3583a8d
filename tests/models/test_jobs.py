from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from jobs.requests import Job, Refusal, Request, cancel, request_activity, request_tiers, retry
from models.database import acquire, transaction
from models.programs import load_programs
from models.rulebook import Rulebook, WrongTimeZone, keep_calendar
from tests.workers.activity import start

NOW = datetime(2018, 6, 15, 3, tzinfo=UTC)
RULES = Rulebook(load_programs(), ZoneInfo("UTC"))


def asked(key: str | None = None, by: str = "ada") -> Request:
    return Request(by, NOW, key)


@pytest.fixture
async def connection(database: str) -> AsyncIterator[asyncpg.Connection]:
    async with acquire() as connection:
        yield connection


async def rows(connection: asyncpg.Connection) -> tuple[int, int]:
    jobs = await connection.fetchval("SELECT count(*) FROM recompute_job")
    return jobs, await connection.fetchval("SELECT count(*) FROM event")


async def test_a_request_adds_a_waiting_job_and_tells_it(connection: asyncpg.Connection) -> None:
    job = await request_activity(connection, RULES, date(2018, 6, 1), date(2018, 6, 14), asked())
    assert isinstance(job, Job)
    row = await connection.fetchrow("SELECT status, done, total FROM recompute_job WHERE id = $1", job.id)
    assert row is not None
    assert tuple(row) == ("QUEUED", 0, 14)
    assert await connection.fetchval("SELECT payload ->> 'status' FROM event WHERE job_id = $1", job.id) == "QUEUED"


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (date(2018, 6, 14), date(2018, 6, 15), "DAY_NOT_CLOSED"),
        (date(2018, 6, 14), date(2018, 6, 13), "INVALID_RANGE"),
        (date(2018, 5, 1), date(2018, 5, 2), "NO_PROGRAM"),
    ],
)
async def test_days_that_cannot_be_computed_are_refused(
    connection: asyncpg.Connection, first: date, last: date, code: str
) -> None:
    refusal = await request_activity(connection, RULES, first, last, asked())
    assert isinstance(refusal, Refusal)
    assert refusal.code == code
    assert await rows(connection) == (0, 0)


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(date(2018, 6, 14), date(2018, 6, 15), "to"), (date(2018, 6, 15), date(2018, 6, 16), "from")],
)
async def test_of_days_that_have_not_closed_the_first_is_at_fault(
    connection: asyncpg.Connection, first: date, last: date, field: str
) -> None:
    refusal = await request_activity(connection, RULES, first, last, asked())
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.path) == ("DAY_NOT_CLOSED", (field,))
    assert refusal.message == "2018-06-15 has not closed; the last closed day is 2018-06-14"


@pytest.mark.parametrize(
    ("month", "code", "message"),
    [
        (date(2018, 7, 1), "MONTH_NOT_CLOSED", "the 14th of 2018-07 has not closed; the last closed day is 2018-06-14"),
        (
            date(2018, 4, 1),
            "NO_PROGRAM",
            "no program is in force on 2018-04-14: the first one is in force from 2018-05-02",
        ),
    ],
)  # fmt: skip
async def test_months_that_cannot_be_decided_are_refused(
    connection: asyncpg.Connection, month: date, code: str, message: str
) -> None:
    refusal = await request_tiers(connection, RULES, month, asked())
    assert refusal == Refusal(code, message, ("month",))
    assert await rows(connection) == (0, 0)


async def test_the_month_is_decided_from_the_15th_on_in_the_programs_time_zone(connection: asyncpg.Connection) -> None:
    early = Request("ada", datetime(2018, 6, 15, 3, 59, tzinfo=UTC))
    in_time = Request("ada", datetime(2018, 6, 15, 4, 0, tzinfo=UTC))
    new_york = Rulebook(RULES.programs, ZoneInfo("America/New_York"))
    assert isinstance(await request_tiers(connection, new_york, date(2018, 6, 1), early), Refusal)
    assert isinstance(await request_tiers(connection, new_york, date(2018, 6, 1), in_time), Job)


async def test_the_same_key_and_period_give_the_same_job(connection: asyncpg.Connection) -> None:
    first = await request_tiers(connection, RULES, date(2018, 6, 1), asked("k"))
    assert await request_tiers(connection, RULES, date(2018, 6, 1), asked("k")) == first
    assert await rows(connection) == (1, 1)


async def test_one_key_for_two_periods_is_refused(connection: asyncpg.Connection) -> None:
    await request_tiers(connection, RULES, date(2018, 6, 1), asked("k"))
    refusal = await request_tiers(connection, RULES, date(2018, 5, 1), asked("k"))
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.path) == ("IDEMPOTENCY_KEY_REUSED", ("idempotencyKey",))
    assert await rows(connection) == (1, 1)


async def test_two_requesters_may_use_one_key(connection: asyncpg.Connection) -> None:
    first = await request_tiers(connection, RULES, date(2018, 6, 1), asked("k"))
    assert await request_tiers(connection, RULES, date(2018, 6, 1), asked("k", by="bob")) != first


@pytest.mark.parametrize("key", ["", "k" * 256, "nul\0"])
async def test_an_unusable_key_is_refused(connection: asyncpg.Connection, key: str) -> None:
    refusal = await request_tiers(connection, RULES, date(2018, 6, 1), asked(key))
    assert isinstance(refusal, Refusal)
    assert refusal.code == "INVALID_KEY"


async def test_a_waiting_job_is_cancelled_at_once_and_can_be_retried(connection: asyncpg.Connection) -> None:
    job = await request_tiers(connection, RULES, date(2018, 6, 1), asked())
    assert isinstance(job, Job)
    await cancel(connection, job.id, NOW)
    assert await connection.fetchval("SELECT status FROM recompute_job") == "CANCELLED"
    again = await retry(connection, job.id, NOW)
    assert again == Job(job.id, job.fence + 1)
    assert await connection.fetchval("SELECT status FROM recompute_job") == "QUEUED"
    told = await connection.fetch("SELECT payload ->> 'status' AS status FROM event ORDER BY seq")
    assert [row["status"] for row in told] == ["QUEUED", "CANCELLED", "QUEUED"]


async def test_a_finished_job_cannot_be_cancelled(connection: asyncpg.Connection) -> None:
    job = await request_tiers(connection, RULES, date(2018, 6, 1), asked())
    assert isinstance(job, Job)
    await connection.execute("UPDATE recompute_job SET status = 'SUCCEEDED'")
    refusal = await cancel(connection, job.id, NOW)
    assert refusal == Refusal("JOB_FINISHED", "the job is SUCCEEDED already", ("jobId",))


async def test_a_waiting_job_cannot_be_retried(connection: asyncpg.Connection) -> None:
    job = await request_tiers(connection, RULES, date(2018, 6, 1), asked())
    assert isinstance(job, Job)
    refusal = await retry(connection, job.id, NOW)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "JOB_NOT_RETRYABLE"


async def test_an_unknown_job_is_refused(connection: asyncpg.Connection) -> None:
    for act in (cancel, retry):
        refusal = await act(connection, 1, NOW)
        assert isinstance(refusal, Refusal)
        assert refusal.code == "JOB_NOT_FOUND"


async def test_a_database_keeps_one_time_zone(connection: asyncpg.Connection) -> None:
    await keep_calendar(connection, ZoneInfo("Europe/Paris"))
    await keep_calendar(connection, ZoneInfo("Europe/Paris"))
    with pytest.raises(WrongTimeZone, match="TIERLINE_TIMEZONE=Europe/Paris"):
        await keep_calendar(connection, ZoneInfo("UTC"))


async def test_of_two_first_processes_one_says_which_time_zone(connection: asyncpg.Connection) -> None:
    async with transaction() as first:
        await keep_calendar(first, ZoneInfo("Europe/Paris"))
        second = await start(keep_calendar(connection, ZoneInfo("UTC")))
        assert not second.done()
    with pytest.raises(WrongTimeZone, match="TIERLINE_TIMEZONE=Europe/Paris"):
        await second


async def test_a_process_that_starts_waits_for_no_load(connection: asyncpg.Connection) -> None:
    await keep_calendar(connection, ZoneInfo("UTC"))
    async with transaction() as load:
        await load.execute("SELECT activity_from FROM calendar FOR SHARE")  # as every load of activity does
        starting = await start(keep_calendar(connection, ZoneInfo("UTC")))
        assert starting.done()
        await starting
