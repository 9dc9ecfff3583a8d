"""The clients under a partner, in each order and by each filter; and what is behind a client."""

from datetime import date
from functools import partial
from typing import Any

import pytest

from models.database import acquire
from tests.api.lists import expect_pages, names
from tests.api.reading import LAST_CLOSED, OPERATOR, Reader, partner_token
from tests.api.rows import (
    add_access,
    add_activity,
    add_actor,
    add_client,
    add_computed_day,
    add_credit,
    add_employee,
    add_partner,
    managed,
    sold,
)

CLIENTS = """
query (
  $first: Int, $after: String, $last: Int, $before: String, $filter: PartnerClientFilter, $orderBy: PartnerClientOrder
) {
  partner(externalId: "P-1") {
    page: clients(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
      totalCount
      edges { cursor node { externalId } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
}
"""
ORDERS = {
    "NAME": ["C-5", "C-3", "C-6", "C-1", "C-2", "C-4"],
    "AMOUNT": ["C-5", "C-6", "C-1", "C-4", "C-3", "C-2"],
    "LAST_DAY": ["C-2", "C-3", "C-1", "C-4", "C-5", "C-6"],
    "STATUS": ["C-2", "C-1", "C-4", "C-3", "C-5", "C-6"],
    "APPS_USED": ["C-3", "C-5", "C-6", "C-1", "C-4", "C-2"],
}
"""Ascending. C-1 and C-4 add as much as each other and count as long, C-5 and C-6 add nothing and do not count."""


@pytest.fixture
async def credited(reader: Reader) -> Reader:
    """A partner with clients of which much is equal or missing, and another one with clients of its own."""
    partner, other = await add_partner("P-1"), await add_partner("P-2")
    await add_computed_day(LAST_CLOSED)
    for name, called, credit in (
        ("C-1", "same", sold("10.00") | {"apps_used": 3}),
        ("C-2", "same", sold("10.00") | managed("15.00") | {"apps_used": 12}),
        ("C-3", "Bee", managed("20.00") | {"sold_status": "EXPIRED"}),
        ("C-4", "same", sold("10.00") | {"apps_used": 3}),
        ("C-5", "ant", {"sold_status": "EXPIRED"}),
        ("C-6", "cat", {"managed_status": "DOMAIN_MISMATCH"}),
    ):
        await add_credit(partner, await add_client(name, name=called), **credit)
    await add_credit(other, await add_client("C-7", name="bee"), **sold("10.00"))
    return reader


async def page(reader: Reader, **given: object) -> dict[str, Any]:
    found: dict[str, Any] = (await reader.ask(CLIENTS, given))["partner"]["page"]
    return found


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize("field", ORDERS)
async def test_every_order_is_total_and_pages_forward_and_backward_alike(
    credited: Reader, field: str, direction: str
) -> None:
    expected = ORDERS[field] if direction == "ASC" else ORDERS[field][::-1]
    order = {"field": field, "direction": direction}
    assert names(await page(credited, orderBy=order)) == expected
    await expect_pages(partial(page, credited, orderBy=order), expected, 1, 2, 4)


async def test_by_name_is_the_order_that_nobody_asked_for(credited: Reader) -> None:
    assert names(await page(credited)) == names(await page(credited, orderBy={"field": "NAME"})) == ORDERS["NAME"]


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize("field", ORDERS)
async def test_a_page_goes_on_where_it_ended_whatever_was_added_meanwhile(
    credited: Reader, field: str, direction: str
) -> None:
    order = {"field": field, "direction": direction}
    first = await page(credited, first=3, orderBy=order)
    async with acquire() as connection:
        partner = await connection.fetchval("SELECT id FROM partner WHERE external_id = 'P-1'")
    for name, called, credit in (("C-0", "aaa", sold("0.01")), ("C-9", "zzz", sold("99.00"))):
        await add_credit(partner, await add_client(name, name=called), **credit)
    rest = await page(credited, after=first["pageInfo"]["endCursor"], orderBy=order)
    both = [name for name in names(first) + names(rest) if name not in ("C-0", "C-9")]
    assert both == (ORDERS[field] if direction == "ASC" else ORDERS[field][::-1])


