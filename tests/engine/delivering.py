"""The facts of the grammar's random worlds in the database, for one edition."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import count, islice
from zoneinfo import ZoneInfo

from intake.terms import Confirmation
from models.rulebook import Rulebook
from tests.oracle.facts import FactBook
from tests.oracle.grammar.comparison import EDITIONS, drawn
from tests.oracle.grammar.delivery import Fact, facts_of, line_of
from tests.oracle.intake import Tables
from tests.workers.conftest import NOW
from tests.workers.facts import load
from tiers.editions.parsing import parse_edition

LATEST = date(2026, 6, 30)
"""Of the days of worlds: what lies ahead of the database's clock is not loaded."""
CONFIRMED = Confirmation("ada", NOW)


def rulebook(stem: str) -> Rulebook:
    """The rules of one edition alone."""
    return Rulebook((parse_edition(EDITIONS[stem], stem),), ZoneInfo("UTC"))


def past_world(stem: str, number: int, *, around: int = 0) -> tuple[FactBook, date]:
    """One of the edition's random worlds, and a day that is over: so many more are on either side, by the edition."""
    first = parse_edition(EDITIONS[stem], stem).effective_from + timedelta(around)
    worlds = (drawn(stem, seed) for seed in count())
    days = (world for world in worlds if first <= world[1] <= LATEST - timedelta(around))
    return next(islice(days, number, None))


async def deliver(facts: FactBook, rules: Rulebook) -> FactBook:
    """Loads the facts, and gives back what there is of them: of periods that overlap, one is rejected."""
    book = Tables()
    await deliver_part(facts_of(facts.tables), book, rules)
    return FactBook(book)


async def deliver_part(part: Iterable[Fact], book: Tables, rules: Rulebook) -> None:
    """Loads some facts, each with its table and key, and notes in `book` those that are taken."""
    facts = list(part)
    _, rejected = await load([line_of(table, fact) for table, _, fact in facts], rules, CONFIRMED)
    reasons = {one.number: one.reason for one in rejected}
    for number, (table, key, fact) in enumerate(facts, 1):
        if number in reasons:
            assert reasons[number].startswith("overlaps"), (reasons[number], fact)
        else:
            getattr(book, table)[key] = fact
