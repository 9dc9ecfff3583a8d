"""Subscriptions that wait for events, each with its place in their order and a buffer that has an end."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

from api.auth.principals import Owner
from api.live.holdings import Account, TooSlow
from api.live.renderers import SharedRenderer
from events.log import Topic

BUFFER = 1_000  # payloads that wait for one subscription,
BUFFER_BYTES = 4 * 2**20  # and their bytes

NumberedPayload = tuple[int, str]  # an event's number, and its payload
Delivery = tuple[int, str, bool, int]  # and whether nothing can follow, and its bytes: made once for all


@dataclass(eq=False, slots=True)
class Watcher:
    """One subscription: which events, how they are shown, to whom (None for operators), and after which number.

    Payloads are put into its buffer in order; whoever serves the client takes them out. They count towards the account
    of its owner until the client has taken them."""

    topic: Topic
    renderer: SharedRenderer
    viewer: int | None
    after: int
    owner: Owner
    account: Account
    buffer: deque[Delivery] = field(default_factory=deque)
    size: int = 0  # bytes that wait
    failed: Exception | None = None
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, delivery: Delivery) -> None:
        """Adds the payload of an event, unless the subscription has had it."""
        seq, payload, _, size = delivery
        if self.failed is not None or seq <= self.after:
            return
        waiting = self.size + size
        is_full = len(self.buffer) >= BUFFER or (waiting > BUFFER_BYTES and bool(self.buffer))
        if is_full or not self.account.hold(payload, size):
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
        """Every payload as it comes, until the last, if one is; raises what it failed of."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            while self.buffer:
                seq, payload, is_last, size = self.buffer.popleft()
                self.size -= size
                try:
                    yield seq, payload
                finally:
                    self.account.release(payload, size)
                if is_last:
                    return
            if self.failed is not None:
                raise self.failed
