"""The rules of every edition in a file, worked out twice from random facts: plainly here, and by `tiers`."""

from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest

from tests.oracle.facts import FactBook
from tests.oracle.grammar.answer import answer
from tests.oracle.grammar.gathered import numbers_of_clients, partner_facts, report_of, shares_of
from tests.oracle.grammar.rules import Rules
from tests.oracle.grammar.world import PARTNERS, World, some_day
from tests.tiers.editions.editions import TEXTS
from tiers.assessment import assess
from tiers.basis import basis_of
from tiers.editions.parsing import parse_edition

FURTHER = Path(__file__).with_name("further.toml").read_text(encoding="utf-8")
ALL = {**TEXTS, "further": FURTHER}
QUICK, MANY = 4, 300
SEEDS = [pytest.param(seed, marks=() if seed < QUICK else pytest.mark.chaos) for seed in range(MANY)]


def by_hand(rules: Rules, facts: FactBook, partner: str, day: date) -> dict[str, object]:
    found = answer(rules, facts, partner, day)
    return {
        "values": found.values,
        "factors": found.factors,
        "alternatives": found.alternatives,
        "tier": found.tier,
        "credits": {
            client: [(one.way, one.status, one.amount, until) for one, until in own]
            for client, own in found.credits.items()
        },
        "provisional": found.provisional,
    }


def by_tiers(text: str, facts: FactBook, partner: str, day: date) -> dict[str, object]:
    rules, edition = Rules(text), parse_edition(text, "edition.toml")
    known = partner_facts(facts, edition, partner, day)
    found = assess(basis_of(edition, day, report_of(facts, day)), known, shares_of(rules, facts, partner, day))
    names = {number: client for client, number in numbers_of_clients(facts).items()}
    return {
        "values": dict(found.values),
        "factors": dict(found.factors),
        "alternatives": {
            tier.key: [
                [
                    {
                        "metric": gate.metric,
                        "required": gate.required,
                        "actual": gate.actual,
                        "passed": gate.passed,
                        "missing": gate.missing,
                    }
                    for gate in gates
                ]
                for gates in found.alternatives(tier)
            ]
            for tier in edition.tiers
        },
        "tier": None if found.tier is None else found.tier.key,
        "credits": {
            names[one.client]: [
                (credit.way, credit.status.value, credit.amount, credit.counts_until) for credit in one.credits
            ]
            for one in found.credits
        },
        "provisional": found.provisional,
    }


def drawn(text: str, seed: str) -> tuple[FactBook, date]:
    rng, rules = Random(seed), Rules(text)  # noqa: S311 - repeatable on purpose
    day = some_day(rules, rng)
    return World(rules, day, rng).draw(), day


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("stem", sorted(ALL))
def test_tiers_finds_what_the_plain_working_finds(stem: str, seed: int) -> None:
    text = ALL[stem]
    facts, day = drawn(text, f"{stem} {seed}")
    for partner in PARTNERS:
        assert by_tiers(text, facts, partner, day) == by_hand(Rules(text), facts, partner, day), (partner, day)


@pytest.mark.parametrize("stem", ["agency-2018-05", "agency-2024"])
def test_random_facts_reach_every_status(stem: str) -> None:
    seen: Counter[str] = Counter()
    for seed in range(25):
        facts, day = drawn(TEXTS[stem], f"{stem} {seed}")
        found = answer(Rules(TEXTS[stem]), facts, PARTNERS[0], day)
        seen.update(f"{one.way} {one.status}" for own in found.credits.values() for one, _ in own)
    ways = Rules(TEXTS[stem]).used_ways()
    sold = ("COUNTED", "EXPIRED", "NOT_SOLD_BY_PARTNER", "PENDING_REPORT")
    managed = ("COUNTED", "NO_ACCESS", "DOMAIN_MISMATCH", "NO_RECENT_ACTIVITY", "PENDING_REPORT")
    wanted = {f"{way['key']} {status}" for way in ways for status in (sold if way["kind"] == "sold" else managed)}
    assert wanted <= set(seen)
