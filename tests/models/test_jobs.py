import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from jobs.kinds import PRIORITY
from jobs.refusals import RefusalCode
from jobs.requests import MOST_OF_ONE, Job, Refusal, Request, cancel, request_activity, request_tiers, retry
from jobs.states import IS_WAITING
from models.database import acquire, transaction
from models.editions import load_editions
from models.locks import Lock, lock
from models.rulebook import Rulebook, WrongTimeZone, keep_calendar
from models.statements import statement
from tests.waiting import wait_for_waiters
from tests.workers.activity import start

NOW = datetime(2018, 6, 15, 3, tzinfo=UTC)
RULES = Rulebook(load_editions(), ZoneInfo("UTC"))


def asked(key: str | None = None, by: str = "ada") -> Request:
    return Request(by, NOW, key)


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
        (date(2016, 11, 2), date(2016, 11, 3), "NO_EDITION"),
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
            date(2016, 10, 1),
            "NO_EDITION",
            "no edition is in force on 2016-10-14: the first one is in force from 2016-11-03",
        ),
    ],
)  # fmt: skip
async def test_months_that_cannot_be_decided_are_refused(
    connection: asyncpg.Connection, month: date, code: str, message: str
) -> None:
    refusal = await request_tiers(connection, RULES, month, asked())
    assert refusal == Refusal(RefusalCode(code), message, ("month",))
    assert await rows(connection) == (0, 0)


async def test_no_month_is_decided_by_a_policy_that_is_not_applied_yet(connection: asyncpg.Connection) -> None:
    (edition,) = (one for one in RULES.editions if one.key == "2018-05")
    kept = replace(edition, policy=replace(edition.policy, first_term_months=12))
    refusal = await request_tiers(connection, replace(RULES, editions=(kept,)), date(2018, 6, 1), asked())
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.path) == ("POLICY_NOT_APPLIED", ("month",))
    assert refusal.message.endswith("policy.first_term_months: is not applied yet")
    assert await rows(connection) == (0, 0)


async def test_the_month_is_decided_from_the_15th_on_in_the_programs_time_zone(connection: asyncpg.Connection) -> None:
    early = Request("ada", datetime(2018, 6, 15, 3, 59, tzinfo=UTC))
    in_time = Request("ada", datetime(2018, 6, 15, 4, 0, tzinfo=UTC))
    new_york = Rulebook(RULES.editions, ZoneInfo("America/New_York"))
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
    again = await retry(connection, job.id, "ada", NOW)
    assert again == Job(job.id, job.fence + 1)
    assert await connection.fetchval("SELECT status FROM recompute_job") == "QUEUED"
    told = await connection.fetch("SELECT payload ->> 'status' AS status FROM event ORDER BY seq")
    assert [row["status"] for row in told] == ["QUEUED", "CANCELLED", "QUEUED"]


async def test_a_finished_job_cannot_be_cancelled(connection: asyncpg.Connection) -> None:
    job = await request_tiers(connection, RULES, date(2018, 6, 1), asked())
    assert isinstance(job, Job)
    await connection.execute("UPDATE recompute_job SET status = 'SUCCEEDED'")
    refusal = await cancel(connection, job.id, NOW)
    assert refusal == Refusal(RefusalCode.JOB_FINISHED, "the job is SUCCEEDED already", ("jobId",))


async def test_a_waiting_job_cannot_be_retried(connection: asyncpg.Connection) -> None:
    job = await request_tiers(connection, RULES, date(2018, 6, 1), asked())
    assert isinstance(job, Job)
    refusal = await retry(connection, job.id, "ada", NOW)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "JOB_NOT_RETRYABLE"


async def test_an_unknown_job_is_refused(connection: asyncpg.Connection) -> None:
    for refusal in (await cancel(connection, 1, NOW), await retry(connection, 1, "ada", NOW)):
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


async def fill(connection: asyncpg.Connection, by: str, number: int, *, scheduled: bool = False) -> None:
    """Adds jobs that wait."""
    await connection.execute(
        "INSERT INTO recompute_job (kind, status, month, done, total, scheduled, requested_by, requested_at, attempts,"
        " idempotency_key, cancel_requested, fence)"
        " SELECT 'TIERS', 'QUEUED', '2018-06-01', 0, 1, $1, $2, $3, 0, 'filling ' || n, false, 0"
        " FROM generate_series(1, $4::int) AS n",
        scheduled, by, NOW, number,
    )  # fmt: skip


async def more(connection: asyncpg.Connection, request: Request) -> Job | Refusal:
    return await request_tiers(connection, RULES, date(2018, 6, 1), request)


