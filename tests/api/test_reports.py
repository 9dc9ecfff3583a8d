from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.api.reading import Reader
from tests.api.rows import add, add_client, add_report

REPORTS = """query ($filter: MrrReportFilter, $first: Int, $after: String) {
  mrrReports(filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { endCursor hasNextPage }
    edges { node { period revision ranOn confirmedBy confirmedAt totals { amount currencyCode }
      lines(first: 2) { totalCount edges { node { amount currencyCode client { externalId } } } } } } } }"""
LINES = """query ($filter: MrrLineFilter, $first: Int, $after: String) {
  mrrLines(filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { endCursor hasNextPage }
    edges { node { period revision amount client { externalId } report { ranOn } } } } }"""

pytestmark = pytest.mark.usefixtures("database")


async def add_reports() -> None:
    """Of April one report, of May two, of which the second one was confirmed, and of June lines without one."""
    clients = [await add_client(f"C-{number}") for number in (1, 2, 3)]
    await add_report(date(2019, 4, 1), date(2019, 5, 3), dict.fromkeys(clients, "10.00"))
    await add_report(date(2019, 5, 1), date(2019, 6, 3), dict.fromkeys(clients[::-1], "20.10"))
    for client, currency in ((clients[2], "USD"), (clients[0], "EUR")):
        await add("mrr_line", period=date(2019, 5, 1), revision=2, client_id=client, amount=7, currency=currency)
    by = {"confirmed_by": "ann", "confirmed_at": datetime(2019, 6, 9, 8, tzinfo=UTC)}
    await add("mrr_report", period=date(2019, 5, 1), revision=2, ran_on=date(2019, 6, 9), **by)
    await add("mrr_line", period=date(2019, 6, 1), revision=1, client_id=clients[1], amount=3, currency="USD")


def nodes(page: dict[str, Any]) -> list[dict[str, Any]]:
    return [edge["node"] for edge in page["edges"]]


async def test_reports_come_newest_first_with_what_they_come_to(reader: Reader) -> None:
    assert nodes((await reader.ask(REPORTS))["mrrReports"]) == []
    await add_reports()
    page = (await reader.ask(REPORTS))["mrrReports"]
    assert page["totalCount"] == 3
    assert nodes(page)[0] == {
        "period": "2019-05",
        "revision": 2,
        "ranOn": "2019-06-09",
        "confirmedBy": "ann",
        "confirmedAt": "2019-06-09T08:00:00.000000Z",
        "totals": [{"amount": "7.00", "currencyCode": "EUR"}, {"amount": "7.00", "currencyCode": "USD"}],
        "lines": {
            "totalCount": 2,
            "edges": [
                {"node": {"amount": "7.00", "currencyCode": "EUR", "client": {"externalId": "C-1"}}},
                {"node": {"amount": "7.00", "currencyCode": "USD", "client": {"externalId": "C-3"}}},
            ],
        },
    }
    assert [(node["period"], node["revision"], node["confirmedBy"]) for node in nodes(page)[1:]] == [
        ("2019-05", 1, None),
        ("2019-04", 1, None),
    ]
    assert nodes(page)[1]["totals"] == [{"amount": "60.30", "currencyCode": "USD"}]
    assert nodes(page)[1]["lines"]["totalCount"] == 3


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"period": "2019-05"}, [2, 1]),
        ({"period": "2019-05", "confirmed": True}, [2]),
        ({"confirmed": False}, [1, 1]),
        ({"period": "2019-06"}, []),
    ],
)
async def test_reports_can_be_chosen(reader: Reader, chosen: dict[str, object], found: list[int]) -> None:
    await add_reports()
    page = (await reader.ask(REPORTS, {"filter": chosen}))["mrrReports"]
    assert [node["revision"] for node in nodes(page)] == found
    assert page["totalCount"] == len(found)


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"period": "2019-06"}, [("2019-06", 1, "C-2", None)]),
        (
            {"clientExternalId": "C-1"},
            [
                ("2019-05", 2, "C-1", "2019-06-09"),
                ("2019-05", 1, "C-1", "2019-06-03"),
                ("2019-04", 1, "C-1", "2019-05-03"),
            ],
        ),
        ({"clientExternalId": "C-1", "period": "2019-05", "revision": 1}, [("2019-05", 1, "C-1", "2019-06-03")]),
        ({"clientExternalId": "C-9"}, []),
    ],
)
async def test_lines_can_be_chosen_also_of_a_revision_that_is_open(
    reader: Reader, chosen: dict[str, object], found: list[tuple[object, ...]]
) -> None:
    await add_reports()
    page = (await reader.ask(LINES, {"filter": chosen}))["mrrLines"]
    shown = [
        (node["period"], node["revision"], node["client"]["externalId"], node["report"] and node["report"]["ranOn"])
        for node in nodes(page)
    ]
    assert shown == found
    assert page["totalCount"] == len(found)


@pytest.mark.parametrize(("document", "name", "count"), [(REPORTS, "mrrReports", 3), (LINES, "mrrLines", 9)])
async def test_a_list_goes_on_where_its_page_ended(reader: Reader, document: str, name: str, count: int) -> None:
    await add_reports()
    whole = nodes((await reader.ask(document))[name])
    assert len(whole) == count
    first = (await reader.ask(document, {"first": 1}))[name]
    rest = (await reader.ask(document, {"after": first["pageInfo"]["endCursor"]}))[name]
    assert [*nodes(first), *nodes(rest)] == whole


@pytest.mark.parametrize("document", [REPORTS, LINES])
@pytest.mark.parametrize("period", ["2019-13", "2019-4", "", "2019-04\n"])
async def test_what_is_no_month_is_refused(reader: Reader, document: str, period: str) -> None:
    code, message = await reader.refusal(document, {"filter": {"period": period}})
    assert (code, message) == ("BAD_USER_INPUT", f"period: {period!a} is not a month (YYYY-MM)")
