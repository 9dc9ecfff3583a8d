"""How long events are kept: for subscribers that come back, and for consumers until they have read them."""

from datetime import datetime

import asyncpg

from models.locks import Lock, lock
from models.statements import statement


async def forget_events(connection: asyncpg.Connection, before: datetime) -> int:
    """Removes the events made before that moment that every consumer has read, and returns how many.

    In a transaction. The newest one always stays. Only the first ones in their order go, whatever the clocks of those
    who made them said, so that who comes back with a cursor knows whether anything is missing: events follow it without
    a gap, or it is older than the first."""
    await lock(connection, Lock.CONSUMERS)  # a consumer that is being registered counts
    return int(await connection.fetchval(statement("events/forget_events"), before))


async def drop_consumers(connection: asyncpg.Connection, before: datetime) -> list[str]:
    """Drops the consumers whose next event was made before that moment, and returns their names.

    Nothing may be kept for ever for one that never comes back. One that is reading just now stays."""
    return [row["name"] for row in await connection.fetch(statement("events/drop_consumers"), before)]
