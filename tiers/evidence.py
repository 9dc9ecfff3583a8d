"""The evidence that is stored of each client: what it adds as sold and as managed, and its part in the median."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tiers.basis import Basis, UsageBasis, used_ways
from tiers.by_way import ByWay, counts_plainly, credits_by_way, one_way_of_a_kind
from tiers.crediting import NO_SHARES, Shares
from tiers.credits import ClientCredits, Credit, CreditStatus
from tiers.editions.currencies import minor_unit
from tiers.editions.edition import Edition
from tiers.editions.metrics.credited import Median, MedianOf
from tiers.editions.ways import Managed, Sold
from tiers.facts import ClientFacts
from tiers.needs import even_ways

DECIMALS = 2
"""Of stored amounts; those of a currency with fewer are stored with these too."""

_NO_USAGE = UsageBasis(0, date.min, 0)
_NEAREST_FIRST = (
    CreditStatus.COUNTED,
    CreditStatus.PENDING_REPORT,
    CreditStatus.EXPIRED,
    CreditStatus.NOT_SOLD_BY_PARTNER,
    CreditStatus.NO_RECENT_ACTIVITY,
    CreditStatus.DOMAIN_MISMATCH,
    CreditStatus.NO_ACCESS,
)


class StoredCredit(NamedTuple):
    """A client's evidence: its credits as sold and as managed in hundredths, and its part in the median.

    Each is of all ways of its kind together, with the status that is nearest to counting. Where an edition has no way
    of a kind, nothing is sold, or no account accessible. `ways` has what there is to say of each way beside that.
    """

    client: int
    sold_amount: int
    sold_status: CreditStatus
    sold_until: date | None
    managed_amount: int
    managed_status: CreditStatus
    managed_until: date | None
    apps_used: int
    counts_in_median: bool
    ways: ByWay


Row = tuple[int, int, CreditStatus, date | None, int, CreditStatus, date | None, int, bool, ByWay]
"""The same as a plain tuple, which is made some times faster."""


class _Places(NamedTuple):
    """Where a basis has what evidence is made of; `median` are the ways that count for the median.

    `one_of_each` says that there is one way of either kind, both count for that, and amounts are kept in hundredths, as
    of most editions; `mostly_plain` that a client whose facts count plainly (see `counts_plainly`) has no more to say.
    """

    sold: Sequence[int]
    managed: Sequence[int]
    median: Sequence[int]
    usage: UsageBasis
    scale: int
    one_of_each: bool
    mostly_plain: bool


def evidence_of(
    basis: Basis, facts: Mapping[int, ClientFacts], credited: Iterable[ClientCredits], shares: Shares = NO_SHARES
) -> Iterator[StoredCredit]:
    """The evidence of each of the credited clients, in their order; `facts` are by client.

    None where clients count in no way. `shares` says, by way, who manages each client, and is needed for ways that
    split evenly only (TypeError).
    """
    return map(StoredCredit._make, evidence_rows(basis, facts, credited, shares))


def evidence_rows(
    basis: Basis, facts: Mapping[int, ClientFacts], credited: Iterable[ClientCredits], shares: Shares
) -> Iterator[Row]:
    """What `evidence_of` gives, as plain tuples."""
    if not basis.ways:
        return
    sold_at, managed_at, median_at, usage, scale, one_of_each, mostly_plain = _places(basis)
    place, counted, currency = usage.place, usage.apps, basis.edition.currency
    sole_sold, sole_managed = (sold_at[0], managed_at[0]) if one_of_each else (0, 0)
    for client, _, credits_ in credited:
        if one_of_each:
            _, sold_status, sold, sold_until = credits_[sole_sold]
            _, managed_status, managed, managed_until = credits_[sole_managed]
            counts = sold + managed > 0
        else:
            sold_status, sold, sold_until = _together(credits_, sold_at, CreditStatus.NOT_SOLD_BY_PARTNER, scale)
            managed_status, managed, managed_until = _together(credits_, managed_at, CreditStatus.NO_ACCESS, scale)
            counts = any(credits_[place].amount > 0 for place in median_at)
        own = facts[client]
        used = (own.apps[place] & counted).bit_count()
        is_plain = mostly_plain and counts_plainly(own, currency)
        ways = None if is_plain else credits_by_way(basis, own, credits_, shares)
        yield (client, sold, sold_status, sold_until, managed, managed_status, managed_until, used, counts, ways)


def app_medians(edition: Edition) -> Sequence[Median]:
    """The medians of apps, in the edition's order."""
    return [one for one in edition.metrics if isinstance(one, Median) and one.of is MedianOf.APPS]


def app_median(edition: Edition) -> Median | None:
    """The metric that the apps of evidence are counted for: the first median of apps."""
    return next(iter(app_medians(edition)), None)


def further_usages(basis: Basis) -> Sequence[UsageBasis]:
    """Which apps count for each median of apps but the first one."""
    return [basis.usages[one.key] for one in app_medians(basis.edition)[1:]]


def further_apps_used(usages: Sequence[UsageBasis], facts: ClientFacts) -> Sequence[int] | None:
    """How many of a client's apps in use count for each of those, None where there are none: no evidence, but kept."""
    return [(facts.apps[one.place] & one.apps).bit_count() for one in usages] if usages else None


def ways_of(edition: Edition, used: Iterable[str], kind: type[Sold | Managed]) -> tuple[str, ...]:
    """The keys of those ways of a kind that are among the used ones, in the edition's order."""
    wanted = set(used)
    return tuple(way.key for way in edition.credits if isinstance(way, kind) and way.key in wanted)


def counts_whole(edition: Edition) -> bool:
    """Whether a client that counts as sold, or as managed, does so with all of its MRR, or a share of that."""
    ways = [way for way in edition.credits if way.key in used_ways(edition)]
    kinds = [way.kind for way in ways]
    return len(set(kinds)) == len(kinds) and all(way.lines is None for way in ways)


@lru_cache(maxsize=16)
def _places(basis: Basis) -> _Places:
    edition, places = basis.edition, basis.places
    median = app_median(edition)
    sold_at, managed_at = ([places[way] for way in ways_of(edition, places, kind)] for kind in (Sold, Managed))
    median_at = [] if median is None else [places[way] for way in median.over]
    scale = 10 ** (DECIMALS - minor_unit(edition.currency))
    return _Places(
        sold_at,
        managed_at,
        median_at,
        _NO_USAGE if median is None else basis.usages[median.key],
        scale,
        (len(sold_at), len(managed_at), len(median_at), scale) == (1, 1, 2, 1),
        one_way_of_a_kind(basis) and not even_ways(edition),
    )


def _together(
    credits_: Sequence[Credit], at: Sequence[int], without: CreditStatus, scale: int
) -> tuple[CreditStatus, int, date | None]:
    """Several credits as one: what they add, until when any of them does, or why none does."""
    own = [credits_[place] for place in at]
    status = min((one.status for one in own), key=_NEAREST_FIRST.index, default=without)
    until = max((one.counts_until for one in own if one.counts_until is not None), default=None)
    return status, scale * sum(one.amount for one in own), until
