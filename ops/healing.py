"""What `tierline migrate` mends, once, of what an earlier version could forget.

How it could: docs/decisions/0018-months-are-made-ahead.md."""

from collections.abc import Callable

import asyncpg

from engine.rebuild import RebuildProgress, RebuildSummary, rebuild_activity
from models.database import acquire, close_database, open_database
from models.locks import Lock, hold
from models.statements import statement
from ops.installation import Installation
from ops.status.lines import command
from tiers.needs import activity_days
from tiers.periods import format_month


async def heal_activity(
    installation: Installation, on_progress: Callable[[RebuildProgress], None] = lambda _: None
) -> str | None:
    """Makes the daily activity whole that an earlier version lost, and says so and what to compute again.

    None where this was looked at before. When several do so at once, the others wait for the first, and one that is
    interrupted is begun anew by the next.
    """
    await open_database(installation.database_url, pool_size=3)
    try:
        async with acquire() as connection, hold(connection, Lock.MIGRATE):
            if await connection.fetchval("SELECT bool_and(activity_checked) IS NOT FALSE FROM calendar"):
                return None
            summary = await rebuild_activity(on_progress)
            text = await _tell(connection, summary, installation)
            await connection.execute("UPDATE calendar SET activity_checked = true")
            return text
    finally:
        await close_database()


async def _tell(connection: asyncpg.Connection, summary: RebuildSummary, installation: Installation) -> str:
    if summary.first_day is None:
        return "daily activity has every loaded event: nothing was lost by earlier versions"
    return await tell_mended(connection, summary, installation, ", which an earlier version had lost")


async def tell_mended(
    connection: asyncpg.Connection, summary: RebuildSummary, installation: Installation, why: str = ""
) -> str:
    """What was not what the events give, why that was, and what to compute again."""
    mended = (
        f"mended {summary.client_days:,} client days of activity from {summary.first_day} to {summary.last_day}{why}"
    )
    window = max(activity_days(edition) for edition in installation.rules.editions)
    rows = await connection.fetchrow(statement("ops/results_of_activity"), summary.first_day, summary.last_day, window)
    assert rows is not None
    again = [] if rows["first_day"] is None else [f"activity --from {rows['first_day']}"]
    again += [f"tiers --month {format_month(month)}" for month in rows["months"] or []]
    if not again:
        return mended
    commands = ", ".join(command(f"recompute {what} --wait", installation.data) for what in again)
    return f"{mended}; start the workers, then run {commands}"
