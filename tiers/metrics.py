"""The values of an edition's metrics for one partner on one day: exact, money in minor units."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from operator import add
from typing import Any

from tiers.basis import Basis
from tiers.crediting import NO_SHARES, Shares
from tiers.credits import CarriedCredits, ClientCredits, Credit, Credited, CreditStatus, factored_amount
from tiers.editions.metrics.common import Metric
from tiers.editions.metrics.credited import Count, CountOf, Median, MedianOf, Share, Sum
from tiers.editions.metrics.derived import Area, Coverage, Points, Ratio
from tiers.editions.metrics.facts import Certified, Flag, Measured, MeasureOf, People
from tiers.explanation import explain_in
from tiers.facts import ClientFacts, Measure, PartnerFacts
from tiers.gates import Value, Values
from tiers.measures import latest_of, measure
from tiers.people import count_people
from tiers.points import points_of

_IN_TIME = (CreditStatus.COUNTED, CreditStatus.PENDING_REPORT)


def metric_values(
    basis: Basis,
    facts: PartnerFacts,
    clients: Sequence[ClientFacts],
    credited: Sequence[ClientCredits],
    shares: Shares = NO_SHARES,
    carried: Sequence[CarriedCredits] = (),
) -> dict[str, Value | None]:
    """The values by key, in the edition's order; `credited` has the credits of the clients, in their order."""
    found: dict[str, Value | None] = dict.fromkeys(basis.edition.metric_by_key)
    everyone: Sequence[Credited] = [*credited, *carried] if carried else credited
    numbers = _Numbers(basis, facts, clients, credited, shares, carried, everyone, found)
    for key, compute, metric in _computed(basis):
        found[key] = compute(numbers, metric)
    return found


def median(values: Sequence[int]) -> Value | None:
    """The exact median, the mean of the two middle values for an even count; None for none."""
    if not values:
        return None
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    both = ordered[middle - 1] + ordered[middle]
    return both // 2 if both % 2 == 0 else Fraction(both, 2)