async def test_a_cursor_is_of_one_order_and_one_filter(credited: Reader) -> None:
    cursor = (await page(credited, first=1))["pageInfo"]["endCursor"]
    for given in ({"orderBy": {"field": "AMOUNT"}}, {"filter": {"name": "same"}}, {"filter": {"sold": "COUNTED"}}):
        code, message = await credited.refusal(CLIENTS, {"after": cursor, **given})
        assert (code, "another list, order or filter" in message) == ("BAD_USER_INPUT", True)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"name": "SAME"}, ["C-1", "C-2", "C-4"]),
        ({"name": "c-3"}, []),
        ({"name": "BÉE"}, ["C-3"]),
        ({"name": "%"}, []),
        ({"name": "same", "managed": "COUNTED"}, ["C-2"]),
        ({"expiresBefore": "2019-09-01"}, []),
        ({"expiresBefore": "2019-09-02"}, ["C-3", "C-2"]),
        ({"expiresBefore": "2020-01-10"}, ["C-3", "C-2"]),
        ({"expiresBefore": "2020-01-11"}, ["C-3", "C-1", "C-2", "C-4"]),
        ({"expiresBefore": "9999-12-31"}, ["C-3", "C-1", "C-2", "C-4"]),
        ({"expiresBefore": None, "name": None}, ORDERS["NAME"]),
    ],
)
async def test_filters_narrow_edges_and_count_alike(
    credited: Reader, filters: dict[str, Any], expected: list[str]
) -> None:
    found = await page(credited, filter=filters)
    assert (names(found), found["totalCount"]) == (expected, len(expected))


async def test_a_name_that_no_text_can_be_is_refused(credited: Reader) -> None:
    for text in ("x" * 256, "\0"):
        code, _ = await credited.refusal(CLIENTS, {"filter": {"name": text}})
        assert code == "BAD_USER_INPUT"


BEHIND = """
query ($first: Int, $after: String) { client(externalId: "C-1") {
  usedApps { key name lastUsedOn }
  accesses(first: $first, after: $after) { totalCount pageInfo { endCursor } edges { node {
    id employee { externalId name } client { externalId } grantedOn revokedOn lastActiveOn } } }
  partners { totalCount edges { node { externalId } credit { asOf sold { status amount } managed { amount } } } }
} }
"""


@pytest.fixture
async def watched(reader: Reader) -> Reader:
    """A client of two partners, with who of theirs has access, and what was done in its account."""
    client, elsewhere = await add_client("C-1"), await add_client("C-2")
    await add_computed_day(LAST_CLOSED)
    for number, credit in ((2, managed("7.00")), (1, sold("5.00"))):
        partner = await add_partner(f"P-{number}", name=f"Partner {number}")
        await add_credit(partner, client, **credit)
        actor = await add_actor(f"ann@p-{number}.example")
        employee = await add_employee(f"E-{number}", partner, actor, f"ann@p-{number}.example", name=f"Ann {number}")
        for granted_on, revoked_on in ((date(2019, 1, 1), date(2019, 2, 1)), (date(2019, 3, number), None)):
            await add_access(client, employee, granted_on, revoked_on)
        days = [(date(2019, 5, 10), 0b1), (date(2019, 5, 3), 0b1001)] if number == 2 else []
        for day, apps in [*days, (date(2018, 6, 29), 0b10), (date(2019, 7, 1), 0b100)]:
            await add_activity(client, actor, day, apps)
        await add_activity(elsewhere, actor, LAST_CLOSED, 0b10000)
    await add_activity(client, await add_actor("zoe@client.example"), date(2018, 6, 30), 1 << 16)
    return reader


def access(number: int, granted_on: str, revoked_on: str | None = None) -> dict[str, Any]:
    return {
        "employee": {"externalId": f"E-{number}", "name": f"Ann {number}"},
        "client": {"externalId": "C-1"},
        "grantedOn": granted_on,
        "revokedOn": revoked_on,
        "lastActiveOn": "2019-05-10" if number == 2 else None,
    }


USED_APPS = [
    {"key": "ADS_ADD_ON", "name": "Ads add-on", "lastUsedOn": "2019-05-10"},
    {"key": "CRM", "name": "CRM", "lastUsedOn": "2019-05-03"},
    {"key": "SOCIAL_INBOX", "name": "Social Inbox", "lastUsedOn": "2018-06-30"},
]


