"""From which day on a credit counts: the same selection, asked again as of the days on which it can have changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from tiers.basis import Basis, WayBasis, way_basis
from tiers.crediting import select
from tiers.credits import CreditStatus
from tiers.editions.ways import Managed, Sold
from tiers.facts import Access, ClientFacts
from tiers.periods import days_after
from tiers.reports import Report
from tiers.runs_of_days import first_day_of_run
from tiers.sales import last_sold_day


class ActiveSpan(NamedTuple):
    """Active days of an employee in a client's account, from the first to the last one.

    None of them is so long after the one before it that the client had ceased to count in between.
    """

    employee: int
    first_on: date
    last_on: date


Spans = Mapping[str, Mapping[int, Sequence[ActiveSpan]]]
"""For each way `managed` and each client the spans of the partner's employees, up to the day."""


@dataclass(frozen=True, slots=True)
class Background:
    """What is known of other days than the assessed one.

    `reports` are all that are known, those that run later too. `spans` begin with `active_from`: whether anybody was
    active before is not known.
    """

    reports: Sequence[Report] = ()
    spans: Spans = field(default_factory=dict)
    active_from: date = date.min

    def spans_of(self, way: str, client: int) -> Sequence[ActiveSpan]:
        """What is known of a client in a way."""
        return self.spans.get(way, {}).get(client, ())


def counts_from(
    basis: Basis, here: WayBasis, facts: ClientFacts, status: CreditStatus, background: Background
) -> date | None:
    """The first day of the run of days on which a credit counts, by what the edition and the facts say by now.

    Of a counted one that is a day up to the basis's; None where it began before activity is known. Of a pending one it
    is the day on which the report runs that it waits for, where that is known and it still counts then; else None.
    """
    if status is CreditStatus.COUNTED:
        return _since(basis, here, facts, background)
    reported_on = _reported_on(facts, background.reports)
    if status is CreditStatus.PENDING_REPORT and reported_on is not None:
        return reported_on if _counts_on(reported_on, basis, here, facts, background) else None
    return None


def _since(basis: Basis, here: WayBasis, facts: ClientFacts, background: Background) -> date | None:
    first = first_day_of_run(
        basis.as_of,
        _changes(here, facts, background),
        lambda day: _counts_on(day, basis, here, facts, background),
    )
    way = here.way
    if first is None or isinstance(way, Sold):
        return first
    begins_at_latest = first in {facts.registered_on, _reported_on(facts, background.reports)}
    return first if begins_at_latest or days_after(background.active_from, way.days) < first else None


def _changes(here: WayBasis, facts: ClientFacts, background: Background) -> Iterator[date]:
    way = here.way
    yield facts.registered_on
    reported_on = _reported_on(facts, background.reports)
    if reported_on is not None:
        yield reported_on
    if isinstance(way, Sold):
        for sale in facts.sales:
            yield sale.sold_on
            yield days_after(last_sold_day(sale.sold_on, way.months), 1)
            if sale.ended_on is not None:
                yield sale.ended_on
        return
    for access in facts.accesses:
        yield access.granted_on
        if access.ends_on is not None:
            yield access.ends_on
    for span in background.spans_of(way.key, facts.client):
        yield span.first_on
        yield days_after(span.last_on, way.days + 1)


def _counts_on(day: date, basis: Basis, here: WayBasis, facts: ClientFacts, background: Background) -> bool:
    reported_on = _reported_on(facts, background.reports)
    if facts.registered_on > day or reported_on is None or reported_on > day:
        return False
    way = here.way
    if isinstance(way, Managed):
        spans = background.spans_of(way.key, facts.client)
        facts = facts._replace(accesses=tuple(_as_of(day, way, one, spans) for one in facts.accesses))
    then = replace(way_basis(basis.edition, way, day, day), lines=here.lines)
    return not isinstance(select(replace(basis, as_of=day), then, facts, facts.lines), CreditStatus)


def _as_of(day: date, way: Managed, access: Access, spans: Sequence[ActiveSpan]) -> Access:
    """The access with such activity that its employee counts as active on the day if it was."""
    active = any(
        one.employee == access.employee and one.first_on <= day <= days_after(one.last_on, way.days) for one in spans
    )
    return access._replace(last_login_on=None, last_use_on=day if active else None)


def _reported_on(facts: ClientFacts, reports: Sequence[Report]) -> date | None:
    """The day on which the first report runs that a client does not have to wait any more after."""
    return min((one.ran_on for one in reports if one.period > facts.registered_on), default=None)
