"""Having something for as long as one says so: jobs, chunks of runs and the names of workers are leased alike.

A row that can be leased has a `fence`, which rises whenever somebody takes it, and says by `lease_until` how long that
one has it without saying so again. Whoever writes on the strength of a lease names its fence, so that what a process
does after it stalled, died or was overtaken changes nothing. Leases go by the database's clock, because those of the
workers may differ.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg

from models.database import AWAY, acquire
from models.tasks import end

LAPSED = "lease_until < clock_timestamp()"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Terms:
    """How the rows of a table are leased.

    `key` are the columns that name a row, and `claimed_while` is a condition in SQL: nobody holds a row that it is not
    true of. A lease holds for `seconds`, and is renewed every `renewal_seconds`."""

    thing: str
    table: str
    key: tuple[str, ...]
    claimed_while: str
    seconds: int
    renewal_seconds: float

    @property
    def until(self) -> str:
        """In SQL: when a lease that begins now lapses."""
        return f"clock_timestamp() + make_interval(secs => {self.seconds})"

    @property
    def taking(self) -> str:
        """In SQL: what an UPDATE sets that takes a row."""
        return f"fence = fence + 1, lease_until = {self.until}"

    @property
    def claimed(self) -> str:
        """In SQL: whether the row of a key, whose values come first, is claimed by the fence that follows them."""
        names = (*self.key, "fence")
        named = " AND ".join(f"{name} = ${number}" for number, name in enumerate(names, 1))
        return f"{named} AND {self.claimed_while}"


@dataclass(frozen=True)
class Lease:
    """A row that this process has taken: its key, and the fence with which it was taken."""

    terms: Terms
    key: tuple[int | str, ...]
    fence: int

    async def renew(self, connection: asyncpg.Connection) -> bool:
        """Has it for another `seconds`; False when it is lost: another one took it, or there is nothing to hold."""
        text = (
            f"UPDATE {self.terms.table} SET lease_until = {self.terms.until} WHERE {self.terms.claimed} RETURNING true"
        )
        return bool(await connection.fetchval(text, *self.key, self.fence))

    async def keep(self, connection: asyncpg.Connection) -> bool:
        """Whether it is still had; if so, nobody takes it before the connection's transaction ends."""
        text = f"SELECT true FROM {self.terms.table} WHERE {self.terms.claimed} FOR UPDATE"
        return bool(await connection.fetchval(text, *self.key, self.fence))

    async def give_back(self, connection: asyncpg.Connection) -> None:
        """Lets the next one take it at once. Changes nothing when it is lost."""
        text = f"UPDATE {self.terms.table} SET lease_until = NULL WHERE {self.terms.claimed}"
        await connection.execute(text, *self.key, self.fence)

    @asynccontextmanager
    async def heartbeat(
        self, take: Callable[[asyncpg.Connection], Awaitable["Lease"]] | None = None
    ) -> AsyncIterator[None]:
        """Renews it while the block runs. One that was lost is left, or taken once more with `take`."""
        renewing = asyncio.create_task(_keep_renewing(self, take))
        try:
            yield
        finally:
            await end(renewing)


async def _keep_renewing(lease: Lease, take: Callable[[asyncpg.Connection], Awaitable[Lease]] | None) -> None:
    while True:
        await asyncio.sleep(lease.terms.renewal_seconds)
        try:
            async with acquire() as connection:
                if await lease.renew(connection):
                    continue
                if take is None:
                    return
                lease = await take(connection)
        except (*AWAY, asyncpg.PostgresError) as error:
            logger.warning("could not renew the lease of %s %s, trying again: %s", lease.terms.thing, lease.key, error)
