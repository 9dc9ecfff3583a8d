"""Keeping what is foreseen: all that was found in one snapshot, in one transaction."""

from datetime import datetime

import asyncpg

from engine.kept_forecasts import Found
from events.outbox import publish_job_change
from jobs.claims import Claim, advance, succeed
from models.statements import statement

_COLUMNS = (
    "partner_id", "place", "effective_on", "tier", "rank", "edition", "change", "falls_first", "metric", "client_id",
    "last_day", "mrr",
)  # fmt: skip


async def keep_forecasts(connection: asyncpg.Connection, claim: Claim, found: Found, now: datetime) -> bool:
    """Keeps what was found, and the job has succeeded. False, and nothing is kept, if others were kept meanwhile.

    Then it is to be foreseen anew. Raises Fenced, CancelRequested.
    """
    task = found.task
    noted = (task.program, task.day, task.outlook, task.version, now)
    if not await connection.fetchval(statement("engine/note_forecasts"), *noted):
        return False
    await connection.execute(statement("engine/new_forecasts"))
    await connection.copy_records_to_table("new_forecast", records=found.rows, columns=_COLUMNS)
    partners = None if task.partners is None else list(task.partners)
    await connection.execute(statement("engine/merge_forecasts"), task.program, partners, task.day)
    await connection.execute("DELETE FROM stale_forecast WHERE id = ANY ($1::bigint[])", task.marks)
    await advance(connection, claim, claim.work.steps)
    await succeed(connection, claim, 0, now)
    await publish_job_change(connection, claim.job, now)
    return True
