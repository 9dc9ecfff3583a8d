"""A worker lets the others, and operators, know that it is there."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from jobs.workers import BEAT_SECONDS, say_alive, say_goodbye
from models.database import AWAY, acquire

AWAY_OR_UNWELL = (*AWAY, asyncpg.PostgresError)

logger = logging.getLogger(__name__)


@asynccontextmanager
async def presence(worker: str) -> AsyncIterator[None]:
    """Says so while the block runs. Raises what PostgreSQL says when the database lacks migrations."""
    async with acquire() as connection:
        await say_alive(connection, worker)
    beating = asyncio.create_task(_beat(worker))
    try:
        yield
    finally:
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)
        try:
            async with acquire() as connection:
                await say_goodbye(connection, worker)
        except AWAY_OR_UNWELL as error:
            logger.warning("could not say that this worker ends: %s: %s", type(error).__name__, error)


async def _beat(worker: str) -> None:
    while True:
        await asyncio.sleep(BEAT_SECONDS)
        try:
            async with acquire() as connection:
                await say_alive(connection, worker)
        except AWAY_OR_UNWELL as error:
            logger.warning("could not say that this worker is there: %s: %s", type(error).__name__, error)
