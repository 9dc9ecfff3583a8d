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
    parts = tuple(
        part_of(basis, line, None, until)
        for line in lines
        if here.lines is None or (line.line is not None and line.line in here.lines)
    )
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
    current = [one for one in accesses if one.granted_on <= as_of and (one.ends_on is None or as_of < one.ends_on)]
    if not current:
        return CreditStatus.NO_ACCESS
    matching = [one for one in current if one.domain_matches]
    if not matching:
        return CreditStatus.DOMAIN_MISMATCH
    ends = [
        min(days_after(active_on, way.days), date.max if one.ends_on is None else days_before(one.ends_on, 1))
        for one in matching
        if (active_on := _active_on(one, way, as_of)) is not None and here.start <= active_on
    ]
    return max(ends) if ends else CreditStatus.NO_RECENT_ACTIVITY


def _active_on(access: Access, way: Managed, as_of: date) -> date | None:
    days = (access.last_use_on, access.last_login_on if way.logins_count else None)
    return max((day for day in days if day is not None and day <= as_of), default=None)
