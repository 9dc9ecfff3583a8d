"""Races are arranged: one side stops at a boundary until the other waits for it."""

import asyncio

from models.database import acquire

HELD = (
    "SELECT 'lock' FROM pg_locks JOIN pg_database ON oid = database"
    " WHERE locktype = 'advisory' AND datname = current_database()"
)
"""The advisory locks of the database, a row each; none when nothing is under way."""


async def wait_for_waiters(number: int = 1) -> None:
    """Returns once so many sessions wait for another one's transaction or lock."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    async with asyncio.timeout(20), acquire() as connection:
        while await connection.fetchval(waiting) < number:  # noqa: ASYNC110 (what it waits for is in another process)
            await asyncio.sleep(0)
