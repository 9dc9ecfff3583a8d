"""Whether this process can answer."""

import asyncio

import asyncpg

from models.database import AWAY, Purpose, acquire_reserved
from models.missing import find_missing
from models.poolers import SharedSessions, expect_own_sessions
from models.rulebook import Rulebook, keep_rules
from models.sessions import READ_ONLY
from models.tasks import end

UNREACHABLE = (*AWAY, asyncpg.PostgresError)
LOOK_SECONDS = 10.0  # for one look
TELL_SECONDS = 0.8  # for who asks how it is: probes of orchestrators have a second


class NotReady(Exception):
    """Nothing can be answered yet; the message says what is lacking."""


class Readiness:
    """The database answers, takes writes, has the current schema, and goes by our calendar and our editions.

    Nothing is read or written before all of this has once been seen. There is one look at a time, by a connection that
    nothing else uses, and everybody who asks meanwhile is told what it finds."""

    def __init__(self, rules: Rulebook) -> None:
        self._rules = rules
        self._seen = False
        self._looking: asyncio.Task[None] | None = None

    async def require(self) -> None:
        """Raises NotReady until everything has once been found in order. Raises Misfit."""
        if not self._seen:
            await self.check()

    async def check(self, within: float | None = None) -> None:
        """Looks, and raises NotReady with what is lacking, or Misfit.

        Who cannot wait longer is told that the database has not answered `within` so many seconds."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
            self._looking.add_done_callback(_hear)
        looking = self._looking
        await asyncio.wait({looking}, timeout=within)
        if not looking.done():
            raise NotReady(f"the database has not answered within {within:g} s")
        looking.result()

    async def close(self) -> None:
        """Stops looking."""
        if self._looking is not None:
            await end(self._looking)

    async def _look(self) -> None:
        try:
            async with asyncio.timeout(LOOK_SECONDS), acquire_reserved(Purpose.READINESS) as connection:
                try:
                    await self._examine(connection)
                except asyncio.CancelledError:
                    connection.terminate()  # to give it back takes until the server has heard of that
                    raise
        except SharedSessions as error:
            raise NotReady(str(error)) from error
        except READ_ONLY as error:
            raise NotReady("the database takes no writes, as a standby or during a failover") from error
        except asyncpg.InsufficientPrivilegeError as error:
            raise NotReady(
                "the database gives the user of DATABASE_URL no right to what an API process needs; run "
                "`tierline migrate` with its name in TIERLINE_API_ROLE"
            ) from error
        except UNREACHABLE as error:
            raise NotReady(f"the database does not answer: {type(error).__name__}") from error
        self._seen = True

    async def _examine(self, connection: asyncpg.Connection) -> None:
        await expect_own_sessions(connection, lambda: acquire_reserved(Purpose.SIGNING_IN))
        missing = await find_missing(connection)
        if missing:
            raise NotReady(f"the database lacks migrations ({', '.join(missing)}); run `tierline migrate`")
        await keep_rules(connection, self._rules, decides=True)


def _hear(looking: asyncio.Task[None]) -> None:
    """Takes note of what was found, which nobody may be waiting for any more."""
    if not looking.cancelled():
        looking.exception()
