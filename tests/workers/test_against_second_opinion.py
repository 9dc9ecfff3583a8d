"""The whole path, from import files to rows, beside an independent and much slower working of the same rules."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from models.database import acquire
from models.rulebook import Rulebook
from tests.oracle import rules as second
from tests.oracle.delivery import deliver
from tests.oracle.facts import FactBook
from tests.oracle.generate import portfolio
from tests.workers.conftest import NOW
from tests.workers.facts import ask, load
from workers.runner import Runner

START, END = date(2018, 5, 1), date(2019, 6, 30)

CREDITS = """
SELECT p.external_id AS partner, c.external_id AS client, r.*
FROM {table} r
JOIN client c ON c.id = r.client_id
JOIN partner p ON p.id = {partner}
"""


async def run(runner: Runner, *, days: tuple[date, date] | None = None, month: date | None = None) -> None:
    assert await runner.run(await ask(runner, days=days, month=month)) == "succeeded"


def as_standing(row: asyncpg.Record) -> dict[str, Any]:
    names = ("sold_mrr", "managed_mrr", "certified", "provisional", "tier")
    return {"median": row["median_app_usage"]} | {name: row[name] for name in names}


def as_credit(row: asyncpg.Record) -> dict[str, Any]:
    def one(side: str) -> dict[str, Any]:
        return {
            "amount": row[f"{side}_amount"],
            "status": row[f"{side}_status"],
            "counts_until": row[f"{side}_until"],
        }

    return {
        "sold": one("sold"),
        "managed": one("managed"),
        "apps_used": row["apps_used"],
        "counts_in_median": row["counts_in_median"],
    }


async def credits_by_partner(connection: asyncpg.Connection, sql: str, *values: object) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in await connection.fetch(sql, *values):
        found.setdefault(row["partner"], {})[row["client"]] = as_credit(row)
    return found


async def compare_day(book: FactBook, day: date, zone: ZoneInfo, *, newest: bool) -> None:
    async with acquire() as connection:
        rows = await connection.fetch(
            "SELECT p.external_id AS partner, s.* FROM standing s JOIN partner p ON p.id = s.partner_id"
            " WHERE as_of = $1",
            day,
        )
        credits_sql = CREDITS.format(table="client_credit", partner="r.partner_id")
        found_credits = await credits_by_partner(connection, credits_sql)
    found = {row["partner"]: as_standing(row) for row in rows}
    partners = sorted(book.tables.partners)
    expected = {partner: second.standing(book, partner, day, zone) for partner in partners}
    assert found == {partner: standing for partner, standing in expected.items() if standing is not None}
    if newest:
        for partner in partners:
            assert found_credits.get(partner, {}) == second.credits(book, partner, day, zone), (partner, day)


async def compare_month(book: FactBook, month: date, zone: ZoneInfo) -> None:
    effective_on = month + timedelta(14)
    async with acquire() as connection:
        rows = await connection.fetch(
            "SELECT DISTINCT ON (p.id) p.external_id AS partner, d.* FROM tier_decision d"
            " JOIN partner p ON p.id = d.partner_id WHERE effective_on = $1 ORDER BY p.id, revision DESC",
            effective_on,
        )
        sql = CREDITS.format(
            table="decision_credit", partner="(SELECT partner_id FROM tier_decision WHERE id = r.decision_id)"
        )
        evidence = {
            row["partner"]: (await credits_by_partner(connection, f"{sql} WHERE decision_id = $1", row["id"])).get(
                row["partner"], {}
            )
            for row in rows
        }
    decided = {row["partner"]: row for row in rows}
    for partner in sorted(book.tables.partners):
        expected = second.decision(book, partner, month, zone)
        if expected is None:
            assert partner not in decided
            continue
        row = decided[partner]
        assert (row["as_of"], row["effective_on"]) == (expected["as_of"], expected["effective_on"])
        assert as_standing(row) == expected["standing"], (partner, month)
        assert evidence[partner] == expected["credits"], (partner, month)


@pytest.mark.parametrize(("seed", "timezone"), [(1, "UTC"), (2, "America/New_York"), (3, "Asia/Kathmandu")])
async def test_every_day_and_month_agree_after_every_file(
    runner: Runner, rules: Rulebook, seed: int, timezone: str
) -> None:
    zone = ZoneInfo(timezone)
    runner = Runner(Rulebook(rules.editions, zone), runner.queue, runner.clock)
    lines = portfolio(seed, partners=30, clients=200, start=START, end=END, zone=zone)
    book = FactBook()
    for file in deliver(seed, lines, files=3):
        summary, rejected = await load(file, runner.rules)
        outcome = book.load(file)
        assert (summary.accepted, summary.unchanged) == (outcome.accepted, outcome.unchanged)
        assert [rejection.number for rejection in rejected] == [rejection.line for rejection in outcome.rejected]
        for day in (date(2018, 9, 13), date(2019, 2, 28), date(2019, 6, 14)):
            await run(runner, days=(day, day))
            await compare_day(book, day, zone, newest=day == date(2019, 6, 14))
        for month in (date(2019, 3, 1), date(2018, 8, 1), date(2019, 6, 1)):
            await run(runner, month=month)
            await compare_month(book, month, zone)


async def test_what_was_computed_before_makes_no_difference(runner: Runner, rules: Rulebook) -> None:
    lines = portfolio(4, partners=20, clients=120, start=START, end=END)
    book = FactBook()
    await load(lines, rules)
    book.load(lines)
    await run(runner, days=(END, END))
    await run(runner, days=(END - timedelta(40), END))
    await run(runner, days=(date(2019, 1, 1), date(2019, 1, 3)))
    for day in (END, END - timedelta(40), date(2019, 1, 2)):
        await compare_day(book, day, rules.zone, newest=day == END)


async def snapshot() -> dict[str, list[asyncpg.Record]]:
    tables = ("standing", "client_credit", "tier_decision", "decision_credit", "daily_activity", "computed_day")
    async with acquire() as connection:
        rows = {table: await connection.fetch(f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in tables}
        rows["event"] = await connection.fetch("SELECT * FROM event WHERE kind <> 'JOB_CHANGED' ORDER BY seq")
    return rows


async def test_repeating_loads_and_recomputes_changes_no_row_and_tells_nothing_twice(
    runner: Runner, rules: Rulebook
) -> None:
    lines = portfolio(5, partners=20, clients=120, start=START, end=END)
    await load(lines, rules)
    months, days = [date(2019, 4, 1), date(2019, 5, 1)], (date(2019, 5, 30), date(2019, 6, 3))
    for month in months:
        await run(runner, month=month)
    await run(runner, days=days)
    before = await snapshot()
    assert before["event"]
    summary, rejected = await load(lines, rules)
    assert (summary.accepted, rejected) == (0, [])
    for month in reversed(months):
        await run(runner, month=month)
    await run(runner, days=(days[1], days[1]))
    await run(runner, days=days)
    assert await snapshot() == before


def test_the_clock_of_these_tests_is_after_their_facts() -> None:
    assert datetime(END.year, END.month, END.day, tzinfo=NOW.tzinfo) < NOW
