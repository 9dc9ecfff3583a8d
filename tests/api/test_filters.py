from datetime import date, timedelta
from typing import Any

import pytest

from tests.api.lists import CLIENTS, ORDERS, PARTNERS, names, page
from tests.api.reading import LAST_CLOSED, NOW, Reader
from tests.api.rows import (
    add,
    add_client,
    add_computed_day,
    add_decision,
    add_job,
    add_partner,
    add_standing,
)
from tiers.credits import CreditStatus


async def test_filters_narrow_edges_and_count_alike(mixed: Reader) -> None:
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({"tier": "GOLD"}, ["P-6", "P-1"]),
        ({"tier": "DIAMOND"}, []),
        ({"untiered": True}, ["P-7", "P-2", "P-5"]),
        ({"untiered": False}, ["P-4", "P-6", "P-3", "P-1"]),
        ({"untiered": None, "tier": None, "change": None, "certified": None, "country": None}, ORDERS["NAME"]),
        ({"country": "DE"}, ["P-6", "P-3"]),
        ({"country": "FR"}, []),
    ]
    for filters, expected in cases:
        found = await page(mixed, filter=filters)
        assert (filters, names(found)) == (filters, expected)
        assert found["totalCount"] == len(expected)


async def test_countries_are_compared_in_any_case(reader: Reader) -> None:
    await add_partner("P-1", country="DE")
    await add_partner("P-2", country="FR")
    await add_client("C-1", country="DE")
    await add_client("C-2")
    assert names(await page(reader, filter={"country": "de"})) == ["P-1"]
    assert names((await reader.ask(CLIENTS, {"filter": {"country": "de"}}))["page"]) == ["C-1"]
    assert (await reader.refusal(CLIENTS, {"filter": {"country": "ZZ"}}))[0] == "BAD_USER_INPUT"


async def test_a_change_is_that_of_the_newest_decision_in_effect_in_its_latest_revision(reader: Reader) -> None:
    months = {month: date(2019, month, 15) for month in (4, 5, 6, 7)}  # the last of which is still to come
    decided: dict[str, dict[int, str | None]] = {
        "up": {5: "SILVER", 6: "GOLD", 7: "SILVER"},
        "down": {4: "SILVER", 5: "GOLD", 6: None},
        "same": {5: "GOLD", 6: "GOLD"},
        "first": {6: "SILVER"},
        "first without": {6: None},
        "skipped": {4: "GOLD", 6: "SILVER"},
        "none yet": {7: "GOLD"},
        "none": {},
    }
    for name, decisions in decided.items():
        partner = await add_partner(name)
        for month, tier in decisions.items():
            await add_decision(partner, months[month], tier)
    revised = await add_partner("revised")
    await add_decision(revised, months[5], "SILVER")
    await add_decision(revised, months[6], "GOLD")
    await add_decision(revised, months[6], "SILVER", revision=2)
    for change, expected in (
        ("PROMOTED", ["first", "up"]),
        ("DEMOTED", ["down", "skipped"]),
        ("UNCHANGED", ["first without", "revised", "same"]),
    ):
        found = await page(reader, filter={"change": change})
        assert (change, names(found), found["totalCount"]) == (change, expected, len(expected))


async def test_who_is_certified_is_so_today_and_who_has_no_standing_is_neither_provisional_nor_not(
    reader: Reader,
) -> None:
    await add_computed_day(LAST_CLOSED)
    today = NOW.date()
    for number, (days, provisional) in enumerate(
        [((-9, 0), True), ((0, 9), False), ((-9, -1), True), ((1, 9), None), (None, False)], 1
    ):
        partner = await add_partner(f"P-{number}")
        if days is not None:
            first, last = (today + timedelta(days=day) for day in days)
            await add("certification", partner_id=partner, valid_from=first, valid_until=last)
        if provisional is not None:
            await add_standing(partner, LAST_CLOSED, provisional=provisional)
    for filters, expected in (
        ({"certified": True}, "12"),
        ({"certified": False}, "345"),
        ({"provisional": True}, "13"),
        ({"provisional": False}, "25"),
        ({"provisional": False, "certified": False}, "5"),
    ):
        found = await page(reader, filter=filters)
        assert (filters, names(found)) == (filters, [f"P-{key}" for key in expected])


async def test_a_filter_that_can_match_nothing_is_refused(reader: Reader) -> None:
    for filters, message in (
        ({"tier": "WOOD"}, "tier: 'WOOD' is not a tier; the tiers are SILVER, GOLD, PLATINUM, DIAMOND"),
        ({"country": "Germany"}, "country: 'Germany' is not a country code (ISO 3166-1 alpha-2), like \"DE\""),
        ({"country": "\u00df"}, "country: '\u00df' is not a country code (ISO 3166-1 alpha-2), like \"DE\""),
        ({"country": "ZZ"}, "country: 'ZZ' is not a country code (ISO 3166-1 alpha-2), like \"DE\""),
        (
            {"tier": "GOLD", "untiered": True},
            "tier, untiered: who holds a tier is not without one; give one of the two",
        ),
    ):
        assert await reader.refusal(PARTNERS, {"filter": filters}) == ("BAD_USER_INPUT", message)


async def test_days_of_registration_run_forwards(reader: Reader) -> None:
    days = {"registeredFrom": "2018-02-01", "registeredTo": "2018-01-31"}
    assert await reader.refusal(CLIENTS, {"filter": days}) == (
        "BAD_USER_INPUT",
        "registeredFrom, registeredTo: the range ends on 2018-01-31, before it begins on 2018-02-01",
    )


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        ("sold", ["COUNTED", "PENDING_REPORT", "EXPIRED", "NOT_SOLD_BY_PARTNER"]),
        ("managed", ["COUNTED", "PENDING_REPORT", "NO_ACCESS", "DOMAIN_MISMATCH", "NO_RECENT_ACTIVITY"]),
    ],
)
async def test_a_status_that_a_kind_of_credit_never_has_is_refused(reader: Reader, kind: str, known: list[str]) -> None:
    await add_partner("P-1")
    document = """query ($filter: PartnerClientFilter) {
      partner(externalId: "P-1") { name clients(filter: $filter) { totalCount } } }"""
    for status in CreditStatus:
        if status in known:
            answer = await reader.ask(document, {"filter": {kind: status}})
            assert answer["partner"]["clients"] == {"totalCount": 0}
        else:
            told = f"{kind}: {status} is not a status of {kind} credits; theirs are {', '.join(known)}"
            assert await reader.refusal(document, {"filter": {kind: status}}) == ("BAD_USER_INPUT", told)


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
