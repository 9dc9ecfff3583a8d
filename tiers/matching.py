"""Which access of which employee makes a client count as managed, or comes nearest to it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from tiers.basis import WayBasis
from tiers.counting_days import ActiveSpan
from tiers.credits import CreditStatus
from tiers.editions.ways import Managed
from tiers.facts import Access
from tiers.management import managed_until

_NEARER = (CreditStatus.NO_ACCESS, CreditStatus.DOMAIN_MISMATCH, CreditStatus.NO_RECENT_ACTIVITY, CreditStatus.COUNTED)


class Match(NamedTuple):
    """An access, how far it comes by itself, and the last day, not after the assessed one, that is active for the way.

    `status` is COUNTED also where the client's report is still waited for. Activity from before the employee had any
    access there makes a client count as any other does; where it does not, it is none of the employee's.
    """

    access: Access
    status: CreditStatus
    last_active_on: date | None


def match_access(
    as_of: date, here: WayBasis, way: Managed, accesses: Sequence[Access], spans: Sequence[ActiveSpan]
) -> Match | None:
    """The access that the credit's status is due to; None for a client that nobody was ever given access to.

    Of several it is the one that comes furthest; then the one that counts the longest, or was active or ended last;
    then that of the smaller row.
    """
    granted = sorted((one for one in accesses if one.granted_on <= as_of), key=_order)
    matches = [(_reach(as_of, here, way, one, spans), one) for one in granted]
    best = max(matches, key=lambda match: match[0], default=None)
    if best is None:
        return None
    (rank, _, active_on), access = best
    status = _NEARER[rank]
    begins_on = min(one.granted_on for one in granted if one.employee == access.employee)
    if active_on == date.min or (status is not CreditStatus.COUNTED and active_on < begins_on):
        return Match(access, status, None)
    return Match(access, status, active_on)


def nearest_match(matches: Iterable[Match]) -> Match | None:
    """The one that comes furthest, of several the first; None for none."""
    return max(matches, key=lambda match: _NEARER.index(match.status), default=None)


def _order(access: Access) -> tuple[int, date]:
    return access.employee, access.granted_on


def _reach(
    as_of: date, here: WayBasis, way: Managed, access: Access, spans: Sequence[ActiveSpan]
) -> tuple[int, date, date]:
    until = managed_until(as_of, here, way, (access,))
    active_on = max((one.last_on for one in spans if one.employee == access.employee), default=date.min)
    if not isinstance(until, CreditStatus):
        return _NEARER.index(CreditStatus.COUNTED), until, active_on
    ended = access.ends_on if until is CreditStatus.NO_ACCESS else None
    return _NEARER.index(until), ended or active_on, active_on
