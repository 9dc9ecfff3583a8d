"""The database's clock. All processes share it, so none of theirs may be ahead of it: days close when it says so."""

from datetime import datetime, timedelta

import asyncpg

TOLERANCE = timedelta(minutes=5)  # between two clocks, before a person should know


async def read_clock(connection: asyncpg.Connection) -> datetime:
    """What time it is at the database."""
    now: datetime = await connection.fetchval("SELECT clock_timestamp()")
    return now


async def bounded(connection: asyncpg.Connection, now: datetime) -> datetime:
    """`now`, by this process's clock, or what time it is at the database if that is earlier."""
    return min(now, await read_clock(connection))
