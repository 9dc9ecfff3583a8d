"""The open websockets of this process: how many there may be, how much each may say, and whether it is still there."""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from api.auth.principals import Owner, Principal, Role
from api.execution.limits.buckets import Bucket
from api.execution.limits.one_by_one import OneByOne
from api.live.handshakes import Handshakes
from api.live.holdings import Account, Holdings, TooSlow, weight
from api.live.pings import PING_SECONDS, PINGS_MISSED
from api.metrics import ApiMetrics

MOST_SOCKETS = 20_000
MOST_OF_ONE = 12_000  # of one principal,
MOST_OF_A_PARTNER = 1_000  # or of one partner
MESSAGES_A_SECOND = 20  # on one socket,
MESSAGES_AT_ONCE = 200
MESSAGES_OF_ONE_A_SECOND = 1_000  # and on all of one principal,
MESSAGES_OF_ONE_AT_ONCE = 3  # of each that it may have: when all come back, each has two to say
SIGN_INS_A_SECOND = 300  # of one principal,
SIGN_INS_AT_ONCE = 1_000  # each of which costs a millisecond of everybody's time
SIGN_IN_SECONDS = 5.0  # for one to wait at most
STREAMED_AT_ONCE = 16  # events of streams in one round of the event loop: one takes as long as ten on sockets
FRAME_BYTES = 2 * 2**10  # besides its text, of a frame that waits: what waits with it to send it
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
    sending: int = 0  # frames that the client has not taken yet
    sending_since: float | None = None  # when the first of them was sent, or one before them was taken
    account: Account = field(default_factory=Account)  # of its principal, once that is known
    messages: Bucket = field(default_factory=lambda: bucket(MESSAGES_A_SECOND, MESSAGES_AT_ONCE))
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def hear(self) -> bool:
        """Notes a message; False if it is one too many for its time, of the socket or of its principal."""
        self.heard_at = now = time.monotonic()
        self.pinged = False
        return self.messages.take(1, now) and (self.owner is None or self.sockets.messages_of(self.owner).take(1, now))

    def begin_sending(self, frame: str) -> Callable[[], None]:
        """Notes that a frame is on its way, which waits for a client that does not read. Raises TooSlow.

        It is a copy of the socket's own, and counts towards its principal's account until what this gives is called,
        once the client has taken it or is gone."""
        size = weight(frame) + FRAME_BYTES
        if not self.account.add(size):
            raise TooSlow("too much waits for this client and others of the same principal")
        if not self.sending:
            self.sending_since = time.monotonic()
        self.sending += 1
        return partial(self._end_sending, self.account, size)

    def _end_sending(self, account: Account, size: int) -> None:
        account.bytes -= size
        self.sending -= 1
        self.sending_since = time.monotonic() if self.sending else None

    def belong_to(self, principal: Principal) -> None:
        """Notes whose socket it is; raises Crowded when there is no room for one, or that one has too many."""
        self.sockets.check_room(principal)
        if self in self.sockets.unknown:
            self.sockets.unknown.remove(self)
            self.sockets.handshakes.give_back()
        self.sockets.connections.add(self)
        self.owner = principal.owner
        self.account = self.sockets.holdings.of(self.owner)
        self.sockets.owners[self.owner] += 1

    def keep(self, task: asyncio.Task[None]) -> None:
        """Keeps a task that nobody waits for until it is done."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


Buckets = dict[Owner, Bucket]


def spent(buckets: Buckets, now: float) -> Buckets:
    """Those that are not full."""
    return {owner: left for owner, left in buckets.items() if left.wait(left.size, now)}


def bucket(rate: int, size: int) -> Bucket:
    """A number of messages that may be sent at once, of which so many come back each second."""
    return Bucket(rate, size, time.monotonic())


def most_of(owner: Owner) -> int:
    """How many sockets, and how many subscriptions, one principal may have in a process."""
    return MOST_OF_A_PARTNER if owner[0] == Role.PARTNER.value else MOST_OF_ONE


class Sockets:
    """All sockets and streams of this process. Clients have to show signs of life: see docs/live.md."""

    def __init__(self, metrics: ApiMetrics, *, ping_seconds: float = PING_SECONDS) -> None:
        self.ping_seconds = ping_seconds
        self.connections: set[Connection] = set()
        self.unknown: set[Connection] = set()  # that nobody has said yet whose they are
        self.handshakes = Handshakes()
        self.streaming = OneByOne(STREAMED_AT_ONCE)
        self.owners: Counter[Owner] = Counter()
        self.holdings = Holdings()
        self.metrics = metrics
        metrics.watch("tierline_sockets", "Open websockets and event streams.", lambda: len(self))
        metrics.watch("tierline_handshakes", "Websockets that wait to be opened.", lambda: len(self.handshakes))
        self._messages: Buckets = {}  # what principals may say, of those who have said something lately
        self._sign_ins: Buckets = {}  # likewise on how many sockets they may sign in
        self._sweeping: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        """How many are open."""
        return len(self.connections) + len(self.unknown)

    def open(self) -> None:
        """Starts to look for clients that are gone."""
        self._sweeping = asyncio.create_task(self._sweep())

    async def close(self) -> None:
        """Stops looking for them."""
        if self._sweeping is not None:
            self._sweeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._sweeping

    def check_room(self, principal: Principal) -> None:
        """Raises Crowded when there is no room for another socket, or for another one of the principal."""
        if len(self.connections) >= MOST_SOCKETS:
            raise Crowded(f"this server has {MOST_SOCKETS:,} sockets open; try again later, or another one")
        if self.owners[principal.owner] >= (most := most_of(principal.owner)):
            raise Crowded(f"{principal.owner[1]} has {most:,} sockets open here; close some")

    def messages_of(self, owner: Owner) -> Bucket:
        """How many messages the principal may still send, on all of its sockets."""
        found = self._messages.get(owner)
        if found is None:
            most = MESSAGES_OF_ONE_AT_ONCE * most_of(owner)
            found = self._messages[owner] = bucket(MESSAGES_OF_ONE_A_SECOND, most)
        return found

    def sign_in(self, owner: Owner) -> float:
        """The seconds until the principal is signed in on another socket. Raises Crowded when they are too many."""
        found = self._sign_ins.setdefault(owner, bucket(SIGN_INS_A_SECOND, SIGN_INS_AT_ONCE))
        seconds = found.wait(1, time.monotonic())
        if seconds > SIGN_IN_SECONDS:
            raise Crowded(f"{owner[1]} opens too many sockets; keep them open, or open fewer at a time")
        found.spend(1)
        return seconds

    @contextlib.contextmanager
    def enter(self, handler: Handler) -> Iterator[Connection]:
        """The connection of a socket, as long as it is open; whose it is comes out later.

        Those of which nobody knows take no place of others; how many there can be, Handshakes say."""
        with self._entered(Connection(handler, self)) as connection:
            self.unknown.add(connection)
            yield connection

    @contextlib.contextmanager
    def stream(self, principal: Principal) -> Iterator[Connection]:
        """The connection of a stream of server-sent events of the principal, as long as it is open. Raises Crowded."""
        with self._entered(Connection(None, self)) as connection:
            connection.belong_to(principal)
            yield connection

    @contextlib.contextmanager
    def _entered(self, connection: Connection) -> Iterator[Connection]:
        try:
            yield connection
        finally:
            self.connections.discard(connection)
            self.unknown.discard(connection)
            if connection.owner is not None:
                self.owners[connection.owner] -= 1
                if not self.owners[connection.owner]:
                    del self.owners[connection.owner]

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(min(SWEEP_SECONDS, self.ping_seconds / 5))
            now = time.monotonic()
            self._messages, self._sign_ins = spent(self._messages, now), spent(self._sign_ins, now)
            for connection in [*self.connections, *self.unknown]:
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
