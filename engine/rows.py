"""Assessed partners as the rows that a run writes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter

from engine.assessment import AssessedPartner
from tiers.credits import Basis
from tiers.standings import Standing
from tiers.validity import valid_until

_STANDING: dict[str, Callable[[Standing], object]] = {
    "sold_mrr": lambda standing: money(standing.sold_mrr),
    "managed_mrr": lambda standing: money(standing.managed_mrr),
    "median_app_usage": attrgetter("median_app_usage"),
    "certified": attrgetter("certified"),
    "provisional": attrgetter("provisional"),
    "tier": lambda standing: None if standing.tier is None else standing.tier.key,
    "rank": lambda standing: 0 if standing.tier is None else standing.tier.rank,
}
# As names, so that one getter takes all of a credit at once: there are as many credits as clients.
_CREDIT = {
    "client_id": "client",
    "sold_cents": "sold.amount",
    "sold_status": "sold.status",
    "sold_until": "sold.counts_until",
    "managed_cents": "managed.amount",
    "managed_status": "managed.status",
    "managed_until": "managed.counts_until",
    "apps_used": "apps_used",
    "counts_in_median": "counts_in_median",
}
_values_of_credit = attrgetter(*_CREDIT.values())

STANDING_COLUMNS = ("partner_id", *_STANDING)
CREDIT_COLUMNS = ("partner_id", *_CREDIT, "valid_until")


@dataclass(frozen=True)
class Computed:
    """What is written of a chunk: rows in the order of the columns above."""

    standings: list[tuple[object, ...]] = field(default_factory=list)
    credits: list[tuple[object, ...]] = field(default_factory=list)


def rows_of(basis: Basis, partners: Iterable[AssessedPartner]) -> Computed:
    """The rows of the partners, who were assessed on the basis."""
    computed = Computed()
    for one in partners:
        partner, assessment = one.gathered, one.assessment
        computed.standings.append((partner.id, *(value(assessment.standing) for value in _STANDING.values())))
        facts = {client.client: client for client in partner.facts.clients}
        for credit in assessment.credits:
            until = valid_until(basis, facts[credit.client], partner.usage_until[credit.client])
            computed.credits.append((partner.id, *_values_of_credit(credit), until))
    return computed


def money(minor_units: int) -> Decimal:
    """An amount in units of the currency, with two decimals."""
    return Decimal(minor_units).scaleb(-2)
