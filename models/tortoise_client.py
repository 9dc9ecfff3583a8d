"""Tortoise's connections as Tierline needs them: the engine that `tortoise_config` names."""

from contextlib import suppress
from types import TracebackType

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.backends.base.client import PoolConnectionWrapper

from models.sessions import cannot_write


class Client(AsyncpgDBClient):
    """Tortoise's client with a pool that asyncpg makes of a DSN: Tortoise's own reading of URLs loses most of one."""

    _pool: asyncpg.Pool | None

    async def create_connection(self, with_db: bool) -> None:  # noqa: ARG002, FBT001 - as Tortoise calls it
        """Makes the pool. Tortoise's own would also write the DSN, password and all, into a log."""
        self._pool = await asyncpg.create_pool(min_size=self.pool_minsize, max_size=self.pool_maxsize, **self.extra)

    def acquire_connection(self) -> "Lease":
        """A connection for a block."""
        return Lease(self, self._pool_init_lock)

    async def connect_apart(self) -> asyncpg.Connection:
        """A connection beside the pool, prepared like those in it; the caller closes it."""
        connection: asyncpg.Connection = await asyncpg.connect(
            **{name: value for name, value in self.extra.items() if name not in {"init", "reset"}}
        )
        try:
            await self.extra["init"](connection)
        except BaseException:
            connection.terminate()
            raise
        return connection


class Lease(PoolConnectionWrapper[asyncpg.Connection]):
    """A connection that is out of the pool. One that cannot write ends here, and with it all that are as old."""

    __slots__ = ()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self.connection is not None
        if cannot_write(self.connection, error):
            await self.client._pool.expire_connections()  # noqa: SLF001 - Tortoise has no other name for it
            with suppress(asyncpg.InterfaceError):  # it has ended already
                self.connection.terminate()
        await super().__aexit__(kind, error, trace)


client_class = Client  # by this name Tortoise looks for it
