"""Partners and decisions by the values of metrics, of which some are missing, equal, negative or of other editions."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from api.reading.derived import STANDING_NOW
from engine.rows import write_numbers
from models.database import acquire
from models.rulebook import Rulebook
from tests.api.lists import PARTNERS, names, page
from tests.api.reading import LAST_CLOSED, NOW, Reader, partner_token
from tests.api.rows import add, add_computed_day, add_partner
from tests.differential.worlds.editions import load_rules

HISTORY = """
query ($first: Int, $after: String, $last: Int, $before: String, $filter: TierDecisionFilter,
       $orderBy: TierDecisionOrder) {
  partner(externalId: "P-1") {
    page: tierHistory(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
      totalCount
      edges { cursor node { effectiveOn } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
}
"""
THIRD = "0.3333333333333"
VALUES: dict[str, str | None] = {
    "P-1": "2.5", "P-2": None, "P-3": "-1.25", "P-4": THIRD, "P-5": "2.5", "P-6": "0", "P-7": None,
}  # fmt: skip
"""By partner, of POINTS. Two more have a standing of an edition without it, and no standing."""

ASCENDING = ["P-2", "P-7", "P-8", "P-9", "P-3", "P-6", "P-4", "P-1", "P-5"]
POINTS = {"metric": "POINTS"}


@pytest.fixture
async def points(database: str) -> Reader:
    """Partners with points, asked by rules of which one edition knows points."""
    assert database
    await add_computed_day(LAST_CLOSED)
    for number in (8, 9):
        await add_partner(f"P-{number}")
    for name, value in VALUES.items():
        key = await add_partner(name)
        await add_standing(key, LAST_CLOSED, {"POINTS": value, "SOLD_MRR": "1.00"}, "2019-06")
        await add_standing(key, date(2019, 6, 29), {"POINTS": "9"}, "2019-06")
    async with acquire() as connection:
        eighth = await connection.fetchval("SELECT id FROM partner WHERE external_id = 'P-8'")
    await add_standing(eighth, LAST_CLOSED, {"SOLD_MRR": "7.00"}, "2018-05")
    return Reader(load_rules("UTC"))


def stored(values: dict[str, str | None]) -> str:
    return write_numbers({key: None if value is None else Decimal(value) for key, value in values.items()})


async def add_standing(partner: int, day: date, values: dict[str, str | None], edition: str) -> None:
    more = {"tier": None, "provisional": False, "computed_at": NOW, "edition": edition}
    await add("standing", partner_id=partner, as_of=day, metrics=stored(values), **more)


async def add_decision(partner: int, month: int, values: dict[str, str | None], revision: int = 1) -> None:
    more = {"tier": None, "rank": 0, "provisional": False, "known_at": NOW, "edition": "2019-06"}
    days = {"effective_on": date(2019, month, 15), "as_of": date(2019, month, 14)}
    await add("tier_decision", partner_id=partner, revision=revision, metrics=stored(values), **days, **more)


async def walk(reader: Reader, order: dict[str, Any], size: int, *, backward: bool) -> list[str]:
    """All partners, page by page."""
    found: list[str] = []
    cursor = None
    while True:
        sides = {"last": size, "before": cursor} if backward else {"first": size, "after": cursor}
        part = await page(reader, orderBy=order, **sides)
        found = names(part) + found if backward else found + names(part)
        cursor = part["pageInfo"]["startCursor" if backward else "endCursor"]
        if not part["pageInfo"]["hasPreviousPage" if backward else "hasNextPage"]:
            return found


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
async def test_partners_are_ordered_by_any_metric_with_cursors_at_any_row(points: Reader, direction: str) -> None:
    order = POINTS | {"direction": direction}
    expected = ASCENDING if direction == "ASC" else ASCENDING[::-1]
    assert names(await page(points, orderBy=order)) == expected
    for size in (1, 2, 4, 9):
        for backward in (False, True):
            assert await walk(points, order, size, backward=backward) == expected


async def test_what_has_no_value_is_in_no_range(points: Reader) -> None:
    for bounds, expected in (
        ({}, ["P-1", "P-3", "P-4", "P-5", "P-6"]),
        ({"min": None, "max": None}, ["P-1", "P-3", "P-4", "P-5", "P-6"]),
        ({"min": "0"}, ["P-1", "P-4", "P-5", "P-6"]),
        ({"max": 0}, ["P-3", "P-6"]),
        ({"min": "-1.25", "max": "2.49"}, ["P-3", "P-4", "P-6"]),
        ({"min": "2.50", "max": "2.5"}, ["P-1", "P-5"]),
        ({"min": "0.3333333333334", "max": 2}, []),
        ({"min": THIRD, "max": 2}, ["P-4"]),
    ):
        found = await page(points, filter={"metrics": {"key": "POINTS"} | bounds})
        assert (bounds, names(found), found["totalCount"]) == (bounds, expected, len(expected))


async def test_all_ranges_have_to_hold_beside_the_other_filters(points: Reader) -> None:
    sold, some = {"key": "SOLD_MRR", "min": "1"}, {"key": "POINTS", "min": "0"}
    for filters, expected in (
        ({"metrics": []}, sorted(ASCENDING)),
        ({"metrics": None}, sorted(ASCENDING)),
        ({"metrics": [sold]}, [f"P-{number}" for number in range(1, 9)]),
        ({"metrics": [sold, some]}, ["P-1", "P-4", "P-5", "P-6"]),
        ({"metrics": [some, {"key": "POINTS", "max": "0"}]}, ["P-6"]),
        ({"metrics": [some], "untiered": False}, []),
    ):
        assert (filters, names(await page(points, filter=filters))) == (filters, expected)


async def test_decisions_are_found_and_ordered_by_the_values_of_their_latest_revisions(points: Reader) -> None:
    async with acquire() as connection:
        key = await connection.fetchval("SELECT id FROM partner WHERE external_id = 'P-1'")
    for month, value in ((1, "3"), (2, None), (3, "-2"), (4, "3"), (5, None), (6, "0.5")):
        await add_decision(key, month, {"POINTS": "100"})
        await add_decision(key, month, {"POINTS": value}, revision=2)
    await add_decision(key, 7, {"POINTS": "50"})  # it is still to come

    async def months(**variables: object) -> list[int]:
        found = (await points.ask(HISTORY, variables))["partner"]["page"]
        return [int(edge["node"]["effectiveOn"][5:7]) for edge in found["edges"]]

    assert await months() == [6, 5, 4, 3, 2, 1]
    assert await months(orderBy={"field": "EFFECTIVE_ON"}) == [1, 2, 3, 4, 5, 6]
    assert await months(filter={"metrics": [{"key": "POINTS", "max": "3"}]}) == [6, 4, 3, 1]
    for direction, expected in (("ASC", [2, 5, 3, 6, 1, 4]), ("DESC", [4, 1, 6, 3, 5, 2])):
        order = POINTS | {"direction": direction}
        assert await months(orderBy=order) == expected
        found: list[int] = []
        cursors = (await points.ask(HISTORY, {"orderBy": order}))["partner"]["page"]["edges"]
        for number, edge in enumerate(cursors):
            found += await months(orderBy=order, first=1, after=None if number == 0 else cursors[number - 1]["cursor"])
            assert await months(orderBy=order, before=edge["cursor"], last=9) == expected[:number]
        assert found == expected


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"orderBy": {"metric": "POINT"}}, "metric: 'POINT' is not a metric; the metrics are SOLD_MRR, "),
        ({"filter": {"metrics": [{"key": "x" * 99}]}}, f"metrics: '{'x' * 60}' is not a metric; the metrics are "),
        ({"orderBy": {}}, "field, metric: give exactly one of the two to order by"),
        ({"orderBy": {"metric": None}}, "field, metric: give exactly one of the two to order by"),
        ({"orderBy": POINTS | {"field": "?"}}, "field, metric: give exactly one of the two to order by"),
        (
            {"filter": {"metrics": [{"key": "POINTS", "min": "2.50", "max": "-1"}]}},
            "metrics: the range of POINTS ends at -1, before it begins at 2.50",
        ),
        ({"filter": {"metrics": [{"key": "POINTS"}] * 11}}, "metrics: 11 are too many; give at most 10"),
    ],
)
async def test_ranges_and_orders_that_can_be_meant_by_nobody_are_refused(
    points: Reader, variables: dict[str, Any], message: str
) -> None:
    for document, field in ((PARTNERS, "NAME"), (HISTORY, "EFFECTIVE_ON")):
        order = variables.get("orderBy", {})
        given = variables | ({"orderBy": order | {"field": field}} if "field" in order else {})
        code, told = await points.refusal(document, given)
        assert (code, told[: len(message)]) == ("BAD_USER_INPUT", message)


async def test_a_cursor_of_one_metric_is_of_no_other_and_of_no_field(points: Reader) -> None:
    cursor = (await page(points, first=1, orderBy=POINTS))["pageInfo"]["endCursor"]
    other = "after: this cursor is of another list, order or filter; begin again without it"
    for variables in (
        {"orderBy": {"metric": "SOLD_MRR"}},
        {"orderBy": {"field": "SOLD_MRR"}},
        {"orderBy": POINTS | {"direction": "DESC"}},
        {"orderBy": POINTS, "filter": {"metrics": []}},
        {},
    ):
        assert await points.refusal(PARTNERS, variables | {"after": cursor}) == ("BAD_USER_INPUT", other)


async def test_a_partner_finds_itself_alone_by_its_values(points: Reader) -> None:
    for name, least, expected in (("P-1", "2", ["P-1"]), ("P-3", "0", []), ("P-2", "-5", [])):
        by = partner_token(name)
        filters = {"metrics": [{"key": "POINTS", "min": least}]}
        found = (await points.ask(PARTNERS, {"filter": filters, "orderBy": POINTS}, by=by))["page"]
        assert (names(found), found["totalCount"]) == (expected, len(expected))


@pytest.mark.parametrize("key", ["this", "parent.this_now", "0-1"])
async def test_a_metrics_key_is_a_value_whatever_it_says(points: Reader, key: str) -> None:
    (*editions, newest) = points.rules.editions
    named = replace(newest, metrics=(*newest.metrics, replace(newest.metrics[0], key=key)))
    points.rules = Rulebook((*editions, named), points.rules.zone)
    for number in (1, 2, 3):
        partner = await add_partner(f"Q-{number}", name=f"{number}")
        await add_standing(partner, LAST_CLOSED, {key: str(-number)}, "2019-06")
    assert await walk(points, {"metric": key, "direction": "DESC"}, 1, backward=False) == [
        *("Q-1", "Q-2", "Q-3"),
        *(f"P-{number}" for number in reversed(range(1, 10))),
    ]
    assert names(await page(points, filter={"metrics": [{"key": key, "max": "-2"}]})) == ["Q-2", "Q-3"]


@pytest.mark.usefixtures("points")
async def test_the_newest_standings_are_found_by_their_day() -> None:
    value = "(this_standing.metrics ->> 'POINTS')::numeric"
    lists = f"SELECT FROM partner this {STANDING_NOW.sql.text}"
    async with acquire() as connection:
        await connection.execute(
            "INSERT INTO standing (partner_id, as_of, metrics, provisional, edition, computed_at)"
            " SELECT p.id, '2018-06-01'::date + days, p.metrics, false, '2018-05', now()"
            " FROM generate_series(0, 300) AS days, (SELECT partner_id AS id, metrics FROM newest_standing) p"
        )
        await connection.execute("ANALYZE standing")
        for rest in (f"ORDER BY {value}", f"WHERE {value} > 1"):
            plan = "\n".join(row[0] for row in await connection.fetch(f"EXPLAIN {lists} {rest}"))
            assert "Index Cond: (as_of = " in plan
            assert "Seq Scan on standing" not in plan