@pytest.mark.parametrize(
    ("waiting", "told"),
    [
        ({"ada": MOST_OF_ONE}, "50 recompute jobs of ada wait or run already; ask again when some have ended"),
        (
            dict.fromkeys(("bob", "eve", "kim", "lea"), MOST_OF_ONE),
            "200 recompute jobs wait or run already; ask again when some have ended",
        ),
    ],
)
async def test_one_job_too_many_is_refused_until_another_has_ended(
    connection: asyncpg.Connection, waiting: dict[str, int], told: str
) -> None:
    for name, number in waiting.items():
        await fill(connection, name, number)
    before = await rows(connection)
    refusal = await more(connection, asked())
    assert refusal == Refusal(RefusalCode.TOO_MANY_JOBS, told, ())
    assert await rows(connection) == before
    await connection.execute("UPDATE recompute_job SET status = 'RUNNING' WHERE id % 2 = 0")
    assert isinstance(await more(connection, asked()), Refusal)
    await connection.execute(
        "UPDATE recompute_job SET status = 'SUCCEEDED' WHERE id = (SELECT max(id) FROM recompute_job)"
    )
    assert isinstance(await more(connection, asked()), Job)
    assert isinstance(await more(connection, asked()), Refusal)


async def test_one_requester_leaves_room_to_others(connection: asyncpg.Connection) -> None:
    await fill(connection, "ada", MOST_OF_ONE)
    assert isinstance(await more(connection, asked(by="bob")), Job)


async def test_what_was_asked_for_before_is_told_when_there_is_no_room_for_more(connection: asyncpg.Connection) -> None:
    job = await more(connection, asked("monthly"))
    await fill(connection, "ada", MOST_OF_ONE)
    assert await more(connection, asked("monthly")) == job
    assert isinstance(await more(connection, asked("another")), Refusal)


async def test_the_schedule_asks_for_what_it_owes_whatever_operators_have_asked_for(
    connection: asyncpg.Connection,
) -> None:
    for name in ("bob", "eve", "kim", "lea"):
        await fill(connection, name, MOST_OF_ONE)
    await fill(connection, "schedule", 5, scheduled=True)
    assert isinstance(await more(connection, Request("schedule", NOW, "owed", scheduled=True)), Job)


async def test_trying_again_takes_room_like_asking(connection: asyncpg.Connection) -> None:
    job = await more(connection, asked())
    assert isinstance(job, Job)
    await connection.execute("UPDATE recompute_job SET status = 'FAILED'")
    await fill(connection, "ada", MOST_OF_ONE)
    refusal = await retry(connection, job.id, "ada", NOW)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "TOO_MANY_JOBS"
    assert await connection.fetchval("SELECT status FROM recompute_job WHERE id = $1", job.id) == "FAILED"
    await connection.execute(
        "UPDATE recompute_job SET status = 'CANCELLED' WHERE id = (SELECT max(id) FROM recompute_job)"
    )
    assert isinstance(await retry(connection, job.id, "ada", NOW), Job)


@pytest.mark.parametrize("first", ["schedule", "bob", "ada"])
async def test_whoever_asked_first_a_job_is_of_who_retries_it(connection: asyncpg.Connection, first: str) -> None:
    await fill(connection, first, MOST_OF_ONE + 1, scheduled=first == "schedule")
    jobs = [row["id"] for row in await connection.fetch("SELECT id FROM recompute_job ORDER BY id")]
    await connection.execute("UPDATE recompute_job SET status = 'CANCELLED'")
    for job in jobs[:MOST_OF_ONE]:
        assert isinstance(await retry(connection, job, "ada", NOW), Job)
    before = await rows(connection)
    for refusal in (await retry(connection, jobs[-1], "ada", NOW), await more(connection, asked())):
        assert isinstance(refusal, Refusal)
        assert refusal.message == "50 recompute jobs of ada wait or run already; ask again when some have ended"
    assert await rows(connection) == before
    assert isinstance(await more(connection, asked(by="bob")), Job)
    assert isinstance(await retry(connection, jobs[-1], "bob", NOW), Job)


async def test_what_operators_retry_of_the_schedule_comes_after_what_that_asks_for(
    connection: asyncpg.Connection,
) -> None:
    await fill(connection, "schedule", 3, scheduled=True)
    first, *others = [row["id"] for row in await connection.fetch("SELECT id FROM recompute_job ORDER BY id")]
    await connection.execute("UPDATE recompute_job SET status = 'FAILED' WHERE id = $1", first)
    await retry(connection, first, "ada", NOW)
    waiting = await connection.fetch(statement("jobs/waiting_jobs").format(is_waiting=IS_WAITING, priority=PRIORITY))
    assert [row["id"] for row in waiting] == [*others, first]


async def test_requests_at_the_same_time_do_not_pass_the_bound_together(connection: asyncpg.Connection) -> None:
    await fill(connection, "ada", MOST_OF_ONE - 1)

    async def ask() -> Job | Refusal:
        async with acquire() as another:
            return await more(another, asked())

    async with connection.transaction():
        await lock(connection, Lock.SCHEDULE)
        asking = [asyncio.create_task(ask()) for _ in range(3)]
        await wait_for_waiters(3)
    outcomes = await asyncio.gather(*asking)
    assert sorted(isinstance(one, Job) for one in outcomes) == [False, False, True]
