from datetime import date
from typing import Any

import pytest

from tests.api.lists import CLIENTS, ORDERS, PARTNERS, names, page
from tests.api.reading import Reader
from tests.api.rows import (
    add_client,
    add_job,
    add_partner,
)
from tiers.credits import CreditStatus


async def test_filters_narrow_edges_and_count_alike(mixed: Reader) -> None:
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({"tier": "GOLD"}, ["P-6", "P-1"]),
        ({"tier": "DIAMOND"}, []),
        ({"untiered": True}, ["P-7", "P-2", "P-5"]),
        ({"untiered": False}, ["P-4", "P-6", "P-3", "P-1"]),
        ({"untiered": None, "tier": None, "change": None, "certified": None, "country": None}, ORDERS["NAME"]),
        ({"country": "DE"}, []),
    ]
    for filters, expected in cases:
        found = await page(mixed, filter=filters)
        assert (filters, names(found)) == (filters, expected)
        assert found["totalCount"] == len(expected)


async def test_countries_are_compared_in_any_case(reader: Reader) -> None:
    await add_partner("P-1", country="DE")
    await add_partner("P-2", country="FR")
    assert names(await page(reader, filter={"country": "de"})) == ["P-1"]


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
