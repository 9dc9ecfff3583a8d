"""The tables that activity lies in, one of events and one of daily activity for each month.

Why nobody misses one that was made meanwhile: docs/decisions/0018-months-are-made-ahead.md. Which months have tables of
their own is said by the SQL function `missing_activity_months` (migration 0012).
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import date

import asyncpg

from models.database import connect_apart
from models.locks import Lock, lock
from models.statements import statement
from tiers.periods import format_month

LOCK_TIMEOUT = "2s"  # whoever reads behind a statement that waits for tables waits as long
RETRY_SECONDS = 1.0

logger = logging.getLogger(__name__)


async def find_months_ahead(connection: asyncpg.Connection) -> list[date]:
    """Of the current month and the next two, by the database's clock, those that have no tables yet."""
    return [row["month"] for row in await connection.fetch(statement("models/months_ahead"))]


async def make_months(connection: asyncpg.Connection, months: Sequence[date]) -> None:
    """Makes the tables that the months lack, in a transaction that the connection is in and that does nothing else.

    Waits for whoever relies on the tables that there are. Raises LockNotAvailableError when those of daily activity are
    in use for longer than LOCK_TIMEOUT, or those of events for longer than a transaction takes to end; then nothing
    has happened.
    """
    await lock(connection, Lock.MONTHS)
    await connection.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
    await connection.executemany("SELECT make_activity_months($1, $1)", [(month,) for month in months])


async def prepare_months(connection: asyncpg.Connection) -> None:
    """Has tables made for all staged activity, over another connection, and visible before this returns.

    To be called in the load's transaction before it holds anything that others wait for. What lies too far off for
    tables of its own goes to the one that takes the rest, which then stays the right one until the load has ended.
    """
    without_tables = await connection.fetch(statement("models/months_without_tables"))
    missing = [row["month"] for row in without_tables if row["is_missing"]]
    if missing:
        async with connect_apart() as other:
            for month in missing:  # one at a time, as reads of daily activity wait behind each
                await _make_at_last(other, month)
    if len(missing) < len(without_tables):
        await lock(connection, Lock.MONTHS, shared=True)


async def _make_at_last(connection: asyncpg.Connection, month: date) -> None:
    while True:
        try:
            async with connection.transaction():
                await make_months(connection, [month])
        except asyncpg.LockNotAvailableError:
            logger.info("the tables of activity are in use, trying again to make those of %s", format_month(month))
            await asyncio.sleep(RETRY_SECONDS)
        else:
            return
