"""How long credits stay as they are, so that only those are looked at again that time can have changed."""

from datetime import date

from tiers.basis import Basis
from tiers.facts import ClientFacts
from tiers.periods import days_after, days_before
from tiers.sales import last_sold_day


def valid_until(basis: Basis, facts: ClientFacts, usage_until: date | None) -> date:
    """A day, not before the basis's, up to which all credits and the apps used stay the same if nothing more is known.

    `usage_until` is such a day for the apps used, None when none is in use. The report and the edition are taken to
    stay in force, and facts dated after the basis's day to be dealt with on theirs.
    """
    as_of, until = basis.as_of, date.max if usage_until is None else usage_until
    for _, _, sold_on, ended_on, own in facts.sales:
        if ended_on is not None and ended_on > as_of:
            until = min(until, days_before(ended_on, 1))
        if own and sold_on <= as_of and (ended_on is None or ended_on > as_of):
            for start, way in basis.sold:
                if start <= sold_on and (end := last_sold_day(sold_on, way.months)) < until:
                    until = end
    for _, _, ends_on, _, last_login_on, last_use_on in facts.accesses:
        if ends_on is not None and ends_on > as_of:
            until = min(until, days_before(ends_on, 1))
        is_login = last_login_on is not None and (last_use_on is None or last_login_on > last_use_on)
        for oldest, managed in basis.managed:
            active_on = last_login_on if is_login and managed.logins_count else last_use_on
            if active_on is not None and active_on >= oldest and (end := days_after(active_on, managed.days)) < until:
                until = end
    return until
