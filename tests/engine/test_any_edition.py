"""What any edition needs to know is found in the tables: what is said there is what plain workings say of the facts."""

import pytest

from tests.engine.delivering import deliver, past_world, rulebook
from tests.engine.looking import look_and_assess
from tests.oracle.grammar.comparison import EDITIONS, by_hand
from tests.oracle.grammar.rules import Rules
from tests.workers.facts import fetch

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
