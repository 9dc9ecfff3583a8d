"""The events of this process: read once, in order, and given to everybody who waits for them."""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import AsyncGenerator, Collection, Iterator
from contextlib import aclosing

import asyncpg
from redis.exceptions import RedisError

from api.auth.principals import Owner
from api.live.consumers import Consumer
from api.live.cursors import Cursors
from api.live.events import newest_event, read_after, read_new
from api.live.holdings import Holdings, TooSlow, length, weight
from api.live.recent import RecentEvents
from api.live.renderers import Renderers, SharedRenderer
from api.live.rendering import TooManyRows, slow
from api.live.watchers import NumberedPayload, Watcher
from api.metrics import ApiMetrics
from events.log import PAGE, Event, Topic, newest_of_each
from jobs.queue import connect_redis
from jobs.queue_trial import HINTS
from jobs.redis_faults import tell_fault
from models.database import AWAY, Purpose, acquire_reserved
from models.installation import load_installation
from models.tasks import end

POLL_SECONDS = 2.0  # how late an event is when its hint was lost
RETRY_SECONDS = 1.0
LONGEST_RETRY_SECONDS = 30.0
LOOK_SECONDS = 10.0  # for one look for new events
STALLED_SECONDS = 15.0  # without a look that succeeded, until live updates stand still

logger = logging.getLogger(__name__)


