"""Assessed partners as the rows that a run writes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from json import loads

from msgspec import json

from engine.assessment import AssessedPartner
from tiers.assessment import Assessment
from tiers.basis import Basis
from tiers.by_way import ByWay, CreditByWay
from tiers.evidence import evidence_rows, further_apps_used, further_usages
from tiers.stored import StoredNumbers, factors_of, write_metrics
from tiers.validity import valid_until

_WAYS = json.Encoder(decimal_format="number")

STANDING_COLUMNS = (
    "partner_id",
    "metrics",
    "factors",
    "provisional",
    "tier",
    "rank",
)
CREDIT_COLUMNS = (
    "client_id",
    "sold_cents",
    "sold_status",
    "sold_until",
    "managed_cents",
    "managed_status",
    "managed_until",
    "apps_used",
    "counts_in_median",
    "ways",
    "partner_id",
    "valid_until",
    "further_apps_used",
)


@dataclass(frozen=True)
class Computed:
    """What is written of a chunk: rows in the order of the columns above."""

    standings: list[tuple[object, ...]] = field(default_factory=list)
    credits: list[tuple[object, ...]] = field(default_factory=list)


def rows_of(basis: Basis, partners: Iterable[AssessedPartner]) -> Computed:
    """The rows of the partners, who were assessed on the basis."""
    computed, further = Computed(), further_usages(basis)
    for one in partners:
        partner, assessment = one.gathered, one.assessment
        computed.standings.append(_standing_row(partner.id, assessment))
        own, usage_until = partner.id, partner.usage_until
        facts = {client.client: client for client in partner.facts.clients}
        for credit in evidence_rows(basis, facts, assessment.credits, one.shares):
            client, ways = credit[0], credit[-1]
            until = valid_until(basis, facts[client], usage_until[client])
            written = credit if ways is None else (*credit[:-1], write_ways(ways))
            apps = further_apps_used(further, facts[client]) if further else None
            computed.credits.append(written + (own, until, apps))  # noqa: RUF005 - twice as fast as unpacking it
    return computed


def write_numbers(numbers: Mapping[str, Decimal | str | None]) -> str:
    """Numbers, or their digits, by key as the JSON that columns take. Nothing in a metric's key has to be escaped."""
    written = [f'"{key}": {"null" if one is None else one}' for key, one in numbers.items()]
    return f"{{{', '.join(written)}}}"


def read_numbers(text: str) -> StoredNumbers:
    """What `write_numbers` has written."""
    numbers: StoredNumbers = loads(text, parse_int=Decimal, parse_float=Decimal)
    return numbers


def write_ways(ways: ByWay) -> str | None:
    """Credits by way as the JSON that columns take: amounts and rates are numbers, with all of their digits."""
    return None if ways is None else _WAYS.encode(ways).decode()


def read_ways(text: str | None) -> ByWay:
    """What `write_ways` has written."""
    return None if text is None else json.decode(text, type=tuple[CreditByWay, ...])


def _standing_row(partner: int, assessment: Assessment) -> tuple[object, ...]:
    edition, tier = assessment.edition, assessment.tier
    return (
        partner,
        write_numbers(write_metrics(edition, assessment.values)),
        write_numbers(factors) if (factors := factors_of(assessment.factors)) else None,
        assessment.provisional,
        None if tier is None else tier.key,
        edition.rank(tier),
    )
