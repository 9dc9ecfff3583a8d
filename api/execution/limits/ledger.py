"""What is left in all processes together of what somebody may spend, in Valkey: numbers that may vanish any moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from redis.exceptions import RedisError

from jobs.queue import connect_redis

PREFIX = "tierline:spent:until:"  # below the one that users have a right to; sums of earlier versions are beside it
FAULTS = (RedisError, OSError)
ANSWER_SECONDS = 1.0  # after which it is taken to be away

# A budget is the moment at which all of it will have come back, by the server's clock, in milliseconds; it is forgotten
# then. One script for many: it takes what was spent off each, and gives what is left.
_SETTLE = """
local told = redis.call('TIME')
local now = told[1] * 1000 + told[2] / 1000
local left = {}
for place, key in ipairs(KEYS) do
    local spent, rate, size = ARGV[3 * place - 2], ARGV[3 * place - 1], ARGV[3 * place]
    local full = math.max(now, tonumber(redis.call('GET', key) or now)) + spent * 1000 / rate
    if tonumber(spent) > 0 and full > now then
        redis.call('PSETEX', key, math.ceil(full - now), string.format('%.4f', full))
    end
    -- Moments are exact to a quarter of a microsecond: what that rounds away is nothing that anybody has spent.
    left[place] = math.ceil(size - (full - now) * rate / 1000)
end
return left
"""


@dataclass(frozen=True, slots=True)
class Spending:
    """What was spent of the budget `name`, to which `rate` comes back in a second, up to `size`."""

    name: str
    spent: int
    rate: int
    size: int


class Ledger:
    """The budgets of everybody, by name."""

    def __init__(self, redis_url: str) -> None:
        # What was spent is told once: a script that was heard too late would be done for each time that it was sent.
        self._redis = connect_redis(redis_url, retries=0, answer_seconds=ANSWER_SECONDS)

    async def settle(self, spendings: Sequence[Spending]) -> list[int]:
        """Takes off what was spent, which may be nothing, and gives what is left then, in the same order.

        That is below 0 where more was spent than was there. Raises one of FAULTS; then it may have been taken off, and
        is not to be told again."""
        keys = [key_of(one.name) for one in spendings]
        numbers = [number for one in spendings for number in (one.spent, one.rate, one.size)]
        left: list[int] = await self._redis.eval(_SETTLE, len(keys), *keys, *numbers)  # type: ignore[misc, arg-type]
        return left

    async def close(self) -> None:
        """Closes the connections."""
        await self._redis.aclose()
        await self._redis.connection_pool.disconnect()


def key_of(name: str) -> str:
    """The key of a budget: of one length, and without telling whose it is."""
    return PREFIX + blake2b(name.encode(), digest_size=16).hexdigest()
