"""How long credits stay as they are, so that only those are looked at again that time can have changed."""

from datetime import date

from tiers.credits import Basis, last_sold_day
from tiers.facts import ClientFacts
from tiers.periods import days_after, days_before


def valid_until(basis: Basis, facts: ClientFacts, usage_until: date | None) -> date:
    """A day, not before the basis's, up to which both credits and the apps used stay the same if nothing more is known.

    `usage_until` is such a day for the apps used, None when none is in use. The report and the edition are taken to
    stay in force, and facts dated after the basis's day to be dealt with on theirs.
    """
    ends = [] if usage_until is None else [usage_until]
    if facts.sold_on is not None and basis.sold_from <= facts.sold_on <= basis.as_of:
        ends.append(last_sold_day(facts.sold_on, basis.edition.sold_months))
    for access in facts.accesses:
        if access.revoked_on is not None and access.revoked_on > basis.as_of:
            ends.append(days_before(access.revoked_on, 1))
        if access.last_active_on is not None and access.last_active_on >= basis.active_from:
            ends.append(days_after(access.last_active_on, basis.edition.activity_days))
    return min(ends, default=date.max)
