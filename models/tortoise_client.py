"""Tortoise's way to PostgreSQL, over the one pool that the set-based SQL uses too."""

import asyncio
from types import TracebackType
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.backends.base.client import PoolConnectionWrapper

from models.pool import Pool, Pooled


class Client(AsyncpgDBClient):
    """Tortoise's client with a pool that asyncpg makes of a DSN: Tortoise's own reading of URLs loses most of one."""

    _pool: Pool | None  # type: ignore[assignment]

    def __init__(self, *, keeps: bool = False, **credentials: Any) -> None:  # noqa: ANN401 - Tortoise's
        """`keeps` is for a serving process; see Pool."""
        super().__init__(**credentials)
        self._keeps = keeps

    async def create_connection(self, with_db: bool) -> None:  # noqa: ARG002, FBT001 - as Tortoise calls it
        """Makes the pool. Tortoise's own would also write the DSN, password and all, into a log."""
        made = await asyncpg.create_pool(min_size=self.pool_minsize, max_size=self.pool_maxsize, **self.extra)
        self._pool = Pool(made, keeps=self._keeps)

    @property
    def pool(self) -> Pool:
        """The pool, once there is a connection."""
        assert self._pool is not None
        return self._pool

    def acquire_connection(self) -> "QueryConnection":
        """What Tortoise runs a query by, for a block: what its task has on loan, else a connection of the pool."""
        return QueryConnection(self, self._pool_init_lock)

    def lend(self) -> "Loan":
        """A connection of the pool for a block, in whose task Tortoise's queries go by it too."""
        return Loan(self, self._pool_init_lock)

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


class QueryConnection(PoolConnectionWrapper[asyncpg.Connection]):
    """A connection for one query of Tortoise's: what its task has on loan, else one of the pool."""

    __slots__ = ("_pooled",)
    client: Client

    async def __aenter__(self) -> asyncpg.Connection:
        await self.ensure_connection()
        pool = self.client.pool
        self._pooled: Pooled | None = None
        if (own := pool.on_loan()) is not None:
            return own
        self._pooled = await pool.take()
        return self._pooled.connection

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pooled is not None:
            await self.client.pool.put(self._pooled, error)


class Loan(PoolConnectionWrapper[asyncpg.Connection]):
    """A connection of the pool for a block: until it ends, queries of the block's task go by it too."""

    __slots__ = ("_pooled", "_task")
    client: Client

    async def __aenter__(self) -> asyncpg.Connection:
        await self.ensure_connection()
        pool = self.client.pool
        self._task = asyncio.current_task()
        self._pooled = await pool.take()
        pool.begin_loan(self._task, self._pooled)
        return self._pooled.connection

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pool = self.client.pool
        pool.end_loan(self._task, self._pooled)
        await pool.put(self._pooled, error)


client_class = Client  # by this name Tortoise looks for it
