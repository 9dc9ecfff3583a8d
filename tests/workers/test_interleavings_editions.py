"""Editions that are published beside runs and beside each other: docs/concurrency.md."""

from datetime import date

import pytest

from engine.editions import Act, Published, publish
from jobs.requests import Refusal
from models.database import transaction
from models.rulebook import Rulebook
from tests.tiers.editions.editions import SHIPPED, TEXTS, following
from tests.workers.activity import before_call
from tests.workers.conftest import NOW
from tests.workers.facts import compute, decide, fetch, load, silver
from tiers.editions.parsing import parse_edition
from workers.runner import Runner

DAY = date(2019, 4, 14)
ACT = Act("somebody", NOW)
LATER = following("2019-04-01", ('SOLD_MRR = "1125.00"', 'SOLD_MRR = "2099.00"'))
OTHER = LATER.replace("2099.00", "2098.00")
assert OTHER.count("2098.00") == 1


async def published(text: str) -> Published | list[Refusal]:
    async with transaction() as connection:
        return await publish(connection, parse_edition(text, "a.toml"), text, ACT, backdate="in a test")


@pytest.fixture
async def portfolio(runner: Runner, rules: Rulebook) -> Runner:
    """Facts of an agency that is SILVER by the shipped editions, which are those of the database."""
    for path in SHIPPED:
        assert isinstance(await published(TEXTS[path.stem]), Published)
    await load(silver(), rules)
    return runner


async def decided() -> list[tuple[object, ...]]:
    return [tuple(row) for row in await fetch("SELECT edition, tier FROM standing")]


@pytest.mark.parametrize(
    "point",
    [
        "engine.runs.expect_activity",
        "engine.runs._add_run",
        "engine.runs.gather",
        "engine.runs.reserve_ids",
        "workers.steps.claim_chunk",
        "engine.publication.lock",
        "engine.publication.succeed",
    ],
)
async def test_an_edition_is_published_while_a_run_is_under_way_and_waits_for_nothing(
    portfolio: Runner, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    month = DAY.replace(day=1)
    async with before_call(monkeypatch, point, 1, lambda: published(LATER), waits=False):
        await decide(portfolio, month)
    assert await fetch("SELECT edition, tier FROM tier_decision") == [("2018-05", "SILVER")]
    await decide(portfolio, month)
    assert await fetch("SELECT edition, tier FROM tier_decision ORDER BY revision") == [
        ("2018-05", "SILVER"),
        ("2019-04", None),
    ]


async def test_a_run_that_begins_while_an_edition_is_published_decides_by_it(
    portfolio: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with before_call(monkeypatch, "engine.editions.add_edition_rows", 1, lambda: compute(portfolio, DAY)):
        assert isinstance(await published(LATER), Published)
    assert await decided() == [("2019-04", None)]


async def test_a_run_that_reads_after_an_edition_was_published_decides_by_it(
    portfolio: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with before_call(monkeypatch, "engine.runs.lock", 1, lambda: published(LATER), waits=False):
        await compute(portfolio, DAY)
    assert await decided() == [("2019-04", None)]


async def test_of_two_contents_that_are_published_at_once_under_one_key_one_is_refused(
    portfolio: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    del portfolio
    outcomes = []

    async def publish_other() -> None:
        outcomes.append(await published(OTHER))

    async with before_call(monkeypatch, "engine.editions.examine", 1, publish_other):
        outcomes.append(await published(LATER))
    (refused,) = [outcome for outcome in outcomes if not isinstance(outcome, Published)]
    assert [refusal.code for refusal in refused] == ["KEY_IN_USE"]
    assert await fetch("SELECT count(*) FROM edition WHERE key = '2019-04'") == [(1,)]


async def test_an_edition_published_late_revises_just_those_decisions_whose_outcome_differs(portfolio: Runner) -> None:
    for month in (3, 4, 5):
        await decide(portfolio, date(2019, month, 1))
    outcome = await published(LATER)
    assert isinstance(outcome, Published)
    assert outcome.anew.decisions == (date(2019, 4, 15), date(2019, 5, 15))
    for month in (3, 4, 5):
        await decide(portfolio, date(2019, month, 1))
    rows = await fetch("SELECT effective_on, revision, edition, tier FROM tier_decision ORDER BY 1, 2")
    assert [tuple(row) for row in rows] == [
        (date(2019, 3, 15), 1, "2018-05", "SILVER"),
        (date(2019, 4, 15), 1, "2018-05", "SILVER"),
        (date(2019, 4, 15), 2, "2019-04", None),
        (date(2019, 5, 15), 1, "2018-05", "SILVER"),
        (date(2019, 5, 15), 2, "2019-04", None),
    ]
