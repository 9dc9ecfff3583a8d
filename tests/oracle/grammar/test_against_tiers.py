"""The rules of every edition in a file, worked out twice from random facts: plainly here, and by `tiers`."""

from collections.abc import Iterator, Sequence
from dataclasses import fields

import pytest

from tests.oracle.facts import FactBook
from tests.oracle.grammar.answer import Answer, answer
from tests.oracle.grammar.comparison import EDITIONS, by_hand, by_tiers, differences, drawn
from tests.oracle.grammar.rules import Rules
from tests.oracle.grammar.ways import ZONE, Situation, managers
from tests.oracle.grammar.world import PARTNERS, THRIVING
from tests.oracle.intake import Tables

QUICK, MANY = 4, 60


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=() if seed < QUICK else pytest.mark.chaos) for seed in range(MANY)]
)
@pytest.mark.parametrize("stem", sorted(EDITIONS))
def test_tiers_finds_what_the_plain_working_finds(stem: str, seed: int) -> None:
    assert list(differences(stem, seed)) == []


@pytest.mark.parametrize("seed", range(QUICK))
@pytest.mark.parametrize("stem", sorted(EDITIONS))
def test_the_order_in_which_facts_are_known_never_matters(stem: str, seed: int) -> None:
    facts, day = drawn(stem, seed)
    tables = {table.name: getattr(facts.tables, table.name) for table in fields(Tables)}
    turned = FactBook(Tables(**{name: dict(reversed(table.items())) for name, table in tables.items()}))
    for partner in PARTNERS:
        found = by_tiers(EDITIONS[stem], facts, partner, day)
        assert by_tiers(EDITIONS[stem], turned, partner, day) == found
        assert by_hand(Rules(EDITIONS[stem]), turned, partner, day) == found


def answers(stem: str, count: int, partners: Sequence[str] = PARTNERS[:2]) -> Iterator[Answer]:
    for seed in range(count):
        facts, day = drawn(stem, seed)
        yield answer(Rules(EDITIONS[stem]), facts, partners[seed % len(partners)], day)


@pytest.mark.parametrize("stem", ["agency-2018-05", "agency-2024"])
def test_random_facts_reach_every_status(stem: str) -> None:
    credits_of_all = [one for found in answers(stem, 60) for own in found.credits.values() for one, _ in own]
    seen = {(one.way == "MANAGED", one.status) for one in credits_of_all}
    sold = {"COUNTED", "EXPIRED", "NOT_SOLD_BY_PARTNER", "PENDING_REPORT"}
    managed = {"COUNTED", "NO_ACCESS", "DOMAIN_MISMATCH", "NO_RECENT_ACTIVITY", "PENDING_REPORT"}
    assert seen == {(False, status) for status in sold} | {(True, status) for status in managed}


def test_random_facts_have_clients_whose_cents_several_managers_divide() -> None:
    rules = Rules(EDITIONS["agency-2022"])
    (way,) = (one for one in rules.used_ways() if one["kind"] == "managed")
    crowds = set()
    for seed in range(40):
        facts, day = drawn("agency-2022", seed)
        here = Situation(rules, facts.up_to(day, ZONE), THRIVING, day)
        crowds |= {len(managers(here, way, client)) for client in here.listed()}
    assert crowds >= {0, 1, 2, 3}


@pytest.mark.parametrize(
    "stem", [pytest.param(stem, marks=() if stem == "further" else pytest.mark.chaos) for stem in sorted(EDITIONS)]
)
def test_random_facts_reach_every_tier(stem: str) -> None:
    reached = {found.tier for found in answers(stem, 100 if stem == "further" else 400, [THRIVING])}
    assert reached >= {tier["key"] for tier in Rules(EDITIONS[stem]).rows("tiers")}
