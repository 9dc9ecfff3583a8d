"""Assessed partners as the rows that a run writes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from engine.assessment import AssessedPartner
from tiers.assessment import Assessment
from tiers.basis import Basis
from tiers.stored import evidence_of, numbers_of
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
        computed.standings.append(_standing_row(partner.id, assessment))
        facts = {client.client: client for client in partner.facts.clients}
        for credit in evidence_of(basis, facts, assessment.credits):
            client = credit.client
            until = valid_until(basis, facts[client], partner.usage_until[client])
            computed.credits.append((partner.id, *credit, until))
    return computed


def money(minor_units: int) -> Decimal:
    """An amount in units of the currency, with two decimals."""
    return Decimal(minor_units).scaleb(-2)


def _standing_row(partner: int, assessment: Assessment) -> tuple[object, ...]:
    numbers, tier = numbers_of(assessment.values), assessment.tier
    return (
        partner,
        money(numbers.sold_mrr),
        money(numbers.managed_mrr),
        numbers.median_app_usage,
        numbers.certified,
        assessment.provisional,
        None if tier is None else tier.key,
        assessment.edition.rank(tier),
    )
