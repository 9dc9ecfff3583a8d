"""What each contestant is asked over and over, the same in the same order."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.reads.documents import CLIENTS_OF_A_PAGE, Query
from bench.reads.portfolio import Portfolio, partner_called

PAGES = 24  # of a list, one after the other: three for each connection
PARTNERS = 120
NAMES = 240
DEEP = 5  # a deep page comes after this fraction of all clients
STEP = 7919  # a prime, so that partners come in no order


@dataclass(frozen=True)
class Workload:
    """A query at several places: numbers of pages of its list, from 0, or external ids of partners."""

    name: str
    query: Query
    places: Sequence[int] | Sequence[str]


def workloads(queries: Sequence[Query], portfolio: Portfolio) -> list[Workload]:
    """Those of the queries, the first and the deep pages of a list beside each other."""
    deep = portfolio.clients // DEEP // CLIENTS_OF_A_PAGE
    partners = [partner_called(1 + number * STEP % portfolio.partners) for number in range(NAMES)]
    every = [
        Workload("nested", Query.NESTED, range(PAGES)),
        Workload("page, the first ones", Query.PAGE, range(PAGES)),
        Workload(f"page, {deep * CLIENTS_OF_A_PAGE:,} rows in", Query.PAGE, range(deep, deep + PAGES)),
        Workload("partner", Query.PARTNER, partners[:PARTNERS]),
        Workload("tiny", Query.TINY, partners),
    ]
    return [workload for workload in every if workload.query in queries]
