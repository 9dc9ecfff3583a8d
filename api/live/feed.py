"""The events of this process: read once, in order, and given to everybody who waits for them."""

import asyncio
import contextlib
import logging
from bisect import bisect_right
from collections import deque
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing

from redis.exceptions import RedisError

from api.live.events import PAGE, Event, Topic, newest_event, read_after, read_new
from api.live.rendering import Renderer, Renderers
from api.live.watchers import Shown, Watcher
from api.metrics import ApiMetrics
from models.database import AWAY
from models.queue import HINTS, connect_redis
from models.redis_faults import tell_fault

POLL_SECONDS = 2.0  # how late an event is when its hint was lost
RETRY_SECONDS = 1.0
LONGEST_RETRY_SECONDS = 30.0
RECENT = 5_000  # events that are kept for those who come back

logger = logging.getLogger(__name__)


class Feed:
    """Reads new events at once when Valkey passes the hint on, else within a poll, and gives them to the watchers.

    However many they are, one connection listens and one statement looks; with nobody waiting, none does."""

    def __init__(self, redis_url: str, metrics: ApiMetrics) -> None:
        metrics.watch("tierline_subscriptions", "Subscriptions that wait for events.", lambda: self.watching)
        metrics.watch(
            "tierline_live_position", "The newest event's number that was given out.", lambda: self.position or 0
        )
        metrics.watch("tierline_live_buffered", "Payloads that wait for slow clients.", self._count_buffered)
        self.renderers = Renderers()
        self._payloads = metrics.payloads
        self._redis = connect_redis(redis_url)
        self._watchers: dict[Topic, set[Watcher]] = {}
        self._joining = 0
        self._hinted = asyncio.Event()
        self._position: int | None = None  # all events up to this one have been given to the watchers
        self._recent: deque[Event] = deque(maxlen=RECENT)
        self._floor = 0  # all events after this one, up to the position, are among the recent ones
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def position(self) -> int | None:
        """The number up to which all events were given out; None while nobody waits for any."""
        return self._position

    @property
    def watching(self) -> int:
        """How many subscriptions wait."""
        return self._joining + sum(len(watchers) for watchers in self._watchers.values())

    def open(self) -> None:
        """Starts listening."""
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._look_out())]

    async def close(self) -> None:
        """Stops listening."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._redis.aclose()
        await self._redis.connection_pool.disconnect()

    async def follow(self, watcher: Watcher) -> AsyncGenerator[Shown, None]:
        """The payloads of every event of the watcher's topic after its number, in order, until the last, if one is.

        First those of the past, then those that come; in between nothing is missed and nothing comes twice, since a
        watcher joins in the very moment in which it has caught up with what has been given out."""
        self._joining += 1
        try:
            while watcher.after < (position := await self._catch_up()):
                events = await self._read(watcher, position)
                payloads = await render(watcher.renderer, [(event, watcher.viewer) for event in events])
                for event, payload in zip(events, payloads, strict=True):
                    yield event.seq, payload
                if any(event.is_last for event in events):
                    return
                watcher.after = events[-1].seq if len(events) == PAGE else position
                await asyncio.sleep(0)  # however much there is to catch up with, others get their turn
            joined = self._join(watcher)
        finally:
            self._joining -= 1
        with joined:
            async with aclosing(watcher.payloads()) as shown:
                async for one in shown:
                    yield one

    def knows_after(self, seq: int) -> bool:
        """Whether all events after the number are at hand."""
        return self._position is not None and self._floor <= seq <= self._position

    def _count_buffered(self) -> int:
        return sum(len(watcher.buffer) for watchers in self._watchers.values() for watcher in watchers)

    @contextlib.contextmanager
    def _joined(self, watcher: Watcher) -> Iterator[None]:
        try:
            yield
        finally:
            watchers = self._watchers[watcher.topic]
            watchers.discard(watcher)
            if not watchers:
                del self._watchers[watcher.topic]

    def _join(self, watcher: Watcher) -> contextlib.AbstractContextManager[None]:
        self._watchers.setdefault(watcher.topic, set()).add(watcher)
        return self._joined(watcher)

    async def _catch_up(self) -> int:
        """The number up to which events have been given out. Nobody gave any out while nobody waited."""
        if self._position is None:
            newest = await newest_event()
            if self._position is None:
                self._position = self._floor = newest
                self._recent.clear()
            self._hinted.set()
        return self._position

    async def _read(self, watcher: Watcher, until: int) -> list[Event]:
        if self.knows_after(watcher.after):
            first = bisect_right(self._recent, watcher.after, key=lambda event: event.seq)
            later = (self._recent[place] for place in range(first, len(self._recent)))
            return [event for event in later if event.seq <= until and watcher.topic in event.topics][:PAGE]
        return await read_after(watcher.topic, watcher.after, until)

    async def _listen(self) -> None:
        delay = RETRY_SECONDS
        while True:
            try:
                async with self._redis.pubsub(ignore_subscribe_messages=True) as channel:
                    await channel.subscribe(HINTS)
                    self._hinted.set()  # for the hints that were missed
                    delay = RETRY_SECONDS
                    while True:
                        if await channel.get_message(timeout=POLL_SECONDS):
                            self._hinted.set()
            except (RedisError, OSError) as error:
                logger.warning("no hints of new events, polling instead: %s", tell_fault(error))
            await asyncio.sleep(delay)
            delay = min(delay * 2, LONGEST_RETRY_SECONDS)

    async def _look_out(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await self._hinted.wait()
            self._hinted.clear()
            try:
                while await self._pass_on():
                    pass
            except AWAY as error:
                logger.warning("could not look for new events, trying again: %s", error)
                await asyncio.sleep(RETRY_SECONDS)
            except Exception:
                logger.exception("could not look for new events, trying again")
                await asyncio.sleep(RETRY_SECONDS)

    async def _pass_on(self) -> bool:
        """Gives out the next events; whether there may be more."""
        if not self.watching:
            self._position = None
        if self._position is None:
            return False
        events = await read_new(self._position)
        if not events:
            return False
        # From here to the position's new value nothing waits, so that nobody joins in between.
        targets = [(event, [*self._find(event)]) for event in events]
        self._remember(events)
        await self._give(targets)
        return len(events) == PAGE

    def _find(self, event: Event) -> Iterator[Watcher]:
        for topic in event.topics:
            yield from self._watchers.get(topic, ())

    def _remember(self, events: Sequence[Event]) -> None:
        for event in events:
            if len(self._recent) == RECENT:
                self._floor = self._recent[0].seq
            self._recent.append(event)
        self._position = events[-1].seq

    async def _give(self, targets: Sequence[tuple[Event, Sequence[Watcher]]]) -> None:
        wanted: dict[Renderer, dict[tuple[int, int | None], tuple[Event, int | None]]] = {}
        for event, watchers in targets:
            for watcher in watchers:
                wanted.setdefault(watcher.renderer, {})[event.seq, watcher.viewer] = (event, watcher.viewer)
        rendered: dict[Renderer, dict[tuple[int, int | None], str] | Exception] = {}
        for renderer, each in wanted.items():
            try:
                rendered[renderer] = dict(zip(each, await render(renderer, list(each.values())), strict=True))
                self._payloads.inc(len(each))
            except Exception as error:  # noqa: BLE001 - it ends those who watch with this document, and nobody else
                rendered[renderer] = error
        for event, watchers in targets:
            for watcher in watchers:
                payloads = rendered[watcher.renderer]
                if isinstance(payloads, Exception):
                    watcher.fail(payloads)
                else:
                    watcher.put(event, payloads[event.seq, watcher.viewer])


async def render(renderer: Renderer, wanted: Sequence[tuple[Event, int | None]]) -> list[str]:
    """The payloads, when the database can be asked for them."""
    while True:
        try:
            return await renderer.render(wanted)
        except AWAY as error:
            logger.warning("could not read what events tell of, trying again: %s", error)
            await asyncio.sleep(RETRY_SECONDS)
