"""What the plain working and `tiers` say of the same random facts, beside each other."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

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
EDITIONS = {**TEXTS, "further": FURTHER}
"""The texts of all files, and of one that says what no program's does."""


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
            tier.key: [[gate._asdict() for gate in gates] for gates in found.alternatives(tier)]
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


def drawn(stem: str, seed: int) -> tuple[FactBook, date]:
    """Facts, and a day on which the edition is in force; the same arguments give the same."""
    rng, rules = Random(f"{stem} {seed}"), Rules(EDITIONS[stem])  # noqa: S311 - repeatable on purpose
    day = some_day(rules, rng)
    return World(rules, day, rng).draw(), day


def differences(stem: str, seed: int) -> Iterator[str]:
    """In which of its answers about which partner `tiers` differs."""
    facts, day = drawn(stem, seed)
    for partner in PARTNERS:
        plain = by_hand(Rules(EDITIONS[stem]), facts, partner, day)
        for name, found in by_tiers(EDITIONS[stem], facts, partner, day).items():
            if found != plain[name]:
                yield f"{stem}, seed {seed}, {partner} on {day}: {name} of tiers: {found}, plainly: {plain[name]}"
