"""The two recomputes, step by step. The schedule and operators run these same functions, for any closed period."""

import asyncio
import time
from datetime import date, timedelta

from models.database import acquire, transaction
from tiers.periods import decision_day
from workers.chunks import claim_chunk, is_decided, run_chunk
from workers.claims import Claim, check
from workers.faults import Point, pass_point
from workers.helping import Helper
from workers.publishing import publish_run
from workers.runs import Run, RunLost, begin_run

POLL_SECONDS = 0.2
POLITE_SECONDS = 2.0  # a job that has just had its turn lets others that wait go first, for so long


async def recompute(held: Claim, helper: Helper) -> None:
    """Computes the standings of every day of the job, or decides its month; goes on after its last finished step.

    Each step is a run: gathered at one moment, decided in chunks by every worker that is free, and visible at once
    when its last chunk is in. Raises NoProgramInForce, Fenced, CancelRequested.
    """
    for step, day in enumerate(_days(held), 1):
        if step <= held.steps_done:
            continue
        while not await _finish_step(held, helper, step, day):
            pass
        pass_point(Point.BEFORE_HINT)
        await helper.queue.hint()


async def _finish_step(held: Claim, helper: Helper, step: int, day: date) -> bool:
    """False when the run was lost on the way, and has to be begun again."""
    run = await _begin(held, helper, step, day)
    try:
        async with helper.hands:
            await _decide(held, helper, run)
        async with transaction() as connection:
            await publish_run(connection, held, run, helper.clock())
            pass_point(Point.BEFORE_COMMIT)
        pass_point(Point.AFTER_COMMIT)
    except RunLost:
        return False
    return True


def _days(held: Claim) -> list[date]:
    """The days that the job's steps look at."""
    if held.month is not None:
        return [decision_day(held.month)]
    assert held.first_day is not None
    assert held.last_day is not None
    return [held.first_day + timedelta(number) for number in range((held.last_day - held.first_day).days + 1)]


async def _begin(held: Claim, helper: Helper, step: int, day: date) -> Run:
    """The step's run. While another job has its turn, this worker helps with that one."""
    since = time.monotonic()
    while True:
        polite = time.monotonic() - since < POLITE_SECONDS
        async with transaction() as connection:
            run = await begin_run(connection, held, helper.rules, step, day, polite=polite)
        if run is not None:
            return run
        if not await helper.help_out():
            await asyncio.sleep(POLL_SECONDS)


async def _decide(held: Claim, helper: Helper, run: Run) -> None:
    """Returns when every chunk of the run is finished, whoever did it. Takes over those whose worker died."""
    while True:
        chunk = await claim_chunk(run)
        if chunk is not None:
            if await run_chunk(chunk, helper.clock):
                await helper.queue.hint()
            continue
        if await is_decided(run):
            return
        async with acquire() as connection:
            await check(connection, held)
        await asyncio.sleep(POLL_SECONDS)
