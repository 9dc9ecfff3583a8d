"""What an edition says of one partner on one day, worked out from the plain facts."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tests.oracle.facts import FactBook
from tests.oracle.grammar.metrics import Numbers
from tests.oracle.grammar.rules import Rules
from tests.oracle.grammar.ways import ZONE, Credited, Situation
from tests.oracle.rules import is_provisional


@dataclass(frozen=True)
class Answer:
    """`values` and `factors` are by metric, `alternatives` by tier.

    `credits` are by client and way, each with the last day on which it counts; None unless it is COUNTED.
    """

    values: dict[str, Fraction | None]
    factors: dict[str, Fraction]
    alternatives: dict[str, list[list[dict[str, object]]]]
    tier: str | None
    credits: dict[str, list[tuple[Credited, date | None]]]
    provisional: bool


def answer(rules: Rules, facts: FactBook, partner: str, day: date) -> Answer:
    """The partner must have joined by the day."""
    here = Situation(rules, facts.up_to(day, ZONE), partner, day)
    numbers = Numbers(here)
    country = here.facts.tables.partners[partner].country
    factors = {
        metric: Fraction(one["factor"])
        for one in reversed(rules.rows("threshold_factors"))
        if country in rules.members(one["countries"], day)
        for metric in one["metrics"]
    }
    alternatives = {
        tier["key"]: [numbers.gates(one, factors) for one in tier.get("alternatives", [])]
        for tier in rules.rows("tiers")
    }
    reached = [
        key
        for key, ways in alternatives.items()
        if not ways or any(all(gate["passed"] for gate in gates) for gates in ways)
    ]
    return Answer(
        values={metric["key"]: numbers.value(metric["key"]) for metric in rules.rows("metrics")},
        factors=factors,
        alternatives=alternatives,
        tier=reached[-1] if reached else None,
        credits={
            client.id: [
                (
                    credits_[way["key"]],
                    here.counts_until(way, client) if credits_[way["key"]].status == "COUNTED" else None,
                )
                for way in rules.used_ways()
            ]
            for client, credits_ in numbers.clients
        },
        provisional=is_provisional(here.facts, day),
    )
