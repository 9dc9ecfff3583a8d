"""The facts of the grammar's random worlds in the database, for one edition."""

from datetime import date
from itertools import count, islice
from zoneinfo import ZoneInfo

from intake.terms import Confirmation
from models.database import acquire
from models.rulebook import Rulebook, keep_calendar
from tests.oracle.facts import FactBook
from tests.oracle.grammar.comparison import EDITIONS, drawn
from tests.oracle.grammar.delivery import lines_of
from tests.workers.conftest import NOW
from tests.workers.facts import load
from tiers.editions.parsing import parse_edition

LATEST = date(2026, 6, 30)
"""Of the days of worlds: what lies ahead of the database's clock is not loaded."""
CONFIRMED = Confirmation("ada", NOW)


def rulebook(stem: str) -> Rulebook:
    """The rules of one edition alone."""
    return Rulebook((parse_edition(EDITIONS[stem], stem),), ZoneInfo("UTC"))


def past_world(stem: str, number: int) -> tuple[FactBook, date]:
    """One of the edition's random worlds, and a day that is over."""
    worlds = (drawn(stem, seed) for seed in count())
    return next(islice((world for world in worlds if world[1] <= LATEST), number, None))


async def deliver(facts: FactBook, rules: Rulebook) -> FactBook:
    """Loads the facts, and gives back what there is of them: of periods that overlap, one is rejected."""
    async with acquire() as connection:
        await keep_calendar(connection, rules.zone)
    rows = list(lines_of(facts.tables))
    _, rejected = await load([line for _, _, line in rows], rules, CONFIRMED)
    for one in rejected:
        table, key, line = rows[one.number - 1]
        assert one.reason.startswith("overlaps"), (one, line)
        del getattr(facts.tables, table)[key]
    return FactBook(facts.tables)
