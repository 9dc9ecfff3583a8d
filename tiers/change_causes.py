"""Why a client adds more or less on one day than on an earlier one: the first cause, in their order, that applies."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tiers.basis import Basis, WayBasis
from tiers.crediting import Shares
from tiers.credits import Credit, CreditStatus
from tiers.editions.ways import Managed, Sold
from tiers.explanation import Part, explain_in
from tiers.facts import ClientFacts, Sale
from tiers.matching import match_access
from tiers.sales import running


class Cause(StrEnum):
    """Of several that apply, a change has the first of these.

    A sale was made, or has ended (another's too, that took its line out of the partner's), or no longer counts for its
    age; an employee got access, lost it, became active again, or has not been for too long; the client has registered;
    another report is in force; others manage the client as well, or no longer; or the edition says something else.
    """

    SOLD = "SOLD"
    SALE_ENDED = "SALE_ENDED"
    EXPIRED = "EXPIRED"
    ACCESS_GRANTED = "ACCESS_GRANTED"
    ACCESS_ENDED = "ACCESS_ENDED"
    ACTIVE_AGAIN = "ACTIVE_AGAIN"
    ACTIVITY_LAPSED = "ACTIVITY_LAPSED"
    REGISTERED = "REGISTERED"
    REPORT = "REPORT"
    SHARED = "SHARED"
    EDITION = "EDITION"


class CreditOn(NamedTuple):
    """A client's credit in a way on a day, and what it was made of."""

    basis: Basis
    here: WayBasis
    facts: ClientFacts
    credit: Credit
    shares: Shares

    @property
    def is_counted(self) -> bool:
        """Whether it counts, be it with 0."""
        return self.credit.status is CreditStatus.COUNTED

    @property
    def parts(self) -> dict[str | None, Part]:
        """What it is made of, by product line."""
        return {part.line: part for part in explain_in(self.basis, self.here, self.facts, self.shares)}


def find_cause(first: date, last: date, before: CreditOn | None, after: CreditOn | None, *, rises: bool) -> Cause:
    """Why the amount is another one on the last day than on the first.

    None stands for a client that does not appear on that day, or not in that way. What nothing else explains is due to
    the edition: to another one, or to what it says of dates.
    """
    if before is not None and after is not None and before.is_counted and after.is_counted:
        found = set(_of_counted(first, last, before, after, rises=rises))
    elif rises:
        found = set() if after is None else set(_of_gained(first, last, before, after))
    else:
        found = set() if before is None else set(_of_lost(last, before, after))
    return next((cause for cause in Cause if cause in found), Cause.EDITION)


def _of_counted(first: date, last: date, before: CreditOn, after: CreditOn, *, rises: bool) -> Iterator[Cause]:
    """Why the lines that change it in that direction do so."""
    was, now = before.parts, after.parts
    for line in was.keys() | now.keys():
        one, other = was.get(line), now.get(line)
        difference = (0 if other is None else other.amount) - (0 if one is None else one.amount)
        if difference == 0 or (difference > 0) is not rises:
            continue
        if one is None:
            yield _of_line_gained(first, last, before.facts, after.facts, now[line])
        elif other is None:
            yield _of_line_lost(last, after.facts, one)
        elif (one.reported, one.currency) != (other.reported, other.currency):
            yield Cause.REPORT
        else:
            yield Cause.EDITION if one.converted != other.converted else Cause.SHARED


def _of_gained(first: date, last: date, before: CreditOn | None, after: CreditOn) -> Iterator[Cause]:
    if after.facts.registered_on > first:
        yield Cause.REGISTERED
    if before is not None and before.credit.status is CreditStatus.PENDING_REPORT:
        yield Cause.REPORT
    way = after.here.way
    if isinstance(way, Sold):
        for part in after.parts.values():
            if part.amount > 0 and part.sold_on is not None and part.sold_on > first:
                yield Cause.SOLD
        if any(_ended_between(sale, first, last) for sale in after.facts.sales):
            yield Cause.SALE_ENDED
        return
    match = match_access(last, after.here, way, after.facts.accesses, ())
    if match is not None and match.access.granted_on > first:
        yield Cause.ACCESS_GRANTED
    if before is not None and before.credit.status is CreditStatus.NO_RECENT_ACTIVITY:
        yield Cause.ACTIVE_AGAIN


def _of_lost(last: date, before: CreditOn, after: CreditOn | None) -> Iterator[Cause]:
    way, status = before.here.way, None if after is None else after.credit.status
    if status is CreditStatus.PENDING_REPORT:
        yield Cause.REPORT
    elif isinstance(way, Sold) and status is CreditStatus.EXPIRED:
        for part in before.parts.values():
            if part.amount > 0:
                yield _of_sale_over(last, before.facts, part)
    elif status in {CreditStatus.NO_ACCESS, CreditStatus.DOMAIN_MISMATCH}:
        yield Cause.ACCESS_ENDED
    elif status is CreditStatus.NO_RECENT_ACTIVITY and isinstance(way, Managed):
        match = match_access(before.basis.as_of, before.here, way, before.facts.accesses, ())
        ended = match is not None and match.access.ends_on is not None and match.access.ends_on <= last
        yield Cause.ACCESS_ENDED if ended else Cause.ACTIVITY_LAPSED


def _of_line_gained(first: date, last: date, before: ClientFacts, after: ClientFacts, part: Part) -> Cause:
    if part.sold_on is not None and part.sold_on > first:
        return Cause.SOLD
    if part.line not in {line.line for line in before.lines}:
        return Cause.REPORT
    return Cause.SALE_ENDED if any(_ended_between(one, first, last) for one in after.sales) else Cause.EDITION


def _of_line_lost(last: date, after: ClientFacts, part: Part) -> Cause:
    if part.line not in {line.line for line in after.lines}:
        return Cause.REPORT
    return Cause.EDITION if part.sold_on is None else _of_sale_over(last, after, part)


def _of_sale_over(last: date, facts: ClientFacts, part: Part) -> Cause:
    """Why a line does not count any more for the sale that it counted for."""
    made = [one for one in facts.sales if one.own and one.sold_on == part.sold_on and one.line in {None, part.line}]
    if not any(running(sale, last) for sale in made):
        return Cause.SALE_ENDED
    # Else the line has a sale of its own meanwhile, which is not the partner's.
    return Cause.EXPIRED if part.counts_until < last else Cause.SOLD


def _ended_between(sale: Sale, first: date, last: date) -> bool:
    return sale.ended_on is not None and first < sale.ended_on <= last