@dataclass(slots=True)
class _Numbers:
    basis: Basis
    facts: PartnerFacts
    clients: Sequence[ClientFacts]
    credited: Sequence[ClientCredits]
    shares: Shares
    carried: Sequence[CarriedCredits]
    everyone: Sequence[Credited]
    found: dict[str, Value | None]
    amounts: dict[str, list[int]] = field(default_factory=dict)

    def sum(self, metric: Sum) -> Value:
        if metric.factors:
            edition, as_of = self.basis.edition, self.basis.as_of
            return factored_amount(edition, metric.over, metric.factors, self.everyone, as_of)
        return sum([sum(self._amounts(way)) for way in metric.over])

    def count(self, metric: Count) -> int:
        counted = [
            (client, credit)
            for client, one in zip(self.clients, self.credited, strict=True)
            for credit in one.credits
            if credit.way in metric.over and is_counted(credit, paying=metric.paying)
        ]
        if metric.of is CountOf.CLIENTS:
            return len({client.client for client, _ in counted}) + sum(
                one.clients
                for one in self.carried
                if any(credit.way in metric.over and is_counted(credit, paying=metric.paying) for credit in one.credits)
            )
        ways, places = self.basis.ways, self.basis.places
        parts = (
            part
            for client, credit in counted
            for part in explain_in(self.basis, ways[places[credit.way]], client, self.shares)
        )
        lines = {part.line for part in parts if part.line is not None and (part.amount > 0 or not metric.paying)}
        return len(lines.union(*(one.lines[metric.key] for one in self.carried)))

    def share(self, metric: Share) -> Fraction | None:
        whole = sum(sum(self._amounts(way)) for way in metric.over)
        return Fraction(sum(sum(self._amounts(way)) for way in metric.part), whole) if whole else None

    def median(self, metric: Median) -> Value | None:
        added = self._added(metric.over)[: len(self.clients)]  # what is carried comes after them
        if metric.of is MedianOf.MRR:
            values = [amount for amount in added if amount > 0]
        else:
            usage = self.basis.usages[metric.key]
            place, counted = usage.place, usage.apps
            values = [
                (client.apps[place] & counted).bit_count()
                for client, amount in zip(self.clients, added, strict=True)
                if amount > 0
            ]
        for one in self.carried:
            values.extend(one.medians[metric.key])
        return median(values)

    def measured(self, metric: Measured) -> Fraction | None:
        return measure(metric, self.basis.rates, self.basis.as_of, self._measures(metric))

    def people(self, metric: People) -> int:
        return count_people(self.basis.edition, metric, self.facts.people, self.basis.as_of)

    def points(self, metric: Points) -> Fraction:
        return points_of(self.basis.edition, metric, self.found, self.everyone, self.basis.as_of)

    def ratio(self, metric: Ratio) -> Fraction | None:
        numerator, denominator = self.found[metric.numerator], self.found[metric.denominator]
        if denominator is None:
            return None
        if denominator <= 0:
            return metric.when_empty
        if metric.denominator_at_most is not None:
            unit = self.basis.edition.metric_by_key[metric.denominator].unit
            denominator = min(denominator, metric.denominator_at_most * self.basis.edition.scale(unit))
        return None if numerator is None else Fraction(numerator) / denominator

    def certified(self, _: Certified) -> int:
        as_of = self.basis.as_of
        return int(any(one.valid_from <= as_of <= one.valid_until for one in self.facts.certifications))

    def flag(self, metric: Flag) -> int:
        latest = latest_of(metric.measure, self.facts.measures, self.basis.as_of)
        return int(latest is not None and latest.value > 0)

    def coverage(self, metric: Coverage) -> int:
        return int(all(is_covered(area, self.found) for area in metric.areas))

    def _amounts(self, way: str) -> list[int]:
        """What each client adds in the way, and after them, together, those that are carried."""
        if way not in self.amounts:
            place = self.basis.places[way]
            self.amounts[way] = [one.credits[place].amount for one in self.everyone]
        return self.amounts[way]

    def _added(self, ways: Sequence[str]) -> Sequence[int]:
        """What each client adds in all of the ways."""
        added = self._amounts(ways[0])
        for way in ways[1:]:
            added = list(map(add, added, self._amounts(way)))
        return added

    def _measures(self, metric: Measured) -> Iterable[Sequence[Measure]]:
        if metric.of is MeasureOf.PARTNER:
            return (self.facts.measures,)
        if not metric.over:
            return (client.measures for client in self.clients)
        added = self._added(metric.over)  # clients with measures are never carried
        return (client.measures for client, amount in zip(self.clients, added, strict=False) if amount > 0)


def is_counted(credit: Credit, *, paying: bool) -> bool:
    """Whether a count takes in what is credited: where it adds more than 0, or, not `paying`, also while pending."""
    return credit.amount > 0 if paying else credit.status in _IN_TIME


def is_covered(area: Area, values: Values) -> bool:
    """Whether an area is not in use, or has what it needs."""
    return (values[area.needs] or 0) > 0 or not (values[area.used] or 0) > 0


_Compute = Callable[[_Numbers, Any], Value | None]

_COMPUTED: dict[type[Metric], _Compute] = {
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


@lru_cache(maxsize=16)
def _computed(basis: Basis) -> Sequence[tuple[str, _Compute, Metric]]:
    """The metrics by their keys, and what computes them: each after those that it is made out of."""
    ordered: dict[str, tuple[str, _Compute, Metric]] = {}

    def place(metric: Metric) -> None:
        if metric.key not in ordered:
            for key in metric.made_of():
                place(basis.edition.metric_by_key[key])
            ordered[metric.key] = (metric.key, _COMPUTED[type(metric)], metric)

    for metric in basis.edition.metrics:
        place(metric)
    return list(ordered.values())