async def test_a_client_shows_who_is_there_and_what_is_used_up_to_the_newest_computed_day(watched: Reader) -> None:
    client = (await watched.ask(BEHIND))["client"]
    assert client["usedApps"] == USED_APPS
    ids = [edge["node"].pop("id") for edge in client["accesses"]["edges"]]
    assert [edge["node"] for edge in client["accesses"]["edges"]] == [
        access(2, "2019-03-02"),
        access(1, "2019-03-01"),
        access(2, "2019-01-01", "2019-02-01"),
        access(1, "2019-01-01", "2019-02-01"),
    ]
    assert client["accesses"]["totalCount"] == 4
    assert client["partners"] == {
        "totalCount": 2,
        "edges": [
            {
                "node": {"externalId": "P-1"},
                "credit": {
                    "asOf": "2019-06-30",
                    "sold": {"status": "COUNTED", "amount": "5.00"},
                    "managed": {"amount": "0.00"},
                },
            },
            {
                "node": {"externalId": "P-2"},
                "credit": {
                    "asOf": "2019-06-30",
                    "sold": {"status": "NOT_SOLD_BY_PARTNER", "amount": "0.00"},
                    "managed": {"amount": "7.00"},
                },
            },
        ],
    }
    paged: list[str] = []
    after = None
    for _ in range(4):
        one = (await watched.ask(BEHIND, {"first": 1, "after": after}))["client"]["accesses"]
        paged += [edge["node"]["id"] for edge in one["edges"]]
        after = one["pageInfo"]["endCursor"]
    assert paged == ids
    found = await watched.ask(
        "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Access { grantedOn } } }", {"ids": ids}
    )
    assert [node["id"] for node in found["nodes"]] == ids


async def test_a_partner_sees_its_own_people_and_credits_and_what_is_used(watched: Reader) -> None:
    client = (await watched.ask(BEHIND, by=partner_token("P-1")))["client"]
    assert client["usedApps"] == USED_APPS
    assert client["accesses"]["totalCount"] == 2
    assert {edge["node"]["employee"]["externalId"] for edge in client["accesses"]["edges"]} == {"E-1"}
    assert [edge["node"]["externalId"] for edge in client["partners"]["edges"]] == ["P-1"]
    assert client["partners"]["totalCount"] == 1


async def test_who_works_for_two_partners_is_active_for_the_one_that_gives_access(reader: Reader) -> None:
    client, actor = await add_client("C-1"), await add_actor("ann@freelance.example")
    await add_computed_day(LAST_CLOSED)
    ended = {"P-1": date(2019, 5, 1), "P-2": None}
    for number, (name, revoked_on) in enumerate(ended.items(), 1):
        partner = await add_partner(name)
        await add_credit(partner, client, **managed("7.00"))
        employee = await add_employee(f"E-{number}", partner, actor, "ann@freelance.example", name=f"Ann {number}")
        await add_access(client, employee, date(2019, number + 1, 1), revoked_on)
    shown = []
    for day in (date(2019, 1, 20), date(2019, 2, 20), date(2019, 4, 30), date(2019, 5, 1)):
        await add_activity(client, actor, day, 1)
        for by in (OPERATOR, partner_token("P-1"), partner_token("P-2")):
            found = (await reader.ask(BEHIND, by=by))["client"]["accesses"]["edges"]
            shown.append({edge["node"]["employee"]["externalId"]: edge["node"]["lastActiveOn"] for edge in found})
    assert shown == [
        *({"E-1": "2019-01-20", "E-2": "2019-01-20"}, {"E-1": None}, {"E-2": None}),
        *({"E-1": "2019-02-20", "E-2": "2019-02-20"}, {"E-1": "2019-02-20"}, {"E-2": None}),
        *({"E-1": "2019-04-30", "E-2": "2019-04-30"}, {"E-1": "2019-04-30"}, {"E-2": "2019-04-30"}),
        *({"E-1": "2019-05-01", "E-2": "2019-05-01"}, {"E-1": "2019-04-30"}, {"E-2": "2019-05-01"}),
    ]


async def test_nothing_is_known_of_activity_where_no_day_is_computed(reader: Reader) -> None:
    client, actor = await add_client("C-1"), await add_actor("ann@p-1.example")
    employee = await add_employee("E-1", await add_partner("P-1"), actor, "ann@p-1.example")
    await add_access(client, employee, date(2019, 1, 1))
    await add_activity(client, actor, LAST_CLOSED, 1)
    found = (await reader.ask(BEHIND))["client"]
    assert (found["usedApps"], found["partners"]["edges"]) == ([], [])
    assert [edge["node"]["lastActiveOn"] for edge in found["accesses"]["edges"]] == [None]
