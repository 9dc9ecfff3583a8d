from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from engine.rows import write_ways
from tests.api.reading import LAST_CLOSED, Reader, of_partner
from tests.api.rows import (
    add,
    add_actor,
    add_client,
    add_computed_day,
    add_credit,
    add_employee,
    add_partner,
    add_report,
    managed,
    sold,
)
from tiers.by_way import CreditByWay, PartByWay
from tiers.credits import CreditStatus


async def test_clients_of_a_partner_come_with_their_credits_and_filter_by_status(reader: Reader) -> None:
    pk = await add_partner("P-1")
    await add_computed_day(LAST_CLOSED)
    await add_credit(pk, await add_client("C-1"), **sold("10.00"))
    await add_credit(pk, await add_client("C-2"), **managed("20.00") | {"sold_status": "EXPIRED"})
    await add_credit(pk, await add_client("C-3"), sold_status="EXPIRED", managed_status="NO_RECENT_ACTIVITY")
    await add_client("C-4")
    document = """query ($filter: PartnerClientFilter) { partner(externalId: "P-1") { clients(filter: $filter) {
      totalCount edges { node { externalId } credit { asOf sold { status } managed { amount } } } } } }"""

    async def found(**filters: str) -> list[str]:
        page = (await reader.ask(document, {"filter": filters}))["partner"]["clients"]
        names = [edge["node"]["externalId"] for edge in page["edges"]]
        assert page["totalCount"] == len(names)
        return names

    assert await found() == ["C-1", "C-2", "C-3"]
    assert await found(sold="EXPIRED") == ["C-2", "C-3"]
    assert await found(managed="COUNTED") == ["C-2"]
    assert await found(sold="EXPIRED", managed="NO_RECENT_ACTIVITY") == ["C-3"]
    assert await found(sold="PENDING_REPORT") == []
    whole = (await reader.ask(document))["partner"]["clients"]["edges"]
    assert whole[1]["credit"] == {
        "asOf": "2019-06-30",
        "sold": {"status": "EXPIRED"},
        "managed": {"amount": "20.00"},
    }


async def test_a_credit_says_by_way_what_its_sums_do_not(reader: Reader) -> None:
    pk = await add_partner("P-1")
    await add_computed_day(LAST_CLOSED)
    until = date(2020, 1, 10)
    first = PartByWay(
        None, date(2019, 1, 10), Decimal(1000), "JPY", Decimal("0.0067"), Decimal("6.7"), Decimal("6.7"), until
    )
    last = PartByWay(
        "CRM", None, Decimal("0.5"), "EUR", Decimal("1.3333333333333"), Decimal("0.67"), Decimal("0.33"), date.max
    )
    ways = (
        CreditByWay("SOURCED", CreditStatus.COUNTED, Decimal("6.7"), until, (first, last)),
        CreditByWay("ASSISTED", CreditStatus.EXPIRED, Decimal(0), None, ()),
    )
    await add_credit(pk, await add_client("C-1"), **sold("6.70") | {"ways": write_ways(ways)})
    await add_credit(pk, await add_client("C-2"), **sold("10.00"))
    document = """{ partner(externalId: "P-1") { clients { edges { credit { ways { way mrr { ...M } status countsUntil
      parts { line soldOn reported { ...M } rate converted { ...M } mrr { ...M } countsUntil } } } } } } }
      fragment M on Money { amount currencyCode }"""

    def usd(amount: str) -> dict[str, str]:
        return {"amount": amount, "currencyCode": "USD"}

    edges = (await reader.ask(document))["partner"]["clients"]["edges"]
    assert [edge["credit"]["ways"] for edge in edges] == [
        [
            {
                "way": "SOURCED",
                "mrr": usd("6.70"),
                "status": "COUNTED",
                "countsUntil": "2020-01-10",
                "parts": [
                    {
                        "line": None,
                        "soldOn": "2019-01-10",
                        "reported": {"amount": "1000.00", "currencyCode": "JPY"},
                        "rate": "0.0067",
                        "converted": usd("6.70"),
                        "mrr": usd("6.70"),
                        "countsUntil": "2020-01-10",
                    },
                    {
                        "line": "CRM",
                        "soldOn": None,
                        "reported": {"amount": "0.50", "currencyCode": "EUR"},
                        "rate": "1.3333333333333",
                        "converted": usd("0.67"),
                        "mrr": usd("0.33"),
                        "countsUntil": "9999-12-31",
                    },
                ],
            },
            {"way": "ASSISTED", "mrr": usd("0.00"), "status": "EXPIRED", "countsUntil": None, "parts": []},
        ],
        [],
    ]


