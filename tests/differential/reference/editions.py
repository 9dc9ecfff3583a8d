"""Editions, tiers, and a partner's numbers beside them."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal, localcontext
from fractions import Fraction
from types import SimpleNamespace

from tests.differential.reference.arguments import Arguments, read_text
from tests.differential.reference.asker import Asker, bad_input
from tests.differential.reference.ids import key
from tests.differential.reference.tables import Row
from tests.differential.reference.written import money, number_of, shortest, stored_day
from tiers.editions.decimals import rounded_up
from tiers.editions.edition import Edition
from tiers.editions.ladder import Tier
from tiers.editions.metrics.common import Metric, Unit
from tiers.editions.metrics.derived import Gates
from tiers.gates import Gate, gates_of

Resolver = Callable[[Row, Asker, Arguments], object]


def _edition_of(tier: Tier, asker: Asker) -> Edition:
    editions = [*asker.rules.editions, *asker.all_rules]
    return next(edition for edition in editions if any(one is tier for one in edition.tiers))


def rank_of(tier: Tier, asker: Asker) -> int:
    return _edition_of(tier, asker).rank(tier)


def _rank(tier: Tier, asker: Asker, _: Arguments) -> int:
    return rank_of(tier, asker)


def _alternatives(tier: Tier, asker: Asker, _: Arguments) -> list[list[Row]]:
    edition = _edition_of(tier, asker)
    return [
        [
            {
                "id": key("GateRule", edition.program, edition.key, tier.key, number, place),
                "metric": edition.metric_by_key[name],
                "comparison": comparison,
                "minimum": number_of(edition.metric_by_key[name], exact(threshold)),
            }
            for place, (name, comparison, threshold) in enumerate(_thresholds(gates))
        ]
        for number, gates in enumerate(tier.alternatives)
    ]


def _thresholds(gates: Gates) -> Iterator[tuple[str, str, Fraction]]:
    yield from ((name, "AT_LEAST", threshold) for name, threshold in gates.at_least.items())
    yield from ((name, "ABOVE", threshold) for name, threshold in gates.above.items())


def _first(alternatives: list[list[Row]]) -> list[Row]:
    return alternatives[0] if alternatives else []


def _rules(tier: Tier, asker: Asker, arguments: Arguments) -> list[Row]:
    return _first(_alternatives(tier, asker, arguments))


def _tier(standing: Row, asker: Asker, _: Arguments) -> Tier | None:
    return asker.tier(standing["edition"], standing["tier"])


def _next_tier(standing: Row, asker: Asker, _: Arguments) -> Tier | None:
    ladder = [None, *asker.edition(standing["edition"]).tiers, None]
    return ladder[ladder.index(asker.tier(standing["edition"], standing["tier"])) + 1]


def numbers_of(row: Row, column: str) -> dict[str, Decimal | None]:
    """The numbers by key that a column has, which keeps them as JSON; events have the JSON of the whole row."""
    found = row[column] or {}
    if isinstance(found, str):
        found = json.loads(found, parse_float=Decimal)
    return {name: None if number is None else Decimal(number) for name, number in found.items()}


def _gates(standing: Row, asker: Asker, arguments: Arguments) -> list[Row]:
    return _first(standing_gates(standing, asker, arguments))


def standing_gates(standing: Row, asker: Asker, arguments: Arguments) -> list[list[Row]]:
    """What the rules make of the numbers that are stored, in units of the currency."""
    edition = asker.edition(standing["edition"])
    asked = read_text("tier", arguments.get("tier"))
    target = _next_tier(standing, asker, arguments) or edition.tiers[-1]
    if asked is not None:
        named = [tier for tier in edition.tiers if tier.key == asked]
        if not named:
            return []
        (target,) = named
    beside = [gates_of(edition, gates, *values_of(standing, edition)) for gates in target.alternatives]
    reached = any(all(gate.passed for gate in gates) for gates in beside)
    return [
        [
            {
                **show_gate(edition, gate, key("Gate", *_own(standing, asker), target.key, number, place)),
                "limiting": not gate.passed and not reached,
            }
            for place, gate in enumerate(gates)
        ]
        for number, gates in enumerate(beside)
    ]


def values_of(row: Row, edition: Edition) -> tuple[dict[str, Fraction | None], dict[str, Fraction]]:
    """A row's values as the rules have them, and the factors on thresholds."""
    values = {
        name: None if number is None else Fraction(number) * edition.scale(edition.metric_by_key[name].unit)
        for name, number in numbers_of(row, "metrics").items()
    }
    return values, {name: Fraction(factor or 1) for name, factor in numbers_of(row, "factors").items()}


