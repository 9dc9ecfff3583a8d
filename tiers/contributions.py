"""What each metric is made of: clients, product lines, people, measures, other metrics."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

from tiers.assessment import Assessment
from tiers.basis import Basis
from tiers.crediting import Shares
from tiers.credits import ClientCredits, Credit, country_factor
from tiers.editions.edition import Edition
from tiers.editions.metrics.common import Metric
from tiers.editions.metrics.credited import Count, CountOf, Median, MedianOf, Share, Sum
from tiers.editions.metrics.derived import Coverage, Points, Ratio
from tiers.editions.metrics.facts import Certified, Flag, Measured, MeasureOf, People
from tiers.explanation import explain_in
from tiers.facts import ClientFacts, Measure, PartnerFacts, Person
from tiers.gates import Value
from tiers.measures import counted_measures, latest_of
from tiers.metrics import is_counted, is_covered
from tiers.people import changes_of_person, count_people
from tiers.points import points_of_credit, points_of_number
from tiers.runs_of_days import first_day_of_run, last_day_of_run


class Contribution(NamedTuple):
    """What one thing adds to a metric, in what the metric's values are kept in; 0 where it adds nothing.

    It is the one of these that is not None: a `client` in a `way` (with a `line` where lines are counted), an
    `employee`, a `measure` (with its `client` where it is about one), another `metric`; all are None for the partner's
    certification. `counts_from` and `counts_until` are the first and the last day of the run of days on which it
    counts, None without a beginning or an end; those of clients are their credits'.
    """

    amount: Value | None
    client: int | None = None
    way: str | None = None
    line: str | None = None
    employee: int | None = None
    measure: Measure | None = None
    metric: str | None = None
    counts_from: date | None = None
    counts_until: date | None = None


@dataclass(frozen=True, slots=True)
class Contributors:
    """What the contributions to a partner's metrics are found in; `clients` are those that appear, as credited."""

    basis: Basis
    facts: PartnerFacts
    assessment: Assessment
    shares: Shares

    @property
    def clients(self) -> Iterator[tuple[ClientFacts, ClientCredits]]:
        """The clients that appear under the partner, with their credits, in the facts' order."""
        known = {client.client: client for client in self.facts.clients}
        return ((known[one.client], one) for one in self.assessment.credits)

    def credits(self, ways: Sequence[str]) -> Iterator[tuple[ClientFacts, Credit]]:
        """Each credit in one of the ways."""
        for facts, credited in self.clients:
            yield from ((facts, credit) for credit in credited.credits if credit.way in ways)

    def value(self, metric: str) -> Value | None:
        """The value of a metric."""
        return self.assessment.values[metric]


def contributions(of: Contributors, metric: Metric) -> list[Contribution]:
    """What a metric is made of, the largest first; of a median, the clients that it is taken of in ascending order.

    Amounts add up to the value exactly where it is a sum, a count, a share, a number of people, or of measures
    anything but a mean. Points are before requirements and caps, which look at all clients together.
    """
    found = _FOUND[type(metric)](of, metric)
    return sorted(found, key=_size, reverse=not isinstance(metric, Median))


def _size(one: Contribution) -> Value:
    return one.amount or 0


def _of_sum(of: Contributors, metric: Sum) -> Iterator[Contribution]:
    for facts, credit in of.credits(metric.over):
        factor = country_factor(of.basis.edition, metric.factors, facts.country, of.basis.as_of)
        amount = credit.amount if factor == 1 else credit.amount * factor
        yield Contribution(amount, facts.client, credit.way)


def _of_count(of: Contributors, metric: Count) -> Iterator[Contribution]:
    seen: set[object] = set()
    for facts, credit in of.credits(metric.over):
        counted = is_counted(credit, paying=metric.paying)
        if metric.of is CountOf.CLIENTS:
            yield Contribution(int(counted and facts.client not in seen), facts.client, credit.way)
            seen |= {facts.client} if counted else set()
        elif counted:
            here = of.basis.ways[of.basis.places[credit.way]]
            for part in explain_in(of.basis, here, facts, of.shares):
                if part.line is not None and (part.amount > 0 or not metric.paying):
                    yield Contribution(int(part.line not in seen), facts.client, credit.way, part.line)
                    seen.add(part.line)


