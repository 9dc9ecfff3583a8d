"""Recompute jobs of every kind and in every status."""

from datetime import date, timedelta
from typing import Any

from jobs.kinds import RecomputeKind
from models.enums import RecomputeStatus
from tests.differential.worlds.ledger import MOMENTS, TODAY, Ledger
from tests.differential.worlds.texts import ERRORS, NAMES

MONTHS = (date(2018, 6, 1), date(2019, 1, 1), date(2019, 6, 1))


def add_jobs(ledger: Ledger, requester: str) -> None:
    """Some by the requester, with a key under which asking again gives the same job."""
    for number, (kind, status) in enumerate((kind, status) for kind in RecomputeKind for status in RecomputeStatus):
        ledger.add("recompute_job", **_job(ledger, kind, status))
        known = {"requested_by": requester, "idempotency_key": f"key {number} {ledger.pick(['', '🦊'])}"}
        ledger.add("recompute_job", **_job(ledger, kind, status) | known)


def _job(ledger: Ledger, kind: RecomputeKind, status: RecomputeStatus) -> dict[str, Any]:
    first_day = TODAY - timedelta(days=ledger.rng.randint(2, 40))
    by_days = kind is RecomputeKind.ACTIVITY
    last_day = first_day + timedelta(days=ledger.rng.randint(0, 1)) if by_days else None
    total = 1 if last_day is None else (last_day - first_day).days + 1
    begun = status is not RecomputeStatus.QUEUED or ledger.chance(0.5)
    return {
        "kind": kind.value,
        "status": status.value,
        "first_day": first_day if by_days else None,
        "last_day": last_day,
        "month": ledger.pick(MONTHS) if kind is RecomputeKind.TIERS else None,
        "done": total if status is RecomputeStatus.SUCCEEDED else ledger.rng.randint(0, total),
        "total": total,
        "scheduled": ledger.chance(0.3),
        "requested_by": ledger.pick(NAMES),
        "requested_at": ledger.moment(),
        "started_at": ledger.moment() if begun else None,
        "finished_at": ledger.pick([None, *MOMENTS]),
        "attempts": ledger.rng.randint(0, 4),
        "error": ledger.pick(ERRORS),
        "changed_partners": ledger.pick([None, 0, 12]),
        "idempotency_key": None,
        "cancel_requested": ledger.chance(0.2),
        "fence": ledger.rng.randint(0, 4),
        "lease_until": None,
        "not_before": None,
    }
