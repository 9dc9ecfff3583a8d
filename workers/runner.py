"""Running one job: claim it, run it, and leave its row in a state that says what happened."""

import asyncio
import logging
import time
from collections.abc import Coroutine
from dataclasses import dataclass

import asyncpg

from engine.dry_run_results import DryRunGone
from jobs.claims import (
    MAX_ATTEMPTS,
    CancelRequested,
    Claim,
    Clock,
    Fenced,
    claim_job,
    fail,
    hand_over,
    release,
    stop,
)
from jobs.clocks import ClockWatch
from jobs.faults import Point, pass_point
from jobs.queue import Queue
from models.database import AWAY
from models.retention import USUAL, ActivityDropped, Retention
from models.rulebook import Rulebook
from telemetry.trace import traced
from tiers.conversion import UnknownCurrencyError
from tiers.errors import NoEditionInForce, NotDecidable
from workers.entries import ENTRIES
from workers.helper import Helper
from workers.metrics import WorkerMetrics

TRANSIENT = (
    *AWAY,
    asyncpg.QueryCanceledError,  # by somebody who looked after the database
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,  # deadlock, serialization
    asyncpg.IdleInTransactionSessionTimeoutError,  # this process was stopped for a while
)
"""What goes away by itself; anything else would happen again, so it fails a job at once."""

LEAVE_SECONDS = 3.0  # for what is in hand to end when the worker shuts down; a server that is stuck may need for ever

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What became of an attempt: a word for programs, and the words for people."""

    name: str
    text: str
    level: int = logging.INFO


class Runner:
    """What a worker runs jobs with, what it keeps, and its help for the jobs of others. `name` is what it is called."""

    def __init__(
        self,
        rules: Rulebook,
        queue: Queue,
        clock: Clock,
        retention: Retention = USUAL,
        *,
        name: str = "worker",
        metrics: WorkerMetrics | None = None,
    ) -> None:
        self.retention = retention
        self.rules = rules
        self.queue = queue
        self.clock = clock
        self.name = name
        self.metrics = metrics or WorkerMetrics()
        self.clock_watch = ClockWatch()
        self._claiming = asyncio.Lock()
        self.helper = Helper(rules, queue, clock, self.metrics)

    async def run(self, job: int) -> str:
        """Runs the job if it can be claimed, and returns in a word or two what became of it."""
        with traced(job=job):
            pass_point(Point.BEFORE_CLAIM)
            async with self._claiming:
                claim = await claim_job(job, self.clock(), self.name)
            if claim is None:
                return "not waiting for a worker"
            pass_point(Point.AFTER_CLAIM)
            with traced(request_id=claim.request_id):
                return await self._run_and_tell(claim)

    async def _run_and_tell(self, claim: Claim) -> str:
        logger.info("job %s (%s) is claimed by %s, attempt %s", claim.job, claim.kind, self.name, claim.attempt)
        began = time.perf_counter()
        outcome = Outcome("left", "left to whoever takes it over", logging.WARNING)
        await self.queue.hint()
        try:
            outcome = await self._run_claimed(claim)
        except asyncio.CancelledError:
            outcome = Outcome("handed_over", "handed over, as this worker shuts down")
            raise
        finally:
            seconds = time.perf_counter() - began
            self.metrics.jobs.labels(claim.kind, outcome.name).observe(seconds)
            figures = {"outcome": outcome.name, "seconds": round(seconds, 3)}
            logger.log(outcome.level, "job %s (%s): %s", claim.job, claim.kind, outcome.text, extra=figures)
            await self.queue.hint()
        return outcome.text

    async def _run_claimed(self, claim: Claim) -> Outcome:
        try:
            async with claim.lease.heartbeat():
                await leave_in_time(ENTRIES[claim.kind](claim, self.helper))
        except Fenced as error:
            self.metrics.leases_lost.labels("job").inc()
            return Outcome("lost", str(error), logging.WARNING)
        except CancelRequested:
            await stop(claim, self.clock())
            return Outcome("cancelled", "cancelled")
        except asyncio.CancelledError:  # the worker shuts down: another one takes over at once
            await asyncio.shield(hand_over(claim, self.clock()))
            raise
        except TRANSIENT as error:
            return await self._try_again(claim, error)
        except (NoEditionInForce, NotDecidable, UnknownCurrencyError, ActivityDropped, DryRunGone) as error:
            await fail(claim, self.clock(), str(error))
            return Outcome("failed", f"failed: {error}", logging.ERROR)
        except Exception as error:
            logger.exception("job %s failed", claim.job)
            await fail(claim, self.clock(), f"{type(error).__name__}: {error}")
            return Outcome("failed", f"failed: {error}", logging.ERROR)
        return Outcome("succeeded", "succeeded")

    async def _try_again(self, claim: Claim, error: BaseException) -> Outcome:
        reason = f"{type(error).__name__}: {error}"
        if claim.attempt >= MAX_ATTEMPTS:
            await fail(claim, self.clock(), f"{reason} (after {claim.attempt} attempts)")
            return Outcome("failed", f"failed: {reason}", logging.ERROR)
        await release(claim, self.clock(), after_seconds=2.0**claim.attempt, error=reason)
        self.metrics.retries.labels(claim.kind).inc()
        return Outcome("retried", f"will be tried again: {reason}", logging.WARNING)


async def leave_in_time(work: Coroutine[None, None, None]) -> None:
    """Runs the work. When cancelled, waits LEAVE_SECONDS for it to let go of what it has in hand, and then leaves it.

    What it would still write, the fence of its job refuses."""
    working = asyncio.create_task(work)
    try:
        await asyncio.shield(working)
    except asyncio.CancelledError:
        working.cancel()
        done, _ = await asyncio.wait({working}, timeout=LEAVE_SECONDS)
        if not done:
            logger.warning("the database still works on what it was told to stop, leaving it behind")
        raise