class Feed:
    """Reads new events at once when Valkey passes the hint on, else within a poll, and has the consumers pass them on.

    However many watch, one connection listens and one statement looks; with nobody waiting, none does. It waits for
    nobody: neither for what is rendered, nor for clients."""

    def __init__(self, redis_url: str, metrics: ApiMetrics, holdings: Holdings | None = None) -> None:
        self.renderers = Renderers()
        self.holdings = holdings or Holdings()
        self._metrics = metrics
        self._redis = connect_redis(redis_url)
        self._consumers: dict[SharedRenderer, Consumer] = {}
        self._joining = 0
        self._hinted = asyncio.Event()
        self._recent = RecentEvents()
        self._cursors: Cursors | None = None
        self._looked_at: float | None = None
        self._tasks: list[asyncio.Task[None]] = []
        metrics.watch("tierline_subscriptions", "Subscriptions that wait for events.", lambda: self.watching)
        metrics.watch(
            "tierline_live_position", "The newest event's number that was given out.", lambda: self.position or 0
        )
        metrics.watch("tierline_live_behind", "Events that the slowest document is behind.", self._count_behind)
        metrics.watch("tierline_live_stalled_seconds", "For how long live updates stand still.", lambda: self.stalled)
        metrics.watch("tierline_live_renderers", "Different documents that are watched.", lambda: len(self.renderers))
        metrics.watch("tierline_live_buffered", "Payloads that wait for slow clients.", self._count_buffered)
        metrics.watch("tierline_live_buffered_bytes", "Bytes of what waits for clients.", lambda: self.holdings.bytes)
        kept = self.renderers.payloads
        metrics.watch("tierline_live_kept_bytes", "Bytes kept for who comes back.", lambda: kept.bytes)

    @property
    def position(self) -> int | None:
        """The number up to which all events were given out; None while nobody waits for any."""
        return self._recent.position

    @property
    def watching(self) -> int:
        """How many subscriptions wait."""
        return self._joining + sum(consumer.watching for consumer in self._consumers.values())

    @property
    def stalled(self) -> float:
        """For how many seconds no look for new events has succeeded, 0 unless it is too long."""
        if self._looked_at is None or not self.watching:
            return 0.0
        since = asyncio.get_running_loop().time() - self._looked_at
        return since if since > STALLED_SECONDS else 0.0

    def open(self) -> None:
        """Starts to listen for hints, and to look for new events."""
        self._looked_at = asyncio.get_running_loop().time()
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._look_out())]

    async def close(self) -> None:
        """Ends all tasks, and the connection to Redis."""
        await end(*self._tasks, *(consumer.task for consumer in self._consumers.values()))
        await self._redis.aclose()
        await self._redis.connection_pool.disconnect()

    async def cursors(self) -> Cursors:
        """How numbers of events are told to callers."""
        if self._cursors is None:
            async with acquire_reserved(Purpose.LIVE) as connection:
                self._cursors = Cursors(await load_installation(connection))
        return self._cursors

    async def follow(self, watcher: Watcher) -> AsyncGenerator[NumberedPayload, None]:
        """The payloads of every event of the watcher's topic after its number, in order, until the last, if one is.

        First those of the past, then those that come; in between nothing is missed and nothing comes twice, since a
        watcher joins in the very moment in which it has caught up with what has been given out. One that is left behind
        catches up again."""
        while True:
            self._joining += 1
            try:
                while watcher.after < (position := await self._catch_up()):
                    events = await self._read(watcher.topic, watcher.after, position, [watcher.owner])
                    told = newest_of_each(events) if watcher.topic.pace else events
                    async with aclosing(catch_up_with(told, watcher)) as payloads:
                        async for one in payloads:
                            yield one
                    if any(map(watcher.topic.ends_with, events)):
                        return
                    watcher.after = events[-1].seq if len(events) == PAGE else position
                    await asyncio.sleep(0)  # however much there is to catch up with, others get their turn
                joined = self._join(watcher)
            finally:
                self._joining -= 1
            with joined:
                async with aclosing(watcher.payloads()) as payloads:
                    async for one in payloads:
                        yield one
            if not watcher.is_behind:
                return

    def knows_after(self, seq: int) -> bool:
        """Whether all events after the number are at hand."""
        return self._recent.knows_after(seq)

    def watchers(self) -> Iterator[Watcher]:
        """All that have joined."""
        return (watcher for consumer in self._consumers.values() for watcher in consumer.watchers)

    def _count_buffered(self) -> int:
        return sum(len(watcher.buffer) for watcher in self.watchers())

    def _count_behind(self) -> int:
        offsets = (consumer.offset for consumer in self._consumers.values())
        return 0 if self.position is None else max((self.position - offset for offset in offsets), default=0)

    @contextlib.contextmanager
    def _joined(self, watcher: Watcher, consumer: Consumer) -> Iterator[None]:
        try:
            yield
        finally:
            consumer.leave(watcher)
            watcher.clear()
            if not consumer.watching and self._consumers.get(watcher.renderer) is consumer:
                del self._consumers[watcher.renderer]
                consumer.close()

    def _join(self, watcher: Watcher) -> contextlib.AbstractContextManager[None]:
        consumer = self._consumers.get(watcher.renderer)
        if consumer is None:
            assert self.position is not None, "it has caught up"
            consumer = self._consumers[watcher.renderer] = Consumer(
                watcher.renderer,
                watcher.topic,
                self.position,
                lambda: self.position,
                self._read,
                self._metrics.payloads.inc,
            )
        consumer.join(watcher)
        return self._joined(watcher, consumer)

    async def _catch_up(self) -> int:
        """The number up to which events have been given out. Nobody gave any out while nobody waited."""
        if self.position is None:
            newest = await newest_event()
            if self.position is None:
                self._recent.begin(newest)
            self._hinted.set()
        assert self.position is not None
        return self.position

    async def _read(self, topic: Topic, seq: int, until: int, owners: Collection[Owner]) -> list[Event]:
        """The next events of the topic after `seq` and up to `until`, at most PAGE."""
        while not self.knows_after(seq):
            try:
                async with self.renderers.turns.take(owners):
                    return await read_after(topic, seq, until)
            except asyncpg.QueryCanceledError:
                raise slow() from None
            except AWAY as error:
                logger.warning("could not read events, trying again: %s", error)
                await asyncio.sleep(RETRY_SECONDS)
        return self._recent.read_after(topic, seq, until)

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
                while await self._look():
                    pass
            except (*AWAY, asyncpg.QueryCanceledError) as error:  # or it took too long
                logger.warning("could not look for new events, trying again: %r", error)
                await asyncio.sleep(RETRY_SECONDS)
            except Exception:
                logger.exception("could not look for new events, trying again")
                await asyncio.sleep(RETRY_SECONDS)

    async def _look(self) -> bool:
        """Reads the next events, and wakes the consumers; whether there may be more."""
        if not self.watching:
            self._recent.position = None
        events: list[Event] = []
        if self.position is not None:
            async with asyncio.timeout(LOOK_SECONDS):
                events = await read_new(self.position)
        self._looked_at = asyncio.get_running_loop().time()
        if events:
            self._recent.add(events)
            for consumer in self._consumers.values():
                consumer.wake()
        return len(events) == PAGE


async def catch_up_with(events: list[Event], watcher: Watcher) -> AsyncGenerator[NumberedPayload, None]:
    """The payloads of past events. Those that wait for the client count like those that come.

    Nothing is asked for while more was sent to the owner than may be."""
    while events:
        await watcher.work.account.repay()
        part = events[: watcher.renderer.rows]
        try:
            payloads = await watcher.renderer.ask([(event, watcher.viewer) for event in part], watcher.owner)
        except TooManyRows:
            continue  # there are fewer to a part now
        events = events[len(part) :]
        watcher.work.account.send(sum(map(length, payloads)))
        waiting: deque[str] = deque()
        try:
            for payload in payloads:
                if not watcher.account.hold(payload, weight(payload)):
                    raise TooSlow("too much waits for this client and others of the same principal")
                waiting.append(payload)
            for event, payload in zip(part, payloads, strict=True):
                yield event.seq, payload
                waiting.popleft()
                watcher.account.release(payload, weight(payload))
        finally:
            for payload in waiting:
                watcher.account.release(payload, weight(payload))
