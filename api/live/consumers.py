"""Who passes new events on: a task for each renderer, at a place of its own in their order."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from api.auth.principals import Owner
from api.execution.limits.work import Work
from api.live.holdings import length, weight
from api.live.payload_cache import Wanted
from api.live.renderers import SharedRenderer, drop
from api.live.rendering import TooManyRows
from api.live.watchers import Watcher
from events.log import PAGE, Event, Topic, newest_of_each

Read = Callable[[Topic, int, int, Collection[Owner]], Awaitable[list[Event]]]

PORTION_BYTES = 2**20  # put into buffers at once, before clients get the chance to take it


@dataclass(slots=True)
class Audience:
    """Those who watch one topic, all as one viewer."""

    topic: Topic
    viewer: int | None
    members: set[Watcher] = field(default_factory=set)
    _owners: Counter[Owner] = field(default_factory=Counter)
    _works: dict[Owner, Work] = field(default_factory=dict)

    def add(self, watcher: Watcher) -> None:
        """One more of them."""
        self.members.add(watcher)
        self._owners[watcher.owner] += 1
        self._works.setdefault(watcher.owner, watcher.work)

    def remove(self, watcher: Watcher) -> None:
        """One less."""
        self.members.remove(watcher)
        if drop(self._owners, watcher.owner):
            del self._works[watcher.owner]

    def pay(self, size: int) -> None:
        """Counts so many bytes for each principal, once for all that it watches with."""
        for work in self._works.values():
            work.account.send(size)


class Consumer:
    """Passes events on to all who watch by one renderer, as fast as they can be rendered; no other waits for it.

    `offset` is the number of the event up to which it has. What is ahead of it lies in memory once for all of them, or
    in PostgreSQL, so that one that is behind holds nothing. When rendering fails, those who were to get it are told.

    Whoever watches by it watches with the same field, and so at the same pace: `topic` is that of the first of them.
    Where there is one, it rests for so long after each time, and then passes on how each row stands."""

    def __init__(
        self,
        shared: SharedRenderer,
        topic: Topic,
        offset: int,
        position: Callable[[], int | None],
        read: Read,
        rendered: Callable[[int], None],
    ) -> None:
        self.offset = offset
        self.watching = 0
        self._shared = shared
        self._topic = Topic(topic.kind, None)
        self._pace = topic.pace
        self._rests_until = 0.0
        self._position = position
        self._read = read
        self._rendered = rendered
        self._audiences: dict[int | None, Audience] = {}
        self._woken = asyncio.Event()
        self.task = asyncio.create_task(self._run())

    @property
    def watchers(self) -> Iterator[Watcher]:
        """All who watch."""
        return (watcher for audience in self._audiences.values() for watcher in audience.members)

    def join(self, watcher: Watcher) -> None:
        """Passes on to it every event after its number, which all that were read before are not."""
        self._audiences.setdefault(watcher.topic.row, Audience(watcher.topic, watcher.viewer)).add(watcher)
        self.watching += 1

    def leave(self, watcher: Watcher) -> None:
        """Passes nothing on to the watcher any more."""
        audience = self._audiences[watcher.topic.row]
        audience.remove(watcher)
        self.watching -= 1
        if not audience.members:
            del self._audiences[watcher.topic.row]

    def wake(self) -> None:
        """Says that there are new events."""
        self._woken.set()

    def close(self) -> None:
        """Ends the consumer's task, and a statement that runs for it."""
        self.task.cancel()

    async def _run(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            while (position := self._position()) is not None and self.offset < position:
                try:
                    self.offset = await self._advance(position)
                except Exception as error:  # noqa: BLE001 - it ends those who watch by this, and nobody else
                    self._fail(self.watchers, error, position)
                    self.offset = position
                await self._rest()

    async def _rest(self) -> None:
        left = self._rests_until - asyncio.get_running_loop().time()
        if left > 0:
            await asyncio.sleep(left)

    async def _advance(self, position: int) -> int:
        """Passes the next events on; the number of the last, or the position when there are no more."""
        events = await self._read(self._topic, self.offset, position, self._shared.owners)
        left = [event for event in events if any(self._find(event))]
        if self._pace and left:
            left = newest_of_each(left)
            self._rests_until = asyncio.get_running_loop().time() + self._pace
        while left:
            # As many as a statement has rows: for one viewer each, whether it watches all or one.
            part = left[: self._shared.rows]
            with contextlib.suppress(TooManyRows):  # there are fewer to a part now
                await self._pass_on(part)
                left = left[len(part) :]
        return events[-1].seq if len(events) == PAGE else position

    async def _pass_on(self, events: Sequence[Event]) -> None:
        try:
            payloads = await self._shared.render(lambda: self._wanted(events), self._shared.owners)
        except TooManyRows:
            raise
        except Exception as error:  # noqa: BLE001 - it ends those who were to get it
            for event in events:
                for audience in self._find(event):
                    self._fail(audience.members, error, event.seq)
            return
        self._rendered(len(payloads))
        put = 0
        for event in events:
            for audience in self._find(event):
                payload = payloads.get((event, audience.viewer))
                if payload is not None:  # else all of them have joined since, when they had had it
                    delivery = (event.seq, payload, audience.topic.ends_with(event), weight(payload))
                    put += delivery[-1]
                    audience.pay(length(payload))
                    for watcher in audience.members:
                        watcher.put(delivery)
            if put > PORTION_BYTES:
                put = 0
                await asyncio.sleep(0)

    def _wanted(self, events: Sequence[Event]) -> list[Wanted]:
        """What somebody waits for at this moment."""
        return list({(event, audience.viewer): None for event in events for audience in self._find(event)})

    def _find(self, event: Event) -> Iterator[Audience]:
        for row in {None, event.about}:
            if audience := self._audiences.get(row):
                yield audience

    @staticmethod
    def _fail(watchers: Iterator[Watcher] | set[Watcher], error: Exception, seq: int) -> None:
        for watcher in list(watchers):
            if watcher.after < seq:
                watcher.fail(error)
