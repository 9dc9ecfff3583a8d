"""What is gathered once for several days says of each of them what is gathered for it alone."""

from collections.abc import AsyncGenerator, AsyncIterator, Collection
from contextlib import aclosing, asynccontextmanager
from datetime import date, timedelta

import asyncpg
import pytest

from engine import answers, looks
from engine.gather import GatheredPart
from engine.looks import Look, Looking
from engine.reports import read_reports
from engine.snapshots import snapshot
from models.database import acquire
from models.rulebook import Rulebook
from tests.engine.delivering import deliver, past_world, rulebook
from tests.oracle.generate import portfolio
from tests.oracle.grammar.comparison import EDITIONS
from tests.workers.facts import certification, load, partner
from tiers.assessment import Assessment
from tiers.basis import Basis
from tiers.forecasts import Assumption, Lost, Outlook, find_lost

SEEDS = range(6)
QUICK = 2
NEWEST = "SELECT greatest(max(day), $1) FROM activity_event"
AHEAD = [timedelta(days) for days in (3, 40, 75)]


@pytest.fixture
def gathered(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """The days as of which is gathered."""
    days: list[date] = []

    def gather_partners(
        connection: asyncpg.Connection, basis: Basis, partners: Collection[int] | None, *, events: str
    ) -> AsyncGenerator[GatheredPart]:
        days.append(basis.as_of)
        return answers.gather_partners(connection, basis, partners, events=events)

    monkeypatch.setattr("engine.looks.gather_partners", gather_partners)
    return days


@asynccontextmanager
async def looking_after(
    rules: Rulebook, last_closed: date, until: date, assumption: Assumption
) -> AsyncIterator[Looking]:
    async with acquire() as connection, snapshot(connection):
        outlook = Outlook(rules.editions, await read_reports(connection, until), last_closed, assumption)
        yield Looking(connection, outlook)


async def expect_same(rules: Rulebook, last_closed: date, assumption: Assumption) -> int:
    """Looks at everybody, at all days together and one by one; returns how many credits will be lost."""
    async with acquire() as connection:
        newest: date = await connection.fetchval(NEWEST, last_closed)
    days = [last_closed, *(newest + ahead for ahead in AHEAD)]

    found = 0
    async with looking_after(rules, last_closed, days[-1], assumption) as looking:
        alone = {day: await everybody(looking, [day]) for day in days}
        together = await everybody(looking, days)
    assert set(together) == {partner for looked in alone.values() for partner in looked}
    for row, looked in together.items():
        assert list(looked) == [day for day in days if row in alone[day]]
        one_by_one = {day: alone[day][row][day] for day in looked}
        assert [said(look) for look in looked.values()] == [said(look) for look in one_by_one.values()]
        lost = [find_all_lost(each, last_closed) for each in (looked, one_by_one)]
        assert lost[0] == lost[1]
        found += len(lost[0])
    return found


async def everybody(
    looking: Looking, days: list[date], partners: Collection[int] | None = None
) -> dict[int, looks.Looks]:
    async with aclosing(looking.look(days, partners)) as looked:
        return {partner: of_partner async for partner, of_partner in looked}


def said(look: Look) -> tuple[object, ...]:
    one: Assessment = look.assessment
    return (one.as_of, one.values, one.factors, one.credits, one.provisional, one.tier)


def find_all_lost(looked: looks.Looks, last_closed: date) -> list[Lost]:
    now = looked.get(last_closed)
    return [] if now is None else [lost for look in looked.values() for lost in find_lost(now.credited, look.credited)]


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=() if seed < QUICK else pytest.mark.chaos) for seed in SEEDS]
)
@pytest.mark.parametrize("stem", sorted(EDITIONS))
async def test_days_that_are_gathered_together_are_as_each_alone(database: str, stem: str, seed: int) -> None:
    rules = rulebook(stem)
    facts, day = past_world(stem, seed)
    await deliver(facts, rules)
    await expect_same(rules, day, list(Assumption)[seed % 2])


@pytest.mark.parametrize(
    ("last_closed", "assumption", "groups"),
    [
        (date(2019, 3, 1), Assumption.ACTIVITY_CONTINUES, 1),
        (date(2019, 2, 12), Assumption.ACTIVITY_CONTINUES, 2),
        (date(2019, 2, 12), Assumption.NO_FURTHER_FACTS, 4),
    ],
    ids=["nobody was active since", "some were active since", "without further activity"],
)
async def test_what_several_days_need_is_gathered_once(
    database: str, rules: Rulebook, gathered: list[date], last_closed: date, assumption: Assumption, groups: int
) -> None:
    lines = portfolio(41, partners=12, clients=72, start=date(2018, 5, 1), end=date(2019, 2, 20))
    beginning = [
        partner("later", joined_on="2019-03-02"),
        certification("later", valid_from="2019-03-02", valid_until="2019-04-11"),
    ]
    await load([*lines, *beginning], rules)
    assert await expect_same(rules, last_closed, assumption) > 5
    assert len(gathered) == 4 + groups
