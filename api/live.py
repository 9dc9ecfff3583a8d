"""Who waits for which events, in this process."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Iterator

import asyncpg
from redis.exceptions import RedisError

from api.feed import PAGE, Topic, newest_event, read_after
from models.database import AWAY, acquire
from models.events import EventKind
from models.queue import HINTS, connect_redis

POLL_SECONDS = 2.0  # how late an event is when its hint was lost
RETRY_SECONDS = 1.0
LONGEST_RETRY_SECONDS = 30.0

logger = logging.getLogger(__name__)


class Watch:
    """One subscription's place at the hub."""

    def __init__(self, topic: Topic) -> None:
        self.topic = topic
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Says that there may be new events of the topic."""
        self._woken.set()

    async def wait(self) -> None:
        """Waits until woken since the last wait."""
        await self._woken.wait()
        self._woken.clear()


class Hub:
    """Wakes the subscriptions that new events concern: at once when Valkey passes the hint on, else within a poll.

    However many they are, one connection listens and one small statement looks; with nobody waiting, none does."""

    def __init__(self, redis_url: str) -> None:
        self._redis = connect_redis(redis_url)
        self._watches: set[Watch] = set()
        self._hinted = asyncio.Event()
        self._newest: int | None = None
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def watching(self) -> int:
        """How many subscriptions wait."""
        return len(self._watches)

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

    @contextlib.contextmanager
    def watch(self, topic: Topic) -> Iterator[Watch]:
        """A place at the hub. An event committed after this is either seen by a read that follows, or wakes it."""
        watch = Watch(topic)
        self._watches.add(watch)
        self._hinted.set()
        try:
            yield watch
        finally:
            self._watches.remove(watch)

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
                logger.warning("no hints of new events, polling instead: %s", error)
            await asyncio.sleep(delay)
            delay = min(delay * 2, LONGEST_RETRY_SECONDS)

    async def _look_out(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._hinted.wait(), POLL_SECONDS)
            self._hinted.clear()
            try:
                await self._look()
            except AWAY as error:
                logger.warning("could not look for new events, trying again: %s", error)
                await asyncio.sleep(RETRY_SECONDS)
            except Exception:
                logger.exception("could not look for new events, trying again")
                await asyncio.sleep(RETRY_SECONDS)

    async def _look(self) -> None:
        if not self._watches:
            self._newest = None
            return
        if self._newest is None:  # nobody waited before, so nobody knows which events are new
            self._newest = await newest_event()
            for watch in self._watches:
                watch.wake()
            return
        async with acquire() as connection:
            rows = await connection.fetch(
                "SELECT max(seq) AS seq, kind, coalesce(job_id, partner_id) AS row FROM event"
                " WHERE seq > $1 GROUP BY kind, coalesce(job_id, partner_id)",
                self._newest,
            )
        if not rows:
            return
        self._newest = max(row["seq"] for row in rows)
        topics = {Topic(EventKind(row["kind"]), row["row"]) for row in rows}
        topics |= {Topic(topic.kind, None) for topic in topics}
        for watch in self._watches:
            if watch.topic in topics:
                watch.wake()


async def follow(hub: Hub, topic: Topic, seq: int) -> AsyncGenerator[asyncpg.Record, None]:
    """Every event of the topic after `seq`, in order, for ever. Holds no connection while it waits."""
    with hub.watch(topic) as watch:
        while True:
            try:
                events = await read_after(topic, seq)
            except AWAY as error:
                logger.warning("could not read events, trying again: %s", error)
                await asyncio.sleep(RETRY_SECONDS)
                continue
            for event in events:
                seq = event["seq"]
                yield event
            if len(events) < PAGE:
                await watch.wait()
