"""Subscriptions that wait for events, each with its place in their order and a buffer that has an end."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

from api.live.events import Event, Topic
from api.live.rendering import Renderer

BUFFER = 1_000  # payloads that wait for one subscription

Shown = tuple[int, str]  # an event's number, and its payload


class TooSlow(Exception):
    """A subscription's client takes events more slowly than they come, and its buffer is full."""


@dataclass(eq=False, slots=True)
class Watcher:
    """One subscription: which events, how they are shown, to whom (None for operators), and after which number.

    Payloads are put into its buffer in order; whoever serves the client takes them out."""

    topic: Topic
    renderer: Renderer
    viewer: int | None
    after: int
    buffer: deque[Shown | None] = field(default_factory=deque)
    failed: Exception | None = None
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, event: Event, payload: str) -> None:
        """Adds the payload of an event, unless the subscription has had it."""
        if self.failed is not None or event.seq <= self.after:
            return
        if len(self.buffer) >= BUFFER:
            self.fail(TooSlow("the client takes events more slowly than they come"))
            return
        self.after = event.seq
        self.buffer.append((event.seq, payload))
        if event.is_last:
            self.buffer.append(None)
        self._woken.set()

    def fail(self, error: Exception) -> None:
        """Ends it, for what has come until now."""
        self.failed = error
        self.buffer.clear()
        self._woken.set()

    async def payloads(self) -> AsyncGenerator[Shown, None]:
        """Every payload as it comes, until the last, if one is; raises what it failed of."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            while self.buffer:
                shown = self.buffer.popleft()
                if shown is None:
                    return
                yield shown
            if self.failed is not None:
                raise self.failed
