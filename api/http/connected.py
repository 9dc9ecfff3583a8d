"""Work for a client as long as it is there."""

import asyncio
from types import TracebackType
from typing import Self

from starlette.requests import ClientDisconnect
from starlette.types import Receive

from api.execution.stopping import Stoppable

UNWATCHED_SECONDS = 0.2  # most answers are ready before, and are spared a task that watches


class Clients:
    """The clients of all HTTP requests that are being answered: one timer for all costs less than one for each."""

    def __init__(self) -> None:
        self._unwatched: set[WhileConnected] = set()
        self._new: set[WhileConnected] = set()  # those of them that have come since the last look
        self._looks = False

    def while_connected(self, receive: Receive) -> "WhileConnected":
        """A block that stops once the client is gone."""
        return WhileConnected(self, receive)

    def add(self, one: "WhileConnected") -> None:
        """Has it watched when it is still there after UNWATCHED_SECONDS, or twice that at the latest."""
        self._new.add(one)
        if not self._looks:
            self._looks = True
            asyncio.get_running_loop().call_later(UNWATCHED_SECONDS, self._look)

    def remove(self, one: "WhileConnected") -> None:
        """Forgets a block that has ended."""
        self._new.discard(one)
        self._unwatched.discard(one)

    def _look(self) -> None:
        for one in self._unwatched:
            one.watch()
        self._unwatched, self._new = self._new, set()
        self._looks = bool(self._unwatched)
        if self._looks:
            asyncio.get_running_loop().call_later(UNWATCHED_SECONDS, self._look)


class WhileConnected(Stoppable):
    """Stops what its block does once the client of an HTTP request is gone, and then raises ClientDisconnect.

    The request's body must have been read."""

    __slots__ = ("_clients", "_receive", "_watching")

    def __init__(self, clients: Clients, receive: Receive) -> None:
        self._clients = clients
        self._receive = receive
        self._watching: asyncio.Task[None] | None = None

    def __enter__(self) -> Self:
        super().__enter__()
        self._clients.add(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._watching is None:
            self._clients.remove(self)
            return
        self._watching.cancel()
        if self.has_stopped(kind):
            raise ClientDisconnect from error

    def watch(self) -> None:
        """Begins to look whether the client is there."""
        self._watching = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.stop()
