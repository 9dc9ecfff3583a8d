"""Redis or Valkey as a messenger: it carries "run this job" and "look now", and may forget both at any moment.

Nothing depends on a message: jobs and events are rows, which workers and subscriptions also look for by themselves.
"""

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Self, TypeVar

import orjson
from arq.connections import ArqRedis
from arq.constants import in_progress_key_prefix
from redis.asyncio import ConnectionPool, UnixDomainSocketConnection
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import AuthenticationError, RedisError, WatchError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from jobs.queue_trial import (
    AT_ONCE,
    CONNECT_SECONDS,
    HINTS,
    MESSAGE,
    QUEUE,
    READS,
    SOCKET_SECONDS,
    WATCHED,
    count_messages,
)
from jobs.redis_faults import refusal_of, tell_fault
from jobs.redis_url import check_redis_url

RUN_JOB = "run_job"
HEALTH_CHECK_SECONDS = 15

Result = TypeVar("Result")

logger = logging.getLogger(__name__)


def to_json(message: dict[str, Any]) -> bytes:
    """Arq's messages as JSON, so that who can write to Redis cannot run code here."""
    return orjson.dumps(message, default=str)


def from_json(message: bytes) -> dict[str, Any]:
    """Reads a message that `to_json` wrote."""
    return orjson.loads(message)  # type: ignore[no-any-return]


class Patience(Retry):
    """Tries again what may go away by itself. A refused login does not, and redis-py would ask in a circle for ever."""

    async def call_with_retry(
        self, do: Callable[[], Awaitable[Result]], fail: Callable[[RedisError], Awaitable[None]]
    ) -> Result:
        async def attempt() -> Result:
            try:
                return await do()
            except AuthenticationError as error:
                await fail(error)
                raise refusal_of(error) or error from None

        return await super().call_with_retry(attempt, fail)


class LocalSocket(UnixDomainSocketConnection):
    """A connection that is closed when its greeting fails: redis-py would go on, in a database not asked for."""

    async def on_connect(self) -> None:
        """Logs in and selects the database."""
        try:
            await super().on_connect()
        except RedisError:
            await self.disconnect()
            raise


def connect_redis(url: str, *, retries: int = 3, answer_seconds: float = SOCKET_SECONDS) -> ArqRedis:
    """A client that retries briefly, gives up on a dead peer and connects lazily. Raises ValueError for a bad URL.

    A command whose answer does not come in time may have been done: whose commands do something else when they are done
    twice has no `retries`. Where the server refuses the login, each command raises QueueRefused."""
    check_redis_url(url)
    # A socket of this machine cannot be kept alive, and its connections refuse the option.
    keepalive: dict[str, Any] = {} if url.startswith("unix") else {"socket_keepalive": True}
    pool = ConnectionPool.from_url(
        url,
        socket_connect_timeout=CONNECT_SECONDS,
        socket_timeout=answer_seconds,
        health_check_interval=HEALTH_CHECK_SECONDS,
        lib_name=None,  # to tell it takes a right that nothing else here needs
        lib_version=None,
        retry=Patience(ExponentialBackoff(cap=1.0, base=0.05), retries),
        retry_on_error=[RedisConnectionError, RedisTimeoutError],
        **keepalive,
    )
    if pool.connection_class is UnixDomainSocketConnection:
        pool.connection_class = LocalSocket
    return ArqRedis(pool, job_serializer=to_json, job_deserializer=from_json)


class Queue:
    """What a process says to the others after it has committed. Failures are logged and made up for by polling."""

    def __init__(self, url: str) -> None:
        self.redis = connect_redis(url)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def run_soon(self, job: int, fence: int) -> None:
        """Asks any worker to run a job that waits to be claimed; asking twice for one claim is harmless."""
        message = f"{MESSAGE}{job}:{fence}"
        try:
            if await self.redis.enqueue_job(RUN_JOB, job, _job_id=message) is None:
                # A worker that took the message and died before it claimed the job left it marked as taken for hours.
                await self.redis.delete(in_progress_key_prefix + message)
        except (RedisError, OSError) as error:
            logger.warning("could not queue job %s, workers will find it by themselves: %s", job, tell_fault(error))

    async def hint(self) -> None:
        """Tells every API process to look for new events now."""
        try:
            await self.redis.publish(HINTS, b"")
        except (RedisError, OSError) as error:
            logger.warning(
                "could not announce new events, subscriptions will find them by polling: %s", tell_fault(error)
            )

    async def length(self) -> int:
        """How many jobs have a message waiting for a worker."""
        return count_messages(await self.redis.zrange(QUEUE, 0, -1))

    async def check(self) -> None:
        """Tries once each command that passing messages on takes, and leaves nothing behind.

        Raises QueueRefused when the server answers and will not do so, RedisError or OSError when it is away."""
        try:
            await self._try_queue()
            await self.redis.publish(HINTS, b"")
            async with self.redis.pubsub() as channel:
                await channel.subscribe(HINTS)
                await channel.get_message(timeout=CONNECT_SECONDS)
        except RedisError as error:
            raise refusal_of(error) or error from None

    async def _try_queue(self) -> None:
        """What arq does to a message, with a key that lives for a second; docs/operations.md lists the commands."""
        for words in READS:
            await self.redis.execute_command(*words)  # type: ignore[no-untyped-call]
        with suppress(WatchError):  # another process tries the same
            async with self.redis.pipeline(transaction=True) as pipe:
                for words in WATCHED:
                    await pipe.execute_command(*words)
                pipe.multi()  # type: ignore[no-untyped-call]
                for words in AT_ONCE:
                    pipe.execute_command(*words)
                await pipe.execute()

    async def close(self) -> None:
        """Closes the connections."""
        await self.redis.aclose()
        await self.redis.connection_pool.disconnect()
