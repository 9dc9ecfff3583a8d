"""What all processes together have spent of what somebody may, in Valkey: numbers that may vanish at any moment."""

from collections.abc import Mapping
from hashlib import blake2b

from redis.exceptions import RedisError

from jobs.queue import connect_redis

PREFIX = "tierline:spent:"
FAULTS = (RedisError, OSError)


class Ledger:
    """Sums by name. Each lasts for `seconds` after it last grew."""

    def __init__(self, redis_url: str, *, seconds: int) -> None:
        self._redis = connect_redis(redis_url)
        self._seconds = seconds

    async def add(self, amounts: Mapping[str, int]) -> list[int]:
        """Adds to the sums, and gives what they are then, in the same order. Raises one of FAULTS."""
        async with self._redis.pipeline(transaction=False) as pipe:
            for name, amount in amounts.items():
                key = key_of(name)
                pipe.incrby(key, amount)
                pipe.expire(key, self._seconds)
            answers = await pipe.execute()
        return [int(sum_) for sum_ in answers[::2]]

    async def close(self) -> None:
        """Closes the connections."""
        await self._redis.aclose()
        await self._redis.connection_pool.disconnect()


def key_of(name: str) -> str:
    """The key of a sum: of one length, and without telling whose it is."""
    return PREFIX + blake2b(name.encode(), digest_size=16).hexdigest()
