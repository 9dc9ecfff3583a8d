"""The connections of a process: one pool for set-based SQL and for Tortoise's own queries."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import asyncpg

from models.sessions import cannot_write

MOST_LOANS = 10_000  # of one connection, before asyncpg's pool may look at it again
MOST_IDLE_SECONDS = 300.0  # for longer, something on the way may have forgotten it without a word

Task = asyncio.Task[object]


@dataclass(slots=True, eq=False)
class Pooled:
    """A connection that is out of asyncpg's pool, and how often it was lent since."""

    connection: asyncpg.Connection
    loans: int = 0
    idle_since: float = 0.0  # by the loop's clock

    @property
    def is_forgotten(self) -> bool:
        """Whether nobody wanted it for long."""
        return asyncio.get_running_loop().time() - self.idle_since > MOST_IDLE_SECONDS

    @property
    def is_open(self) -> bool:
        """Whether the server has not ended it."""
        try:
            return not self.connection.is_closed()
        except asyncpg.InterfaceError:  # it has, and the pool has taken notice
            return False

    @property
    def is_clean(self) -> bool:
        """Whether the next one can have it as it is, unless it cannot write."""
        return self.loans < MOST_LOANS and self.is_open and not self.connection.is_in_transaction()


class Pool:
    """asyncpg's pool behind two doors: `take` for our own SQL, `acquire` and `release` as Tortoise uses any pool.

    Tortoise gets the connection that its task has on loan already, if there is one. No task then waits for a second
    connection while it keeps others from theirs, and a plain query sees the transaction that it is written in.

    With `keeps`, what one task is done with the next one takes, without asyncpg's pool in between: to give a connection
    back starts a task and takes another turn of the loop, 60 of the 110 microseconds of processor time that a tiny
    statement costs. Only connections that were used without an error are kept, and none while somebody waits."""

    def __init__(self, pool: asyncpg.Pool, *, keeps: bool) -> None:
        self._pool: Any = pool  # which lends proxies of connections, for all uses as good as these
        self._keeps = keeps
        self._spare: list[Pooled] = []
        self._waiting = 0
        self._loans: dict[Task | None, list[Pooled]] = {}
        self._acquired: dict[asyncpg.Connection, Pooled] = {}

    @property
    def spare(self) -> int:
        """How many connections are at hand."""
        return len(self._spare)

    @property
    def lent(self) -> int:
        """How many connections are in use."""
        return int(self._pool.get_size() - self._pool.get_idle_size()) - self.spare

    async def take(self) -> Pooled:
        """A connection that is at hand, else one of asyncpg's pool."""
        while self._spare:
            pooled = self._spare.pop()
            # All else was looked at when it was put, and nothing has gone through it since.
            if pooled.is_open and not pooled.is_forgotten:
                return pooled
            await self._end(pooled)
        self._waiting += 1
        try:
            return Pooled(await self._pool.acquire())
        finally:
            self._waiting -= 1

    async def put(self, pooled: Pooled, error: BaseException | None) -> None:
        """Takes one back whose use ended in `error`. If it cannot write, it ends, and with it all that are as old."""
        pooled.loans += 1
        if cannot_write(pooled.connection, error):
            await self.expire_connections()
            await self._end(pooled)
        elif not self._keeps or error is not None or self._waiting or not pooled.is_clean:
            await self._pool.release(pooled.connection)
        else:
            pooled.idle_since = asyncio.get_running_loop().time()
            self._spare.append(pooled)
            if len(self._spare) > 1 and self._spare[0].is_forgotten:  # the others are never older
                await self._end(self._spare.pop(0))

    def begin_loan(self, task: Task | None, pooled: Pooled) -> None:
        """Notes that the task has the connection, and that Tortoise's queries in it go there."""
        self._loans.setdefault(task, []).append(pooled)

    def end_loan(self, task: Task | None, pooled: Pooled) -> None:
        """Takes note that the task has given the connection back."""
        loans = self._loans[task]
        loans.remove(pooled)
        if not loans:
            del self._loans[task]

    def on_loan(self) -> asyncpg.Connection | None:
        """The connection that the current task was lent last."""
        loans = self._loans.get(asyncio.current_task())
        return loans[-1].connection if loans else None

    async def acquire(self) -> asyncpg.Connection:
        """The connection that the current task has on loan, else one from `take`."""
        if (own := self.on_loan()) is not None:
            return own
        pooled = await self.take()
        self._acquired[pooled.connection] = pooled
        return pooled.connection

    async def release(self, connection: asyncpg.Connection) -> None:
        """Takes back what `acquire` has given. How its use ended is not known, so asyncpg's pool looks at it."""
        if self._acquired.pop(connection, None) is not None:
            await self._pool.release(connection)

    async def expire_connections(self) -> None:
        """Has all connections end that are in use now or at hand, when they are given back."""
        await self._pool.expire_connections()
        while self._spare:
            await self._end(self._spare.pop())

    async def close(self) -> None:
        """Closes all connections, once those that are in use have been given back."""
        self._keeps = False
        while self._spare:
            await self._pool.release(self._spare.pop().connection)
        await self._pool.close()

    def terminate(self) -> None:
        """Closes all connections at once."""
        self._pool.terminate()

    async def _end(self, pooled: Pooled) -> None:
        """Has asyncpg's pool make another one when it needs one."""
        with suppress(asyncpg.InterfaceError):  # it has ended already
            pooled.connection.terminate()
        await self._pool.release(pooled.connection)
