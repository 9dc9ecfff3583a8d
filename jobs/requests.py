"""Asking for recomputes. API, command line and schedule all come through here; the row they add is the job."""

import logging
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

import asyncpg

from events.outbox import publish_job_change
from jobs.kinds import RecomputeKind
from jobs.refusals import RefusalCode
from jobs.states import ASK_TO_STOP, CANCEL, RETRY, change_state
from jobs.work import Work
from models.clock import bounded
from models.enums import FINAL, RecomputeStatus
from models.locks import Lock, lock
from models.retention import ActivityDropped, expect_activity
from models.rulebook import Rulebook
from models.statements import statement
from telemetry.trace import traced
from tiers.deciding import expect_decidable
from tiers.errors import NoEditionInForce, NotDecidable
from tiers.periods import decision_day, format_month

SCHEDULE = "schedule"
COMMAND_LINE = "command line"
MAX_KEY = 255
MAX_DAYS = 3660  # ten years in one job; more is a typing mistake
MOST_OF_ONE = 50  # jobs of one requester that wait or run
MOST = 200  # of all; the schedule's are not among them, but for those that operators have retried

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Refusal:
    """Why a request changes nothing: `code` for programs, `message` for people, `path` of the input field."""

    code: RefusalCode
    message: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class Job:
    """What a dispatcher needs of a job row: its number, and the fence of the claim before the one that it waits for."""

    id: int
    fence: int

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> Self:
        """From any row that has these columns."""
        return cls(row["id"], row["fence"])


@dataclass(frozen=True)
class Request:
    """Who asks for a run, when, and the key under which asking again gives the same job.

    `from_scratch`: look at every client, also at those that nothing can have changed for. `rebuild_activity`: the same,
    after making daily activity once more from all loaded events. `request_id`: what the logs
    call this request, of 128 characters at most."""

    requested_by: str
    requested_at: datetime
    idempotency_key: str | None = None
    scheduled: bool = False
    from_scratch: bool = False
    rebuild_activity: bool = False
    request_id: str | None = None


async def request_activity(
    connection: asyncpg.Connection, rules: Rulebook, first_day: date, last_day: date, request: Request
) -> Job | Refusal:
    """Asks for the standings of every day from `first_day` to `last_day`, both closed; docs/rules.md, rule 9."""
    closed = rules.last_closed_day(await bounded(connection, request.requested_at))
    if first_day > last_day:
        return Refusal(
            RefusalCode.INVALID_RANGE, f"the range ends on {last_day}, before it begins on {first_day}", ("from",)
        )
    if last_day > closed:
        day, field = (first_day, "from") if first_day > closed else (last_day, "to")
        return Refusal(RefusalCode.DAY_NOT_CLOSED, f"{day} has not closed; the last closed day is {closed}", (field,))
    if (last_day - first_day).days >= MAX_DAYS:
        message = f"one job computes at most {MAX_DAYS} days; ask for a shorter range"
        return Refusal(RefusalCode.INVALID_RANGE, message, ("from",))
    if refusal := await _refuse_day(connection, rules, first_day, "from"):
        return refusal
    return await add_job(connection, Work(RecomputeKind.ACTIVITY, first_day, last_day, program=rules.program), request)


async def request_tiers(
    connection: asyncpg.Connection, rules: Rulebook, month: date, request: Request
) -> Job | Refusal:
    """Asks for the decisions that take effect on the 15th of the month, whose 14th must have closed; rule 9."""
    closed = rules.last_closed_day(await bounded(connection, request.requested_at))
    if decision_day(month) > closed:
        message = f"the 14th of {format_month(month)} has not closed; the last closed day is {closed}"
        return Refusal(RefusalCode.MONTH_NOT_CLOSED, message, ("month",))
    if refusal := await _refuse_day(connection, rules, decision_day(month), "month"):
        return refusal
    try:
        expect_decidable(rules.in_force(decision_day(month)))
    except NotDecidable as error:
        return Refusal(RefusalCode.POLICY_NOT_APPLIED, str(error), ("month",))
    return await add_job(connection, Work(RecomputeKind.TIERS, month=month, program=rules.program), request)


async def _refuse_day(connection: asyncpg.Connection, rules: Rulebook, day: date, field: str) -> Refusal | None:
    """Says that no run can have the day as its first one: no edition is in force, or it needs what is not kept."""
    try:
        await expect_activity(connection, rules.in_force(day), day)
    except NoEditionInForce as error:
        return Refusal(RefusalCode.NO_EDITION, str(error), (field,))
    except ActivityDropped as error:
        return Refusal(RefusalCode.ACTIVITY_DROPPED, str(error), (field,))
    return None


