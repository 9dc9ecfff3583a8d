"""Gates: what a tier requires beside what there is, and the highest tier that a partner's numbers give."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from tiers.editions.edition import Edition
from tiers.editions.ladder import Requirement, Tier
from tiers.editions.metrics.common import Unit
from tiers.editions.metrics.derived import Gates

Value = int | Fraction
"""What a metric is: money in minor units and whatever else is counted whole numbers, the rest exact fractions."""
Values = Mapping[str, Value | None]
Factors = Mapping[str, Fraction]
NO_FACTORS: Factors = {}

# What a number that has only reached what it must exceed is said to lack: the smallest step that counts.
_STEPS = {
    Unit.MONEY: Fraction(1),
    Unit.COUNT: Fraction(1),
    Unit.FLAG: Fraction(1),
    Unit.RATIO: Fraction(1, 10_000),
    Unit.POINTS: Fraction(1, 100),
}


class Comparison(StrEnum):
    """Whether meeting a threshold exactly is enough."""

    AT_LEAST = "AT_LEAST"
    ABOVE = "ABOVE"


class Gate(NamedTuple):
    """One requirement beside the number that it looks at, as the metric's values are kept (money in minor units).

    `required` has the factor of the partner's country in it. `missing` is what is lacking: 0 when passed and never
    otherwise, the whole requirement where there is no number.
    """

    metric: str
    comparison: Comparison
    required: Fraction
    actual: Value | None
    passed: bool
    missing: Fraction


def gates_of(edition: Edition, gates: Gates, values: Values, factors: Factors = NO_FACTORS) -> tuple[Gate, ...]:
    """The gates of an alternative, in the file's order, minima first."""
    return tuple(
        _gate(edition, key, comparison, threshold * factors.get(key, 1), values)
        for comparison, thresholds in ((Comparison.AT_LEAST, gates.at_least), (Comparison.ABOVE, gates.above))
        for key, threshold in thresholds.items()
    )


def is_limiting(gate: Gate, alternatives: Sequence[Sequence[Gate]]) -> bool:
    """Whether a gate of one of a tier's alternatives keeps the partner from the tier: it fails, and so do they all."""
    return not gate.passed and not any(all(one.passed for one in gates) for gates in alternatives)


def passes(edition: Edition, gates: Gates, values: Values, factors: Factors = NO_FACTORS) -> bool:
    """Whether all gates of an alternative pass."""
    return all(gate.passed for gate in gates_of(edition, gates, values, factors))


def performing_tier(edition: Edition, values: Values, factors: Factors = NO_FACTORS) -> Tier | None:
    """The highest tier that is reached by any of its alternatives, None when not even the lowest one is."""
    for tier, alternatives in edition.requirements:
        if not alternatives or any(_meets(one, values, factors) for one in alternatives):
            return tier
    return None


def next_tier(edition: Edition, tier: Tier | None) -> Tier | None:
    """The tier after the edition's `tier`, the lowest one after None, and None after the highest."""
    rank = edition.rank(tier)
    return edition.tiers[rank] if rank < len(edition.tiers) else None


def threshold_factors(edition: Edition, country: str | None, as_of: date) -> dict[str, Fraction]:
    """By metric the factor on its thresholds for a partner in a country on a day; metrics without one are left out."""
    return {
        key: one.factor
        for one in edition.threshold_factors
        if country in edition.catalogue_by_key[one.countries].names_on(as_of)
        for key in one.metrics
    }


def _meets(requirements: Sequence[Requirement], values: Values, factors: Factors) -> bool:
    for key, required, above in requirements:
        actual = values[key]
        if actual is None:
            return False
        needed = required * factors[key] if key in factors else required
        if not (actual > needed if above else actual >= needed):
            return False
    return True


def _gate(edition: Edition, key: str, comparison: Comparison, threshold: Fraction, values: Values) -> Gate:
    unit = edition.metric_by_key[key].unit
    required, actual = threshold * edition.scale(unit), values[key]
    above = comparison is Comparison.ABOVE
    passed = actual is not None and (actual > required if above else actual >= required)
    lacking = (required if actual is None else required - actual) + (_STEPS[unit] if above else 0)
    return Gate(key, comparison, required, actual, passed, Fraction(0) if passed else lacking)
