"""What many want at once: one thing in each round of the event loop, with everybody else's work in between."""

import asyncio
from collections import deque
from collections.abc import Callable
from functools import partial

MOST_WAITING = 5_000  # newcomers, some 10 KiB each; for one more, the longest waiting has its turn

Do = Callable[[], None]


class OneByOne:
    """Does one thing in each round of the event loop, so that others hardly notice how many there are.

    As long as nobody waits, `free` of them may be done in one round. Newcomers, the last one first, take turns with all
    others, which come in order: so a newcomer has not to wait for a crowd that asks again and again, nor that crowd for
    ever for newcomers."""

    __slots__ = ("_free", "_left", "_newcomers", "_next", "_others", "_was_newcomer")

    def __init__(self, free: int = 1) -> None:
        self._free = free
        self._left = free  # of this round
        self._newcomers: deque[Do] = deque()
        self._others: deque[Do] = deque()
        self._was_newcomer = False
        self._next: asyncio.Handle | None = None

    def __len__(self) -> int:
        """How much waits."""
        return len(self._newcomers) + len(self._others)

    def add(self, do: Do) -> None:
        """Has it done when it is its turn, in the next round at the soonest. It must not raise."""
        self._others.append(do)
        self._end_round()

    async def turn(self, *, newcomer: bool = False) -> None:
        """Returns when the turn has come of who asks for one: at once if there are not many."""
        if self._left:
            self._left -= 1
            self._end_round()
            return
        turn = asyncio.get_running_loop().create_future()
        (self._newcomers if newcomer else self._others).append(partial(_come, turn))
        if len(self._newcomers) > MOST_WAITING:
            self._newcomers.popleft()()
        await turn

    def _end_round(self) -> None:
        if self._next is None:
            self._next = asyncio.get_running_loop().call_soon(self._begin_round)

    def _begin_round(self) -> None:
        self._next = None
        if not self:
            self._left = self._free
            return
        self._left = 0
        self._end_round()
        self._choose()()

    def _choose(self) -> Do:
        self._was_newcomer = bool(self._newcomers) and not (self._others and self._was_newcomer)
        return self._newcomers.pop() if self._was_newcomer else self._others.popleft()


def _come(turn: asyncio.Future[None]) -> None:
    if not turn.done():  # else who waited for it is gone
        turn.set_result(None)
