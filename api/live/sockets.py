"""The open websockets of this process: how many there may be, how much each may say, and whether it is still there."""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from api.auth.principals import Owner, Principal, Role
from api.live.holdings import Account, Holdings, TooSlow
from api.live.pings import PING_SECONDS, PINGS_MISSED
from api.metrics import ApiMetrics

MOST_SOCKETS = 20_000
MOST_OF_ONE = 12_000  # of one principal,
MOST_OF_A_PARTNER = 1_000  # or of one partner
MESSAGES_A_SECOND = 20.0
MESSAGES_AT_ONCE = 200.0
SEND_SECONDS = 20.0  # for one event to be taken
SWEEP_SECONDS = 5.0  # or a fifth of the pings' interval

GONE = 4499  # a code on which clients come back


class Crowded(Exception):
    """There is no room for another socket; there may be later."""


class Handler(Protocol):
    """What is asked of who serves a socket."""

    def ponged_at(self) -> float: ...

    async def ping(self) -> None: ...

    def give_up(self, code: int, reason: str) -> None: ...


@dataclass(eq=False, slots=True)
class Connection:
    """One open socket, or one stream of server-sent events, which has no handler: its client says nothing."""

    handler: Handler | None
    sockets: "Sockets"
    owner: Owner | None = None
    given_up: bool = False
    heard_at: float = field(default_factory=time.monotonic)
    pinged: bool = False
    sending_since: float | None = None
    account: Account = field(default_factory=Account)  # of its principal, once that is known
    _left: float = MESSAGES_AT_ONCE
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def hear(self) -> bool:
        """Notes a message; False if it is one too many for its time."""
        now = time.monotonic()
        self._left = min(self._left + (now - self.heard_at) * MESSAGES_A_SECOND, MESSAGES_AT_ONCE) - 1
        self.heard_at = now
        self.pinged = False
        return self._left >= 0

    def begin_sending(self, frame: str) -> None:
        """Notes that an event is on its way, which waits for a client that does not read. Raises TooSlow.

        It is a copy of the socket's own, and counts towards its principal's account."""
        if not self.account.add(len(frame)):
            raise TooSlow("too much waits for this client and others of the same principal")
        self.sending_since = time.monotonic()

    def end_sending(self, frame: str) -> None:
        """Notes that it was sent, or given up."""
        self.account.bytes -= len(frame)
        self.sending_since = None
        self.sockets.metrics.frames.inc()

    def belong_to(self, principal: Principal) -> None:
        """Notes whose socket it is; raises Crowded when that one has too many."""
        self.sockets.check_room(principal)
        self.owner = principal.owner
        self.account = self.sockets.holdings.of(self.owner)
        self.sockets.owners[self.owner] += 1

    def keep(self, task: asyncio.Task[None]) -> None:
        """Keeps a task that nobody waits for until it is done."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def most_of(owner: Owner) -> int:
    """How many sockets, and how many subscriptions, one principal may have in a process."""
    return MOST_OF_A_PARTNER if owner[0] == Role.PARTNER.value else MOST_OF_ONE


class Sockets:
    """All sockets and streams of this process. Clients have to show signs of life: see docs/live.md."""

    def __init__(self, metrics: ApiMetrics, *, ping_seconds: float = PING_SECONDS) -> None:
        self.ping_seconds = ping_seconds
        self.connections: set[Connection] = set()
        self.owners: Counter[Owner] = Counter()
        self.holdings = Holdings()
        self.metrics = metrics
        metrics.watch("tierline_sockets", "Open websockets and event streams.", lambda: len(self.connections))
        self._sweeping: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Starts to look for clients that are gone."""
        self._sweeping = asyncio.create_task(self._sweep())

    async def close(self) -> None:
        """Stops looking for them."""
        if self._sweeping is not None:
            self._sweeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._sweeping

    def check_room(self, principal: Principal | None = None) -> None:
        """Raises Crowded when there is no room for another socket, or for another one of the principal."""
        if len(self.connections) >= MOST_SOCKETS:
            raise Crowded(f"this server has {MOST_SOCKETS:,} sockets open; try again later, or another one")
        if principal is not None and self.owners[principal.owner] >= (most := most_of(principal.owner)):
            raise Crowded(f"{principal.owner[1]} has {most:,} sockets open here; close some")

    @contextlib.contextmanager
    def enter(self, handler: Handler | None) -> Iterator[Connection]:
        """The connection of a socket, as long as it is open. Raises Crowded."""
        self.check_room()
        connection = Connection(handler, self)
        self.connections.add(connection)
        try:
            yield connection
        finally:
            self.connections.discard(connection)
            if connection.owner is not None:
                self.owners[connection.owner] -= 1
                if not self.owners[connection.owner]:
                    del self.owners[connection.owner]

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(min(SWEEP_SECONDS, self.ping_seconds / 5))
            now = time.monotonic()
            for connection in list(self.connections):
                if connection.handler is None:
                    continue
                silent = now - connection.heard_at
                dead = now - max(connection.heard_at, connection.handler.ponged_at())
                if connection.sending_since is not None and now - connection.sending_since > SEND_SECONDS:
                    connection.handler.give_up(GONE, "the client has read nothing for too long")
                elif dead > self.ping_seconds * PINGS_MISSED:
                    connection.handler.give_up(GONE, "nothing was heard from the client for too long")
                elif silent > self.ping_seconds and not connection.pinged:
                    connection.pinged = True
                    connection.keep(asyncio.create_task(connection.handler.ping()))
