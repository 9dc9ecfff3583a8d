"""What any edition needs to know is found in the tables: what is said there is what plain workings say of the facts."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from models.rulebook import Rulebook
from tests.engine.delivering import deliver, past_world, rulebook
from tests.engine.looking import look_and_assess
from tests.oracle.grammar.comparison import EDITIONS, FURTHER, by_hand
from tests.oracle.grammar.rules import Rules
from tests.workers import facts as lines
from tests.workers.facts import fetch, load
from tiers.editions.parsing import parse_edition

SEEDS = range(8)
QUICK = 2


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=() if seed < QUICK else pytest.mark.chaos) for seed in SEEDS]
)
@pytest.mark.parametrize("stem", sorted(EDITIONS))
async def test_partners_are_assessed_as_plain_workings_say(database: str, stem: str, seed: int) -> None:
    rules, plain = rulebook(stem), Rules(EDITIONS[stem])
    facts, day = past_world(stem, seed)
    book = await deliver(facts, rules)
    names = dict(await fetch("SELECT id, external_id FROM client"))
    found = await look_and_assess(rules, day)
    assert set(found) == {one.id for one in book.tables.partners.values() if one.joined_on <= day}
    for partner, one in found.items():
        told, expected = one.assessment, by_hand(plain, book, partner, day)
        assert dict(told.values) == expected["values"]
        assert told.factors == expected["factors"]
        assert (None if told.tier is None else told.tier.key) == expected["tier"]
        assert told.provisional == expected["provisional"]
        credited = {
            names[client.client]: [(way.way, way.status, way.amount, way.counts_until) for way in client.credits]
            for client in told.credits
        }
        assert credited == (expected["credits"] if plain.used_ways() else {})


async def test_who_was_never_active_uses_no_apps_in_any_window(database: str) -> None:
    text = FURTHER.replace('over = ["MANAGED"]', 'over = ["SOLD"]')
    rules = Rulebook((parse_edition(text, "further"),), ZoneInfo("UTC"))
    reported = [{**lines.mrr("2024-12", 1, "1.00"), "currency": "EUR"}, lines.report("2024-12", "2025-01-02")]
    await load([lines.partner(), lines.client(1, sold_on="2025-01-02"), *reported], rules)
    found = await look_and_assess(rules, date(2025, 1, 10))
    values = found["agency"].assessment.values
    assert (values["MEDIAN_MRR"], values["MEDIAN_APPS"], values["MEDIAN_APPS_LATELY"]) == (100, 0, 0)
