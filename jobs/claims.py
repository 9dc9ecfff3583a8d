"""Who runs a job: a claim with a fence and a lease, so that whatever dies or stalls, a job's effects happen once."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

import asyncpg

from jobs.kinds import RecomputeKind
from jobs.lease import Lease
from jobs.states import CLAIM, FAIL, GIVE_UP, HAND_OVER, JOBS, RELEASE, STOP, SUCCEED, Transition, change_state
from jobs.work import Work
from models.database import AWAY, transaction
from models.statements import statement
from telemetry.trace import traced

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
    work: Work
    from_scratch: bool
    rebuilds: bool
    steps_done: int
    attempt: int
    started_at: datetime
    request_id: str | None = None

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> Self:
        """From the job's row as it is once it was claimed."""
        return cls(
            job=row["id"],
            fence=row["fence"],
            work=Work.from_row(row),
            from_scratch=row["from_scratch"] or row["rebuild_activity"],
            rebuilds=row["rebuild_activity"] and not row["activity_rebuilt"],
            steps_done=row["steps_done"],
            attempt=row["attempts"],
            started_at=row["started_at"],
            request_id=row["request_id"],
        )

    @property
    def kind(self) -> RecomputeKind:
        """The kind of the job."""
        return self.work.kind

    @property
    def lease(self) -> Lease:
        """What has to be renewed while the job runs."""
        return Lease(JOBS, (self.job,), self.fence)


async def claim_job(job: int, now: datetime, worker: str | None = None) -> Claim | None:
    """Takes the job for the worker if it waits for one, or if the one that had it let its lease lapse; else None.

    A job that took MAX_ATTEMPTS workers with it is FAILED instead. A worker that runs OPERATORS_AT_ONCE takes only the
    schedule's; it has to claim one job after the other."""
    error = f"its worker died or stalled in each of {MAX_ATTEMPTS} attempts"
    async with transaction() as connection:
        given_up = await change_state(connection, job, GIVE_UP, now, error=error, most=MAX_ATTEMPTS)
        if given_up is not None:
            with traced(job=job, request_id=given_up["request_id"]):
                logger.error("job %s failed: %s", job, error)
            return None
        row = await change_state(connection, job, CLAIM, now, worker=worker, operators_at_once=OPERATORS_AT_ONCE)
    return None if row is None else Claim.from_row(row)


async def check(connection: asyncpg.Connection, claim: Claim) -> None:
    """Raises Fenced when the claim is lost, and CancelRequested when the job is to stop."""
    text = f"SELECT cancel_requested FROM recompute_job WHERE {JOBS.claimed}"
    _expect_wanted(claim, await connection.fetchval(text, claim.job, claim.fence))


async def extend(connection: asyncpg.Connection, claim: Claim, chunks: int) -> None:
    """Notes how many chunks the step in hand has, and reckons as many for each that is to come.

    Raises Fenced, CancelRequested."""
    await _note(connection, claim, "jobs/note_chunks", chunks)


async def note_progress(
    connection: asyncpg.Connection, claim: Claim, done: int, total: int, *, rebuilt: bool = False
) -> None:
    """Notes how far the job has come; `rebuilt` that daily activity has been made once more, before the first step.

    Raises Fenced, CancelRequested."""
    await _note(connection, claim, "jobs/note_progress", done, total, rebuilt)


async def advance(connection: asyncpg.Connection, claim: Claim, steps_done: int) -> None:
    """Notes that so many steps are finished, in the transaction that makes the last of them visible and as its guard.

    Raises Fenced, CancelRequested, and thereby undoes the step."""
    await _note(connection, claim, "jobs/note_step", steps_done)


async def succeed(connection: asyncpg.Connection, claim: Claim, changed_partners: int, now: datetime) -> None:
    """Makes the job SUCCEEDED, in the transaction of its last step, which publishes it. Raises Fenced."""
    values = {"fence": claim.fence, "changed_partners": changed_partners}
    if await change_state(connection, claim.job, SUCCEED, now, **values) is None:
        raise _fenced(claim)


async def release(claim: Claim, now: datetime, *, after_seconds: float, error: str) -> None:
    """Queues the job again after a fault, to be claimed `after_seconds` from now at the earliest."""
    await _leave(claim, RELEASE, now, seconds=after_seconds, error=error)


async def hand_over(claim: Claim, now: datetime) -> None:
    """Queues the job again for another worker; that this one shuts down was no attempt of the job's.

    Once only: who shuts down does not wait for a database that is away."""
    await _try_to_leave(claim, HAND_OVER, now)


async def fail(claim: Claim, now: datetime, error: str) -> None:
    """Makes the job FAILED, for a reason that its requester reads."""
    await _leave(claim, FAIL, now, error=error)


async def stop(claim: Claim, now: datetime) -> None:
    """Makes the job CANCELLED; the steps that it has finished stay."""
    await _leave(claim, STOP, now)


async def _leave(claim: Claim, transition: Transition, now: datetime, **values: object) -> None:
    """Lets go of the job, for as long as its lease may hold also when the database is away just then."""
    given_up = asyncio.get_running_loop().time() + JOBS.seconds
    while True:
        try:
            return await _try_to_leave(claim, transition, now, **values)
        except AWAY as error:
            if asyncio.get_running_loop().time() > given_up:
                raise
            logger.warning("could not let go of job %s, trying again: %s", claim.job, error)
            await pause()


async def pause() -> None:
    """Gives a database that is away a moment to come back."""
    await asyncio.sleep(AWAY_SECONDS)


async def _try_to_leave(claim: Claim, transition: Transition, now: datetime, **values: object) -> None:
    """Does so if the job is still this worker's; else another one has it, and nothing happens."""
    async with transaction() as connection:
        await change_state(connection, claim.job, transition, now, fence=claim.fence, **values)


async def _note(connection: asyncpg.Connection, claim: Claim, name: str, *values: object) -> None:
    text = statement(name).format(claimed=JOBS.claimed)
    _expect_wanted(claim, await connection.fetchval(text, claim.job, claim.fence, *values))


def _expect_wanted(claim: Claim, cancel: bool | None) -> None:  # noqa: FBT001  # a column, null without a row
    if cancel is None:
        raise _fenced(claim)
    if cancel:
        raise CancelRequested(f"job {claim.job} is to be cancelled")


def _fenced(claim: Claim) -> Fenced:
    return Fenced(f"job {claim.job} was claimed by another worker")
