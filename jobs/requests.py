"""Asking for recomputes. API, command line and schedule all come through here; the row they add is the job."""

import logging
from dataclasses import dataclass
from datetime import date, datetime

import asyncpg

from events.outbox import publish_job_change
from models.clock import bounded
from models.jobs import FINAL, RecomputeKind, RecomputeStatus
from models.locks import Lock, lock
from models.retention import ActivityDropped, expect_activity
from models.rulebook import Rulebook
from telemetry.trace import traced
from tiers.periods import decision_day, format_month
from tiers.program import NoProgramInForce

SCHEDULE = "schedule"
MAX_KEY = 255
MAX_DAYS = 3660  # ten years in one job; more is a typing mistake
MOST_OF_ONE = 50  # jobs of one requester that wait or run
MOST = 200  # of all; the schedule's are not among them

_UNFINISHED = """
SELECT count(*) FILTER (WHERE requested_by = $1) AS own, count(*) AS together FROM recompute_job
WHERE NOT scheduled AND status IN ('QUEUED', 'RUNNING')
"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Refusal:
    """Why a request changes nothing: `code` for programs, `message` for people, `path` of the input field."""

    code: str
    message: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class Job:
    """What a dispatcher needs of a job row."""

    id: int
    fence: int


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
        return Refusal("INVALID_RANGE", f"the range ends on {last_day}, before it begins on {first_day}", ("from",))
    if last_day > closed:
        day, field = (first_day, "from") if first_day > closed else (last_day, "to")
        return Refusal("DAY_NOT_CLOSED", f"{day} has not closed; the last closed day is {closed}", (field,))
    if (last_day - first_day).days >= MAX_DAYS:
        return Refusal("INVALID_RANGE", f"one job computes at most {MAX_DAYS} days; ask for a shorter range", ("from",))
    try:
        rules.in_force(first_day)
    except NoProgramInForce as error:
        return Refusal("NO_PROGRAM", str(error), ("from",))
    if refusal := await _refuse_dropped(connection, rules, first_day, "from"):
        return refusal
    total = (last_day - first_day).days + 1
    return await _add(connection, RecomputeKind.ACTIVITY, (first_day, last_day, None), total, request)


async def request_tiers(
    connection: asyncpg.Connection, rules: Rulebook, month: date, request: Request
) -> Job | Refusal:
    """Asks for the decisions that take effect on the 15th of the month, whose 14th must have closed; rule 9."""
    closed = rules.last_closed_day(await bounded(connection, request.requested_at))
    if decision_day(month) > closed:
        message = f"the 14th of {format_month(month)} has not closed; the last closed day is {closed}"
        return Refusal("MONTH_NOT_CLOSED", message, ("month",))
    try:
        rules.in_force(decision_day(month))
    except NoProgramInForce as error:
        return Refusal("NO_PROGRAM", str(error), ("month",))
    if refusal := await _refuse_dropped(connection, rules, decision_day(month), "month"):
        return refusal
    return await _add(connection, RecomputeKind.TIERS, (None, None, month), 1, request)


async def _refuse_dropped(connection: asyncpg.Connection, rules: Rulebook, day: date, field: str) -> Refusal | None:
    try:
        await expect_activity(connection, rules.in_force(day), day)
    except ActivityDropped as error:
        return Refusal("ACTIVITY_DROPPED", str(error), (field,))
    return None


async def _add(
    connection: asyncpg.Connection,
    kind: RecomputeKind,
    period: tuple[date | None, date | None, date | None],
    total: int,
    request: Request,
) -> Job | Refusal:
    key = request.idempotency_key
    if key is not None and not (1 <= len(key) <= MAX_KEY and key.isprintable()):
        message = f"an idempotency key has 1 to {MAX_KEY} printable characters"
        return Refusal("INVALID_KEY", message, ("idempotencyKey",))
    async with connection.transaction():
        crowd = None if request.scheduled else await _refuse_more(connection, request.requested_by)
        row = None if crowd is not None else await connection.fetchrow(
            "INSERT INTO recompute_job (kind, status, first_day, last_day, month, done, total, scheduled, requested_by,"
            " requested_at, attempts, idempotency_key, cancel_requested, fence, from_scratch, request_id,"
            " rebuild_activity)"
            " VALUES ($1, 'QUEUED', $2, $3, $4, 0, $5, $6, $7, $8, 0, $9, false, 0, $10, $11, $12)"
            " ON CONFLICT (requested_by, idempotency_key) DO NOTHING RETURNING id, fence",
            kind, *period, total, request.scheduled, request.requested_by, request.requested_at, key,
            request.from_scratch, request.request_id, request.rebuild_activity,
        )  # fmt: skip
        if row is not None:
            await publish_job_change(connection, row["id"], request.requested_at)
            with traced(request_id=request.request_id, job=row["id"]):
                logger.info("job %s (%s) is asked for by %s", row["id"], kind, request.requested_by)
            return Job(row["id"], row["fence"])
    row = await connection.fetchrow(
        "SELECT id, fence, kind, first_day, last_day, month, from_scratch, rebuild_activity FROM recompute_job"
        " WHERE requested_by = $1 AND idempotency_key = $2",
        request.requested_by, key,
    )  # fmt: skip
    if row is None and crowd is not None:
        return crowd
    assert row is not None
    _, _, *asked_before = row
    if asked_before != [kind, *period, request.from_scratch, request.rebuild_activity]:
        message = f"the idempotency key {key!r} was used for another recompute; use a new key for a new request"
        return Refusal("IDEMPOTENCY_KEY_REUSED", message, ("idempotencyKey",))
    if not request.scheduled:  # the schedule asks every few seconds
        with traced(request_id=request.request_id, job=row["id"]):
            logger.info("job %s (%s) was asked for before with the same key", row["id"], kind)
    return Job(row["id"], row["fence"])


async def _refuse_more(connection: asyncpg.Connection, requested_by: str) -> Refusal | None:
    """In a transaction, until whose end nobody else adds a job: says that the requester, or all, have enough."""
    await lock(connection, Lock.SCHEDULE)
    row = await connection.fetchrow(_UNFINISHED, requested_by)
    assert row is not None
    if row["own"] >= MOST_OF_ONE:
        message = f"{row['own']} recompute jobs of {requested_by} wait or run already; ask again when some have ended"
    elif row["together"] >= MOST:
        message = f"{row['together']} recompute jobs wait or run already; ask again when some have ended"
    else:
        return None
    return Refusal("TOO_MANY_JOBS", message, ())


async def cancel(connection: asyncpg.Connection, job: int, now: datetime) -> Job | Refusal:
    """Cancels a waiting job at once and a running one at its next step; what it has written stays."""
    async with connection.transaction():
        row = await connection.fetchrow("SELECT status, fence FROM recompute_job WHERE id = $1 FOR UPDATE", job)
        if row is None:
            return Refusal("JOB_NOT_FOUND", "there is no such recompute job", ("jobId",))
        if RecomputeStatus(row["status"]) in FINAL:
            return Refusal("JOB_FINISHED", f"the job is {row['status']} already", ("jobId",))
        if row["status"] == RecomputeStatus.QUEUED:
            await connection.execute(
                "UPDATE recompute_job SET status = 'CANCELLED', finished_at = $2 WHERE id = $1", job, now
            )
        else:
            await connection.execute("UPDATE recompute_job SET cancel_requested = true WHERE id = $1", job)
        logger.info("job %s is to be cancelled", job, extra={"job": job})
        await publish_job_change(connection, job, now)
    return Job(job, row["fence"])


async def retry(
    connection: asyncpg.Connection, job: int, now: datetime, request_id: str | None = None
) -> Job | Refusal:
    """Queues a FAILED or CANCELLED job again, from its beginning; steps that are done already change nothing.

    From then on the logs tell of the job by the name of this request."""
    async with connection.transaction():
        asked = "SELECT requested_by FROM recompute_job WHERE id = $1 AND NOT scheduled"
        requested_by = await connection.fetchval(asked, job)
        crowd = None if requested_by is None else await _refuse_more(connection, requested_by)
        row = await connection.fetchrow("SELECT status FROM recompute_job WHERE id = $1 FOR UPDATE", job)
        if row is None:
            return Refusal("JOB_NOT_FOUND", "there is no such recompute job", ("jobId",))
        if row["status"] not in (RecomputeStatus.FAILED, RecomputeStatus.CANCELLED):
            message = f"only a FAILED or CANCELLED job can be retried; this one is {row['status']}"
            return Refusal("JOB_NOT_RETRYABLE", message, ("jobId",))
        if crowd is not None:
            return crowd
        fence = await connection.fetchval(
            "UPDATE recompute_job SET status = 'QUEUED', error = NULL, done = 0, steps_done = 0, attempts = 0,"
            " activity_rebuilt = false,"
            " started_at = NULL, finished_at = NULL, changed_partners = NULL, cancel_requested = false,"
            " not_before = NULL, lease_until = NULL, worker = NULL, request_id = $2, fence = fence + 1"
            " WHERE id = $1 RETURNING fence",
            job, request_id,
        )  # fmt: skip
        # What a run of it had gathered is of no use to one that begins anew: it is no step of the job any more.
        await connection.execute("UPDATE recompute_run SET step = 0 WHERE job_id = $1 AND finished_at IS NULL", job)
        with traced(request_id=request_id, job=job):
            logger.info("job %s is asked for again", job)
        await publish_job_change(connection, job, now)
    return Job(job, fence)
