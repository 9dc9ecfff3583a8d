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
from tiers.credits import Credit
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
    standing = one.assessment.standing
    return {
        "sold_mrr": Decimal(standing.sold_mrr).scaleb(-2),
        "managed_mrr": Decimal(standing.managed_mrr).scaleb(-2),
        "median": standing.median_app_usage,
        "certified": standing.certified,
        "provisional": standing.provisional,
        "tier": None if standing.tier is None else standing.tier.key,
    }


def as_credits(one: AssessedPartner, names: dict[int, str]) -> dict[str, dict[str, Any]]:
    """The credits as the second opinion says them; `names` are the clients' external ids."""
    return {
        names[credit.client]: {
            "sold": _as_credit(credit.sold),
            "managed": _as_credit(credit.managed),
            "apps_used": credit.apps_used,
            "counts_in_median": credit.counts_in_median,
        }
        for credit in one.assessment.credits
    }


def _as_credit(credit: Credit) -> dict[str, Any]:
    return {
        "amount": Decimal(credit.amount).scaleb(-2),
        "status": credit.status,
        "counts_until": credit.counts_until,
    }
