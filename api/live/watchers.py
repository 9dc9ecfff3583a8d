"""Subscriptions that wait for events, each with its place in their order and a buffer that has an end."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

from api.auth.principals import Owner
from api.execution.limits.work import Work
from api.live.holdings import MOST_BYTES, Account, TooSlow
from api.live.renderers import SharedRenderer
from events.log import Topic

BUFFER = 1_000  # payloads that wait for one subscription,
BUFFER_BYTES = 4 * 2**20  # and their bytes

NumberedPayload = tuple[int, str]  # an event's number, and its payload
Delivery = tuple[int, str, bool, int]  # and whether nothing can follow, and its bytes: made once for all


@dataclass(eq=False, slots=True)
class Watcher:
    """One subscription: which events, how they are shown, to whom (None for operators), and after which number.

    Payloads are put into its buffer in order; whoever serves the client takes them out. They count towards what waits
    for its owner until the client has taken them. One that waits itself, as more was sent to its owner than may be, is
    left behind when its buffer is full, and has to catch up."""

    topic: Topic
    renderer: SharedRenderer
    viewer: int | None
    after: int
    work: Work
    buffer: deque[Delivery] = field(default_factory=deque)
    size: int = 0  # bytes that wait
    failed: Exception | None = None
    repaying: bool = False  # it waits, or has waited and not had yet what came meanwhile
    is_behind: bool = False
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def owner(self) -> Owner:
        """Whose it is."""
        return self.work.owner

    @property
    def account(self) -> Account:
        """What waits for its owner."""
        return self.work.holding

    def put(self, delivery: Delivery) -> None:
        """Adds the payload of an event, unless the subscription has had it."""
        seq, payload, _, size = delivery
        if self.failed is not None or self.is_behind or seq <= self.after:
            return
        waiting = self.size + size
        is_full = len(self.buffer) >= BUFFER or (waiting > BUFFER_BYTES and bool(self.buffer))
        is_full = is_full or (self.repaying and self.account.room < MOST_BYTES // 2)  # the rest is for sending it
        if is_full or not self.account.hold(payload, size):
            if self.repaying:
                self.is_behind = True  # what it has not had, it catches up with
            else:
                self.fail(TooSlow("the client takes events more slowly than they come"))
            return
        self.size = waiting
        self.after = seq
        self.buffer.append(delivery)
        self._woken.set()

    def fail(self, error: Exception) -> None:
        """Ends the subscription with an error; what waits in its buffer is given up."""
        self.failed = error
        self.clear()
        self._woken.set()

    def clear(self) -> None:
        """Empties the buffer."""
        while self.buffer:
            _, payload, _, size = self.buffer.popleft()
            self.account.release(payload, size)
        self.size = 0

    async def payloads(self) -> AsyncGenerator[NumberedPayload, None]:
        """Every payload as it comes, until the last, if one is, or until it is behind; raises what it failed of."""
        self.is_behind = self.repaying = False
        while True:
            await self._woken.wait()
            self._woken.clear()
            while self.buffer:
                if self.work.account.overdrawn:
                    self.repaying = True
                    await self.work.account.repay()
                    continue  # it may have failed meanwhile
                seq, payload, is_last, size = self.buffer.popleft()
                self.size -= size
                try:
                    yield seq, payload
                finally:
                    self.account.release(payload, size)
                if is_last:
                    self.is_behind = False
                    return
            self.repaying = False
            if self.failed is not None:
                raise self.failed
            if self.is_behind:
                return
