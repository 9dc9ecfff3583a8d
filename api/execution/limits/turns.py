"""Turns at the database: who may run a statement, and who is next."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from types import TracebackType

from api.auth.principals import Owner
from api.execution.errors import RateLimited

MOST_SECONDS = 10.0  # for a request to wait for a turn; its operation may take 30
SHARE = 3  # of so many parts of the pool one may belong to one principal


class Turns:
    """Few run at once, and of one principal fewer still (`each`).

    Whoever waits gets the next turn after at most one of each other principal's, however many those want."""

    def __init__(self, most: int, each: int = 1) -> None:
        self._free = most
        self._each = each
        self._running: dict[Owner, int] = {}
        self._waiting: OrderedDict[Owner, deque[asyncio.Future[None]]] = OrderedDict()

    @classmethod
    def of_pool(cls, size: int) -> "Turns":
        """The turns of a pool of so many connections: a third of them for one principal, and never less than two."""
        return cls(size, max(2, size // SHARE))

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(len(queue) for queue in self._waiting.values())

    @asynccontextmanager
    async def take(self, owners: Iterable[Owner]) -> AsyncIterator[None]:
        """A turn for a block, as one of the principals for whom it works: the first that can have one just now."""
        owner = self._choose(owners)
        if not self.begin(owner):
            await self.wait(owner)
        try:
            yield
        finally:
            self.end(owner)

    def begin(self, owner: Owner) -> bool:
        """Takes a turn, which has to be ended, if one can be had at once."""
        if not self._free or not self._may_begin(owner):
            return False
        self._count(owner)
        return True

    async def wait(self, owner: Owner, seconds: float | None = None) -> None:
        """Takes a turn when it comes. Raises TimeoutError when it does not come in so many seconds."""
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        self._waiting.setdefault(owner, deque()).append(turn)
        # A bare timer costs a fifth of what asyncio.timeout does.
        timer = None if seconds is None else loop.call_later(seconds, _run_out, turn)
        try:
            await turn
        except (asyncio.CancelledError, TimeoutError):
            if turn.done() and not turn.cancelled() and turn.exception() is None:  # it came in the same moment
                self.end(owner)
            elif turn in (queue := self._waiting.get(owner, deque())):
                queue.remove(turn)
                if not queue:
                    del self._waiting[owner]
            raise
        finally:
            if timer is not None:
                timer.cancel()

    def end(self, owner: Owner) -> None:
        """Ends a turn, and lets others begin."""
        self._free += 1
        running = self._running[owner] - 1
        if running:
            self._running[owner] = running
        else:
            del self._running[owner]
        while self._free and self._waiting:
            following = next((one for one in self._waiting if self._running.get(one, 0) < self._each), None)
            if following is None:
                return
            self._call(following)

    def _choose(self, owners: Iterable[Owner]) -> Owner:
        first: Owner | None = None
        for owner in owners:
            if self._may_begin(owner):
                return owner
            first = first or owner
        assert first is not None, "a turn is somebody's"
        return first

    def _may_begin(self, owner: Owner) -> bool:
        return self._running.get(owner, 0) < self._each and owner not in self._waiting

    def _count(self, owner: Owner) -> None:
        self._free -= 1
        self._running[owner] = self._running.get(owner, 0) + 1

    def _call(self, owner: Owner) -> None:
        queue = self._waiting[owner]
        turn = queue.popleft()
        if queue:
            self._waiting.move_to_end(owner)
        else:
            del self._waiting[owner]
        if not turn.done():  # else who waited for it has just been cancelled
            self._count(owner)
            turn.set_result(None)


def _run_out(turn: asyncio.Future[None]) -> None:
    if not turn.done():
        turn.set_exception(TimeoutError())


class Turn:
    """A turn for a block, of an operation that has few at once itself."""

    __slots__ = ("_own", "_owner", "_turns")

    def __init__(self, own: asyncio.Semaphore, turns: Turns, owner: Owner) -> None:
        self._own = own
        self._turns = turns
        self._owner = owner

    async def __aenter__(self) -> None:
        await self._own.acquire()
        if self._turns.begin(self._owner):
            return
        try:
            await self._turns.wait(self._owner, MOST_SECONDS)
        except TimeoutError:
            self._own.release()
            message = f"no connection to the database came free for {MOST_SECONDS:g} s: too much is running at once"
            raise RateLimited(message, MOST_SECONDS) from None
        except BaseException:
            self._own.release()
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._turns.end(self._owner)
        self._own.release()
