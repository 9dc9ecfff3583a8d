"""What events are shown by: a renderer for all subscriptions with the same document, variables and scope."""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from api.auth.principals import Owner
from api.execution.errors import TooMuch
from api.execution.limits.turns import Turns
from api.live.payload_cache import PayloadCache, RendererCache, Wanted
from api.live.rendering import Renderer, TooManyRows
from api.live.sockets import most_of

TURNS = 2  # statements of live updates at once, and of each principal's one
MOST_OF_ONE = 50  # different ones of one principal: each keeps a parsed document


@dataclass(eq=False, slots=True)
class Pending:
    """A payload that some wait for."""

    payload: asyncio.Future[str]
    waiting: int = 0


class SharedRenderer:
    """A renderer, the payloads of it that are kept, and what is asked of it besides what its consumer passes on."""

    def __init__(self, renderer: Renderer, payloads: PayloadCache) -> None:
        self.renderer = renderer
        self.owners: Counter[Owner] = Counter()  # of its subscriptions
        self._cache = RendererCache(payloads)
        self._pending: dict[Wanted, Pending] = {}
        self._queues: OrderedDict[Owner, OrderedDict[Wanted, None]] = OrderedDict()
        self._working: asyncio.Task[None] | None = None

    @property
    def rows(self) -> int:
        """How many payloads may be asked for at once now."""
        return self.renderer.rows

    async def ask(self, wanted: Sequence[Wanted], owner: Owner) -> list[str]:
        """The payload of each: of a snapshot, or of events to catch up with.

        What several ask for is rendered once, and all who ask get their share of each statement. Nothing is rendered
        for who does not wait any more. Raises TooManyRows when `rows` has come to be less than what is wanted."""
        while True:
            try:
                return await self._ask(wanted, owner)
            except TooManyRows:
                if len(wanted) > 1:
                    raise

    async def _ask(self, wanted: Sequence[Wanted], owner: Owner) -> list[str]:
        found = [self._cache.get(one) or self._find(one, owner) for one in wanted]
        pending = [one for one in found if isinstance(one, Pending)]
        for one in pending:
            one.waiting += 1
        try:
            return [one if isinstance(one, str) else await asyncio.shield(one.payload) for one in found]
        finally:
            for one in pending:
                one.waiting -= 1
            if pending and not any(one.waiting for one in self._pending.values()):
                self._stop()

    async def render(self, choose: Callable[[], Sequence[Wanted]], owners: Collection[Owner]) -> dict[Wanted, str]:
        """The payloads of what is wanted when its turn comes, of which those that are kept cost nothing.

        Raises TooManyRows when they are too large together."""
        known: dict[Wanted, str] = {}

        def choose_unknown() -> list[Wanted]:
            unknown = []
            for one in choose():
                payload = self._cache.get(one)
                if payload is None:
                    unknown.append(one)
                else:
                    known[one] = payload
            return unknown

        rendered = await self.renderer.render(choose_unknown, owners)
        for one, payload in rendered.items():
            self._cache.put(one, payload)
        return known | rendered

    def close(self) -> None:
        """Ends all that it does; nobody watches by it any more."""
        self._stop()
        self._cache.clear()

    def _find(self, one: Wanted, owner: Owner) -> Pending:
        if one not in self._pending:
            self._pending[one] = Pending(asyncio.get_running_loop().create_future())
            self._queues.setdefault(owner, OrderedDict())[one] = None
            if self._working is None or self._working.done():
                self._working = asyncio.create_task(self._work())
        return self._pending[one]

    async def _work(self) -> None:
        await asyncio.sleep(0)  # until all who are asking now have asked
        while self._queues:
            part: list[Wanted] = []

            def choose() -> list[Wanted]:
                nonlocal part
                part = part or self._next_part()  # the same again, when it is tried again
                return part

            try:
                payloads = await self.render(choose, list(self._queues))
            except Exception as error:  # noqa: BLE001 - those who asked get it
                for one in part:
                    pending = self._pending.pop(one)
                    pending.payload.set_exception(error)
                    pending.payload.exception()  # who asked may be gone
            else:
                for one in part:
                    self._pending.pop(one).payload.set_result(payloads[one])

    def _next_part(self) -> list[Wanted]:
        """The next payloads to render: one of each principal's in turn, at most as many as a statement has rows."""
        part: list[Wanted] = []
        while self._queues and len(part) < self.rows:
            owner, queue = self._queues.popitem(last=False)
            one, _ = queue.popitem(last=False)
            if queue:
                self._queues[owner] = queue  # behind the others
            if self._pending[one].waiting:
                part.append(one)
            else:
                del self._pending[one]
        return part

    def _stop(self) -> None:
        if self._working is not None:
            self._working.cancel()
            self._working = None
        self._pending.clear()
        self._queues.clear()


@dataclass(eq=False, slots=True)
class Renderers:
    """The renderers of one process, by what they depend on. Each is there as long as somebody watches by it."""

    turns: Turns = field(default_factory=lambda: Turns(TURNS))
    payloads: PayloadCache = field(default_factory=PayloadCache)
    _shared: dict[tuple[object, ...], tuple[SharedRenderer, object]] = field(default_factory=dict)
    _of_owners: Counter[Owner] = field(default_factory=Counter)
    _subscriptions: Counter[Owner] = field(default_factory=Counter)

    def __len__(self) -> int:
        return len(self._shared)

    @contextmanager
    def lend(
        self, identity: tuple[object, ...], operation: object, make: Callable[[], Renderer], owner: Owner
    ) -> Iterator[SharedRenderer]:
        """The renderer of that identity for a block; keeps the operation whose id is a part of it. Raises TooMuch."""
        if self._subscriptions[owner] >= (most := most_of(owner)):
            raise TooMuch(f"{owner[1]} has {most:,} subscriptions open here; end some")
        shared = self._shared[identity][0] if identity in self._shared else SharedRenderer(make(), self.payloads)
        if not shared.owners[owner]:
            if self._of_owners[owner] >= MOST_OF_ONE:
                raise TooMuch(f"{owner[1]} watches with {MOST_OF_ONE} different documents or variables here; end some")
            self._of_owners[owner] += 1
        self._shared[identity] = (shared, operation)
        self._subscriptions[owner] += 1
        shared.owners[owner] += 1
        try:
            yield shared
        finally:
            if drop(shared.owners, owner):
                drop(self._of_owners, owner)
            drop(self._subscriptions, owner)
            if not shared.owners:
                del self._shared[identity]
                shared.close()


def drop(counted: Counter[Owner], owner: Owner) -> bool:
    """Counts one less; whether it was the last."""
    counted[owner] -= 1
    if counted[owner]:
        return False
    del counted[owner]
    return True
