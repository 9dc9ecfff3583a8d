"""The two recomputes, step by step. The schedule and operators run these same functions, for any closed period."""

import asyncio
import logging
import time
from contextlib import aclosing
from datetime import date, timedelta

from engine.chunks import claim_chunk, is_decided
from engine.publication import publish_run
from engine.rebuild import rebuild_by_month
from engine.runs import Run, RunLost, begin_run
from events.outbox import publish_job_change
from jobs.claims import Claim, check, note_progress
from jobs.faults import Point, pass_point
from models.database import acquire, transaction
from telemetry.trace import traced
from tiers.periods import decision_day
from workers.helper import Helper

POLL_SECONDS = 0.2
YIELD_SECONDS = 2.0  # a job that has just had its turn lets others that wait go first, for so long

logger = logging.getLogger(__name__)


async def recompute(claim: Claim, helper: Helper) -> None:
    """Computes the standings of every day of the job, or decides its month; goes on after its last finished step.

    Each step is a run: gathered at one moment, decided in chunks by every worker that is free, and visible at once
    when its last chunk is in. Raises NoEditionInForce, NotDecidable, UnknownCurrencyError, Fenced, CancelRequested.
    """
    if claim.rebuilds:
        await _rebuild(claim, helper)
    for step, day in enumerate(_days(claim), 1):
        if step <= claim.steps_done:
            continue
        while not await _finish_step(claim, helper, step, day):
            pass
        pass_point(Point.BEFORE_HINT)
        await helper.queue.hint()


async def _rebuild(claim: Claim, helper: Helper) -> None:
    """Makes daily activity once more from all events; begun anew by the next claim if this one does not get through."""
    async with aclosing(rebuild_by_month()) as months:
        async for progress in months:
            async with transaction() as connection:
                total = progress.total + claim.work.steps
                is_last = progress.done == progress.total
                await note_progress(connection, claim, progress.done, total, rebuilt=is_last)
                await publish_job_change(connection, claim.job, helper.clock())
            await helper.queue.hint()
    found = progress.summary
    figures = {"months": progress.total, "client_days": found.client_days}
    logger.info("daily activity is rebuilt: %s client days were different", found.client_days, extra=figures)


async def _finish_step(claim: Claim, helper: Helper, step: int, day: date) -> bool:
    """False when the run was lost on the way, and has to be begun again."""
    run = await _begin(claim, helper, step, day)
    began = time.perf_counter()
    with traced(run=run.id):
        try:
            async with helper.chunk_lock:
                await _decide(claim, helper, run)
            async with transaction() as connection:
                await publish_run(connection, claim, run, helper.clock())
                pass_point(Point.BEFORE_COMMIT)
            pass_point(Point.AFTER_COMMIT)
        except RunLost as error:
            helper.metrics.runs.labels(run.kind, "lost").observe(time.perf_counter() - began)
            logger.warning("run %s, of %s, is begun anew: %s", run.id, day, error)
            return False
        seconds = time.perf_counter() - began
        helper.metrics.runs.labels(run.kind, "published").observe(seconds)
        figures = {"seconds": round(seconds, 3)}
        logger.info("run %s, of %s, is visible %.3f s after it was gathered", run.id, day, seconds, extra=figures)
    return True


def _days(claim: Claim) -> list[date]:
    """The days that the job's steps look at."""
    work = claim.work
    if work.month is not None:
        return [decision_day(work.month)]
    assert work.first_day is not None
    return [work.first_day + timedelta(number) for number in range(work.steps)]


async def _begin(claim: Claim, helper: Helper, step: int, day: date) -> Run:
    """The step's run. While another job has its turn, this worker helps with that one."""
    since = time.perf_counter()
    while True:
        began = time.perf_counter()
        yield_turn = began - since < YIELD_SECONDS
        async with transaction() as connection:
            run = await begin_run(connection, claim, helper.rules, step, day, yield_turn=yield_turn)
        if run is not None:
            seconds = time.perf_counter() - began
            helper.metrics.gathering.labels(run.kind).observe(seconds)
            what = "everything" if run.scope.base_day is None else f"what changed since {run.scope.base_day}"
            figures = {"run": run.id, "seconds": round(seconds, 3)}
            logger.info("run %s, of %s, is gathered: %s, in %.3f s", run.id, day, what, seconds, extra=figures)
            return run
        if not await helper.help_out():
            await asyncio.sleep(POLL_SECONDS)


async def _decide(claim: Claim, helper: Helper, run: Run) -> None:
    """Returns when every chunk of the run is finished, whoever did it. Takes over those whose worker died."""
    while True:
        chunk = await claim_chunk(run)
        if chunk is not None:
            await helper.do_chunk(chunk)
            continue
        if await is_decided(run):
            return
        async with acquire() as connection:
            await check(connection, claim)
        await asyncio.sleep(POLL_SECONDS)
