"""Foreseeing the next decisions of all partners: a job that takes no turns, as no decision reads what it writes."""

from engine.forecast_publication import keep_forecasts
from engine.kept_forecasts import Found, foresee
from events.outbox import publish_job_change
from jobs.claims import Claim, note_progress
from jobs.faults import Point, pass_point
from models.database import acquire, transaction
from workers.helper import Helper


async def foresee_decisions(claim: Claim, helper: Helper) -> None:
    """Makes what is foreseen equal to what the engine foresees after the newest computed day, whichever that is by now.

    Visible at once, and begun anew by the next claim if this one does not get through. Raises NoEditionInForce,
    ActivityDropped, Fenced, CancelRequested.
    """
    while True:
        found = await _foresee(claim, helper)
        if found is None:
            continue
        async with transaction() as connection:
            kept = await keep_forecasts(connection, claim, found, helper.clock())
            pass_point(Point.BEFORE_COMMIT)
        if kept:
            break
    pass_point(Point.AFTER_COMMIT)
    await helper.queue.hint()


async def _foresee(claim: Claim, helper: Helper) -> Found | None:
    total = 0

    async def begin(many: int) -> None:
        nonlocal total
        total = many
        await tell(0)

    async def tell(done: int) -> None:
        async with transaction() as connection:
            await note_progress(connection, claim, done, total)
            await publish_job_change(connection, claim.job, helper.clock())
        await helper.queue.hint()
        pass_point(Point.MID_CHUNK)

    async with acquire() as connection:
        await helper.rules.renew(connection)
        return await foresee(connection, helper.rules, begin, tell)
