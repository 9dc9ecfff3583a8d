"""Who runs a job: a claim with a fence and a lease, so that whatever dies or stalls, a job's effects happen once.

Leases go by the database's clock, because the workers' clocks may differ.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime

import asyncpg

from events.outbox import publish_job_change
from models.database import AWAY, acquire, transaction
from models.jobs import RecomputeKind
from telemetry.trace import traced

LEASE_SECONDS = 60
HEARTBEAT_SECONDS = 15
AWAY_SECONDS = 1.0  # between two tries of what must not be left undone
MAX_ATTEMPTS = 5
OPERATORS_AT_ONCE = 3  # jobs of one worker that the schedule has not asked for

Clock = Callable[[], datetime]

logger = logging.getLogger(__name__)


class Fenced(Exception):
    """Another worker has claimed the job meanwhile; whatever this one still does must not be written."""


class CancelRequested(Exception):
    """An operator wants the running job to stop."""


@dataclass(frozen=True)
class Claim:
    """A job that this worker runs, the steps of it that are done, and the fence that its writes carry.

    A step is a day, or a month. `rebuilds` says that daily activity is to be made once more before the first one."""

    job: int
    fence: int
    kind: RecomputeKind
    first_day: date | None
    last_day: date | None
    month: date | None
    from_scratch: bool
    rebuilds: bool
    steps_done: int
    attempt: int
    started_at: datetime
    request_id: str | None = None


async def claim(job: int, now: datetime, worker: str | None = None) -> Claim | None:
    """Takes the job for the worker if it waits for one, or if the one that had it let its lease lapse; else None.

    A job that took MAX_ATTEMPTS workers with it is FAILED instead. A worker that runs OPERATORS_AT_ONCE takes only the
    schedule's; it has to claim one job after the other."""
    async with transaction() as connection:
        given_up = await connection.fetchrow(
            "UPDATE recompute_job SET status = 'FAILED', finished_at = $2, error = $3, lease_until = NULL,"
            " expected_at = NULL"
            " WHERE id = $1 AND status = 'RUNNING' AND lease_until < clock_timestamp() AND attempts >= $4"
            " RETURNING request_id, error",
            job, now, f"its worker died or stalled in each of {MAX_ATTEMPTS} attempts", MAX_ATTEMPTS,
        )  # fmt: skip
        if given_up is not None:
            with traced(job=job, request_id=given_up["request_id"]):
                logger.error("job %s failed: %s", job, given_up["error"])
            await publish_job_change(connection, job, now)
            return None
        row = await connection.fetchrow(
            "UPDATE recompute_job SET status = 'RUNNING', fence = fence + 1, attempts = attempts + 1,"
            " started_at = coalesce(started_at, $2), not_before = NULL, worker = $4,"
            " lease_until = clock_timestamp() + make_interval(secs => $3)"
            " WHERE id = $1 AND ((status = 'QUEUED' AND coalesce(not_before <= clock_timestamp(), true))"
            " OR (status = 'RUNNING' AND lease_until < clock_timestamp()))"
            " AND (scheduled OR $5 > (SELECT count(*) FROM recompute_job o WHERE o.worker = $4 AND NOT o.scheduled"
            " AND o.status = 'RUNNING' AND o.lease_until > clock_timestamp()))"
            " RETURNING id, fence, kind, first_day, last_day, month, from_scratch OR rebuild_activity,"
            " rebuild_activity AND NOT activity_rebuilt, steps_done, attempts, started_at, request_id",
            job, now, LEASE_SECONDS, worker, OPERATORS_AT_ONCE,
        )  # fmt: skip
        if row is None:
            return None
        await publish_job_change(connection, job, now)
    _, fence, kind, *rest = row
    return Claim(job, fence, RecomputeKind(kind), *rest)


@asynccontextmanager
async def heartbeat(held: Claim) -> AsyncIterator[None]:
    """Renews the lease while the block runs."""
    task = asyncio.create_task(_renew(held))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _renew(held: Claim) -> None:
    while True:
        await asyncio.sleep(HEARTBEAT_SECONDS)
        try:
            async with acquire() as connection:
                await connection.execute(
                    "UPDATE recompute_job SET lease_until = clock_timestamp() + make_interval(secs => $3)"
                    " WHERE id = $1 AND fence = $2 AND status = 'RUNNING'",
                    held.job, held.fence, LEASE_SECONDS,
                )  # fmt: skip
        except (*AWAY, asyncpg.PostgresError) as error:
            logger.warning("could not renew the lease of job %s, trying again: %s", held.job, error)


async def check(connection: asyncpg.Connection, held: Claim) -> None:
    """Raises Fenced or CancelRequested when the claim is lost or unwanted."""
    row = await connection.fetchrow(
        "SELECT cancel_requested FROM recompute_job WHERE id = $1 AND fence = $2 AND status = 'RUNNING'",
        held.job, held.fence,
    )  # fmt: skip
    _expect_wanted(held, None if row is None else row["cancel_requested"])


