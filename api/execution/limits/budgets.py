"""What each principal may spend: cost and bytes in a second, and requests at once."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from api.auth.principals import Owner
from api.execution.errors import RateLimited
from api.execution.limits.allowance import Allowance
from api.execution.limits.bounds import MAX_ANSWER_BYTES, MAX_COST
from api.execution.limits.buckets import Bucket
from api.execution.limits.one_by_one import OneByOne

REFUSED_SECONDS = 0.25  # before a refusal is told, so that who asks again at once does not ask all the time
AFFORD_SECONDS = 20.0  # for a subscription to wait until its beginning can be paid for
REST_SECONDS = 1.0  # at most, before who waits looks again at what is left
BURST_SECONDS = 10  # of its rate a principal may have saved up
BEGIN_AT_ONCE = 16  # requests of one principal that come in one round of the event loop; for more it is one by one
IDLE_ROUNDS = 4  # of settling, through which an account is kept in step that nobody uses

Clock = Callable[[], float]


class Account:
    """What one principal has left in this process, and how many of its requests are being answered.

    `is_current` says whether it has been kept in step with other processes, so that what it says can be relied on;
    `idle` is for how many rounds of settling nobody has used it."""

    __slots__ = (
        "_allowance", "_clock", "_policy", "_turn", "begins", "bytes", "cost", "idle", "is_current", "owner",
        "requests",
    )  # fmt: skip

    def __init__(self, owner: Owner, allowance: Allowance, clock: Clock) -> None:
        now = clock()
        self.owner = owner
        # Whatever is refused now has to be possible later.
        rate = allowance.cost_per_second
        self.cost = Bucket(rate, max(rate * BURST_SECONDS, MAX_COST), now)
        rate = allowance.bytes_per_second
        self.bytes = Bucket(rate, max(rate * BURST_SECONDS, MAX_ANSWER_BYTES), now)
        self.requests = 0
        self.begins = OneByOne(BEGIN_AT_ONCE)  # its requests, to be read and answered
        self.is_current = False
        self.idle = 0
        self._turn = asyncio.Lock()  # of those who wait: the first has the next that comes back
        self._allowance = allowance
        self._clock = clock
        bytes_policy = f'"bytes";q={self.bytes.size};w={BURST_SECONDS};qu="content-bytes"'
        self._policy = f'"cost";q={self.cost.size};w={BURST_SECONDS}, {bytes_policy}'

    def charge(self, cost: int) -> None:
        """Pays for what is about to be done. Raises RateLimited, and takes nothing, when there is not enough."""
        if seconds := self.overdrawn:
            rate = self._allowance.bytes_per_second
            message = f"more was sent to you than {rate:,} bytes a second; ask for less at a time, or less often"
            raise RateLimited(message, seconds)
        if not self.cost.take(cost, self._clock()):
            raise self._refusal(cost)

    def owe(self, cost: int) -> None:
        """Pays for what has been done already: what is missing has to come back before anything else is."""
        self.cost.spend(cost)

    async def afford(self, cost: int) -> None:
        """Pays, and waits until there is enough: first come, first served. Raises RateLimited when it takes too long.

        That more was sent than may be is no reason to wait yet: see `repay`."""
        limit = asyncio.timeout(AFFORD_SECONDS)
        try:
            async with limit, self._turn:
                while not self.cost.take(cost, now := self._clock()):
                    await self._rest(self.cost.wait(cost, now))
        except TimeoutError:
            if not limit.expired():
                raise
            raise self._refusal(cost) from None

    async def repay(self) -> None:
        """Waits until no more has been sent than may be."""
        while seconds := self.overdrawn:
            await self._rest(seconds)

    @property
    def overdrawn(self) -> float:
        """The seconds until no more has been sent than may be; 0 for now."""
        return 0.0 if self.bytes.saved >= 0 else self.bytes.wait(0, self._clock())

    def send(self, size: int) -> None:
        """Counts the bytes of an answer, or of a payload."""
        self.bytes.level(self._clock())
        self.bytes.spend(size)

    async def _rest(self, seconds: float) -> None:
        """Waits for so long, or until it may have to be longer: other processes spend meanwhile, which is learnt."""
        self.idle = 0
        await asyncio.sleep(min(seconds, REST_SECONDS))

    def request(self) -> "Account":
        """A request that is being answered, in a block: one of at most so many at once.

        The block raises RateLimited when it cannot begin. What a request costs by itself is paid inside."""
        return self

    def __enter__(self) -> Self:
        if self.requests >= self._allowance.requests_at_once:
            raise RateLimited(f"{self.requests} of your requests are being answered; wait for one of them", 1)
        self.requests += 1
        return self

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
        """What `left` has told, less what was sent since, and the seconds until all has come back.

        As draft-ietf-httpapi-ratelimit-headers has it."""
        cost, size = self.cost, self.bytes
        left, room = int(cost.saved), int(size.saved)
        of_cost = f"r={left if left > 0 else 0};t={(cost.size - left + cost.rate - 1) // cost.rate}"  # noqa: FURB136 - each request comes here
        of_size = f"r={room if room > 0 else 0};t={(size.size - room + size.rate - 1) // size.rate}"  # noqa: FURB136 - each request comes here
        return {"RateLimit-Policy": self._policy, "RateLimit": f'"cost";{of_cost}, "bytes";{of_size}'}

    def _refusal(self, cost: int) -> RateLimited:
        now = self._clock()
        price = f"costs {cost:,}, of which {max(0, int(self.cost.level(now))):,} are left"
        seconds = self.cost.wait(cost, now)
        return RateLimited(f"this {price}; {self._allowance.cost_per_second:,} come back each second", seconds)

    def rests(self, now: float) -> bool:
        """Whether nothing has to be remembered of it."""
        return not self.requests and self.cost.is_full(now) and self.bytes.is_full(now)


async def _ask_nobody(_: Account) -> None:
    """There are no other processes."""


class Budgets:
    """The accounts of one process. What an account says holds at once; what other processes know of it comes later.

    `ask` has an account learn what its principal has spent in other processes."""

    def __init__(self, allowance: Allowance, clock: Clock = time.monotonic) -> None:
        self.allowance = allowance
        self.clock = clock
        self.ask: Callable[[Account], Awaitable[None]] = _ask_nobody
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
            account.cost.tell()
            account.bytes.tell()

    def begin_round(self) -> list[Account]:
        """The accounts to keep in step: those that have spent something, and those that were just used.

        Others have to ask before they are relied on again. Those that nothing has to be remembered of are gone."""
        now = self.clock()
        used = []
        for account in list(self._accounts.values()):
            account.idle = 0 if account.cost.spent or account.bytes.spent else account.idle + 1
            if account.idle <= IDLE_ROUNDS:
                used.append(account)
                continue
            account.is_current = False
            if account.rests(now):
                del self._accounts[account.owner]
        return used