async def add_job(connection: asyncpg.Connection, work: Work, request: Request) -> Job | Refusal:
    """Adds a job for work that may be done, or finds the one that the same key has asked for; refuses one too many."""
    key = request.idempotency_key
    if key is not None and not (1 <= len(key) <= MAX_KEY and key.isprintable()):
        message = f"an idempotency key has 1 to {MAX_KEY} printable characters"
        return Refusal(RefusalCode.INVALID_KEY, message, ("idempotencyKey",))
    async with connection.transaction():
        crowd = None if request.scheduled else await _refuse_more(connection, request.requested_by)
        row = None if crowd is not None else await connection.fetchrow(
            statement("jobs/add_job"),
            work.kind, work.first_day, work.last_day, work.month, work.written_arguments, work.steps, request.scheduled,
            request.requested_by, request.requested_at, key, request.from_scratch, request.rebuild_activity,
            request.request_id, work.program,
        )  # fmt: skip
        if row is not None:
            await publish_job_change(connection, row["id"], request.requested_at)
            with traced(request_id=request.request_id, job=row["id"]):
                logger.info("job %s (%s) is asked for by %s", row["id"], work.kind, request.requested_by)
            return Job.from_row(row)
    row = await connection.fetchrow(statement("jobs/job_of_key"), request.requested_by, key)
    if row is None and crowd is not None:
        return crowd
    assert row is not None
    if not _is_the_same(row, work, request):
        message = f"the idempotency key {key!r} was used for another recompute; use a new key for a new request"
        return Refusal(RefusalCode.IDEMPOTENCY_KEY_REUSED, message, ("idempotencyKey",))
    if not request.scheduled:  # the schedule asks every few seconds
        with traced(request_id=request.request_id, job=row["id"]):
            logger.info("job %s (%s) was asked for before with the same key", row["id"], work.kind)
    return Job.from_row(row)


def _is_the_same(row: asyncpg.Record, work: Work, request: Request) -> bool:
    """Whether the job of the row was asked for in the same words."""
    before = (row["kind"], row["from_scratch"], row["rebuild_activity"])
    words = (work.kind, request.from_scratch, request.rebuild_activity)
    return before == words and Work.from_row(row) == work


async def _refuse_more(connection: asyncpg.Connection, requested_by: str) -> Refusal | None:
    """In a transaction, until whose end nobody else adds a job: says that the requester, or all, have enough."""
    await lock(connection, Lock.SCHEDULE)
    row = await connection.fetchrow(statement("jobs/unfinished_jobs"), requested_by)
    assert row is not None
    if row["own"] >= MOST_OF_ONE:
        message = f"{row['own']} recompute jobs of {requested_by} wait or run already; ask again when some have ended"
    elif row["together"] >= MOST:
        message = f"{row['together']} recompute jobs wait or run already; ask again when some have ended"
    else:
        return None
    return Refusal(RefusalCode.TOO_MANY_JOBS, message, ())


async def cancel(connection: asyncpg.Connection, job: int, now: datetime) -> Job | Refusal:
    """Cancels a waiting job at once and a running one at its next step; what it has written stays."""
    async with connection.transaction():
        status = await _lock_status(connection, job)
        if status is None:
            return Refusal(RefusalCode.JOB_NOT_FOUND, "there is no such recompute job", ("jobId",))
        if status in FINAL:
            return Refusal(RefusalCode.JOB_FINISHED, f"the job is {status} already", ("jobId",))
        logger.info("job %s is to be cancelled", job, extra={"job": job})
        row = await change_state(connection, job, CANCEL if status in CANCEL.before else ASK_TO_STOP, now)
    assert row is not None, "its row is locked"
    return Job.from_row(row)


async def retry(
    connection: asyncpg.Connection, job: int, retried_by: str, now: datetime, request_id: str | None = None
) -> Job | Refusal:
    """Queues a FAILED or CANCELLED job again, from its beginning; steps that are done already change nothing.

    From then on it counts among the jobs of who retries it, also if the schedule had asked for it, and the logs tell of
    it by the name of this request."""
    async with connection.transaction():
        crowd = await _refuse_more(connection, retried_by)
        status = await _lock_status(connection, job)
        if status is None:
            return Refusal(RefusalCode.JOB_NOT_FOUND, "there is no such recompute job", ("jobId",))
        if status not in RETRY.before:
            message = f"only a FAILED or CANCELLED job can be retried; this one is {status}"
            return Refusal(RefusalCode.JOB_NOT_RETRYABLE, message, ("jobId",))
        if crowd is not None:
            return crowd
        # What a run of it had gathered is of no use to one that begins anew: it is no step of the job any more.
        await connection.execute("UPDATE recompute_run SET step = 0 WHERE job_id = $1 AND finished_at IS NULL", job)
        with traced(request_id=request_id, job=job):
            logger.info("job %s is asked for again by %s", job, retried_by)
        row = await change_state(connection, job, RETRY, now, request_id=request_id, retried_by=retried_by)
    assert row is not None, "its row is locked"
    return Job.from_row(row)


async def _lock_status(connection: asyncpg.Connection, job: int) -> RecomputeStatus | None:
    """The status of the job, which stays until the transaction ends; None for a job that is not there."""
    status = await connection.fetchval("SELECT status FROM recompute_job WHERE id = $1 FOR UPDATE", job)
    return None if status is None else RecomputeStatus(status)
