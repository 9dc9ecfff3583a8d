"""What each contestant is asked over and over, the same in the same order."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.portfolio import Portfolio
from bench.reads.documents import CLIENTS_OF_A_PAGE, OF_ONE, Query
from bench.reads.portfolio import partner_called

PAGES = 24  # of a list, one after the other: three for each connection
PARTNERS = 120
NAMES = 240
DEEP = 5  # a deep page comes after this fraction of all clients
STEP = 7919  # a prime, so that partners come in no order
LARGE = 24  # partners
CLIENTS_OF_LARGE = 300
COMMON = ("bakery", "zurich", "juniper la", "s", "evora me", "systems 1", "lodz", "wild t")  # as they are typed


@dataclass(frozen=True)
class Workload:
    """A query at several places: numbers of pages of its list, from 0, or external ids of partners, or texts."""

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


def questions(queries: Sequence[Query], portfolio: Portfolio) -> list[Workload]:
    """Those of the queries that only Tierline answers; of one partner at usual ones, at large ones, and at the largest.

    A partner of `bench/sql/portfolio.sql` has clients in inverse proportion to the root of its number."""
    middle = portfolio.clients**2 // (4 * CLIENTS_OF_LARGE**2 * portfolio.partners)
    first = max(1, middle - LARGE // 2)
    large = [f"p{number}" for number in range(first, first + LARGE)]
    numbers = [str(1 + number * STEP % portfolio.partners) for number in range(NAMES)]
    usual = [f"p{1 + number * STEP % portfolio.partners}" for number in range(1, PARTNERS + 1)]  # not the largest
    every = [
        *(
            Workload(f"{query}, {told}", query, places)
            for query in OF_ONE
            for told, places in (
                ("usual partners", usual),
                (f"partners with {CLIENTS_OF_LARGE} clients", large),
                ("the largest partner", ["p1"]),
            )
        ),
        Workload("at-risk", Query.AT_RISK, range(PAGES)),
        Workload("near-next", Query.NEAR_NEXT, range(PAGES)),
        Workload("history", Query.HISTORY, range(1)),
        *(
            Workload(f"{query}, {told}", query, texts)
            for query in (Query.SEARCH_PARTNERS, Query.SEARCH_CLIENTS)
            for told, texts in (("one in few names", numbers), ("one in many", COMMON))
        ),
    ]
    return [workload for workload in every if workload.query in queries]
