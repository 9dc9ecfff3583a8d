"""Editions, tiers, and a partner's numbers beside them."""

from tests.differential.reference.arguments import Arguments
from tests.differential.reference.asker import Asker
from tests.differential.reference.ids import key
from tests.differential.reference.tables import Row
from tests.differential.reference.written import measure, money, shortest, stored_day
from tiers.apps import APPS, App
from tiers.edition import Edition, GateRule, Tier
from tiers.standings import Numbers, gates_of


def _apps(edition: Edition, _: Asker, __: Arguments) -> list[App]:
    return [app for app in APPS if app.key in edition.apps]


def _minimum(rule: GateRule, _: Asker, __: Arguments) -> str:
    return measure(rule.metric, rule.minimum)


def _tier(standing: Row, asker: Asker, _: Arguments) -> Tier | None:
    return asker.tier(standing["program"], standing["tier"])


def _next_tier(standing: Row, asker: Asker, _: Arguments) -> Tier | None:
    ladder = [None, *asker.edition(standing["program"]).tiers, None]
    return ladder[ladder.index(asker.tier(standing["program"], standing["tier"])) + 1]


def _gates(standing: Row, asker: Asker, arguments: Arguments) -> list[Row]:
    target = _next_tier(standing, asker, arguments) or asker.edition(standing["program"]).tiers[-1]
    sold, managed = (int(standing[column] * 100) for column in ("sold_mrr", "managed_mrr"))
    numbers = Numbers(sold, managed, standing["median_app_usage"], standing["certified"])
    return [
        {
            "id": key("Gate", *_own(standing, asker), target.key, gate.metric),
            "metric": gate.metric,
            "passed": gate.passed,
            "required": measure(gate.metric, gate.required),
            "actual": None if gate.actual is None else measure(gate.metric, gate.actual),
            "missing": measure(gate.metric, gate.missing),
        }
        for gate in gates_of(target, numbers)
    ]


def _own(standing: Row, asker: Asker) -> tuple[str, str]:
    """What tells a standing from all others."""
    return asker.tables.get("partner", standing["partner_id"])["external_id"], stored_day(standing["as_of"])


def _standing_id(standing: Row, asker: Asker, _: Arguments) -> str:
    return key("Standing", *_own(standing, asker))


def _gate_id(gate: Row, _: Asker, __: Arguments) -> str:
    made: str = gate["id"]
    return made


def _edition_id(edition: Edition, _: Asker, __: Arguments) -> str:
    return key("Edition", edition.key)


def _tier_id(tier: Tier, asker: Asker, _: Arguments) -> str:
    (edition,) = (edition for edition in asker.rules.editions if any(one is tier for one in edition.tiers))
    return key("Tier", edition.key, tier.key)


def _rule_id(rule: GateRule, asker: Asker, _: Arguments) -> str:
    (own,) = (
        (edition.key, tier.key)
        for edition in asker.rules.editions
        for tier in edition.tiers
        if any(one is rule for one in tier.gates)
    )
    return key("GateRule", *own, rule.metric)


def _sold_mrr(numbers: Row, _: Asker, __: Arguments) -> str:
    return money(numbers["sold_mrr"])


def _managed_mrr(numbers: Row, _: Asker, __: Arguments) -> str:
    return money(numbers["managed_mrr"])


def _median(numbers: Row, _: Asker, __: Arguments) -> str | None:
    return None if numbers["median_app_usage"] is None else shortest(numbers["median_app_usage"])


NUMBERS = {"soldMrr": _sold_mrr, "managedMrr": _managed_mrr, "medianAppUsage": _median}
FIELDS = {
    **{f"{kind}.{name}": read for kind in ("Standing", "TierDecision") for name, read in NUMBERS.items()},
    "Gate.id": _gate_id,
    "GateRule.id": _rule_id,
    "GateRule.minimum": _minimum,
    "Edition.apps": _apps,
    "Edition.id": _edition_id,
    "Standing.gates": _gates,
    "Standing.id": _standing_id,
    "Standing.nextTier": _next_tier,
    "Standing.tier": _tier,
    "Tier.id": _tier_id,
}
