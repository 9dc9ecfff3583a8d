"""Running one job: claim it, run it, and leave its row in a state that says what happened."""

import asyncio
import logging

import asyncpg

from models.database import AWAY
from models.queue import Queue
from models.retention import USUAL, ActivityDropped, Retention
from models.rulebook import Rulebook
from tiers.program import NoProgramInForce
from workers.claims import (
    MAX_ATTEMPTS,
    CancelRequested,
    Claim,
    Clock,
    Fenced,
    claim,
    fail,
    hand_over,
    heartbeat,
    release,
    stop,
)
from workers.faults import Point, pass_point
from workers.helping import Helper
from workers.recomputes import recompute

TRANSIENT = (
    *AWAY,
    asyncio.TimeoutError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,  # deadlock, serialization
    asyncpg.IdleInTransactionSessionTimeoutError,  # this process was stopped for a while
)
"""What goes away by itself; anything else would happen again, so it fails a job at once."""

logger = logging.getLogger(__name__)


class Runner:
    """What a worker runs jobs with, what it keeps, and its help for the jobs of others."""

    def __init__(self, rules: Rulebook, queue: Queue, clock: Clock, retention: Retention = USUAL) -> None:
        self.retention = retention
        self.rules = rules
        self.queue = queue
        self.clock = clock
        self.helper = Helper(rules, queue, clock)

    async def run(self, job: int) -> str:
        """Runs the job if it can be claimed, and returns in a word or two what became of it."""
        pass_point(Point.BEFORE_CLAIM)
        held = await claim(job, self.clock())
        if held is None:
            return "not waiting for a worker"
        pass_point(Point.AFTER_CLAIM)
        await self.queue.hint()
        try:
            outcome = await self._run_claimed(held)
        finally:
            await self.queue.hint()
        logger.info("job %s (%s): %s", job, held.kind, outcome)
        return outcome

    async def _run_claimed(self, held: Claim) -> str:
        try:
            async with heartbeat(held):
                await recompute(held, self.helper)
        except Fenced as error:
            return str(error)
        except CancelRequested:
            await stop(held, self.clock())
            return "cancelled"
        except asyncio.CancelledError:  # the worker shuts down: another one takes over at once
            await asyncio.shield(hand_over(held, self.clock()))
            raise
        except TRANSIENT as error:
            return await self._try_again(held, error)
        except (NoProgramInForce, ActivityDropped) as error:
            await fail(held, self.clock(), str(error))
            return f"failed: {error}"
        except Exception as error:
            logger.exception("job %s failed", held.job)
            await fail(held, self.clock(), f"{type(error).__name__}: {error}")
            return f"failed: {error}"
        return "succeeded"

    async def _try_again(self, held: Claim, error: BaseException) -> str:
        reason = f"{type(error).__name__}: {error}"
        if held.attempt >= MAX_ATTEMPTS:
            await fail(held, self.clock(), f"{reason} (after {held.attempt} attempts)")
            return f"failed: {reason}"
        await release(held, self.clock(), after_seconds=2.0**held.attempt, error=reason)
        return f"will be tried again: {reason}"
