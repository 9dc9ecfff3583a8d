"""Redis or Valkey as a messenger: it carries "run this job" and "look now", and may forget both at any moment.

Nothing depends on a message: jobs and events are rows, which workers and subscriptions also look for by themselves.
"""

import logging
from typing import Any

import orjson
from arq.connections import ArqRedis
from arq.constants import in_progress_key_prefix
from redis.asyncio import ConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

HINTS = "tierline:hints"
RUN_JOB = "run_job"
CONNECT_SECONDS = 2.0
SOCKET_SECONDS = 10.0
HEALTH_CHECK_SECONDS = 15

logger = logging.getLogger(__name__)


def to_json(message: dict[str, Any]) -> bytes:
    """Arq's messages as JSON, so that who can write to Redis cannot run code here."""
    return orjson.dumps(message, default=str)


def from_json(message: bytes) -> dict[str, Any]:
    """The reverse of `to_json`."""
    return orjson.loads(message)  # type: ignore[no-any-return]


def connect_redis(url: str) -> ArqRedis:
    """A client that retries briefly, gives up on a dead peer and connects lazily. Raises ValueError for a bad URL."""
    # A socket of this machine cannot be kept alive, and its connections refuse the option.
    keepalive: dict[str, Any] = {} if url.startswith("unix") else {"socket_keepalive": True}
    pool = ConnectionPool.from_url(
        url,
        socket_connect_timeout=CONNECT_SECONDS,
        socket_timeout=SOCKET_SECONDS,
        health_check_interval=HEALTH_CHECK_SECONDS,
        retry=Retry(ExponentialBackoff(cap=1.0, base=0.05), 3),
        retry_on_error=[RedisConnectionError, RedisTimeoutError],
        **keepalive,
    )
    return ArqRedis(pool, job_serializer=to_json, job_deserializer=from_json)


class Queue:
    """What a process says to the others after it has committed. Failures are logged and made up for by polling."""

    def __init__(self, url: str) -> None:
        self.redis = connect_redis(url)

    async def run_soon(self, job: int, fence: int) -> None:
        """Asks any worker to run a job that waits to be claimed; asking twice for one claim is harmless."""
        message = f"recompute:{job}:{fence}"
        try:
            if await self.redis.enqueue_job(RUN_JOB, job, _job_id=message) is None:
                # A worker that took the message and died before it claimed the job left it marked as taken for hours.
                await self.redis.delete(in_progress_key_prefix + message)
        except (RedisError, OSError) as error:
            logger.warning("could not queue job %s, workers will find it by themselves: %s", job, error)

    async def hint(self) -> None:
        """Tells every API process to look for new events now."""
        try:
            await self.redis.publish(HINTS, b"")
        except (RedisError, OSError) as error:
            logger.warning("could not announce new events, subscriptions will find them by polling: %s", error)

    async def length(self) -> int:
        """How many jobs have a message waiting for a worker."""
        return sum(name.startswith(b"recompute:") for name in await self.redis.zrange("arq:queue", 0, -1))

    async def has_worker(self) -> bool:
        """Whether a worker has shown signs of life within the last seconds."""
        return bool(await self.redis.exists("arq:queue:health-check"))

    async def ping(self) -> bool:
        """Whether Redis answers."""
        try:
            return bool(await self.redis.ping())
        except (RedisError, OSError):
            return False

    async def close(self) -> None:
        """Closes the connections."""
        await self.redis.aclose()
        await self.redis.connection_pool.disconnect()
