"""Looking at partners as callers do, and what runs gather of the same."""

from collections.abc import Collection
from contextlib import aclosing
from datetime import date
from decimal import Decimal
from typing import Any

from engine.answers import assess_partners, gather_partners
from engine.assessment import AssessedPartner
from engine.gather import Gathered, read_partners
from engine.invalidation import EVERYTHING
from engine.runs import begin_run
from engine.snapshots import snapshot_of
from jobs.claims import claim_job
from models.database import acquire
from models.rulebook import Rulebook
from tests.workers.conftest import NOW
from tests.workers.facts import ask
from tiers.basis import basis_of
from tiers.credits import CreditStatus
from tiers.evidence import evidence_of
from tiers.stored import metrics_of
from workers.runner import Runner


async def look(rules: Rulebook, day: date, partners: Collection[int] | None = None) -> list[Gathered]:
    """What is gathered of them, without a run."""
    edition = rules.in_force(day)
    async with (
        acquire() as connection,
        snapshot_of(connection, edition, day) as basis,
        aclosing(gather_partners(connection, basis, partners)) as parts,
    ):
        return [partner async for part in parts for partner in part.partners]


async def look_and_assess(
    rules: Rulebook, day: date, partners: Collection[int] | None = None
) -> dict[str, AssessedPartner]:
    """What they are assessed as, by external id."""
    edition = rules.in_force(day)
    async with (
        acquire() as connection,
        snapshot_of(connection, edition, day) as basis,
        aclosing(assess_partners(connection, basis, partners)) as assessed,
    ):
        return {one.gathered.external_id: one async for one in assessed}


async def gather_as_runs_do(runner: Runner, day: date) -> list[Gathered]:
    """What a run of the day gathers from scratch, all of which is undone."""
    claim = await claim_job(await ask(runner, days=(day, day)), NOW)
    assert claim is not None
    async with acquire() as connection:
        undone = connection.transaction()
        await undone.start()
        try:
            run = await begin_run(connection, claim, runner.rules, 1, day, yield_turn=False)
            assert run is not None
            assert run.scope == EVERYTHING
            return list((await read_partners(connection, run.id, run.scope, run.basis, 0, 2**63 - 1)).partners)
        finally:
            await undone.rollback()


def as_standing(one: AssessedPartner) -> dict[str, Any]:
    """The standing as the second opinion says it."""
    metrics, tier = metrics_of(one.assessment.edition, one.assessment.values), one.assessment.tier
    return {
        "sold_mrr": metrics["SOLD_MRR"],
        "managed_mrr": metrics["MANAGED_MRR"],
        "median": metrics["MEDIAN_APP_USAGE"],
        "certified": bool(metrics["CERTIFIED"]),
        "provisional": one.assessment.provisional,
        "tier": None if tier is None else tier.key,
    }


def as_credits(one: AssessedPartner, names: dict[int, str]) -> dict[str, dict[str, Any]]:
    """The credits as the second opinion says them; `names` are the clients' external ids."""
    assessment = one.assessment
    basis = basis_of(assessment.edition, assessment.as_of, None)
    facts = {client.client: client for client in one.gathered.facts.clients}
    return {
        names[credit.client]: {
            "sold": _as_credit(credit.sold_amount, credit.sold_status, credit.sold_until),
            "managed": _as_credit(credit.managed_amount, credit.managed_status, credit.managed_until),
            "apps_used": credit.apps_used,
            "counts_in_median": credit.counts_in_median,
        }
        for credit in evidence_of(basis, facts, assessment.credits)
    }


def _as_credit(amount: int, status: CreditStatus, counts_until: date | None) -> dict[str, Any]:
    return {"amount": Decimal(amount).scaleb(-2), "status": status, "counts_until": counts_until}
