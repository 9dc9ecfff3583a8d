"""Which websocket is opened next: one at a time, and few in a second of those that never say whose they are."""

import asyncio
import time
from collections import OrderedDict
from typing import Protocol

from api.execution.limits.buckets import Bucket

UNKNOWN_A_SECOND = 100
UNKNOWN_AT_ONCE = 1_000
MOST_WAITING = 5_000  # some 15 KiB each; for one more, the longest waiting of the most crowded address is closed

HANDSHAKES = "handshakes"  # in the state of the application, for its server


class Handshake(Protocol):
    """A request for a websocket, of a client that waits for the answer."""

    @property
    def address(self) -> bytes: ...

    def open(self) -> None: ...

    def give_up(self) -> None: ...


class Handshakes:
    """The websockets of this process that wait to be opened.

    Opening one and refusing it costs a millisecond of everybody's time, and clients without a good token can come again
    at once. So a socket takes one of what comes back at a rate, and gives it back once it has said whose it is. Where
    nothing is left, addresses take turns, and of each whoever came last is next: a crowd that has to wait holds up
    nobody at another address, and others at its own one hardly."""

    def __init__(self) -> None:
        self._left = Bucket(UNKNOWN_A_SECOND, UNKNOWN_AT_ONCE, time.monotonic())
        self._waiting: OrderedDict[bytes, dict[Handshake, None]] = OrderedDict()  # by address, the next one first
        self._count = 0
        self._next: asyncio.Handle | None = None

    def __len__(self) -> int:
        """How many wait."""
        return self._count

    def add(self, handshake: Handshake) -> None:
        """Has it opened when it is its turn."""
        self._waiting.setdefault(handshake.address, {})[handshake] = None
        self._count += 1
        if self._count > MOST_WAITING:
            crowd = max(self._waiting.values(), key=len)
            next(iter(crowd)).give_up()
        if self._next is None:
            self._next = asyncio.get_running_loop().call_soon(self._go_on)

    def remove(self, handshake: Handshake) -> None:
        """Forgets one whose client is gone, or waits no more."""
        of_address = self._waiting.get(handshake.address, {})
        if handshake in of_address:
            self._take(handshake, of_address)

    def give_back(self) -> None:
        """One that was opened has said whose it is."""
        self._left.spend(-1)
        if self._next is not None:
            self._next.cancel()
            self._next = asyncio.get_running_loop().call_soon(self._go_on)

    def _go_on(self) -> None:
        """Opens the next one, and lets all others have a turn before the one after it."""
        self._next = None
        if not self._count:
            return
        now, loop = time.monotonic(), asyncio.get_running_loop()
        if not self._left.take(1, now):
            self._next = loop.call_later(self._left.wait(1, now), self._go_on)
            return
        self._next = loop.call_soon(self._go_on)
        address, of_address = next(iter(self._waiting.items()))
        self._waiting.move_to_end(address)
        newest = next(reversed(of_address))
        self._take(newest, of_address)
        newest.open()

    def _take(self, handshake: Handshake, of_address: dict[Handshake, None]) -> None:
        del of_address[handshake]
        self._count -= 1
        if not of_address:
            del self._waiting[handshake.address]
