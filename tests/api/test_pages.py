from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from api.cursors import encode_cursor
from tests.api.reading import LAST_CLOSED, Reader
from tests.api.rows import (
    add_actor,
    add_client,
    add_computed_day,
    add_credit,
    add_decision,
    add_employee,
    add_evidence,
    add_job,
    add_partner,
    add_standing,
    managed,
    sold,
)

PARTNERS = """
query ($first: Int, $after: String, $last: Int, $before: String, $filter: PartnerFilter, $orderBy: PartnerOrder) {
  page: partners(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
    totalCount
    edges { cursor node { externalId } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""
CLIENTS = """
query ($first: Int, $after: String, $filter: ClientFilter, $orderBy: ClientOrder) {
  page: clients(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount
    edges { cursor node { externalId } }
    pageInfo { hasNextPage endCursor }
  }
}
"""


def names(page: dict[str, Any]) -> list[str]:
    return [edge["node"]["externalId"] for edge in page["edges"]]


async def page(reader: Reader, **variables: object) -> dict[str, Any]:
    found: dict[str, Any] = (await reader.ask(PARTNERS, variables))["page"]
    return found


@pytest.fixture
async def mixed(reader: Reader) -> Reader:
    """Partners with equal names, days and amounts, and some without a tier or a standing."""
    await add_computed_day(LAST_CLOSED)
    for number, (name, joined, tier, amount) in enumerate(
        [
            ("Same", date(2018, 6, 1), "GOLD", "50.00"),
            ("Same", date(2018, 6, 1), None, "7.00"),
            ("other", date(2018, 7, 1), "SILVER", None),
            ("Ärger", date(2018, 5, 1), "SILVER", "0.00"),
            ("Same", date(2018, 7, 1), None, None),
            ("Last", date(2018, 8, 1), "GOLD", "50.00"),
            ("Bare", date(2018, 6, 1), "none", "1000000000000.00"),
        ],
        1,
    ):
        key = await add_partner(f"P-{number}", name=name, joined_on=joined)
        if tier != "none":
            await add_decision(key, date(2019, 6, 15), tier)
        if amount is not None:
            numbers = {"sold_mrr": Decimal(amount), "managed_mrr": Decimal(amount)}
            await add_standing(key, LAST_CLOSED, **numbers)
    return reader


ORDERS = {
    "NAME": ["P-7", "P-6", "P-1", "P-2", "P-5", "P-3", "P-4"],
    "JOINED_ON": ["P-4", "P-1", "P-2", "P-7", "P-3", "P-5", "P-6"],
    "TIER": ["P-2", "P-5", "P-7", "P-3", "P-4", "P-1", "P-6"],
    "SOLD_MRR": ["P-3", "P-5", "P-4", "P-2", "P-1", "P-6", "P-7"],
    "MANAGED_MRR": ["P-3", "P-5", "P-4", "P-2", "P-1", "P-6", "P-7"],
}


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize("field", ORDERS)
async def test_every_order_is_total_and_pages_forward_and_backward_alike(
    mixed: Reader, field: str, direction: str
) -> None:
    expected = ORDERS[field] if direction == "ASC" else ORDERS[field][::-1]
    order = {"field": field, "direction": direction}
    whole = await page(mixed, orderBy=order)
    assert names(whole) == expected
    assert whole["totalCount"] == 7
    assert whole["pageInfo"]["hasNextPage"] is whole["pageInfo"]["hasPreviousPage"] is False
    for size in (1, 3, 7):
        forward: list[str] = []
        backward: list[str] = []
        after = before = None
        for begin in range(0, 7, size):
            part = await page(mixed, first=size, after=after, orderBy=order)
            forward += names(part)
            after = part["pageInfo"]["endCursor"]
            assert part["pageInfo"]["hasPreviousPage"] is (begin > 0)
            assert part["pageInfo"]["hasNextPage"] is (begin + size < 7)
            part = await page(mixed, last=size, before=before, orderBy=order)
            backward = names(part) + backward
            before = part["pageInfo"]["startCursor"]
            assert part["pageInfo"]["hasNextPage"] is (begin > 0)
            assert part["pageInfo"]["hasPreviousPage"] is (begin + size < 7)
        assert forward == backward == expected


async def test_a_window_between_two_cursors_knows_what_lies_around_it(mixed: Reader) -> None:
    cursors = [edge["cursor"] for edge in (await page(mixed))["edges"]]
    window = {"after": cursors[1], "before": cursors[5]}
    inner = await page(mixed, **window)
    assert names(inner) == ORDERS["NAME"][2:5]
    assert inner["pageInfo"]["hasNextPage"] is inner["pageInfo"]["hasPreviousPage"] is True
    assert names(await page(mixed, first=1, **window)) == ORDERS["NAME"][2:3]
    assert names(await page(mixed, last=1, **window)) == ORDERS["NAME"][4:5]
    beyond = await page(mixed, after=cursors[6])
    assert beyond["edges"] == []
    assert beyond["pageInfo"] == {
        "hasNextPage": False,
        "hasPreviousPage": True,
        "startCursor": None,
        "endCursor": None,
    }


async def test_a_page_of_no_edges_still_counts_and_says_that_there_are_some(mixed: Reader) -> None:
    nothing = await page(mixed, first=0)
    assert (nothing["edges"], nothing["totalCount"]) == ([], 7)
    assert nothing["pageInfo"]["hasNextPage"] is True
    assert (await page(mixed, last=0))["pageInfo"]["hasPreviousPage"] is True


async def test_pages_neither_repeat_nor_lose_rows_while_others_come(mixed: Reader) -> None:
    first = await page(mixed, first=3)
    await add_partner("P-before", name="Aaa")
    await add_partner("P-after", name="Zzz")
    rest = await page(mixed, after=first["pageInfo"]["endCursor"])
    assert names(first) == ["P-7", "P-6", "P-1"]
    assert names(rest) == ["P-2", "P-5", "P-after", "P-3", "P-4"]
    assert rest["pageInfo"]["hasPreviousPage"] is True


async def test_twenty_edges_are_the_default_and_a_hundred_the_most(reader: Reader) -> None:
    for number in range(103):
        await add_partner(f"P-{number:03}")
    page_of_default = await page(reader)
    assert (len(page_of_default["edges"]), page_of_default["totalCount"]) == (20, 103)
    assert len((await page(reader, first=100))["edges"]) == 100
    assert len((await page(reader, last=100))["edges"]) == 100


async def test_a_window_that_cannot_be_is_refused(reader: Reader) -> None:
    for arguments, message in (
        ({"first": 1, "last": 1}, "first, last: give one of them, not both"),
        ({"first": -1}, "first: -1 is not between 0 and 100"),
        ({"first": 101}, "first: 101 is not between 0 and 100"),
        ({"last": 101}, "last: 101 is not between 0 and 100"),
        ({"last": -5}, "last: -5 is not between 0 and 100"),
    ):
        assert await reader.refusal(PARTNERS, arguments) == ("BAD_USER_INPUT", message)


async def test_a_cursor_of_another_order_list_or_filter_is_refused(mixed: Reader) -> None:
    await add_client("C-1")
    cursor = (await page(mixed, first=1))["pageInfo"]["endCursor"]
    foreign = (await mixed.ask(CLIENTS))["page"]["pageInfo"]["endCursor"]
    for arguments in (
        {"after": cursor, "orderBy": {"field": "TIER"}},
        {"after": cursor, "orderBy": {"field": "NAME", "direction": "DESC"}},
        {"after": cursor, "filter": {"search": "same"}},
        {"after": foreign},
    ):
        assert await mixed.refusal(PARTNERS, arguments) == (
            "BAD_USER_INPUT",
            "after: this cursor is of another list, order or filter; begin again without it",
        )


async def test_what_is_no_cursor_is_refused(reader: Reader) -> None:
    positions: list[list[object]] = [
        ["Name"], ["Name", "1"], ["Name", True], ["Name", 2**63], ["\0", 1], ["\ud800", 1], [None, 1], ["Name", 1, 1],
    ]  # fmt: skip
    made = [encode_cursor("partners/NAME/asc/", position) for position in positions]
    for cursor in ["", "nonsense", "ÿ", "W10", "bnVsbA", *made]:
        expected = ("BAD_USER_INPUT", "before: not a cursor; use one that a page of this list gave")
        assert await reader.refusal(PARTNERS, {"before": cursor}) == expected


async def test_a_cursor_of_an_amount_holds_an_exact_decimal(reader: Reader) -> None:
    for value in ("NaN", "1e9", "", 5, None):
        cursor = encode_cursor("partners/SOLD_MRR/asc/", [value, 1])
        code, _ = await reader.refusal(PARTNERS, {"after": cursor, "orderBy": {"field": "SOLD_MRR"}})
        assert code == "BAD_USER_INPUT"


async def test_filters_narrow_edges_and_count_alike(mixed: Reader) -> None:
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({"tier": "GOLD"}, ["P-6", "P-1"]),
        ({"tier": "DIAMOND"}, []),
        ({"untiered": True}, ["P-7", "P-2", "P-5"]),
        ({"untiered": False}, ["P-6", "P-1", "P-3", "P-4"]),
        ({"untiered": None, "tier": None, "search": None, "country": None}, ORDERS["NAME"]),
        ({"search": "SAME"}, ["P-1", "P-2", "P-5"]),
        ({"search": "p-3"}, ["P-3"]),
        ({"search": "ä"}, ["P-4"]),
        ({"search": "%"}, []),
        ({"search": "_"}, []),
        ({"search": "\\"}, []),
        ({"search": "same", "tier": "GOLD"}, ["P-1"]),
        ({"country": "DE"}, []),
    ]
    for filters, expected in cases:
        found = await page(mixed, filter=filters)
        assert (filters, names(found)) == (filters, expected)
        assert found["totalCount"] == len(expected)


async def test_search_takes_wildcards_for_what_they_are(reader: Reader) -> None:
    await add_partner("P-1", name="100% sure_thing \\o/")
    await add_partner("P-2", name="1000 surething o/")
    for text in ("100% ", "sure_t", "\\O/"):
        assert names(await page(reader, filter={"search": text})) == ["P-1"]


async def test_countries_are_compared_in_any_case(reader: Reader) -> None:
    await add_partner("P-1", country="DE")
    await add_partner("P-2", country="FR")
    assert names(await page(reader, filter={"country": "de"})) == ["P-1"]


async def test_a_filter_that_can_match_nothing_is_refused(reader: Reader) -> None:
    for filters, message in (
        ({"tier": "WOOD"}, "tier: 'WOOD' is not a tier; the tiers are SILVER, GOLD, PLATINUM, DIAMOND"),
        ({"country": "Germany"}, "country: 'Germany' is not a country code (ISO 3166-1 alpha-2), like \"DE\""),
        ({"search": "x" * 256}, "search: at most 255 characters"),
        ({"search": "a\0b"}, "search: 'a\\x00b' has a character that no text can have"),
        ({"search": "\ud800"}, "search: '\\ud800' has a character that no text can have"),
    ):
        assert await reader.refusal(PARTNERS, {"filter": filters}) == ("BAD_USER_INPUT", message)


async def test_clients_are_ordered_and_filtered(reader: Reader) -> None:
    seller = await add_partner("P-1")
    await add_client("C-1", name="Zoo", registered_on=date(2018, 1, 1), sold_by_id=seller)
    await add_client("C-2", name="Alp", registered_on=date(2018, 3, 1))
    await add_client("C-3", name="Inn", registered_on=date(2018, 2, 1), sold_by_id=seller)

    async def found(**variables: object) -> list[str]:
        part = (await reader.ask(CLIENTS, variables))["page"]
        assert part["totalCount"] == len(part["edges"])
        return names(part)

    assert await found() == ["C-2", "C-3", "C-1"]
    assert await found(orderBy={"field": "REGISTERED_ON", "direction": "DESC"}) == ["C-2", "C-3", "C-1"]
    assert await found(orderBy={"field": "REGISTERED_ON"}) == ["C-1", "C-3", "C-2"]
    assert await found(filter={"registeredFrom": "2018-02-01"}) == ["C-2", "C-3"]
    assert await found(filter={"registeredFrom": "2018-01-01", "registeredTo": "2018-02-01"}) == ["C-3", "C-1"]
    assert await found(filter={"soldByExternalId": "P-1"}) == ["C-3", "C-1"]
    assert await found(filter={"soldByExternalId": "P-2"}) == []
    assert await found(filter={"search": "c-3"}) == ["C-3"]


async def test_jobs_come_newest_first_and_by_kind_and_status(reader: Reader) -> None:
    await add_job(status="FAILED", error="no report")
    days = {"month": None, "first_day": date(2019, 6, 1), "last_day": date(2019, 6, 30), "total": 30}
    await add_job(kind="ACTIVITY", status="RUNNING", **days)
    document = """query ($filter: RecomputeJobFilter, $first: Int, $after: String) {
      page: recomputeJobs(filter: $filter, first: $first, after: $after) {
        totalCount edges { node { kind status from to month progress { done total } error requestedBy } }
        pageInfo { endCursor hasNextPage } } }"""
    whole = (await reader.ask(document))["page"]
    assert [edge["node"]["kind"] for edge in whole["edges"]] == ["ACTIVITY", "TIERS"]
    assert whole["edges"][0]["node"] == {
        "kind": "ACTIVITY", "status": "RUNNING", "from": "2019-06-01", "to": "2019-06-30", "month": None,
        "progress": {"done": 1, "total": 30}, "error": None, "requestedBy": "ada",
    }  # fmt: skip
    assert whole["edges"][1]["node"]["month"] == "2019-06"
    newest = (await reader.ask(document, {"first": 1}))["page"]
    older = (await reader.ask(document, {"after": newest["pageInfo"]["endCursor"]}))["page"]
    assert [edge["node"]["kind"] for edge in older["edges"]] == ["TIERS"]
    failed = (await reader.ask(document, {"filter": {"status": "FAILED", "kind": "TIERS"}}))["page"]
    assert (failed["totalCount"], failed["edges"][0]["node"]["error"]) == (1, "no report")
    assert (await reader.ask(document, {"filter": {"status": "FAILED", "kind": "ACTIVITY"}}))["page"]["totalCount"] == 0


PORTFOLIO = """
query ($size: Int!) {
  partners(first: $size) { totalCount edges { node {
    externalId
    tier { key }
    tierSince
    certifiedUntil
    standing { soldMrr tier { key } nextTier { key } gates { metric missing } }
    tierHistory(first: 2) { totalCount edges { node {
      effectiveOn previousTier { key } change supersededAt revisions { revision }
      credits(first: 2) { edges { node { client { externalId } credit { appsUsed } } } } } } }
    clients(first: 2) { totalCount
      pageInfo { hasNextPage }
      edges { node { externalId mrr { amount } soldBy { externalId } } credit { sold { amount } asOf } } }
    employees { totalCount edges { node { email } } }
    standings(from: "2019-06-01", to: "2019-06-30") { asOf }
    dailyActivity(from: "2019-06-01", to: "2019-06-30") { events }
  } } }
}
"""


async def test_one_partner_and_twenty_take_the_same_statements(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    await add_computed_day(LAST_CLOSED)
    for number in range(20):
        partner = await add_partner(f"P-{number:02}")
        await add_standing(partner, LAST_CLOSED, sold_mrr=Decimal(number))
        decision = await add_decision(partner, date(2019, 6, 15), "GOLD")
        actor = await add_actor(f"{number}@p.example")
        await add_employee(f"E-{number}", partner, actor, f"{number}@p.example")
        for place in range(3):
            client = await add_client(f"C-{number:02}-{place}", sold_by_id=partner)
            await add_credit(partner, client, **sold("10.00") | (managed("5.00") if place else {"apps_used": 2}))
            await add_evidence(decision, client)
    statements: list[str] = []
    run = asyncpg.Connection._execute  # type: ignore[attr-defined]

    async def count(self: asyncpg.Connection, query: str, *rest: object, **more: object) -> object:
        statements.append(query)
        return await run(self, query, *rest, **more)

    monkeypatch.setattr(asyncpg.Connection, "_execute", count)
    one = await reader.ask(PORTFOLIO, {"size": 1})
    of_one = sorted(statements)
    statements.clear()
    twenty = await reader.ask(PORTFOLIO, {"size": 20})
    assert sorted(statements) == of_one
    assert len(of_one) == 19
    assert twenty["partners"]["edges"][0] == one["partners"]["edges"][0]
    assert len(twenty["partners"]["edges"]) == 20
    for number, edge in enumerate(twenty["partners"]["edges"]):
        node = edge["node"]
        assert node["externalId"] == f"P-{number:02}"
        assert node["standing"]["soldMrr"] == f"{number}.00"
        assert [client["node"]["externalId"] for client in node["clients"]["edges"]] == [
            f"C-{number:02}-0",
            f"C-{number:02}-1",
        ]
        assert node["clients"]["totalCount"] == 3
        assert node["clients"]["pageInfo"]["hasNextPage"] is True
        assert {client["node"]["soldBy"]["externalId"] for client in node["clients"]["edges"]} == {node["externalId"]}
        assert [one["node"]["email"] for one in node["employees"]["edges"]] == [f"{number}@p.example"]
        (decided,) = node["tierHistory"]["edges"]
        evidence = [one["node"]["client"]["externalId"] for one in decided["node"]["credits"]["edges"]]
        assert evidence == [f"C-{number:02}-0", f"C-{number:02}-1"]
