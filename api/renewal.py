"""Keeping up with the editions that are published while this process runs."""

import asyncio
import logging
from contextlib import suppress

import asyncpg

from models.database import AWAY, acquire
from models.rulebook import Rulebook

RENEW_SECONDS = 1.0

logger = logging.getLogger(__name__)


class Renewal:
    """Looks every second whether an edition was published, so that answers know it before a run has decided by it.

    Who meets a row of one that is newer still looks at once (`FieldRead.fetch`)."""

    def __init__(self, rules: Rulebook) -> None:
        self._rules = rules
        self._task: asyncio.Task[None] | None = None

    def open(self) -> None:
        self._task = asyncio.create_task(self._keep_looking())

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            try:
                async with acquire() as connection:
                    if await self._rules.renew(connection):
                        logger.info("goes by editions %s from now on", ", ".join(self._rules.digests))
            except (*AWAY, asyncpg.PostgresError) as error:
                logger.debug("could not look for new editions, trying again: %r", error)
