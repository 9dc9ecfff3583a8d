"""The credits of one client in every way that some metric uses."""

from collections.abc import Mapping
from datetime import date

from tiers.grammar.credits import Sold
from tiers.grammar.evaluation.basis import Basis
from tiers.grammar.evaluation.credits import ClientCredits, Credit
from tiers.grammar.evaluation.facts import ClientFacts
from tiers.grammar.evaluation.management import credit_managed
from tiers.grammar.evaluation.sales import credit_sold
from tiers.shares import EvenShares

NO_SHARES: Mapping[str, EvenShares] = {}


def appears(facts: ClientFacts, as_of: date) -> bool:
    """Whether a client is listed under the partner: registered, and sold or ever accessible, by the day."""
    return facts.registered_on <= as_of and (
        any(sale.own and sale.sold_on <= as_of for sale in facts.sales)
        or any(access.granted_on <= as_of for access in facts.accesses)
    )


def credit_client(basis: Basis, facts: ClientFacts, shares: Mapping[str, EvenShares] = NO_SHARES) -> ClientCredits:
    """The credits of a client that appears under the partner on the day.

    `shares` says, by way, who manages each client, and is needed for ways that split evenly only. Its MRR is pending
    until a report of a month after the one of its registration is in force.
    """
    report = basis.report
    lines = None if report is None or report.period <= facts.registered_on else facts.lines
    found: list[Credit] = []
    for here in basis.ways:
        if isinstance(here.way, Sold):
            found.append(credit_sold(basis, here, here.way, facts.sales, lines))
        else:
            found.append(credit_managed(basis, here, here.way, facts, lines, shares))
    return ClientCredits(facts.client, facts.country, tuple(found))
