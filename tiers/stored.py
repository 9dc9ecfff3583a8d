"""A partner's numbers as they are stored, and the four metrics that have columns; evidence is in `evidence.py`."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from tiers.basis import used_ways
from tiers.editions.decimals import digits_of, rounded_down, shifted
from tiers.editions.edition import Edition
from tiers.editions.metrics.credited import Sum
from tiers.editions.ways import Managed, Sold
from tiers.evidence import app_median, ways_of
from tiers.gates import Factors, Value, Values


class StoredMetric(StrEnum):
    """What a gate looks at: two amounts of money, a number of apps, and 1 or 0 for certified or not."""

    SOLD_MRR = "SOLD_MRR"
    MANAGED_MRR = "MANAGED_MRR"
    MEDIAN_APP_USAGE = "MEDIAN_APP_USAGE"
    CERTIFIED = "CERTIFIED"


StoredNumbers = Mapping[str, Decimal | None]
"""Numbers by the key of their metric, as they are stored: exactly, or rounded so that they decide as exactly."""


def metrics_of(edition: Edition, values: Values) -> StoredNumbers:
    """What is stored of the values of all metrics of an edition: money in units of the currency."""
    written = write_metrics(edition, values)
    return {key: None if digits is None else Decimal(digits) for key, digits in written.items()}


def write_metrics(edition: Edition, values: Values) -> Mapping[str, str | None]:
    """The same in digits."""
    return {key: _write(values[key], decimals) for key, decimals in edition.decimals.items()}


def _write(value: Value | None, decimals: int) -> str | None:
    if value is None:
        return None
    # Most are whole numbers, and these need no fraction.
    return shifted(value, decimals) if isinstance(value, int) else digits_of(value, decimals)


def factors_of(factors: Factors) -> StoredNumbers:
    """What is stored of the factors on thresholds, all of which decimals can say: those that are not 1."""
    return {key: rounded_down(factor) for key, factor in factors.items() if factor != 1}


def evidence_adds_up(edition: Edition) -> bool:
    """Whether sold and managed MRR and median app usage are just what the edition's evidence adds up to."""
    median = edition.metric_by_key.get(StoredMetric.MEDIAN_APP_USAGE)
    return (
        _sums_all(edition, StoredMetric.SOLD_MRR, Sold)
        and _sums_all(edition, StoredMetric.MANAGED_MRR, Managed)
        and median is not None
        and median is app_median(edition)
    )


def _sums_all(edition: Edition, key: StoredMetric, kind: type[Sold | Managed]) -> bool:
    metric = edition.metric_by_key.get(key)
    ways = ways_of(edition, used_ways(edition), kind)
    return isinstance(metric, Sum) and not metric.factors and set(metric.over) == set(ways)


def counted_apps(edition: Edition) -> tuple[str, ...]:
    """The keys of the apps that count for the median app usage, at whatever time; none where there is none."""
    median = app_median(edition)
    return () if median is None else tuple(one.name for one in edition.catalogue_by_key[median.apps or ""].members)