async def test_certified_until_is_the_end_of_the_period_that_covers_today(reader: Reader) -> None:
    pk = await add_partner("P-1")
    for valid_from, valid_until in ((date(2018, 1, 1), date(2019, 6, 30)), (date(2019, 7, 2), date(2020, 6, 30))):
        await add("certification", partner_id=pk, valid_from=valid_from, valid_until=valid_until)
    assert (await of_partner(reader, "certifiedUntil"))["certifiedUntil"] is None
    for now, end in (
        (datetime(2019, 6, 30, 23, tzinfo=UTC), "2019-06-30"),
        (datetime(2019, 7, 2, tzinfo=UTC), "2020-06-30"),
    ):
        reader.now = now
        assert (await of_partner(reader, "certifiedUntil"))["certifiedUntil"] == end


async def test_mrr_is_the_line_of_the_report_that_the_newest_day_was_computed_by(reader: Reader) -> None:
    line = await add_client("C-line", registered_on=date(2019, 4, 30))
    await add_client("C-none", registered_on=date(2019, 4, 30))
    pending = await add_client("C-pending", registered_on=date(2019, 5, 1))
    document = "{ clients { edges { node { externalId mrr { amount currencyCode } } } } }"

    async def found() -> dict[str, Any]:
        edges = (await reader.ask(document))["clients"]["edges"]
        return {edge["node"]["externalId"]: edge["node"]["mrr"] for edge in edges}

    nothing = {"C-line": None, "C-none": None, "C-pending": None}
    assert await found() == nothing
    await add_computed_day(date(2019, 6, 1))
    assert await found() == nothing
    may = await add_report(date(2019, 5, 1), date(2019, 6, 5), {line: "7.50", pending: "9.00"})
    await add_report(date(2019, 5, 1), date(2019, 6, 30), {line: "8.00"}, revision=2)
    assert await found() == nothing
    await add_computed_day(date(2019, 6, 29), may)
    assert await found() == {
        "C-line": {"amount": "7.50", "currencyCode": "USD"},
        "C-none": {"amount": "0.00", "currencyCode": "USD"},
        "C-pending": None,
    }


async def test_daily_activity_counts_events_once_where_an_employee_had_access(reader: Reader) -> None:
    pk, other = await add_partner("P-1"), await add_partner("P-2")
    ada, bob, stranger = await add_actor("ada@x"), await add_actor("bob@x"), await add_actor("stranger@x")
    one, two = await add_client("C-1"), await add_client("C-2")
    first = await add_employee("E-1", pk, ada, "ada@x")
    twin = await add_employee("E-2", pk, ada, "ada@x")
    third = await add_employee("E-3", pk, bob, "bob@x")
    rival = await add_employee("E-4", other, ada, "ada@x")
    june = {day: date(2019, 6, day) for day in range(1, 31)}
    grants = [
        (first, one, june[1], june[10]),
        (first, one, june[5], None),  # overlaps the one before
        (twin, one, june[5], june[6]),
        (third, two, june[5], june[7]),
        (rival, two, june[1], None),
    ]
    for employee, client, granted, revoked in grants:
        await add("access", employee_id=employee, client_id=client, granted_on=granted, revoked_on=revoked)
    happened = [
        (one, june[5], ada, 3),
        (two, june[5], bob, 2),
        (two, june[5], stranger, 50),
        (two, june[6], ada, 7),  # ada has access to C-2 only as the rival's
        (two, june[6], bob, 1),
        (two, june[7], bob, 4),  # revoked from this day on
        (one, june[12], ada, 5),
        (one, june[20], ada, 9),
    ]
    for client, day, actor, events in happened:
        await add("daily_activity", client_id=client, day=day, actor_id=actor, events=events, logins=0, apps=0)
    fields = 'dailyActivity(from: "2019-06-01", to: "2019-06-12") { day activeClients activeEmployees events }'
    assert (await of_partner(reader, fields))["dailyActivity"] == [
        {"day": "2019-06-05", "activeClients": 2, "activeEmployees": 3, "events": 5},
        {"day": "2019-06-06", "activeClients": 1, "activeEmployees": 1, "events": 1},
        {"day": "2019-06-12", "activeClients": 1, "activeEmployees": 1, "events": 5},
    ]
    assert (await of_partner(reader, fields, "P-2"))["dailyActivity"] == [
        {"day": "2019-06-06", "activeClients": 1, "activeEmployees": 1, "events": 7}
    ]
