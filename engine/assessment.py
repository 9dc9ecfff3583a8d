"""A chunk of partners as rows: what the rules say of their facts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from engine.gather import Gathered, Managers
from engine.runs import Run
from tiers.credits import ClientCredit, basis_of
from tiers.shares import EvenShares
from tiers.standings import Standing, stand
from tiers.steadiness import steady_until

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
    "steady_until",
)


@dataclass(frozen=True)
class Computed:
    """Rows in the order of the columns above."""

    standings: list[tuple[object, ...]] = field(default_factory=list)
    credits: list[tuple[object, ...]] = field(default_factory=list)


def compute(run: Run, partners: Sequence[Gathered], managers: Managers | None) -> Computed:
    """The standing of each partner on the run's day, and the credits of its clients."""
    computed = Computed()
    basis = basis_of(run.program, run.day, run.report)
    for partner in partners:
        shares = None if managers is None else EvenShares(partner.external_id, managers)
        standing, credited = stand(run.program, run.day, run.report, partner.facts, shares, partner.kept)
        computed.standings.append(_standing_row(partner.id, standing))
        facts = {client.client: client for client in partner.facts.clients}
        for credit in credited:
            steady = steady_until(basis, facts[credit.client], partner.usage_until[credit.client])
            computed.credits.append(_credit_row(partner.id, credit, steady))
    return computed


def _standing_row(partner: int, standing: Standing) -> tuple[object, ...]:
    return (
        partner,
        _money(standing.sold_mrr),
        _money(standing.managed_mrr),
        standing.median_app_usage,
        standing.certified,
        standing.provisional,
        None if standing.tier is None else standing.tier.key,
        0 if standing.tier is None else standing.tier.rank,
    )


def _credit_row(partner: int, credit: ClientCredit, steady: date) -> tuple[object, ...]:
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
        steady,
    )


def _money(minor_units: int) -> Decimal:
    return Decimal(minor_units).scaleb(-2)
