"""Doing a dry run: by one worker, which begins anew what another one did not bring to its end."""

import logging
import time
from contextlib import aclosing
from datetime import UTC, datetime

from engine.dry_run_results import begin_dry_run, finish_dry_run, write_batch
from engine.dry_runs import Tried, decide_dry_run
from jobs.claims import Claim
from jobs.faults import Point, pass_point
from models.database import acquire, transaction
from workers.helper import Helper

logger = logging.getLogger(__name__)


async def try_edition(claim: Claim, helper: Helper) -> None:
    """Decides the portfolio by the job's edition beside those in force, and writes nothing that a decision reads.

    Raises NoEditionInForce, NotDecidable, UnknownCurrencyError, ActivityDropped, DryRunGone, Fenced, CancelRequested.
    """
    began = time.perf_counter()
    async with transaction() as connection:
        trying = await begin_dry_run(connection, claim)
    tried = Tried(datetime.now(UTC))
    async with (
        acquire() as reading,
        aclosing(decide_dry_run(reading, helper.rules, trying, tried)) as batches,
    ):
        async for batch in batches:
            async with transaction() as connection:
                await write_batch(connection, claim, batch, helper.clock())
                pass_point(Point.MID_CHUNK)
            await helper.queue.hint()
    async with transaction() as connection:
        await finish_dry_run(connection, claim, tried, helper.clock())
        pass_point(Point.BEFORE_COMMIT)
    pass_point(Point.AFTER_COMMIT)
    moved, partners = sum(day.moved for day in tried.days), sum(day.moves.total() for day in tried.days)
    figures = {"seconds": round(time.perf_counter() - began, 3), "partners": partners}
    text = "edition %s is tried on %s days: %s of %s partners would have another tier"
    logger.info(text, trying.edition.key, len(tried.days), moved, partners, extra=figures)
    pass_point(Point.BEFORE_HINT)
    await helper.queue.hint()
