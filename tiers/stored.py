"""The four metrics that standings and decisions have columns for; which editions have just these: `storable.py`."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from tiers.basis import Basis
from tiers.credits import ClientCredits, CreditStatus
from tiers.editions.currencies import minor_unit
from tiers.editions.decimals import digits_of, rounded_down, shifted
from tiers.editions.edition import Edition
from tiers.editions.ladder import Tier
from tiers.editions.metrics.common import Unit
from tiers.editions.metrics.credited import Median
from tiers.facts import ClientFacts
from tiers.gates import Factors, Value, Values


class StoredMetric(StrEnum):
    """What a gate looks at: two amounts of money, a number of apps, and 1 or 0 for certified or not."""

    SOLD_MRR = "SOLD_MRR"
    MANAGED_MRR = "MANAGED_MRR"
    MEDIAN_APP_USAGE = "MEDIAN_APP_USAGE"
    CERTIFIED = "CERTIFIED"


StoredNumbers = Mapping[str, Decimal | None]
"""Numbers by the key of their metric, as they are stored: exactly, or rounded so that they decide as exactly."""


class StoredCredit(NamedTuple):
    """A client's evidence: its credits as sold and as managed in minor units, and its part in the median."""

    client: int
    sold_amount: int
    sold_status: CreditStatus
    sold_until: date | None
    managed_amount: int
    managed_status: CreditStatus
    managed_until: date | None
    apps_used: int
    counts_in_median: bool


_make_credit = partial(tuple.__new__, StoredCredit)  # as calling the class does, twice as fast


def metrics_of(edition: Edition, values: Values) -> StoredNumbers:
    """What is stored of the values of all metrics of an edition: money in units of the currency."""
    written = write_metrics(edition, values)
    return {key: None if digits is None else Decimal(digits) for key, digits in written.items()}


def write_metrics(edition: Edition, values: Values) -> Mapping[str, str | None]:
    """The same in digits."""
    decimals = minor_unit(edition.currency)
    return {
        metric.key: _write(values[metric.key], decimals if metric.unit is Unit.MONEY else 0)
        for metric in edition.metrics
    }


def _write(value: Value | None, decimals: int) -> str | None:
    if value is None:
        return None
    # Most are whole numbers, and these need no fraction.
    return shifted(value, decimals) if isinstance(value, int) else digits_of(value, decimals)


def factors_of(factors: Factors) -> StoredNumbers:
    """What is stored of the factors on thresholds, all of which decimals can say: those that are not 1."""
    return {key: rounded_down(factor) for key, factor in factors.items() if factor != 1}


def evidence_of(
    basis: Basis, facts: Mapping[int, ClientFacts], credited: Iterable[ClientCredits]
) -> Iterator[StoredCredit]:
    """The evidence of each of the credited clients, in their order; `facts` are by client."""
    usage = basis.usages[StoredMetric.MEDIAN_APP_USAGE]
    place, counted = usage.place, usage.apps
    sold_at, managed_at = basis.places[sold_way(basis.edition)], basis.places[managed_way(basis.edition)]
    for client, _, credits_ in credited:
        _, sold_status, sold, sold_until = credits_[sold_at]
        _, managed_status, managed, managed_until = credits_[managed_at]
        used = (facts[client].apps[place] & counted).bit_count()
        yield _make_credit(
            (client, sold, sold_status, sold_until, managed, managed_status, managed_until, used, sold + managed > 0)
        )


def minima(tier: Tier) -> dict[StoredMetric, Decimal]:
    """What the tier requires at least, by metric, money in units of the currency; nothing of those without a gate."""
    thresholds: dict[str, Fraction] = {}
    for gates in tier.alternatives:
        thresholds |= gates.at_least
    return {
        metric: Decimal(thresholds[metric].numerator) / thresholds[metric].denominator
        for metric in StoredMetric
        if metric in thresholds
    }


def sold_way(edition: Edition) -> str:
    """The key of the way whose credits are stored as sold."""
    return edition.metric_by_key[StoredMetric.SOLD_MRR].ways()[0]


def managed_way(edition: Edition) -> str:
    """The key of the way whose credits are stored as managed."""
    return edition.metric_by_key[StoredMetric.MANAGED_MRR].ways()[0]


def counted_apps(edition: Edition) -> tuple[str, ...]:
    """The keys of the apps that count for the median, at whatever time."""
    median = edition.metric_by_key[StoredMetric.MEDIAN_APP_USAGE]
    assert isinstance(median, Median)
    return tuple(member.name for member in edition.catalogue_by_key[median.apps or ""].members)
