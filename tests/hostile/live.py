"""Subscriptions that cost much, and what a test does to make them slow at a moment of its choice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from models.database import acquire
from tests.api.front import PATIENCE

QUICK = "subscription { tierChanges { kind decision { tier { key } } } }"
STATEMENTS = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%standing%'"
)


def slow(alias: str = "standing") -> str:
    """A document that reads standings; another alias makes it another one."""
    return f"subscription {{ tierChanges {{ kind decision {{ partner {{ {alias}: standing {{ asOf }} }} }} }} }}"


@asynccontextmanager
async def locked(url: str, table: str) -> AsyncIterator[asyncpg.Connection]:
    """Whoever reads the table waits until the block ends."""
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute(f"LOCK TABLE {table}")
            yield connection
    finally:
        await connection.close()


async def waiting_statements(count: int) -> None:
    """Returns once so many statements that read standings wait for the lock."""
    async with asyncio.timeout(PATIENCE), acquire() as connection:
        while await connection.fetchval(STATEMENTS) != count:  # noqa: ASYNC110 (it is in the database)
            await asyncio.sleep(0.01)
