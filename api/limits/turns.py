"""Turns at the database: who may use one of the pool's connections, and who is next."""

import asyncio
from collections import Counter, OrderedDict, deque
from types import TracebackType

from api.context import Owner
from api.errors import RateLimited

MOST_SECONDS = 10.0  # to wait for a turn; the operation itself may take 30
SHARE = 3  # of so many parts of the pool one may belong to one principal


class Turns:
    """Few run at once, and of one principal fewer still; who waits is next after one of each other principal's."""

    def __init__(self, most: int, each: int) -> None:
        self._free = most
        self._each = each
        self._running: Counter[Owner] = Counter()
        self._waiting: OrderedDict[Owner, deque[asyncio.Future[None]]] = OrderedDict()

    @classmethod
    def of_pool(cls, size: int) -> "Turns":
        """Of a pool of so many connections: a third of them for one principal, and never less than two."""
        return cls(size, max(2, size // SHARE))

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(len(queue) for queue in self._waiting.values())

    async def begin(self, owner: Owner) -> None:
        """Waits for a turn, which has to be ended. Raises RateLimited when none comes for long."""
        if not self._free or owner in self._waiting or self._running[owner] >= self._each:
            await self._wait(owner)
        else:
            self._count(owner)

    def end(self, owner: Owner) -> None:
        """Ends a turn, and lets others begin."""
        self._free += 1
        self._running[owner] -= 1
        if not self._running[owner]:
            del self._running[owner]
        if self._waiting:
            self._call()

    def _count(self, owner: Owner) -> None:
        self._free -= 1
        self._running[owner] += 1

    def _call(self) -> None:
        """Gives the turns that are free, the principals one after the other."""
        while self._free:
            owner = next((one for one in self._waiting if self._running[one] < self._each), None)
            if owner is None:
                return
            queue = self._waiting[owner]
            turn = queue.popleft()
            if queue:
                self._waiting.move_to_end(owner)
            else:
                del self._waiting[owner]
            if not turn.done():  # else who waited for it has just been cancelled
                self._count(owner)
                turn.set_result(None)

    async def _wait(self, owner: Owner) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(owner, deque()).append(turn)
        try:
            async with asyncio.timeout(MOST_SECONDS):
                await turn
        except (asyncio.CancelledError, TimeoutError) as error:
            if turn.done() and not turn.cancelled():  # it came in the same moment
                self.end(owner)
            else:
                self._leave(owner, turn)
            if isinstance(error, TimeoutError):
                told = f"no connection to the database came free for {MOST_SECONDS:g} s: too much is running at once"
                raise RateLimited(told, MOST_SECONDS) from None
            raise

    def _leave(self, owner: Owner, turn: asyncio.Future[None]) -> None:
        if turn in (queue := self._waiting.get(owner, deque())):
            queue.remove(turn)
            if not queue:
                del self._waiting[owner]


class Turn:
    """A turn for a block, of an operation that has few at once itself."""

    __slots__ = ("_own", "_owner", "_turns")

    def __init__(self, own: asyncio.Semaphore, turns: Turns, owner: Owner) -> None:
        self._own = own
        self._turns = turns
        self._owner = owner

    async def __aenter__(self) -> None:
        await self._own.acquire()
        try:
            await self._turns.begin(self._owner)
        except BaseException:
            self._own.release()
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._turns.end(self._owner)
        self._own.release()
