"""A partner's numbers as of a day, the tier that they give, and what is missing for the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tiers.edition import Edition, Metric, Tier
from tiers.facts import Report
from tiers.periods import newest_due_period


@dataclass(frozen=True, slots=True)
class Numbers:
    """The four numbers that gates look at: sums in minor units, the median None when no client adds to them."""

    sold_mrr: int
    managed_mrr: int
    median_app_usage: Decimal | None
    certified: bool


@dataclass(frozen=True, slots=True)
class Standing(Numbers):
    """A partner's numbers as of a day and the tier that they give, None when not even the lowest's gates pass."""

    provisional: bool
    tier: Tier | None


@dataclass(frozen=True, slots=True)
class CarriedTotals:
    """What clients add whose credits are known from another day: two sums in minor units.

    `usages` are the numbers of apps used of those that are in the median."""

    sold_mrr: int
    managed_mrr: int
    usages: Sequence[int]


NOTHING_CARRIED = CarriedTotals(0, 0, ())


@dataclass(frozen=True, slots=True)
class Gate:
    """One requirement of a tier beside the number it looks at; money in units of the currency.

    `missing` is what is lacking: 0 when passed, the whole requirement when there is no number.
    """

    metric: Metric
    required: Decimal
    actual: Decimal | None
    passed: bool
    missing: Decimal


def is_provisional(report: Report | None, as_of: date) -> bool:
    """Whether the report in force is older than the newest due one, or there is none (docs/rules.md, "Provisional")."""
    return report is None or report.period < newest_due_period(as_of)


def median_app_usage(usages: Sequence[int]) -> Decimal | None:
    """The exact median, the mean of the two middle values for an even count; None for none (docs/rules.md, rule 5)."""
    if not usages:
        return None
    ordered = sorted(usages)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return Decimal(ordered[middle])
    return Decimal(ordered[middle - 1] + ordered[middle]) / 2


def gates_of(tier: Tier, numbers: Numbers) -> list[Gate]:
    """The tier's gates beside the numbers, in the order of Metric."""
    actual = _actual(numbers)
    return [_gate(rule.metric, rule.minimum, actual[rule.metric]) for rule in tier.gates]


def tier_of(edition: Edition, numbers: Numbers) -> Tier | None:
    """The highest tier whose gates all pass (docs/rules.md, rule 1)."""
    actual = _actual(numbers)
    for tier in reversed(edition.tiers):
        if all(_passes(actual[rule.metric], rule.minimum) for rule in tier.gates):
            return tier
    return None


def next_tier(edition: Edition, tier: Tier | None) -> Tier | None:
    """The tier after the edition's `tier`, the lowest one after None, and None after the highest."""
    rank = 0 if tier is None else tier.rank
    return edition.tiers[rank] if rank < len(edition.tiers) else None


def gates(edition: Edition, numbers: Numbers) -> list[Gate]:
    """The gates of the tier after the one that the numbers give, or of the highest when they give that."""
    target = next_tier(edition, tier_of(edition, numbers)) or edition.tiers[-1]
    return gates_of(target, numbers)


def _actual(numbers: Numbers) -> dict[Metric, Decimal | None]:
    return {
        Metric.SOLD_MRR: Decimal(numbers.sold_mrr).scaleb(-2),
        Metric.MANAGED_MRR: Decimal(numbers.managed_mrr).scaleb(-2),
        Metric.MEDIAN_APP_USAGE: numbers.median_app_usage,
        Metric.CERTIFIED: Decimal(numbers.certified),
    }


def _passes(actual: Decimal | None, minimum: Decimal) -> bool:
    return actual is not None and actual >= minimum


def _gate(metric: Metric, required: Decimal, actual: Decimal | None) -> Gate:
    passed = _passes(actual, required)
    lacking = required if actual is None else required - actual
    return Gate(metric, required, actual, passed, missing=Decimal(0) if passed else lacking)
