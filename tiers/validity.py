"""How long credits stay as they are, so that only those are looked at again that time can have changed."""

from collections.abc import Sequence
from datetime import date

from tiers.basis import Basis
from tiers.facts import Access, ClientFacts, Sale
from tiers.periods import days_after, days_before
from tiers.sales import last_sold_day


def valid_until(basis: Basis, facts: ClientFacts, usage_until: date | None) -> date:
    """A day, not before the basis's, up to which all credits and the apps used stay the same if nothing more is known.

    `usage_until` is such a day for the apps used, None when none is in use. The report and the edition are taken to
    stay in force, and facts dated after the basis's day to be dealt with on theirs.
    """
    until = date.max if usage_until is None else usage_until
    return _managed_until(basis, facts.accesses, _sold_until(basis, facts.sales, until))


def _sold_until(basis: Basis, sales: Sequence[Sale], until: date) -> date:
    """Up to which day nothing changes by the sales, and not after `until`."""
    as_of = basis.as_of
    for _, _, sold_on, ended_on, own in sales:
        if ended_on is not None and ended_on > as_of:
            until = min(until, days_before(ended_on, 1))
        if own and sold_on <= as_of and (ended_on is None or ended_on > as_of):
            for start, way in basis.sold:
                if start <= sold_on and (end := last_sold_day(sold_on, way.months)) < until:
                    until = end
    return until


def _managed_until(basis: Basis, accesses: Sequence[Access], until: date) -> date:
    """The same by the accesses."""
    as_of = basis.as_of
    for _, _, ends_on, _, last_login_on, last_use_on in accesses:
        if ends_on is not None and ends_on > as_of:
            until = min(until, days_before(ends_on, 1))
        for start, way in basis.managed:
            active_on = last_use_on
            if way.logins_count and last_login_on is not None and (active_on is None or last_login_on > active_on):
                active_on = last_login_on
            if active_on is not None and active_on >= start and (end := days_after(active_on, way.days)) < until:
                until = end
    return until
