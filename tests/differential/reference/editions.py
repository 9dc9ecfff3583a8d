"""Editions, tiers, and a partner's numbers beside them."""

from decimal import Decimal
from fractions import Fraction

from tests.differential.reference.arguments import Arguments
from tests.differential.reference.asker import Asker
from tests.differential.reference.ids import key
from tests.differential.reference.tables import Row
from tests.differential.reference.written import measure, money, shortest, stored_day
from tiers.apps import APPS, App
from tiers.editions.edition import Edition
from tiers.editions.ladder import Tier
from tiers.gates import Gate, gates_of
from tiers.stored import StoredMetric, counted_apps, minima


def _apps(edition: Edition, _: Asker, __: Arguments) -> list[App]:
    return [app for app in APPS if app.key in counted_apps(edition)]


def _edition_of(tier: Tier, asker: Asker) -> Edition:
    (edition,) = (edition for edition in asker.rules.editions if any(one is tier for one in edition.tiers))
    return edition


def rank_of(tier: Tier, asker: Asker) -> int:
    return _edition_of(tier, asker).rank(tier)


def _rank(tier: Tier, asker: Asker, _: Arguments) -> int:
    return rank_of(tier, asker)


def _rules(tier: Tier, asker: Asker, _: Arguments) -> list[Row]:
    own = (_edition_of(tier, asker).key, tier.key)
    return [
        {"id": key("GateRule", *own, metric), "metric": metric, "minimum": measure(metric, minimum)}
        for metric, minimum in minima(tier).items()
    ]


def _tier(standing: Row, asker: Asker, _: Arguments) -> Tier | None:
    return asker.tier(standing["edition"], standing["tier"])


def _next_tier(standing: Row, asker: Asker, _: Arguments) -> Tier | None:
    ladder = [None, *asker.edition(standing["edition"]).tiers, None]
    return ladder[ladder.index(asker.tier(standing["edition"], standing["tier"])) + 1]


def _gates(standing: Row, asker: Asker, arguments: Arguments) -> list[Row]:
    edition = asker.edition(standing["edition"])
    target = _next_tier(standing, asker, arguments) or edition.tiers[-1]
    sold, managed = (int(standing[column] * 100) for column in ("sold_mrr", "managed_mrr"))
    median = standing["median_app_usage"]
    values = {
        "SOLD_MRR": sold,
        "MANAGED_MRR": managed,
        "MEDIAN_APP_USAGE": None if median is None else Fraction(median),
        "CERTIFIED": int(standing["certified"]),
    }
    shown = {
        gate.metric: gate for alternative in target.alternatives for gate in gates_of(edition, alternative, values)
    }
    return [_gate(standing, asker, target, metric, shown[metric]) for metric in StoredMetric if metric in shown]


def _gate(standing: Row, asker: Asker, target: Tier, metric: StoredMetric, gate: Gate) -> Row:
    scale = asker.edition(standing["edition"]).scale(asker.edition(standing["edition"]).metric_by_key[metric].unit)

    def shown(number: Fraction | int) -> str:
        return measure(metric, Decimal(Fraction(number).numerator) / (Fraction(number).denominator * scale))

    return {
        "id": key("Gate", *_own(standing, asker), target.key, metric),
        "metric": metric,
        "passed": gate.passed,
        "required": shown(gate.required),
        "actual": None if gate.actual is None else shown(gate.actual),
        "missing": shown(gate.missing),
    }


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
    return key("Tier", _edition_of(tier, asker).key, tier.key)


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
    "GateRule.id": _gate_id,
    "Edition.apps": _apps,
    "Edition.id": _edition_id,
    "Standing.gates": _gates,
    "Standing.id": _standing_id,
    "Standing.nextTier": _next_tier,
    "Standing.tier": _tier,
    "Tier.gates": _rules,
    "Tier.id": _tier_id,
    "Tier.rank": _rank,
}
