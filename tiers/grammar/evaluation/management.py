"""Credits for the clients that the partner manages, whole or as a share among several managers."""

from collections.abc import Mapping, Sequence
from datetime import date

from tiers.credits import CreditStatus
from tiers.grammar.credits import Managed, Split
from tiers.grammar.evaluation.basis import Basis, WayBasis
from tiers.grammar.evaluation.credits import Credit, Part, counted_credit, empty_credit, part_of
from tiers.grammar.evaluation.facts import Access, ClientFacts, MrrLine
from tiers.periods import days_after, days_before
from tiers.shares import EvenShares


def qualifies_as_manager(basis: Basis, here: WayBasis, way: Managed, facts: ClientFacts) -> bool:
    """Whether the partner manages the client on the day in a way, its MRR aside."""
    return facts.registered_on <= basis.as_of and isinstance(managed_until(basis, here, way, facts.accesses), date)


def credit_managed(
    basis: Basis,
    here: WayBasis,
    way: Managed,
    facts: ClientFacts,
    lines: Sequence[MrrLine] | None,
    shares: Mapping[str, EvenShares],
) -> Credit:
    """The credit of a client that the partner manages; `lines` is None while its MRR is pending.

    Raises TypeError where the way splits evenly and `shares` does not say who manages each client.
    """
    until = managed_until(basis, here, way, facts.accesses)
    if isinstance(until, CreditStatus):
        return empty_credit(way.key, until)
    if lines is None:
        return empty_credit(way.key, CreditStatus.PENDING_REPORT)
    counted = lines if here.lines is None else [line for line in lines if line.line in here.lines]
    parts = tuple([part_of(basis, line, None, until) for line in counted])
    if way.split is Split.EVEN:
        if way.key not in shares:
            raise TypeError(f"edition {basis.edition.key} splits {way.key} evenly: say who manages each client")
        parts = tuple(_share(part, facts.client, shares[way.key]) for part in parts)
    return counted_credit(way.key, parts, until)


def _share(part: Part, client: int, shares: EvenShares) -> Part:
    return part._replace(amount=shares.of(client, part.converted))


def managed_until(basis: Basis, here: WayBasis, way: Managed, accesses: Sequence[Access]) -> date | CreditStatus:
    """The last day on which the partner manages a client by what is known, or why it does not."""
    as_of = basis.as_of
    found = CreditStatus.NO_ACCESS
    until: date | None = None
    for one in accesses:
        ends_on = one.ends_on
        if one.granted_on > as_of or (ends_on is not None and ends_on <= as_of):
            continue
        if not one.domain_matches:
            if found is CreditStatus.NO_ACCESS:
                found = CreditStatus.DOMAIN_MISMATCH
            continue
        found = CreditStatus.NO_RECENT_ACTIVITY
        active_on = _active_on(one, way, as_of)
        if active_on is None or active_on < here.start:
            continue
        end = days_after(active_on, way.days)
        if ends_on is not None and ends_on <= end:
            end = days_before(ends_on, 1)
        if until is None or end > until:
            until = end
    return found if until is None else until


def _active_on(access: Access, way: Managed, as_of: date) -> date | None:
    """The newest day of what the way calls activity, which is not after the day."""
    newest = access.last_use_on
    if newest is not None and newest > as_of:
        newest = None
    login = access.last_login_on if way.logins_count else None
    if login is not None and login <= as_of and (newest is None or login > newest):
        return login
    return newest
