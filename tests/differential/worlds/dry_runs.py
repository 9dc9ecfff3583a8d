"""A dry run for each job that does one; only those whose jobs have succeeded are complete."""

import json
from datetime import date
from typing import Any

from jobs.kinds import RecomputeKind
from models.enums import RecomputeStatus
from tests.differential.worlds.ledger import MOMENTS, Ledger
from tests.differential.worlds.texts import NAMES
from tiers.decisions import TierChangeKind

DAYS = (date(2019, 5, 15), date(2019, 6, 15))
TIERS = (None, None, "SILVER", "GOLD", 'NO "TIER"')
NUMBERS = ("0", "0.01", "3", "2.5", "1125.00", "9999999999999999.99", "-1.5")


def add_dry_runs(ledger: Ledger) -> None:
    """What has been written of one that is not complete is there too, and nobody may read it."""
    for job in ledger["recompute_job"]:
        if job["kind"] != RecomputeKind.DRY_RUN:
            continue
        is_complete = job["status"] == RecomputeStatus.SUCCEEDED
        ledger.rows.setdefault("dry_run", []).append(
            {
                "id": job["id"],
                "program": "agency",
                "edition": ledger.pick(["2018-05", "a draft", 'no "edition"']),
                "name": ledger.pick(NAMES),
                "digest": "0" * 64,
                "text": ledger.pick(NAMES),
                "first_on": DAYS[0],
                "last_on": DAYS[-1],
                "known_at": ledger.pick(MOMENTS) if is_complete else None,
            }
        )
        for day in DAYS:
            _add_day(ledger, job["id"], day, is_complete=is_complete)


def _add_day(ledger: Ledger, dry_run: int, day: date, *, is_complete: bool) -> None:
    partners = ledger.sample(ledger.keys("partner"), 9)
    for partner in partners:
        change = ledger.pick(list(TierChangeKind))
        ledger.add(
            "dry_run_partner",
            dry_run_id=dry_run,
            effective_on=day,
            partner_id=partner,
            tier_before=ledger.pick(TIERS),
            tier_after=ledger.pick(TIERS),
            change=change.value,
            gates=None if change is TierChangeKind.UNCHANGED else json.dumps(_gates(ledger)),
        )
    if is_complete:
        ledger.add(
            "dry_run_day",
            dry_run_id=dry_run,
            effective_on=day,
            as_of=day.replace(day=14),
            edition="2018-05",
            partners=len(partners),
            tiers=json.dumps([_tier(ledger, place) for place in range(ledger.pick([1, 3]))]),
            moves=json.dumps([_move(ledger, place) for place in range(ledger.pick([0, 2]))]),
        )


def _tier(ledger: Ledger, place: int) -> dict[str, Any]:
    before, after = ledger.pick([0, 3]), ledger.pick([0, 2**31 - 1])
    name = ledger.pick([None, *NAMES[:3]])
    return {"place": place, "key": ledger.pick(TIERS), "name": name, "before": before, "after": after}


def _move(ledger: Ledger, place: int) -> dict[str, Any]:
    before, after = ledger.pick(TIERS), ledger.pick(TIERS)
    return {"place": place, "tier_before": before, "tier_after": after, "partners": ledger.pick([1, 10_000])}


def _gates(ledger: Ledger) -> list[dict[str, Any]]:
    return [
        {
            "place": place,
            "edition": ledger.pick(["2018-05", "ä draft"]),
            "metric_key": ledger.pick(["SOLD_MRR", "POINTS"]),
            "metric_name": ledger.pick(NAMES[:3]),
            "metric_unit": ledger.pick(["MONEY", "COUNT"]),
            "metric_description": ledger.pick([None, 'a "description"']),
            "comparison": ledger.pick(["AT_LEAST", "ABOVE"]),
            "required": ledger.pick(NUMBERS),
            "actual": ledger.pick([None, *NUMBERS]),
            "missing": ledger.pick(NUMBERS),
        }
        for place in range(ledger.rng.randint(0, 2))
    ]
