"""One statement for what many fields of one request ask at once."""

from collections.abc import Awaitable, Callable, Hashable, Sequence
from datetime import date, datetime
from typing import Generic, TypeVar

from strawberry.dataloader import DataLoader

from api import pages, reads
from api.sql import Row
from models.rulebook import Rulebook
from tiers.periods import local_day

K = TypeVar("K", bound=Hashable)
S = TypeVar("S", bound=Hashable)
V = TypeVar("V")


class Loader(DataLoader[K, V], Generic[K, V]):
    """Gathers keys, and keeps nothing: a socket lives for hours, and what it is told has to be true by then."""

    def __init__(self, read: Callable[[list[K]], Awaitable[Sequence[V]]]) -> None:
        async def read_once(keys: list[K]) -> list[V]:
            distinct = list(dict.fromkeys(keys))
            values = dict(zip(distinct, await read(distinct), strict=True))
            return [values[key] for key in keys]

        super().__init__(load_fn=read_once, cache=False)


def shared(read: Callable[[Sequence[int], S], Awaitable[list[V]]]) -> Loader[tuple[int, S], V]:
    """A loader of (row, argument): one statement for all rows that share the argument."""

    async def read_all(keys: list[tuple[int, S]]) -> list[V]:
        values: dict[tuple[int, S], V] = {}
        for argument in dict.fromkeys(argument for _, argument in keys):
            rows = [row for row, other in keys if other == argument]
            values |= zip(((row, argument) for row in rows), await read(rows, argument), strict=True)
        return [values[key] for key in keys]

    return Loader(read_all)


class Loaders:
    """All loaders of a request or of a websocket connection. Rows come as they are stored, None where there is none.

    Keys are primary keys (or external ids, where the name says so), alone or with what else the reader needs.
    """

    def __init__(self, rules: Rulebook, clock: Callable[[], datetime]) -> None:
        def as_of_today(read: Callable[[Sequence[int], date], Awaitable[list[V]]]) -> Loader[int, V]:
            return Loader(lambda keys: read(keys, local_day(clock(), rules.zone)))

        self.page: Loader[pages.Request, pages.Page] = Loader(pages.read_pages)
        self.count: Loader[pages.Counted, int] = Loader(pages.count_lists)

        self.partner: Loader[int, Row | None] = Loader(reads.read_partners)
        self.partner_by_external_id: Loader[str, Row | None] = Loader(reads.read_partners_by_name)
        self.client: Loader[int, Row | None] = Loader(reads.read_clients)
        self.client_by_external_id: Loader[str, Row | None] = Loader(reads.read_clients_by_name)
        self.employee: Loader[int, Row | None] = Loader(reads.read_employees)
        self.decision: Loader[int, Row | None] = Loader(reads.read_decisions)
        self.credited_client: Loader[int, Row | None] = Loader(reads.read_credited)
        self.job: Loader[int, Row | None] = Loader(reads.read_jobs)

        self.current_decision = as_of_today(reads.read_current_decisions)
        self.tier_since = as_of_today(reads.read_tier_starts)
        self.certified_until = as_of_today(reads.read_certified_until)
        self.newest_standing: Loader[int, Row | None] = Loader(reads.read_newest_standings)
        self.standing_on: Loader[tuple[int, date], Row | None] = Loader(reads.read_standings_on)
        self.revisions: Loader[tuple[int, date], list[Row]] = Loader(reads.read_revisions)
        self.appears: Loader[tuple[int, int], bool] = Loader(reads.read_appearances)

        self.standings: Loader[tuple[int, tuple[date, date]], list[Row]] = shared(reads.read_standing_ranges)
        self.daily_activity: Loader[tuple[int, tuple[date, date]], list[Row]] = shared(reads.read_daily_activity)
        self.mrr: Loader[tuple[int, int | None], Row | None] = shared(reads.read_mrr)
