"""Turns at the database: few statements of live updates run at once, and one of each principal's."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from api.context import Owner

TURNS = 2


class Turns:
    """Whoever waits gets the next turn after at most one of each other principal's, however many those want."""

    def __init__(self, most: int = TURNS) -> None:
        self._free = most
        self._busy: set[Owner] = set()
        self._waiting: OrderedDict[Owner, deque[asyncio.Future[None]]] = OrderedDict()

    @asynccontextmanager
    async def take(self, owners: Iterable[Owner]) -> AsyncIterator[None]:
        """A turn for a block, as one of the principals for whom it works: the first that wants no other just now."""
        owner = self._choose(owners)
        if not self._free or owner in self._busy or owner in self._waiting:
            await self._wait(owner)
        else:
            self._begin(owner)
        try:
            yield
        finally:
            self._end(owner)

    def _choose(self, owners: Iterable[Owner]) -> Owner:
        first: Owner | None = None
        for owner in owners:
            if owner not in self._busy and owner not in self._waiting:
                return owner
            first = first or owner
        assert first is not None, "a turn is somebody's"
        return first

    async def _wait(self, owner: Owner) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(owner, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # it came in the same moment
                self._end(owner)
            elif turn in (queue := self._waiting.get(owner, deque())):
                queue.remove(turn)
                if not queue:
                    del self._waiting[owner]
            raise

    def _begin(self, owner: Owner) -> None:
        self._free -= 1
        self._busy.add(owner)

    def _end(self, owner: Owner) -> None:
        self._free += 1
        self._busy.discard(owner)
        while self._free:
            following = next((one for one in self._waiting if one not in self._busy), None)
            if following is None:
                return
            queue = self._waiting[following]
            turn = queue.popleft()
            if queue:
                self._waiting.move_to_end(following)
            else:
                del self._waiting[following]
            if not turn.done():  # else who waited for it has just been cancelled
                self._begin(following)
                turn.set_result(None)
