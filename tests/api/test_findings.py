"""What is doubtful in the facts, as it was found last."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from engine.findings.kinds import KINDS
from models.enums import FindingKind
from tests.api.reading import NOW, Reader, partner_token
from tests.api.rows import add, add_actor, add_client, add_employee, add_partner

ACME = partner_token("P-1")
LIST = """query ($first: Int, $after: String, $filter: FindingFilter) { portfolio {
  findings(first: $first, after: $after, filter: $filter) { totalCount pageInfo { hasNextPage endCursor } edges { node {
    id kind severity size partner { externalId } client { externalId } employee { externalId } period detail foundAt
  } } } } }"""
COUNTS = "{ portfolio { findingCounts { kind severity says remedy sizeIs count asOf lookedAt } } }"

AddFinding = Callable[..., Awaitable[int]]


@pytest.fixture
def add_finding() -> AddFinding:
    """Adds one of a kind, with its severity, about something that no other one is about."""
    numbers = iter(range(100))

    async def add_one(kind: FindingKind, size: str, **more: object) -> int:
        values = {"kind": kind.value, "severity": KINDS[kind].severity.value, "size": Decimal(size), **more}
        return await add("finding", about=f"{next(numbers):032x}", found_at=NOW, **values)

    return add_one


async def test_findings_come_severest_first_and_then_the_largest(reader: Reader, add_finding: AddFinding) -> None:
    partner, client = await add_partner("P-1"), await add_client("C-1")
    employee = await add_employee("E-1", partner, await add_actor("a@x.y"), "a@x.y")
    await add_finding(FindingKind.NEVER_CERTIFIED, "900", partner_id=partner)
    await add_finding(FindingKind.CLIENT_WITHOUT_MRR, "20.5", client_id=client, period=date(2019, 5, 1))
    await add_finding(
        FindingKind.EMPLOYEE_OUTSIDE_DOMAINS, "21", partner_id=partner, employee_id=employee, detail="x.y"
    )
    await add_finding(FindingKind.REPORT_LATE, "1", period=date(2019, 6, 1))
    found = (await reader.ask(LIST))["portfolio"]["findings"]
    assert found["totalCount"] == 4
    nodes = [edge["node"] for edge in found["edges"]]
    assert [(one["kind"], one["severity"], one["size"]) for one in nodes] == [
        ("REPORT_LATE", "HIGH", "1"), ("EMPLOYEE_OUTSIDE_DOMAINS", "MEDIUM", "21"),
        ("CLIENT_WITHOUT_MRR", "MEDIUM", "20.5"), ("NEVER_CERTIFIED", "LOW", "900"),
    ]  # fmt: skip
    about = ("partner", "client", "employee", "period", "detail")
    assert [[one[name] for name in about] for one in nodes] == [
        [None, None, None, "2019-06", None],
        [{"externalId": "P-1"}, None, {"externalId": "E-1"}, None, "x.y"],
        [None, {"externalId": "C-1"}, None, "2019-05", None],
        [{"externalId": "P-1"}, None, None, None, None],
    ]
    assert {one["foundAt"] for one in nodes} == {"2019-07-01T03:00:00.000000Z"}


async def test_pages_go_on_where_sizes_are_the_same(reader: Reader, add_finding: AddFinding) -> None:
    for _ in range(5):
        await add_finding(FindingKind.NEVER_CERTIFIED, "7")
    pages, after = [], None
    for _ in range(3):
        pages.append((await reader.ask(LIST, {"first": 2, "after": after}))["portfolio"]["findings"])
        after = pages[-1]["pageInfo"]["endCursor"]
    ids = {edge["node"]["id"] for page in pages for edge in page["edges"]}
    assert (len(ids), [page["pageInfo"]["hasNextPage"] for page in pages]) == (5, [True, True, False])


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"kinds": ["NEVER_CERTIFIED"]}, ["NEVER_CERTIFIED"]),
        ({"kinds": ["NEVER_CERTIFIED", "REPORT_LATE"]}, ["REPORT_LATE", "NEVER_CERTIFIED"]),
        ({"kinds": []}, []),
        ({"severity": "HIGH"}, ["REPORT_LATE"]),
        ({"kinds": ["NEVER_CERTIFIED"], "severity": "HIGH"}, []),
        ({}, ["REPORT_LATE", "UNKNOWN_ADDRESS", "NEVER_CERTIFIED"]),
    ],
)
async def test_kinds_and_a_severity_can_be_chosen(
    reader: Reader, add_finding: AddFinding, chosen: dict[str, object], expected: list[str]
) -> None:
    for kind in (FindingKind.NEVER_CERTIFIED, FindingKind.UNKNOWN_ADDRESS, FindingKind.REPORT_LATE):
        await add_finding(kind, "1")
    found = (await reader.ask(LIST, {"filter": chosen}))["portfolio"]["findings"]
    assert ([edge["node"]["kind"] for edge in found["edges"]], found["totalCount"]) == (expected, len(expected))


async def test_each_kind_is_told_with_how_many_there_are(reader: Reader) -> None:
    look = datetime(2019, 7, 1, 2, tzinfo=NOW.tzinfo)
    await add("finding_look", kind="REPORT_LATE", as_of=date(2019, 6, 30), looked_at=look, total=2)
    counts = (await reader.ask(COUNTS))["portfolio"]["findingCounts"]
    assert [(one["kind"], one["severity"], one["says"], one["remedy"], one["sizeIs"]) for one in counts] == [
        (kind, each.severity, each.says, each.remedy, each.size) for kind, each in KINDS.items()
    ]
    looked = {one["kind"]: (one["count"], one["asOf"], one["lookedAt"]) for one in counts}
    assert looked.pop("REPORT_LATE") == (2, "2019-06-30", "2019-07-01T02:00:00.000000Z")
    assert set(looked.values()) == {(None, None, None)}


async def test_a_partner_learns_of_no_finding_not_even_of_itself(reader: Reader, add_finding: AddFinding) -> None:
    partner = await add_partner("P-1")
    await add_finding(FindingKind.NEVER_CERTIFIED, "1", partner_id=partner)
    [edge] = (await reader.ask(LIST))["portfolio"]["findings"]["edges"]
    node = "query ($id: ID!) { node(id: $id) { ... on Finding { kind size partner { externalId } } } }"
    expected = {"kind": "NEVER_CERTIFIED", "size": "1", "partner": {"externalId": "P-1"}}
    assert (await reader.ask(node, {"id": edge["node"]["id"]}))["node"] == expected
    assert (await reader.ask(node, {"id": edge["node"]["id"]}, by=ACME))["node"] is None
    for document in (LIST, COUNTS):
        assert (await reader.refusal(document, by=ACME))[0] == "FORBIDDEN"
    await add("finding_look", kind="REPORT_LATE", as_of=date(2019, 6, 30), looked_at=NOW - timedelta(1), total=2)
