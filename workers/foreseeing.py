"""Foreseeing the next decisions of all partners: a job that takes no turns, as no decision reads what it writes."""

from engine.forecast_publication import begin_task, keep_forecasts, keep_part
from engine.kept_forecasts import Part, Task, foresee_part, plan_task
from jobs.claims import Claim
from jobs.faults import Point, pass_point
from models.database import acquire, transaction
from workers.helper import Helper


async def foresee_decisions(claim: Claim, helper: Helper) -> None:
    """Makes what is foreseen equal to what the engine foresees after the newest computed day, whichever that is by now.

    Goes on after the last part that was found, and makes all of it visible at once. Raises NoEditionInForce,
    ActivityDropped, Fenced, CancelRequested.
    """
    while not await _foresee(claim, helper):
        pass
    pass_point(Point.AFTER_COMMIT)
    await helper.queue.hint()


async def _foresee(claim: Claim, helper: Helper) -> bool:
    """False when what it rests on, or what is kept, has changed on the way, and it has to be begun again."""
    task = await _begin(claim, helper)
    while task is not None:
        part = await _look(helper, task)
        if part is None:
            return False
        async with transaction() as connection:
            if not part.partners:
                kept = await keep_forecasts(connection, claim, task, helper.clock())
                pass_point(Point.BEFORE_COMMIT)
                return kept
            task = await keep_part(connection, claim, task, part, helper.clock())
            pass_point(Point.MID_CHUNK)
        await helper.queue.hint()
    return False


async def _begin(claim: Claim, helper: Helper) -> Task | None:
    async with acquire() as connection:
        await helper.rules.renew(connection)
        task = await plan_task(connection, helper.rules)
    if task is None:
        return None
    async with transaction() as connection:
        task = await begin_task(connection, claim, task, helper.clock())
    await helper.queue.hint()
    return task


async def _look(helper: Helper, task: Task) -> Part | None:
    async with acquire() as connection:
        return await foresee_part(connection, helper.rules, task)
