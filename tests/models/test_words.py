"""What the views and functions of the rules' words give, beside the same looked up row by row."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from tests.api.rows import RANKS, add_computed_day, add_decision, add_partner, add_standing
from tests.workers.facts import fetch

FIRST, DAYS = date(2019, 1, 1), 200
Row = dict[str, Any]

pytestmark = pytest.mark.usefixtures("database")


def day(number: int) -> date:
    return FIRST + timedelta(number)


async def add_decisions(rng: Random, partner: int) -> list[Row]:
    """Some months with up to three revisions, which were loaded in any order; tiers often stay as they are."""
    rows = []
    tier = None
    for month in rng.sample(range(1, 7), rng.randint(0, 6)):
        for revision in rng.sample((1, 2, 3), rng.randint(1, 3)):
            tier = tier if rng.random() < 0.5 else rng.choice(list(RANKS))
            row: Row = {"effective_on": date(2019, month, 15), "tier": tier, "revision": revision}
            row["id"] = await add_decision(partner, edition=rng.choice(("2018-05", "2020-01")), **row)
            rows.append(row)
    return rows


def latest(decisions: list[Row]) -> list[Row]:
    """By effective day."""
    found: dict[date, Row] = {}
    for row in sorted(decisions, key=lambda row: row["revision"]):
        found[row["effective_on"]] = row
    return [found[effective_on] for effective_on in sorted(found)]


@pytest.mark.parametrize("seed", range(6))
async def test_on_each_day_the_latest_revision_of_the_newest_decision_is_in_effect(seed: int) -> None:
    rng = Random(seed)  # noqa: S311 - repeatable on purpose
    partners: dict[int, list[Row]] = {await add_partner(f"P-{number}"): [] for number in range(3)}
    for partner in partners:
        partners[partner] += await add_decisions(rng, partner)
    for partner, decisions in partners.items():
        found = await fetch("SELECT id FROM latest_decision WHERE partner_id = $1 ORDER BY effective_on", partner)
        assert [key for (key,) in found] == [row["id"] for row in latest(decisions)]
        for today in map(day, range(0, DAYS, 5)):
            history = latest([row for row in decisions if row["effective_on"] <= today])
            ids = await fetch("SELECT id FROM decision_in_effect($1, $2)", partner, today)
            assert ids == [(row["id"],) for row in history[-1:]]
            held = await fetch("SELECT tier, since, rank FROM tier_on($1, $2)", partner, today)
            assert held == [(row["tier"], since(history), RANKS[row["tier"]]) for row in history[-1:]]


def since(history: list[Row]) -> date | None:
    first = None
    for row in reversed(history):
        if row["tier"] is None or row["tier"] != history[-1]["tier"]:
            break
        first = row["effective_on"]
    return first


@pytest.mark.parametrize("seed", range(4))
async def test_newest_standings_are_of_the_newest_computed_day_and_of_who_had_joined(seed: int) -> None:
    rng = Random(seed)  # noqa: S311 - repeatable on purpose
    joined = [rng.randrange(12) for _ in range(6)]
    partners = {await add_partner(f"P-{number}", joined_on=day(number)): number for number in dict.fromkeys(joined)}
    standings = {
        (partner, number): await add_standing(partner, day(number))
        for partner in partners
        for number in range(12)
        if rng.random() < 0.8
    }
    assert await fetch("SELECT * FROM newest_day") == await fetch("SELECT * FROM newest_standing") == []
    for newest in sorted(rng.sample(range(12), 4)):
        await add_computed_day(day(newest))
        assert await fetch("SELECT day FROM newest_day") == [(day(newest),)]
        wanted = {key for (partner, number), key in standings.items() if partners[partner] <= number == newest}
        assert {key for (key,) in await fetch("SELECT id FROM newest_standing")} == wanted


async def test_days_that_have_not_closed_are_left_out_where_the_newest_until_a_day_is_asked_for() -> None:
    partner = await add_partner("P-1")
    newest = "SELECT newest_day_until($1), newest_decision_until($1)"
    assert await fetch(newest, day(100)) == [(None, None)]
    for number in (3, 5, 9):
        await add_computed_day(day(number))
        await add_decision(partner, day(number), None, as_of=day(number - 1))
    assert await fetch(newest, day(2)) == [(None, None)]
    assert await fetch(newest, day(3)) == await fetch(newest, day(4)) == [(day(3), day(3))]
    assert await fetch(newest, day(100)) == [(day(9), day(9))]