def _of_share(of: Contributors, metric: Share) -> Iterator[Contribution]:
    whole = sum(credit.amount for _, credit in of.credits(metric.over))
    for facts, credit in of.credits(metric.over):
        part = Fraction(credit.amount, whole) if whole and credit.way in metric.part else Fraction(0)
        yield Contribution(part, facts.client, credit.way)


def _of_median(of: Contributors, metric: Median) -> Iterator[Contribution]:
    for facts, credited in of.clients:
        added = sum(credit.amount for credit in credited.credits if credit.way in metric.over)
        if added > 0:
            yield Contribution(added if metric.of is MedianOf.MRR else _apps_used(of, metric, facts), facts.client)


def _apps_used(of: Contributors, metric: Median, facts: ClientFacts) -> int:
    usage = of.basis.usages[metric.key]
    return (facts.apps[usage.place] & usage.apps).bit_count()


def _of_measures(of: Contributors, metric: Measured) -> Iterator[Contribution]:
    if metric.of is MeasureOf.PARTNER:
        sources: list[tuple[int | None, Sequence[Measure]]] = [(None, of.facts.measures)]
    else:
        sources = [
            (facts.client, facts.measures)
            for facts, credited in of.clients
            if not metric.over or any(one.amount > 0 for one in credited.credits if one.way in metric.over)
        ]
    for client, measures in sources:
        for measure, amount in counted_measures(metric, of.basis.rates, of.basis.as_of, measures):
            yield Contribution(amount, client, measure=measure)


def _of_people(of: Contributors, metric: People) -> Iterator[Contribution]:
    edition, as_of = of.basis.edition, of.basis.as_of
    for person in of.facts.people:
        counts = partial(_is_counted, edition, metric, person)
        if not counts(as_of):
            yield Contribution(0, employee=person.employee)
            continue
        changes = list(changes_of_person(edition, metric, person))
        first, last = first_day_of_run(as_of, changes, counts), last_day_of_run(as_of, changes, counts)
        yield Contribution(1, employee=person.employee, counts_from=first, counts_until=last)


def _is_counted(edition: Edition, metric: People, person: Person, day: date) -> bool:
    return count_people(edition, metric, (person,), day) > 0


def _of_points(of: Contributors, metric: Points) -> Iterator[Contribution]:
    edition, as_of, ways = of.basis.edition, of.basis.as_of, metric.ways()
    for facts, credited in of.clients:
        for credit in credited.credits:
            if credit.way in ways:
                earned = points_of_credit(edition, metric, credited, credit, as_of)
                yield Contribution(earned, facts.client, credit.way)
    for term in metric.terms:
        if term.metric is not None:
            yield Contribution(points_of_number(edition, term, of.value(term.metric)), metric=term.metric)


def _of_ratio(of: Contributors, metric: Ratio) -> Iterator[Contribution]:
    for key in metric.made_of():
        yield Contribution(of.value(key), metric=key)


def _of_certification(of: Contributors, _: Certified) -> Iterator[Contribution]:
    for one in of.facts.certifications:
        if one.valid_from <= of.basis.as_of <= one.valid_until:
            yield Contribution(1, counts_from=one.valid_from, counts_until=one.valid_until)


def _of_flag(of: Contributors, metric: Flag) -> Iterator[Contribution]:
    latest = latest_of(metric.measure, of.facts.measures, of.basis.as_of)
    if latest is not None:
        yield Contribution(int(latest.value > 0), measure=latest)


def _of_areas(of: Contributors, metric: Coverage) -> Iterator[Contribution]:
    for area in metric.areas:
        yield Contribution(int(is_covered(area, of.assessment.values)), metric=area.needs)


_FOUND: dict[type[Metric], Callable[[Contributors, Any], Iterator[Contribution]]] = {
    Sum: _of_sum,
    Count: _of_count,
    Share: _of_share,
    Median: _of_median,
    Measured: _of_measures,
    People: _of_people,
    Points: _of_points,
    Ratio: _of_ratio,
    Certified: _of_certification,
    Flag: _of_flag,
    Coverage: _of_areas,
}
