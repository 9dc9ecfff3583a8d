"""What has changed of a partner's numbers from one day to another, client by client, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from tiers.change_causes import Cause, CreditOn, find_cause
from tiers.contributions import Contributors, contributions
from tiers.editions.metrics.common import Metric
from tiers.editions.metrics.credited import Sum
from tiers.gates import Value


class ClientChange(NamedTuple):
    """What a client adds to a sum in a way on the earlier and on the later day; they differ."""

    client: int
    way: str
    before: Value
    after: Value
    cause: Cause

    @property
    def difference(self) -> Value:
        """By how much the sum is more for it."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class MetricChange:
    """A metric on both days; `before` or `after` is None where it has no value then, or the edition not the metric.

    `clients` are, of a sum that both editions have in one currency, those that add another amount: the greatest
    difference first. They add up exactly to what the sum has changed by.
    """

    metric: Metric
    before: Value | None
    after: Value | None
    clients: Sequence[ClientChange] = ()


def compare_days(before: Contributors, after: Contributors) -> list[MetricChange]:
    """All metrics of both days, in the later edition's order, then those that only the earlier one has.

    Both are of one partner, by facts of one moment.
    """
    earlier, later = before.basis.edition.metric_by_key, after.basis.edition.metric_by_key
    return [_compare(before, after, earlier.get(key), later.get(key)) for key in {**later, **earlier}]


def _compare(before: Contributors, after: Contributors, earlier: Metric | None, later: Metric | None) -> MetricChange:
    metric = later or earlier
    assert metric is not None
    changed: list[ClientChange] = []
    comparable = before.basis.edition.currency == after.basis.edition.currency
    if isinstance(earlier, Sum) and isinstance(later, Sum) and comparable:
        found = _client_changes(before, after, earlier, later)
        changed = sorted(found, key=_by_size)
    return MetricChange(
        metric,
        None if earlier is None else before.value(earlier.key),
        None if later is None else after.value(later.key),
        changed,
    )


def _by_size(one: ClientChange) -> tuple[Fraction, int, str]:
    return -abs(Fraction(one.difference)), one.client, one.way


def _client_changes(before: Contributors, after: Contributors, earlier: Sum, later: Sum) -> Iterator[ClientChange]:
    was, now = _amounts(before, earlier), _amounts(after, later)
    credits_before, credits_after = _credits(before), _credits(after)
    for client, way in {**now, **was}:
        amounts = was.get((client, way), 0), now.get((client, way), 0)
        if amounts[0] != amounts[1]:
            cause = find_cause(
                before.basis.as_of,
                after.basis.as_of,
                credits_before.get((client, way)),
                credits_after.get((client, way)),
                rises=amounts[1] > amounts[0],
            )
            yield ClientChange(client, way, *amounts, cause)


def _amounts(of: Contributors, metric: Sum) -> dict[tuple[int, str], Value]:
    return {
        (one.client, one.way): one.amount
        for one in contributions(of, metric)
        if one.client is not None and one.way is not None and one.amount is not None
    }


def _credits(of: Contributors) -> dict[tuple[int, str], CreditOn]:
    return {
        (facts.client, here.way.key): CreditOn(of.basis, here, facts, credit, of.shares)
        for facts, credited in of.clients
        for here, credit in zip(of.basis.ways, credited.credits, strict=True)
    }
