"""Which clients the partner manages, and until when: an employee has access, fits, and was active there lately."""

from collections.abc import Sequence
from datetime import date

from tiers.basis import WayBasis
from tiers.credits import CreditStatus
from tiers.editions.ways import Managed
from tiers.facts import Access, ClientFacts
from tiers.periods import days_after, days_before

# By their own names, as looking them up in their class takes a while.
_NO_ACCESS = CreditStatus.NO_ACCESS
_DOMAIN_MISMATCH = CreditStatus.DOMAIN_MISMATCH
_NO_RECENT_ACTIVITY = CreditStatus.NO_RECENT_ACTIVITY


def managed_until(as_of: date, here: WayBasis, way: Managed, accesses: Sequence[Access]) -> date | CreditStatus:
    """The last day on which the partner manages a client by what is known, or why it does not."""
    start, logins_count = here.start, way.logins_count
    found = _NO_ACCESS
    until: date | None = None
    for _, granted_on, ends_on, domain_matches, last_login_on, active_on in accesses:
        if granted_on > as_of or (ends_on is not None and ends_on <= as_of):
            continue
        if not domain_matches:
            if found is _NO_ACCESS:
                found = _DOMAIN_MISMATCH
            continue
        found = _NO_RECENT_ACTIVITY
        if logins_count and last_login_on is not None and (active_on is None or last_login_on > active_on):
            active_on = last_login_on  # noqa: PLW2901 - the newer of the two
        if active_on is None or not start <= active_on <= as_of:
            continue
        end = days_after(active_on, way.days)
        if ends_on is not None and ends_on <= end:
            end = days_before(ends_on, 1)
        if until is None or end > until:
            until = end
    return found if until is None else until


def qualifies_as_manager(as_of: date, here: WayBasis, way: Managed, facts: ClientFacts) -> bool:
    """Whether the partner manages the client on the day in a way, its MRR aside."""
    return facts.registered_on <= as_of and not isinstance(
        managed_until(as_of, here, way, facts.accesses), CreditStatus
    )
