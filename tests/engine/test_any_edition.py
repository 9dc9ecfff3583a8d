"""What any edition needs to know is gathered from the tables: it says there what plain workings say of the same facts."""

from datetime import UTC, date
from zoneinfo import ZoneInfo

import pytest

from engine.comparison import verify_month
from models.database import acquire
from models.rulebook import Rulebook, keep_calendar
from tests.engine.looking import look_and_assess
from tests.oracle.facts import FactBook
from tests.oracle.grammar.comparison import EDITIONS, by_hand, drawn
from tests.oracle.grammar.delivery import lines_of
from tests.oracle.grammar.rules import Rules
from tests.workers.facts import fetch, load
from tiers.editions.parsing import parse_edition
from intake.terms import Confirmation


def rulebook(stem: str) -> Rulebook:
    return Rulebook((parse_edition(EDITIONS[stem], stem),), ZoneInfo("UTC"))


async def deliver(book: FactBook, rules: Rulebook) -> FactBook:
    """Loads the facts; those that cannot be are taken out of the book, which is given back."""
    async with acquire() as connection:
        await keep_calendar(connection, rules.zone)
    rows = list(lines_of(book.tables))
    from tests.workers.conftest import NOW
    _, rejected = await load([line for _, _, line in rows], rules, Confirmation("ada", NOW))
    for one in rejected:
        table, key, line = rows[one.number - 1]
        assert one.reason.startswith("overlaps"), (one, line)
        del getattr(book.tables, table)[key]
    return FactBook(book.tables)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("stem", sorted(EDITIONS))
async def test_partners_are_assessed_as_plain_workings_say(database: str, stem: str, seed: int) -> None:
    rules = rulebook(stem)
    drawn_, day = drawn(stem, seed)
    book = await deliver(drawn_, rules)
    found = await look_and_assess(rules, day)
    names = dict(await fetch("SELECT id, external_id FROM client"))
    assert set(found) == {one.id for one in book.tables.partners.values() if one.joined_on <= day}
    for partner, one in found.items():
        expected = by_hand(Rules(EDITIONS[stem]), book, partner, day)
        told = one.assessment
        assert dict(told.values) == expected["values"]
        assert told.factors == expected["factors"]
        assert (None if told.tier is None else told.tier.key) == expected["tier"]
        assert told.provisional == expected["provisional"]
        if Rules(EDITIONS[stem]).used_ways():
            assert {
                names[one.client]: [(c.way, c.status, c.amount, c.counts_until) for c in one.credits]
                for one in told.credits
            } == expected["credits"]
