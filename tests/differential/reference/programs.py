"""Programs, tiers, and a partner's numbers beside them."""

from tests.differential.reference.arguments import Arguments
from tests.differential.reference.asker import Asker
from tests.differential.reference.tables import Row
from tests.differential.reference.written import measure, money, shortest
from tiers.apps import APPS, App
from tiers.program import GateRule, Program, Tier
from tiers.standings import Gate, Numbers, gates_of


def _apps(program: Program, _: Asker, __: Arguments) -> list[App]:
    return [app for app in APPS if app.key in program.apps]


def _minimum(rule: GateRule, _: Asker, __: Arguments) -> str:
    return measure(rule.metric, rule.minimum)


def _required(gate: Gate, _: Asker, __: Arguments) -> str:
    return measure(gate.metric, gate.required)


def _actual(gate: Gate, _: Asker, __: Arguments) -> str | None:
    return None if gate.actual is None else measure(gate.metric, gate.actual)


def _missing(gate: Gate, _: Asker, __: Arguments) -> str:
    return measure(gate.metric, gate.missing)


def _tier(standing: Row, asker: Asker, _: Arguments) -> Tier | None:
    return asker.tier(standing["program"], standing["tier"])


def _next_tier(standing: Row, asker: Asker, _: Arguments) -> Tier | None:
    ladder = [None, *asker.program(standing["program"]).tiers, None]
    return ladder[ladder.index(asker.tier(standing["program"], standing["tier"])) + 1]


def _gates(standing: Row, asker: Asker, arguments: Arguments) -> list[Gate]:
    target = _next_tier(standing, asker, arguments) or asker.program(standing["program"]).tiers[-1]
    sold, managed = (int(standing[column] * 100) for column in ("sold_mrr", "managed_mrr"))
    return gates_of(target, Numbers(sold, managed, standing["median_app_usage"], standing["certified"]))


def _sold_mrr(numbers: Row, _: Asker, __: Arguments) -> str:
    return money(numbers["sold_mrr"])


def _managed_mrr(numbers: Row, _: Asker, __: Arguments) -> str:
    return money(numbers["managed_mrr"])


def _median(numbers: Row, _: Asker, __: Arguments) -> str | None:
    return None if numbers["median_app_usage"] is None else shortest(numbers["median_app_usage"])


NUMBERS = {"soldMrr": _sold_mrr, "managedMrr": _managed_mrr, "medianAppUsage": _median}
FIELDS = {
    **{f"{kind}.{name}": read for kind in ("Standing", "TierDecision") for name, read in NUMBERS.items()},
    "Gate.actual": _actual,
    "Gate.missing": _missing,
    "Gate.required": _required,
    "GateRule.minimum": _minimum,
    "Program.apps": _apps,
    "Standing.gates": _gates,
    "Standing.nextTier": _next_tier,
    "Standing.tier": _tier,
}
