"""Tier changes that are committed while others watch, and the order in which they were."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from api.live.cursors import Cursors
from events.kinds import EventKind
from events.outbox import publish
from jobs.queue import Queue
from models.database import AWAY, acquire, close_database, open_database, transaction
from models.installation import load_installation
from ops.data import DataDirectory
from tests.api.rows import add_decision, add_partner

EFFECTIVE_ON = date(2019, 6, 15)
TIERS = ("SILVER", "GOLD", "PLATINUM", "DIAMOND")
RETRY_SECONDS = 0.1

logger = logging.getLogger(__name__)


@dataclass
class Changes:
    """Decisions of one partner, each a revision of the one before."""

    partner: int
    queue: Queue
    revision: int = 0

    async def commit_until(self, stop: asyncio.Event, pause: float) -> None:
        """Commits one after the other, with a pause of so many seconds."""
        while not stop.is_set():
            await self.commit()
            await asyncio.sleep(pause)

    async def commit(self) -> None:
        """Commits one, as soon as it can. An attempt that fails may have been committed all the same."""
        while True:
            self.revision += 1
            tier = TIERS[self.revision % len(TIERS)]
            try:
                decision = await add_decision(self.partner, EFFECTIVE_ON, tier, revision=self.revision)
                async with transaction() as connection:
                    await publish(connection, EventKind.TIER_CHANGED, [decision], datetime.now(UTC))
            except AWAY as error:
                logger.info("not committed, as far as is known: %s", error)
                await asyncio.sleep(RETRY_SECONDS)
            else:
                await self.queue.hint()
                return


async def committed(after: int = 0) -> list[str]:
    """The cursors of all tier changes after a number, in order."""
    newer = "SELECT seq FROM event WHERE kind = 'TIER_CHANGED' AND seq > $1 ORDER BY seq"
    while True:
        try:
            async with acquire() as connection:
                rows = await connection.fetch(newer, after)
                cursors = Cursors(await load_installation(connection))
        except AWAY:
            await asyncio.sleep(RETRY_SECONDS)
        else:
            return [cursors.encode(row["seq"]) for row in rows]


async def number_of(cursor: str) -> int:
    """The number of the event behind a cursor."""
    async with acquire() as connection:
        return Cursors(await load_installation(connection)).decode(cursor)


@asynccontextmanager
async def changes_in(data: DataDirectory, external_id: str) -> AsyncIterator[Changes]:
    """Changes of the partner, which is added where it is missing, in the database of a running `tierline up`."""
    queue = Queue(data.redis_url)
    await open_database(data.database_url)
    try:
        async with acquire() as connection:
            partner = await connection.fetchval("SELECT id FROM partner WHERE external_id = $1", external_id)
            decided = "SELECT coalesce(max(revision), 0) FROM tier_decision WHERE partner_id = $1 AND effective_on = $2"
            revision = await connection.fetchval(decided, partner, EFFECTIVE_ON)
        yield Changes(partner or await add_partner(external_id), queue, revision)
    finally:
        await close_database()
        await queue.close()
