"""Numbers of metrics as people read them: money with two decimals at least, others with those that they need."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tiers.editions.currencies import minor_unit
from tiers.editions.decimals import rounded_down, rounded_up, shifted
from tiers.editions.edition import Edition
from tiers.editions.metrics.common import Metric, Unit
from tiers.editions.metrics.derived import Gates
from tiers.gates import Comparison, Value, gates_of

_OF_MONEY = 2


class WrittenGate(NamedTuple):
    """What a gate requires before any factor. `step` is what a number lacks that only reaches what it must exceed."""

    metric: Metric
    comparison: Comparison
    threshold: Decimal
    step: Decimal


def decimals_of(metric: Metric) -> int:
    """With how many decimals at least a value of the metric is written."""
    return _OF_MONEY if metric.unit is Unit.MONEY else 0


def with_decimals(number: Decimal, decimals: int) -> Decimal:
    """The same number with the decimals that it needs, and with so many at least."""
    whole, _, part = f"{number:f}".partition(".")
    part = f"{part.rstrip('0'):0<{decimals}}"
    return Decimal(f"{whole}.{part}" if part else whole)


def written_value(edition: Edition, metric: Metric, value: Value | None) -> Decimal | None:
    """A metric's value as people read it: money in units of the currency."""
    if value is None:
        return None
    return with_decimals(rounded_down(Fraction(value) / edition.scale(metric.unit)), decimals_of(metric))


def written_missing(edition: Edition, metric: Metric, missing: Fraction) -> Decimal:
    """What a gate misses, in the same form: 0 exactly where nothing is missing."""
    return with_decimals(rounded_up(missing / edition.scale(metric.unit)), decimals_of(metric))


def written_amount(amount: int, currency: str) -> Decimal:
    """An amount of minor units of a currency, in units of it."""
    decimals = minor_unit(currency)
    return with_decimals(Decimal(shifted(amount, decimals)), decimals)


def written_gates(edition: Edition, gates: Gates) -> Iterator[WrittenGate]:
    """The gates of an alternative, in the file's order, minima first."""
    for gate in gates_of(edition, gates, dict.fromkeys(edition.metric_by_key)):
        metric = edition.metric_by_key[gate.metric]
        # Of a gate without a number all is missing, and the step beyond it.
        threshold, step = (
            with_decimals(rounded_down(number / edition.scale(metric.unit)), decimals_of(metric))
            for number in (gate.required, gate.missing - gate.required)
        )
        yield WrittenGate(metric, gate.comparison, threshold, step)
