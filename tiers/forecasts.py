"""What is assumed of days to come, and what of a partner's credits will have ended by then (docs/forecasts.md)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tiers.basis import Basis, WayBasis, basis_of
from tiers.crediting import Shares, lines_in_force, select
from tiers.credits import ClientCredits, CreditStatus
from tiers.editions.edition import Edition
from tiers.editions.series import edition_in_force
from tiers.explanation import explain_in
from tiers.facts import ClientFacts
from tiers.periods import days_after, days_before, newest_due_period
from tiers.reports import Report, is_provisional, report_in_force
from tiers.selection import CountedLines


class Assumption(StrEnum):
    """What is taken to happen besides what is known already."""

    ACTIVITY_CONTINUES = "ACTIVITY_CONTINUES"
    NO_FURTHER_FACTS = "NO_FURTHER_FACTS"


@dataclass(frozen=True, slots=True)
class CreditedOn:
    """A partner's clients, by client, and what each of them adds on the basis's day."""

    basis: Basis
    clients: Mapping[int, ClientFacts]
    shares: Shares
    credits: Sequence[ClientCredits]


class Lost(NamedTuple):
    """Lines of a client that count in a way and later do not: what they add while they do, and why they stop.

    `amount` is in the program's minor units, more than 0. `status` is that of the whole credit, COUNTED where other
    lines still count.
    """

    client: int
    way: str
    lines: frozenset[str | None]
    amount: int
    status: CreditStatus


@dataclass(frozen=True, slots=True)
class Expiry:
    """A client's credit, or part of it, that counts as of the last closed day and will not by a decision to come.

    `amount` is what the partner has of it now, in the program's minor units; `last_day` is the last day on which it
    counts, and `status` what the credit is by the decision, COUNTED where other product lines remain.
    """

    client: int
    way: str
    amount: int
    last_day: date
    status: CreditStatus


@dataclass(frozen=True)
class Outlook:
    """The days after the last closed one as they are assumed to come; `reports` are those that are known."""

    editions: Sequence[Edition]
    reports: Collection[Report]
    last_closed: date
    assumption: Assumption
    bases: dict[date, Basis] = field(default_factory=dict)

    def basis_on(self, day: date) -> Basis:
        """What a day rests on; the last closed day on what is known of it.

        Where activity continues, whoever was active by the last closed day still is, and what was in use still is.
        Raises NoEditionInForce.
        """
        if day not in self.bases:
            edition, report = edition_in_force(self.editions, day), self.report_on(day)
            if day <= self.last_closed:
                self.bases[day] = basis_of(edition, day, report)
            else:
                goes_on = self.assumption is Assumption.ACTIVITY_CONTINUES
                active_as_of = self.last_closed if goes_on else day
                self.bases[day] = basis_of(edition, day, assumed_report(report, day), active_as_of)
        return self.bases[day]

    def report_on(self, day: date) -> Report | None:
        """The report in force on a day by what is known."""
        return report_in_force(self.reports, day)

    def turns(self, last: date) -> list[date]:
        """The days up to the last one on which another edition comes into force."""
        return [one.effective_from for one in self.editions if self.last_closed < one.effective_from <= last]


def assumed_report(report: Report | None, as_of: date) -> Report | None:
    """The report in force if each that is due runs in time and says what the last known one does; None without one."""
    if report is None or not is_provisional(report, as_of):
        return report
    return Report(newest_due_period(as_of), 1, as_of)


def find_lost(now: CreditedOn, then: CreditedOn) -> Iterator[Lost]:
    """What counts now and does not on the later day any more.

    A way that the later day's edition lacks has ended for reasons that are not a client's, and is left out.
    """
    ways = [(here, there) for here in now.basis.ways for there in _same_way(then.basis, here.way.key)]
    places = [(now.basis.places[here.way.key], then.basis.places[here.way.key]) for here, _ in ways]
    credited = {one.client: one.credits for one in then.credits}
    for one in now.credits if ways else ():
        facts, known = now.clients[one.client], then.clients[one.client]
        is_whole = len(facts.lines) == len(known.lines) == 1 and facts.lines[0].line == known.lines[0].line
        for (here, there), (place, later_place) in zip(ways, places, strict=True):
            if one.credits[place].amount == 0 or (is_whole and credited[one.client][later_place].amount > 0):
                continue  # which is so of almost all
            later = known._replace(lines=facts.lines)
            found = select(then.basis, there, later, lines_in_force(then.basis, later))
            kept = frozenset() if isinstance(found, CreditStatus) else _lines_of(found)
            if kept.issuperset([line.line for line in facts.lines]):
                continue
            parts = [part for part in explain_in(now.basis, here, facts, now.shares) if part.line not in kept]
            amount = sum([part.amount for part in parts])
            if amount > 0:
                status = found if isinstance(found, CreditStatus) else CreditStatus.COUNTED
                yield Lost(one.client, here.way.key, frozenset([part.line for part in parts]), amount, status)


def last_day(outlook: Outlook, lost: Lost, now: ClientFacts, then: ClientFacts, last: date) -> date:
    """The last day, up to the given one, on which any of the lines counts that are lost by the day after it.

    `now` are the client's facts on the last closed day. `then` has what is known by the last one, and all activity that
    matters since the last closed. Goes from each day on which the lines can begin to count to the last on which they
    then do.
    """
    first, turns = outlook.last_closed, outlook.turns(last)
    begins = sorted({*turns, *_turning_days(then)})
    latest = day = first
    while day <= last:
        until = _counts_until(outlook.basis_on(day), lost, then._replace(lines=now.lines))
        if until is None and day > first:
            day = min((begin for begin in begins if begin > day), default=date.max)
            continue
        turned = min((days_before(turn, 1) for turn in turns if turn > day), default=last)
        latest = min(max(day, until or day), turned, last)
        day = days_after(latest, 1)
    return latest


def _counts_until(basis: Basis, lost: Lost, facts: ClientFacts) -> date | None:
    """The last day on which lost lines that count on the basis's day still do, by what is known on it."""
    ends: list[date] = []
    for here in _same_way(basis, lost.way):
        found = select(basis, here, facts, lines_in_force(basis, facts))
        if not isinstance(found, CreditStatus):
            ends += [one.counts_until for one in found if lost.lines & _lines_of([one])]
    return max(ends, default=None)


def _turning_days(facts: ClientFacts) -> Iterator[date]:
    """The days on which something of the client can begin to count; also where another one's sale ends."""
    for access in facts.accesses:
        yield access.granted_on
        yield from filter(None, (access.last_login_on, access.last_use_on))
    for sale in facts.sales:
        yield from filter(None, (sale.sold_on, sale.ended_on))


def _lines_of(counted: Iterable[CountedLines]) -> frozenset[str | None]:
    return frozenset([line.line for one in counted for line in one.lines])


def _same_way(basis: Basis, key: str) -> list[WayBasis]:
    place = basis.places.get(key)
    return [] if place is None else [basis.ways[place]]
