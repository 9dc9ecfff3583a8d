"""What a decision or a standing says, as it was stored and as an assessment gives it, so that both can be compared."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import asyncpg

from engine.assessment import AssessedPartner
from engine.rows import read_numbers, read_ways
from models.statements import statement
from tiers.basis import Basis
from tiers.credits import CreditStatus
from tiers.evidence import StoredCredit, evidence_of, further_apps_used, further_usages
from tiers.stored import StoredMetric, StoredNumbers, factors_of, metrics_of

_TOLD = {
    StoredMetric.SOLD_MRR: ("sold {:.2f}", ""),
    StoredMetric.MANAGED_MRR: ("managed {:.2f}", ""),
    StoredMetric.MEDIAN_APP_USAGE: ("median {:.1f}", "no median"),
    StoredMetric.CERTIFIED: ("", ""),
}
"""How a metric is told of with a number and without one; nothing of one that is empty, and others by their keys."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What makes a decision another one when it is another: docs/rules.md, rule 8. Tier and edition are keys.

    `metrics` and the `factors` on their thresholds are as they are stored; `credits` are by client, and their amounts
    integers of minor units. `further_apps` are kept of standings beside that, by client, to be carried.
    """

    tier: str | None
    edition: str
    metrics: StoredNumbers
    factors: StoredNumbers
    provisional: bool
    credits: Mapping[int, StoredCredit]
    further_apps: Mapping[int, Sequence[int] | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decided:
    """What is stored of a partner, and by what a decision was made: digests that standings and old decisions lack."""

    outcome: Outcome
    inputs_digest: str | None = None
    edition_digest: str | None = None


def outcome_of(basis: Basis, partner: AssessedPartner) -> Outcome:
    """The outcome that a decision of the partner has, who was assessed on the basis."""
    assessment = partner.assessment
    facts = {client.client: client for client in partner.gathered.facts.clients}
    evidence = evidence_of(basis, facts, assessment.credits, partner.shares)
    return Outcome(
        None if assessment.tier is None else assessment.tier.key,
        assessment.edition.key,
        metrics_of(assessment.edition, assessment.values),
        factors_of(assessment.factors),
        assessment.provisional,
        {credit.client: credit for credit in evidence},
    )


def standing_outcome_of(basis: Basis, partner: AssessedPartner) -> Outcome:
    """The outcome that the partner's standing has."""
    outcome, usages = outcome_of(basis, partner), further_usages(basis)
    clients = {client.client: client for client in partner.gathered.facts.clients}
    return replace(outcome, further_apps={one: further_apps_used(usages, clients[one]) for one in outcome.credits})


async def read_decisions(
    connection: asyncpg.Connection, program: str, effective_on: date, partners: Sequence[int]
) -> Mapping[int, Decided]:
    """The latest revisions of the partners' decisions in the program that take effect on the day, by partner."""
    rows = await connection.fetch(statement("engine/latest_decisions"), effective_on, partners, program)
    evidence = await connection.fetch(statement("engine/evidence"), [row["id"] for row in rows])
    credited = _credits(evidence, "decision_id")
    return {
        row["partner_id"]: Decided(_outcome(row, credited[row["id"]]), row["inputs_digest"], row["edition_digest"])
        for row in rows
    }


async def read_standings(
    connection: asyncpg.Connection, program: str, day: date, partners: Sequence[int]
) -> Mapping[int, Decided]:
    """The partners' standings of the day, which is the program's newest computed one, by partner."""
    rows = await connection.fetch(statement("engine/standings_of"), day, partners, program)
    evidence = await connection.fetch(statement("engine/credits_of"), partners, program)
    credited = _credits(evidence, "partner_id")
    further: defaultdict[int, dict[int, Sequence[int] | None]] = defaultdict(dict)
    for row in evidence:
        further[row["partner_id"]][row["client_id"]] = row["further_apps_used"]
    return {
        row["partner_id"]: Decided(
            replace(_outcome(row, credited[row["partner_id"]]), further_apps=further[row["partner_id"]])
        )
        for row in rows
    }


def tell(outcome: Outcome) -> str:
    """Tier and numbers in a few words; an outcome that differs in something else reads the same."""
    told = [_tell_metric(key, value) for key, value in outcome.metrics.items()]
    return f"{outcome.tier or 'without tier'} ({', '.join(filter(None, told))})"


def _tell_metric(key: str, value: Decimal | None) -> str:
    known = {str(one): words for one, words in _TOLD.items()}
    with_number, without = known.get(key, (f"{key} {{:.6g}}", f"no {key}"))
    return without if value is None else with_number.format(value)


def _outcome(row: asyncpg.Record, credited: Mapping[int, StoredCredit]) -> Outcome:
    factors = {} if row["factors"] is None else read_numbers(row["factors"])
    return Outcome(row["tier"], row["edition"], read_numbers(row["metrics"]), factors, row["provisional"], credited)


def _credits(rows: Sequence[asyncpg.Record], of: str) -> Mapping[int, Mapping[int, StoredCredit]]:
    credited: defaultdict[int, dict[int, StoredCredit]] = defaultdict(dict)
    for row in rows:
        credited[row[of]][row["client_id"]] = StoredCredit(
            row["client_id"],
            row["sold_cents"],
            CreditStatus(row["sold_status"]),
            row["sold_until"],
            row["managed_cents"],
            CreditStatus(row["managed_status"]),
            row["managed_until"],
            row["apps_used"],
            row["counts_in_median"],
            read_ways(row["ways"]),
        )
    return credited
