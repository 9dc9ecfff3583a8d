"""The values of an edition's metrics for one partner on one day: exact, money in minor units."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tiers.credits import CreditStatus
from tiers.grammar.evaluation.basis import Basis
from tiers.grammar.evaluation.credits import ClientCredits, Credit, adds, factored_amount
from tiers.grammar.evaluation.facts import ClientFacts, Measure, PartnerFacts
from tiers.grammar.evaluation.measures import latest_of, measure
from tiers.grammar.evaluation.people import count_people
from tiers.grammar.evaluation.points import points_of
from tiers.grammar.metrics.common import Metric
from tiers.grammar.metrics.credited import Count, CountOf, Median, MedianOf, Share, Sum
from tiers.grammar.metrics.derived import Coverage, Points, Ratio
from tiers.grammar.metrics.facts import Certified, Flag, Measured, MeasureOf, People
from tiers.periods import days_before

_IN_TIME = (CreditStatus.COUNTED, CreditStatus.PENDING_REPORT)


def metric_values(
    basis: Basis, facts: PartnerFacts, clients: Sequence[ClientFacts], credited: Sequence[ClientCredits]
) -> dict[str, Fraction | None]:
    """The values by key, in the edition's order; `credited` has the credits of the clients, in their order."""
    numbers = _Numbers(basis, facts, clients, credited)
    return {metric.key: numbers.value(metric) for metric in basis.edition.metrics}


def median(values: Sequence[int]) -> Fraction | None:
    """The exact median, the mean of the two middle values for an even count; None for none."""
    if not values:
        return None
    ordered = sorted(values)
    return Fraction(ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2], 2)


@dataclass(frozen=True, slots=True)
class _Numbers:
    basis: Basis
    facts: PartnerFacts
    clients: Sequence[ClientFacts]
    credited: Sequence[ClientCredits]
    found: dict[str, Fraction | None] = field(default_factory=dict)

    def value(self, metric: Metric) -> Fraction | None:
        """The metric's value, after those of the metrics that it is made out of."""
        if metric.key not in self.found:
            for key in metric.made_of():
                self.value(self.basis.edition.metric_by_key[key])
            self.found[metric.key] = _COMPUTED[type(metric)](self, metric)
        return self.found[metric.key]

    def sum(self, metric: Sum) -> Fraction:
        edition, as_of = self.basis.edition, self.basis.as_of
        return factored_amount(edition, metric.over, metric.factors, self.credited, as_of)

    def count(self, metric: Count) -> Fraction:
        counted = [
            (one.client, credit)
            for one in self.credited
            for credit in one.credits
            if credit.way in metric.over and _counts(credit, paying=metric.paying)
        ]
        if metric.of is CountOf.CLIENTS:
            return Fraction(len({client for client, _ in counted}))
        parts = (part for _, credit in counted for part in credit.parts)
        lines = {part.line for part in parts if part.line is not None and (part.amount > 0 or not metric.paying)}
        return Fraction(len(lines))

    def share(self, metric: Share) -> Fraction | None:
        whole = self._amount(metric.over)
        return Fraction(self._amount(metric.part), whole) if whole else None

    def median(self, metric: Median) -> Fraction | None:
        return median(list(self._to_median(metric)))

    def measured(self, metric: Measured) -> Fraction | None:
        return measure(metric, self.basis.rates, self.basis.as_of, self._measures(metric))

    def people(self, metric: People) -> Fraction:
        return Fraction(count_people(self.basis.edition, metric, self.facts.people, self.basis.as_of))

    def points(self, metric: Points) -> Fraction:
        return points_of(self.basis.edition, metric, self.found, self.credited, self.basis.as_of)

    def ratio(self, metric: Ratio) -> Fraction | None:
        numerator, denominator = self.found[metric.numerator], self.found[metric.denominator]
        if denominator is None:
            return None
        if denominator <= 0:
            return metric.when_empty
        if metric.denominator_at_most is not None:
            unit = self.basis.edition.metric_by_key[metric.denominator].unit
            denominator = min(denominator, metric.denominator_at_most * self.basis.edition.scale(unit))
        return None if numerator is None else numerator / denominator

    def certified(self, _: Certified) -> Fraction:
        return Fraction(any(one.valid_from <= self.basis.as_of <= one.valid_until for one in self.facts.certifications))

    def flag(self, metric: Flag) -> Fraction:
        return Fraction((latest_of(metric.measure, self.facts.measures, self.basis.as_of) or 0) > 0)

    def coverage(self, metric: Coverage) -> Fraction:
        return Fraction(all(self._is_positive(area.needs) or not self._is_positive(area.used) for area in metric.areas))

    def _is_positive(self, key: str) -> bool:
        return (self.found[key] or 0) > 0

    def _amount(self, ways: Iterable[str]) -> int:
        return sum(credit.amount for one in self.credited for credit in one.credits if credit.way in ways)

    def _to_median(self, metric: Median) -> Iterable[int]:
        if metric.of is MedianOf.MRR:
            return (
                sum(credit.amount for credit in one.credits if credit.way in metric.over)
                for one in self.credited
                if adds(one, metric.over)
            )
        as_of = self.basis.as_of
        start = days_before(as_of, metric.days or 0)
        counted = self.basis.edition.catalogue_by_key[metric.apps or ""].names_on(as_of)
        return (
            len([app for app, last in client.apps.items() if start <= last <= as_of and app in counted])
            for client, one in zip(self.clients, self.credited, strict=True)
            if adds(one, metric.over)
        )

    def _measures(self, metric: Measured) -> Iterable[Sequence[Measure]]:
        if metric.of is MeasureOf.PARTNER:
            return (self.facts.measures,)
        return (
            client.measures
            for client, one in zip(self.clients, self.credited, strict=True)
            if not metric.over or adds(one, metric.over)
        )


def _counts(credit: Credit, *, paying: bool) -> bool:
    return credit.amount > 0 if paying else credit.status in _IN_TIME


_COMPUTED: dict[type[Metric], Callable[[_Numbers, Any], Fraction | None]] = {
    Sum: _Numbers.sum,
    Count: _Numbers.count,
    Share: _Numbers.share,
    Median: _Numbers.median,
    Measured: _Numbers.measured,
    People: _Numbers.people,
    Points: _Numbers.points,
    Ratio: _Numbers.ratio,
    Certified: _Numbers.certified,
    Flag: _Numbers.flag,
    Coverage: _Numbers.coverage,
}