def show_gate(edition: Edition, gate: Gate, own: str) -> Row:
    """What is shown of a gate."""
    metric = edition.metric_by_key[gate.metric]
    scale = edition.scale(metric.unit)
    return {
        "id": own,
        "metric": metric,
        "comparison": gate.comparison.value,
        "passed": gate.passed,
        "required": number_of(metric, exact(gate.required / scale)),
        "actual": None if gate.actual is None else number_of(metric, exact(Fraction(gate.actual) / scale)),
        "missing": number_of(metric, rounded_up(gate.missing / scale)),
    }


def exact(number: Fraction) -> Decimal:
    """All digits of a number that has an end."""
    digits = Decimal(1).scaleb(-40)
    with localcontext(prec=100):
        found = (Decimal(number.numerator) / number.denominator).quantize(digits)
    assert Fraction(found) == number
    return found


def _values(row: Row, asker: Asker, _: Arguments) -> list[Row]:
    """Of all metrics of the row's edition."""
    numbers = numbers_of(row, "metrics")
    return [
        {"metric": metric, "value": None if number is None else number_of(metric, number)}
        for metric in asker.edition(row["edition"]).metrics
        for number in [numbers[metric.key]]
    ]


def known_metric(asker: Asker, argument: str, wanted: str) -> str:
    """The key, which is of some edition's metric."""
    known = dict.fromkeys(metric.key for edition in asker.rules.editions for metric in edition.metrics)
    if wanted not in known:
        raise bad_input(f"{argument}: {wanted[:60]!r} is not a metric; the metrics are {', '.join(known)}")
    return wanted


def _value(row: Row, asker: Asker, arguments: Arguments) -> Row | None:
    wanted = known_metric(asker, "key", arguments["key"])
    return next((one for one in _values(row, asker, arguments) if one["metric"].key == wanted), None)


def _description(metric: Metric, _: Asker, __: Arguments) -> str | None:
    return metric.description or None


def _own(standing: Row, asker: Asker) -> tuple[str, str]:
    """What tells a standing from all others."""
    return asker.tables.get("partner", standing["partner_id"])["external_id"], stored_day(standing["as_of"])


def _standing_id(standing: Row, asker: Asker, _: Arguments) -> str:
    return key("Standing", *_own(standing, asker))


def _gate_id(gate: Row, _: Asker, __: Arguments) -> str:
    made: str = gate["id"]
    return made


def _tier_id(tier: Tier, asker: Asker, _: Arguments) -> str:
    edition = _edition_of(tier, asker)
    return key("Tier", edition.program, edition.key, tier.key)


def _money(column: str) -> Resolver:
    return lambda row, _, __: None if row[column] is None else money(row[column])


def _amount(column: str) -> Resolver:
    def read(row: Row, asker: Asker, _: Arguments) -> Row | None:
        return None if row[column] is None else asker.amount(row[column], row["as_of"])

    return read


def _metric_currency(metric: Metric | SimpleNamespace, asker: Asker, _: Arguments) -> str | None:
    """That of its edition; a dry run's says it, as its edition may be none that there is."""
    if isinstance(metric, SimpleNamespace):
        return str(metric.currency) if metric.unit == Unit.MONEY else None
    editions = [*asker.rules.editions, *asker.all_rules]
    edition = next(edition for edition in editions if any(one is metric for one in edition.metrics))
    return edition.currency if metric.unit is Unit.MONEY else None


def _median(numbers: Row, _: Asker, __: Arguments) -> str | None:
    return None if numbers["median_app_usage"] is None else shortest(numbers["median_app_usage"])


NUMBERS: dict[str, Resolver] = {
    "sold": _amount("sold_mrr"),
    "managed": _amount("managed_mrr"),
    "soldMrr": _money("sold_mrr"),
    "managedMrr": _money("managed_mrr"),
    "medianAppUsage": _median,
    "metric": _value,
    "metrics": _values,
    "performingTier": _tier,
}
FIELDS = {
    **{f"{kind}.{name}": read for kind in ("Standing", "TierDecision") for name, read in NUMBERS.items()},
    "Gate.id": _gate_id,
    "GateRule.id": _gate_id,
    "Metric.currencyCode": _metric_currency,
    "Metric.description": _description,
    "Standing.alternatives": standing_gates,
    "Standing.gates": _gates,
    "Standing.id": _standing_id,
    "Standing.nextTier": _next_tier,
    "Standing.tier": _tier,
    "Tier.alternatives": _alternatives,
    "Tier.gates": _rules,
    "Tier.id": _tier_id,
    "Tier.rank": _rank,
}