async def extend(connection: asyncpg.Connection, held: Claim, chunks: int) -> None:
    """Notes how many chunks the step in hand has, and reckons as many for each that is to come. Raises as above."""
    cancel = await connection.fetchval(
        "UPDATE recompute_job SET total = done + $3::int * (CASE WHEN kind = 'TIERS' THEN 1"
        " ELSE last_day - first_day + 1 END - steps_done)"
        " WHERE id = $1 AND fence = $2 AND status = 'RUNNING' RETURNING cancel_requested",
        held.job, held.fence, chunks,
    )  # fmt: skip
    _expect_wanted(held, cancel)


async def note_rebuilt(connection: asyncpg.Connection, held: Claim, months: int, of: int) -> None:
    """Notes of how many months daily activity has been made once more, before the first step. Raises as above."""
    cancel = await connection.fetchval(
        "UPDATE recompute_job SET done = $3, total = $4::int + last_day - first_day + 1, activity_rebuilt = $3 = $4"
        " WHERE id = $1 AND fence = $2 AND status = 'RUNNING' RETURNING cancel_requested",
        held.job, held.fence, months, of,
    )  # fmt: skip
    _expect_wanted(held, cancel)


async def advance(connection: asyncpg.Connection, held: Claim, steps_done: int) -> None:
    """Notes that so many steps are finished, in the transaction that makes the last of them visible and as its guard.

    Raises as above, and thereby undoes the step.
    """
    cancel = await connection.fetchval(
        "UPDATE recompute_job SET steps_done = $3 WHERE id = $1 AND fence = $2 AND status = 'RUNNING'"
        " RETURNING cancel_requested",
        held.job, held.fence, steps_done,
    )  # fmt: skip
    _expect_wanted(held, cancel)


async def succeed(connection: asyncpg.Connection, held: Claim, changed_partners: int, now: datetime) -> None:
    """Makes the job SUCCEEDED, in the transaction of its last step and after `advance`."""
    await connection.execute(
        "UPDATE recompute_job SET status = 'SUCCEEDED', finished_at = $2, changed_partners = $3, error = NULL,"
        " done = total, expected_at = NULL, lease_until = NULL"
        " WHERE id = $1",
        held.job, now, changed_partners,
    )  # fmt: skip


async def release(held: Claim, now: datetime, *, after_seconds: float, error: str) -> None:
    """Queues the job again after a fault, to be claimed `after_seconds` from now at the earliest."""
    await _leave(
        held, now,
        "status = 'QUEUED', error = $4, not_before = clock_timestamp() + make_interval(secs => $3)",
        after_seconds, error,
    )  # fmt: skip


async def hand_over(held: Claim, now: datetime) -> None:
    """Queues the job again for another worker; that this one shuts down was no attempt of the job's.

    Once only: who shuts down does not wait for a database that is away."""
    await _try_to_leave(held, now, "status = 'QUEUED', attempts = attempts - 1")


async def fail(held: Claim, now: datetime, error: str) -> None:
    """Makes the job FAILED, for a reason that its requester reads."""
    await _leave(held, now, "status = 'FAILED', finished_at = $3, error = $4", now, error)


async def stop(held: Claim, now: datetime) -> None:
    """Makes the job CANCELLED; the steps that it has finished stay."""
    await _leave(held, now, "status = 'CANCELLED', finished_at = $3", now)


async def _leave(held: Claim, now: datetime, changes: str, *values: object) -> None:
    """Lets go of the job, for as long as its lease may hold also when the database is away just then."""
    given_up = asyncio.get_running_loop().time() + LEASE_SECONDS
    while True:
        try:
            return await _try_to_leave(held, now, changes, *values)
        except AWAY as error:
            if asyncio.get_running_loop().time() > given_up:
                raise
            logger.warning("could not let go of job %s, trying again: %s", held.job, error)
            await pause()


async def pause() -> None:
    """Gives a database that is away a moment to come back."""
    await asyncio.sleep(AWAY_SECONDS)


async def _try_to_leave(held: Claim, now: datetime, changes: str, *values: object) -> None:
    async with transaction() as connection:
        left = await connection.fetchval(
            f"UPDATE recompute_job SET {changes}, lease_until = NULL, expected_at = NULL"
            " WHERE id = $1 AND fence = $2 AND status = 'RUNNING' RETURNING id",
            held.job, held.fence, *values,
        )  # fmt: skip
        if left is not None:
            await publish_job_change(connection, held.job, now)


def _expect_wanted(held: Claim, cancel: bool | None) -> None:  # noqa: FBT001  # a column, null without a row
    if cancel is None:
        raise Fenced(f"job {held.job} was claimed by another worker")
    if cancel:
        raise CancelRequested(f"job {held.job} is to be cancelled")
