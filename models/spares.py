"""Connections that a serving process keeps at hand between its many short statements."""

import asyncio
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from types import TracebackType

import asyncpg
from tortoise.connection import get_connection

from models.sessions import cannot_write

MOST_LOANS = 10_000  # of one connection, before the pool may look at it again
MOST_IDLE_SECONDS = 300.0  # for longer, something on the way may have forgotten it without a word


@dataclass(slots=True)
class Held:
    """A connection that is out of the pool, and how often it was lent since."""

    wrapper: AbstractAsyncContextManager[asyncpg.Connection]
    connection: asyncpg.Connection
    loans: int = 0
    idle_since: float = 0.0  # by the loop's clock

    @property
    def is_forgotten(self) -> bool:
        """Whether nobody wanted it for long."""
        return asyncio.get_running_loop().time() - self.idle_since > MOST_IDLE_SECONDS

    @property
    def is_clean(self) -> bool:
        """Whether the next one can have it as it is."""
        if self.loans >= MOST_LOANS or cannot_write(self.connection):
            return False
        try:
            return not self.connection.is_closed() and not self.connection.is_in_transaction()
        except asyncpg.InterfaceError:  # the server has ended it, and the pool has taken notice
            return False

    async def give_back(self, error: BaseException | None = None) -> None:
        """Gives it to the pool, which tidies it up, or ends it if it cannot write."""
        await self.wrapper.__aexit__(None if error is None else type(error), error, None)

    async def end(self) -> None:
        """Has the pool make another one when it needs one."""
        with suppress(asyncpg.InterfaceError):  # it has ended already
            self.connection.terminate()
        await self.give_back()


class Spares:
    """What one task is done with the next one takes, without the pool in between.

    To give a connection back to the pool starts a task and takes another turn of the loop: 60 of the 110 microseconds
    of processor time that a tiny statement costs. Only connections that were used without an error are kept, and none
    while somebody waits here for another one. All of the pool may be at hand, so everybody has to come here."""

    def __init__(self) -> None:
        self._spare: list[Held] = []
        self._waiting = 0

    def __len__(self) -> int:
        """How many are at hand."""
        return len(self._spare)

    def lend(self) -> "Loan":
        """A connection for a block."""
        return Loan(self)

    async def take(self) -> Held:
        """One that is at hand, else one of the pool."""
        while self._spare:
            held = self._spare.pop()
            if held.is_clean and not held.is_forgotten:
                return held
            await held.end()
        self._waiting += 1
        try:
            wrapper = get_connection("default").acquire_connection()
            return Held(wrapper, await wrapper.__aenter__())
        finally:
            self._waiting -= 1

    async def put(self, held: Held, error: BaseException | None) -> None:
        """Takes one that was lent, and whose use ended in `error`. If it cannot write, neither can the others."""
        held.loans += 1
        if cannot_write(held.connection, error):
            while self._spare:
                await self._spare.pop().end()
        if error is not None or self._waiting or not held.is_clean:
            await held.give_back(error)
        else:
            held.idle_since = asyncio.get_running_loop().time()
            self._spare.append(held)
            if len(self._spare) > 1 and self._spare[0].is_forgotten:  # the others are never older
                await self._spare.pop(0).end()

    async def clear(self) -> None:
        """Gives all that are at hand to the pool."""
        while self._spare:
            await self._spare.pop().give_back()


class Loan:
    """A connection of the spare ones, for a block."""

    __slots__ = ("_held", "_spares")

    def __init__(self, spares: Spares) -> None:
        self._spares = spares

    async def __aenter__(self) -> asyncpg.Connection:
        self._held = await self._spares.take()
        return self._held.connection

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._spares.put(self._held, error)
