"""What each principal may spend: cost and bytes in a second, and requests at once."""

import asyncio
import time
from collections.abc import Callable
from math import ceil
from types import TracebackType

from api.auth.principals import Owner
from api.execution.errors import RateLimited
from api.execution.limits.allowance import Allowance
from api.execution.limits.bounds import MAX_ANSWER_BYTES, MAX_COST
from api.execution.limits.prices import REQUEST

REFUSED_SECONDS = 0.25  # before a refusal is told, so that who asks again at once does not ask all the time
AFFORD_SECONDS = 20.0  # for a subscription to wait until its beginning can be paid for
WAIT_SECONDS = 0.25
BURST_SECONDS = 10  # of its rate a principal may have saved up

Clock = Callable[[], float]


class Bucket:
    """Tokens that come at a rate and may be saved up to a size. `level` is below 0 after more was spent than was there.

    `spent` is what was taken here and told nobody yet."""

    __slots__ = ("_at", "rate", "saved", "size", "spent", "total")

    def __init__(self, rate: int, size: int, now: float) -> None:
        self.rate = rate
        self.size = size
        self.spent = 0
        self.total: int | None = None  # by all processes together, when they were last asked
        self.saved: float = size  # when it was last looked at, since when there can only be more
        self._at = now

    def level(self, now: float) -> float:
        """What is left."""
        if now > self._at:
            self.saved = min(self.saved + (now - self._at) * self.rate, self.size)
            self._at = now
        return self.saved

    def wait(self, amount: float, now: float) -> float:
        """The seconds until there is so much, or all that there can be; 0 for now."""
        return max(0.0, (min(amount, self.size) - self.level(now)) / self.rate)

    def take(self, amount: int, now: float) -> bool:
        """Takes tokens if they are there."""
        level = self.level(now) - amount
        if level < 0:
            return False
        self.saved = level
        self.spent += amount
        return True

    def spend(self, amount: int, now: float) -> None:
        """Takes tokens, whether they are there or not."""
        self.saved = self.level(now) - amount
        self.spent += amount

    def learn(self, total: int, sent: int, now: float) -> None:
        """Takes off what other processes have spent: all together have spent `total`, of which `sent` was just ours.

        What they had spent before this one asked for the first time is over. Numbers may begin anew."""
        before = total - sent if self.total is None else self.total
        if total < before + sent:
            before = 0
        self.total = total
        self.spent -= sent
        level = self.level(now)
        self.saved = min(level, max(level - max(0, total - before - sent), -self.size))

    def forget(self) -> None:
        """Keeps from other processes what they could not be told in time."""
        self.spent = 0
        self.total = None

    def describe(self, now: float) -> str:
        """What is left, and the seconds until it is full."""
        level = self.level(now)
        return f"r={int(level) if level > 0 else 0};t={ceil((self.size - level) / self.rate)}"

    def is_full(self, now: float) -> bool:
        """Whether nothing is remembered in it that a new one would not have."""
        return not self.spent and self.level(now) >= self.size


class Account:
    """What one principal has left in this process, and how many of its requests are being answered."""

    __slots__ = ("_allowance", "_clock", "_policy", "bytes", "cost", "owner", "requests")

    def __init__(self, owner: Owner, allowance: Allowance, clock: Clock) -> None:
        now = clock()
        self.owner = owner
        # Whatever is refused now has to be possible later.
        rate = allowance.cost_per_second
        self.cost = Bucket(rate, max(rate * BURST_SECONDS, MAX_COST), now)
        rate = allowance.bytes_per_second
        self.bytes = Bucket(rate, max(rate * BURST_SECONDS, MAX_ANSWER_BYTES), now)
        self.requests = 0
        self._allowance = allowance
        self._clock = clock
        bytes_policy = f'"bytes";q={self.bytes.size};w={BURST_SECONDS};qu="content-bytes"'
        self._policy = f'"cost";q={self.cost.size};w={BURST_SECONDS}, {bytes_policy}'

    def charge(self, cost: int) -> None:
        """Pays for what is about to be done. Raises RateLimited, and takes nothing, when there is not enough."""
        now = self._clock()
        if self.bytes.saved < 0 and self.bytes.level(now) < 0:
            rate = self._allowance.bytes_per_second
            message = f"more was sent to you than {rate:,} bytes a second; ask for less at a time, or less often"
            raise RateLimited(message, self.bytes.wait(0, now))
        if not self.cost.take(cost, now):
            price = f"costs {cost:,}, of which {max(0, int(self.cost.level(now))):,} are left"
            seconds = self.cost.wait(cost, now)
            raise RateLimited(f"this {price}; {self._allowance.cost_per_second:,} come back each second", seconds)

    async def afford(self, cost: int) -> None:
        """Pays like `charge`, but waits until there is enough. Raises RateLimited when that takes too long."""
        given_up = self._clock() + AFFORD_SECONDS
        while True:
            try:
                return self.charge(cost)
            except RateLimited:
                if self._clock() > given_up:
                    raise
            await asyncio.sleep(WAIT_SECONDS)

    def send(self, size: int) -> None:
        """Counts the bytes of an answer."""
        self.bytes.spend(size, self._clock())

    def request(self) -> "Account":
        """A request that is being answered, in a block: one of at most so many at once, and paid for by itself.

        The block raises RateLimited when it cannot begin."""
        return self

    def __enter__(self) -> None:
        if self.requests >= self._allowance.requests_at_once:
            raise RateLimited(f"{self.requests} of your requests are being answered; wait for one of them", 1)
        self.charge(REQUEST)
        self.requests += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.requests -= 1

    def left(self) -> dict[str, int]:
        """What answers tell: the cost and the bytes that may be spent now."""
        now = self._clock()
        cost, size = self.cost.level(now), self.bytes.level(now)
        return {"cost": int(cost) if cost > 0 else 0, "bytes": int(size) if size > 0 else 0}

    def headers(self) -> dict[str, str]:
        """What is left as draft-ietf-httpapi-ratelimit-headers has it, with the seconds until all has come back."""
        now = self._clock()
        limits = f'"cost";{self.cost.describe(now)}, "bytes";{self.bytes.describe(now)}'
        return {"RateLimit-Policy": self._policy, "RateLimit": limits}

    def rests(self, now: float) -> bool:
        """Whether nothing has to be remembered of it."""
        return not self.requests and self.cost.is_full(now) and self.bytes.is_full(now)


class Budgets:
    """The accounts of one process. What an account says holds at once; what other processes know of it comes later."""

    def __init__(self, allowance: Allowance, clock: Clock = time.monotonic) -> None:
        self.allowance = allowance
        self.clock = clock
        self._accounts: dict[Owner, Account] = {}

    def __len__(self) -> int:
        """How many are remembered."""
        return len(self._accounts)

    def of(self, owner: Owner) -> Account:
        """The principal's account."""
        found = self._accounts.get(owner)
        if found is None:
            found = self._accounts[owner] = Account(owner, self.allowance, self.clock)
        return found

    def forget(self) -> None:
        """Has other processes learn nothing of what was spent so far."""
        for account in self._accounts.values():
            account.cost.forget()
            account.bytes.forget()

    def unsettled(self) -> list[Account]:
        """The accounts that have spent something since other processes were told. Others may be forgotten by that."""
        now = self.clock()
        for account in [one for one in self._accounts.values() if one.rests(now)]:
            del self._accounts[account.owner]
        return [one for one in self._accounts.values() if one.cost.spent or one.bytes.spent]
