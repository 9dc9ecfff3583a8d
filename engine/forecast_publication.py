"""Keeping what is foreseen, and telling whom it concerns: all that was found in one snapshot, in one transaction."""

from collections.abc import Mapping
from datetime import datetime

import asyncpg

from engine.kept_forecasts import Found
from events.kinds import EventKind
from events.outbox import publish, publish_job_change
from jobs.claims import Claim, advance, succeed
from models.statements import statement
from tiers.decisions import TierChangeKind
from tiers.foreseen import ForeseenChange, is_told
from tiers.periods import effective_day

_COLUMNS = (
    "partner_id", "place", "effective_on", "tier", "rank", "edition", "change", "falls_first", "metric", "client_id",
    "last_day", "mrr",
)  # fmt: skip

Changes = Mapping[int, ForeseenChange]
"""The first change that is foreseen of partners, by their rows; those without one are not there."""


async def keep_forecasts(connection: asyncpg.Connection, claim: Claim, found: Found, now: datetime) -> bool:
    """Keeps what was found, and the job has succeeded. False, and nothing is kept, if others were kept meanwhile.

    Then it is to be foreseen anew. Raises Fenced, CancelRequested.
    """
    task = found.task
    noted = (task.program, task.day, task.outlook, task.version, now)
    if not await connection.fetchval(statement("engine/note_forecasts"), *noted):
        return False
    partners = None if task.partners is None else list(task.partners)
    before = _changes(await connection.fetch(statement("engine/foreseen_changes"), task.program, partners))
    await connection.execute(statement("engine/new_forecasts"))
    await connection.copy_records_to_table("new_forecast", records=found.rows, columns=_COLUMNS)
    await connection.execute(statement("engine/merge_forecasts"), task.program, partners, task.day)
    after = _changes(await connection.fetch(statement("engine/foreseen_changes"), task.program, partners))
    told = await connection.fetch(statement("engine/told_forecasts"), task.program, _find_told(found, before, after))
    await connection.execute("DELETE FROM stale_forecast WHERE id = ANY ($1::bigint[])", task.marks)
    await advance(connection, claim, claim.work.steps)
    await succeed(connection, claim, len(told), now)
    await publish(connection, EventKind.FORECAST_CHANGED, [row["id"] for row in told], now)
    await publish_job_change(connection, claim.job, now)
    return True


def _changes(rows: list[asyncpg.Record]) -> Changes:
    return {
        row["partner_id"]: ForeseenChange(
            row["effective_on"],
            TierChangeKind(row["change"]),
            row["tier"],
            row["rank"],
            row["metric"],
            row["client_id"],
            row["last_day"],
        )
        for row in rows
    }


def _find_told(found: Found, before: Changes, after: Changes) -> list[int]:
    """The partners of whom something else is foreseen than before."""
    if not found.task.days:
        return []
    first_day = effective_day(found.task.days[0])
    concerned = sorted(before.keys() | after.keys())
    return [
        partner
        for partner in concerned
        if is_told(before.get(partner), after.get(partner), found.held.get(partner, 0), first_day)
    ]
