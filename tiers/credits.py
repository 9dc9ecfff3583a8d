"""What one client adds to a partner's sums, and why (docs/rules.md, rules 2 to 4 and "Credits")."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from tiers.edition import Edition, Split
from tiers.facts import ClientFacts, Report
from tiers.periods import days_after, days_before, minus_months, month_end, plus_months
from tiers.shares import EvenShares


class CreditStatus(StrEnum):
    """Why a client counts or does not. Of several reasons a credit has the first that applies."""

    COUNTED = "COUNTED"
    PENDING_REPORT = "PENDING_REPORT"
    EXPIRED = "EXPIRED"
    NOT_SOLD_BY_PARTNER = "NOT_SOLD_BY_PARTNER"
    NO_ACCESS = "NO_ACCESS"
    DOMAIN_MISMATCH = "DOMAIN_MISMATCH"
    NO_RECENT_ACTIVITY = "NO_RECENT_ACTIVITY"


SOLD_STATUSES = (
    CreditStatus.COUNTED,
    CreditStatus.PENDING_REPORT,
    CreditStatus.EXPIRED,
    CreditStatus.NOT_SOLD_BY_PARTNER,
)
"""All that a sold credit can have."""
MANAGED_STATUSES = (
    CreditStatus.COUNTED,
    CreditStatus.PENDING_REPORT,
    CreditStatus.NO_ACCESS,
    CreditStatus.DOMAIN_MISMATCH,
    CreditStatus.NO_RECENT_ACTIVITY,
)
"""All that a managed credit can have."""


class Credit(NamedTuple):
    """One client's part of one sum, in minor units; 0 and without a last counting day unless COUNTED."""

    amount: int
    status: CreditStatus
    counts_until: date | None


class ClientCredit(NamedTuple):
    """Both credits of one client under one partner, and its part in the median."""

    client: int
    sold: Credit
    managed: Credit
    apps_used: int
    counts_in_median: bool


# Credits that add nothing are the same for every client: made once, not per row.
_NOTHING = {status: Credit(0, status, None) for status in CreditStatus if status is not CreditStatus.COUNTED}
_COUNTED = CreditStatus.COUNTED
_PENDING = _NOTHING[CreditStatus.PENDING_REPORT]
_EXPIRED = _NOTHING[CreditStatus.EXPIRED]
_NOT_SOLD = _NOTHING[CreditStatus.NOT_SOLD_BY_PARTNER]
_NO_ACCESS = _NOTHING[CreditStatus.NO_ACCESS]
_DOMAIN_MISMATCH = _NOTHING[CreditStatus.DOMAIN_MISMATCH]
_NO_RECENT_ACTIVITY = _NOTHING[CreditStatus.NO_RECENT_ACTIVITY]


@dataclass(frozen=True, slots=True)
class Basis:
    """What every credit of one day rests on: made once by `basis_of`, used for every client.

    The windows include both `sold_from` or `active_from` and `as_of`.
    """

    edition: Edition
    as_of: date
    report: Report | None
    sold_from: date
    active_from: date


def basis_of(edition: Edition, as_of: date, report: Report | None) -> Basis:
    """The basis of a day; `report` is the one in force on it, None before the first."""
    return Basis(
        edition,
        as_of,
        report,
        minus_months(as_of, edition.sold_months),
        days_before(as_of, edition.activity_days),
    )


def appears(facts: ClientFacts, as_of: date) -> bool:
    """Whether the client is listed under the partner: registered, and sold or ever accessible, by the day."""
    if facts.registered_on > as_of:
        return False
    if facts.sold_on is not None and facts.sold_on <= as_of:
        return True
    return any(access.granted_on <= as_of for access in facts.accesses)


def counted_mrr(registered_on: date, reported: int | None, report: Report | None) -> int | None:
    """The client's counted MRR in minor units, None while pending (docs/rules.md, rule 2).

    A period is the first day of its month, so it is later than a day only if its month is.
    """
    if report is None or report.period <= registered_on:
        return None
    return reported or 0


@lru_cache(maxsize=4096)
def last_sold_day(sold_on: date, months: int) -> date:
    """The last day whose day `months` calendar months before is not after `sold_on` (docs/rules.md, "Credits").

    A sale on the last day of a month counts to the last day of the month reached, since every day
    that the month of the sale lacks clamps to its last: 28 February 2019 counts on 29 February 2020.
    """
    reached = plus_months(sold_on, months)
    return month_end(reached) if sold_on == month_end(sold_on) else reached


def qualifies_as_manager(basis: Basis, facts: ClientFacts) -> bool:
    """Whether the partner manages the client on the day, its MRR aside (docs/rules.md, rule 4)."""
    return facts.registered_on <= basis.as_of and not isinstance(_management(basis, facts), Credit)


def credit_client(basis: Basis, facts: ClientFacts, shares: EvenShares | None = None) -> ClientCredit:
    """Both credits of a client that appears under the partner on the day.

    `shares` divides the managed amount where the edition splits evenly, and is not looked at otherwise.
    """
    mrr = counted_mrr(facts.registered_on, facts.reported, basis.report)
    sold = _credit_sold(basis, facts, mrr)
    managed = _credit_managed(basis, facts, mrr, shares)
    return ClientCredit(facts.client, sold, managed, facts.apps_used, sold.amount > 0 or managed.amount > 0)


def _credit_sold(basis: Basis, facts: ClientFacts, mrr: int | None) -> Credit:
    sold_on = facts.sold_on
    if sold_on is None or sold_on > basis.as_of:
        return _NOT_SOLD
    if sold_on < basis.sold_from:
        return _EXPIRED
    if mrr is None:
        return _PENDING
    return Credit(mrr, _COUNTED, last_sold_day(sold_on, basis.edition.sold_months))


def _credit_managed(basis: Basis, facts: ClientFacts, mrr: int | None, shares: EvenShares | None) -> Credit:
    until = _management(basis, facts)
    if isinstance(until, Credit):
        return until
    if mrr is None:
        return _PENDING
    if basis.edition.managed_split is Split.EVEN:
        if shares is None:
            raise TypeError(f"edition {basis.edition.key} splits managed MRR evenly: say who manages each client")
        mrr = shares.of(facts.client, mrr)
    return Credit(mrr, _COUNTED, until)


def _management(basis: Basis, facts: ClientFacts) -> date | Credit:
    """The last day on which the partner manages the client by what is known, or why it does not."""
    as_of, active_from = basis.as_of, basis.active_from
    found = _NO_ACCESS
    until: date | None = None
    for access in facts.accesses:
        revoked_on = access.revoked_on
        if access.granted_on > as_of or (revoked_on is not None and revoked_on <= as_of):
            continue
        if not access.domain_matches:
            if found is _NO_ACCESS:
                found = _DOMAIN_MISMATCH
            continue
        found = _NO_RECENT_ACTIVITY
        active_on = access.last_active_on
        if active_on is None or not active_from <= active_on <= as_of:
            continue
        end = days_after(active_on, basis.edition.activity_days)
        if revoked_on is not None and revoked_on <= end:
            end = days_before(revoked_on, 1)
        if until is None or end > until:
            until = end
    return found if until is None else until
