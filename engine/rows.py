"""Assessed partners as the rows that a run writes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from engine.assessment import AssessedPartner
from tiers.credits import Basis, ClientCredit
from tiers.standings import Standing
from tiers.validity import valid_until

STANDING_COLUMNS = (
    "partner_id",
    "sold_mrr",
    "managed_mrr",
    "median_app_usage",
    "certified",
    "provisional",
    "tier",
    "rank",
)
CREDIT_COLUMNS = (
    "partner_id",
    "client_id",
    "sold_cents",
    "sold_status",
    "sold_until",
    "managed_cents",
    "managed_status",
    "managed_until",
    "apps_used",
    "counts_in_median",
    "valid_until",
)


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
        computed.standings.append(_standing_row(partner.id, assessment.standing))
        facts = {client.client: client for client in partner.facts.clients}
        for credit in assessment.credits:
            until = valid_until(basis, facts[credit.client], partner.usage_until[credit.client])
            computed.credits.append(_credit_row(partner.id, credit, until))
    return computed


def money(minor_units: int) -> Decimal:
    """An amount in units of the currency, with two decimals."""
    return Decimal(minor_units).scaleb(-2)


def _standing_row(partner: int, standing: Standing) -> tuple[object, ...]:
    return (
        partner,
        money(standing.sold_mrr),
        money(standing.managed_mrr),
        standing.median_app_usage,
        standing.certified,
        standing.provisional,
        None if standing.tier is None else standing.tier.key,
        0 if standing.tier is None else standing.tier.rank,
    )


def _credit_row(partner: int, credit: ClientCredit, until: date) -> tuple[object, ...]:
    # A plain tuple: there are as many as clients, and anything with names is made some times slower.
    sold, managed = credit.sold, credit.managed
    return (
        partner,
        credit.client,
        sold.amount,
        sold.status,
        sold.counts_until,
        managed.amount,
        managed.status,
        managed.counts_until,
        credit.apps_used,
        credit.counts_in_median,
        until,
    )
