"""Where the installation is in time, and up to when there are data."""

from datetime import UTC, date, datetime, timedelta

import pytest

from models.database import acquire
from tests.api.reading import INGEST, LAST_CLOSED, Reader, load_rules, of_partner, partner_token, publish_rules
from tests.api.rows import add, add_actor, add_client, add_computed_day, add_employee, add_partner

CALENDAR = """{ calendar { timeZone today lastClosedDay nextDecisionDay
  newestReport { period revision ranOn } nextReportDueOn nextReportLate } }"""
THROUGH = "dataThrough { newestReport { period revision ranOn } newestComputedDay newestActivity }"


async def add_reports(*reports: tuple[date, int, date]) -> None:
    for period, revision, ran_on in reports:
        await add("mrr_report", period=period, revision=revision, ran_on=ran_on)


async def test_an_empty_installation_has_a_calendar_and_lacks_the_newest_report_that_is_due(reader: Reader) -> None:
    assert (await reader.ask(CALENDAR))["calendar"] == {
        "timeZone": "UTC",
        "today": "2019-07-01",
        "lastClosedDay": "2019-06-30",
        "nextDecisionDay": "2019-07-15",
        "newestReport": None,
        "nextReportDueOn": "2019-06-14",
        "nextReportLate": True,
    }


async def test_days_are_those_of_the_time_zone(database: str) -> None:
    assert database
    rules = load_rules("Pacific/Auckland")
    await publish_rules(rules)
    found = (await Reader(rules, datetime(2019, 7, 14, 12, tzinfo=UTC)).ask(CALENDAR))["calendar"]
    days = [found[name] for name in ("timeZone", "today", "lastClosedDay", "nextDecisionDay")]
    assert days == ["Pacific/Auckland", "2019-07-15", "2019-07-14", "2019-08-15"]


@pytest.mark.parametrize(
    ("now", "due", "late"),
    [
        (datetime(2019, 7, 14, 23, tzinfo=UTC), "2019-07-14", False),
        (datetime(2019, 7, 15, tzinfo=UTC), "2019-07-14", True),
        (datetime(2019, 6, 4, tzinfo=UTC), "2019-07-14", False),
    ],
)
async def test_the_next_report_is_late_once_the_14th_of_the_month_after_its_own_is_over(
    reader: Reader, now: datetime, due: str, *, late: bool
) -> None:
    reader.now = now
    await add_reports((date(2019, 5, 1), 1, date(2019, 6, 3)))
    found = (await reader.ask(CALENDAR))["calendar"]
    assert (found["nextReportDueOn"], found["nextReportLate"]) == (due, late)


async def test_the_newest_report_is_the_one_in_force_for_the_calendar_and_for_partners(reader: Reader) -> None:
    await add_partner("P-1")
    await add_reports(
        (date(2019, 5, 1), 1, date(2019, 6, 3)),
        (date(2019, 5, 1), 2, date(2019, 6, 20)),
        (date(2019, 4, 1), 7, date(2019, 6, 25)),
        (date(2019, 6, 1), 1, date(2019, 7, 2)),
    )
    in_force = {"period": "2019-05", "revision": 2, "ranOn": "2019-06-20"}
    assert (await reader.ask(CALENDAR))["calendar"]["newestReport"] == in_force
    assert (await of_partner(reader, THROUGH))["dataThrough"]["newestReport"] == in_force
    reader.now += timedelta(days=1)
    in_force = {"period": "2019-06", "revision": 1, "ranOn": "2019-07-02"}
    assert (await reader.ask(CALENDAR))["calendar"]["newestReport"] == in_force
    assert (await of_partner(reader, THROUGH))["dataThrough"]["newestReport"] == in_force


async def test_activity_counts_where_an_employee_of_the_partner_had_access_on_its_day(reader: Reader) -> None:
    nothing = {"newestReport": None, "newestComputedDay": None, "newestActivity": None}
    partner, other = await add_partner("P-1"), await add_partner("P-2")
    assert (await of_partner(reader, THROUGH))["dataThrough"] == nothing
    client = await add_client("C-1")
    ann, ben = await add_actor("ann@x.example"), await add_actor("ben@x.example")
    employee = await add_employee("E-1", partner, ann, "ann@x.example")
    await add_employee("E-2", other, ben, "ben@x.example")
    days = {"granted_on": date(2019, 6, 1), "revoked_on": date(2019, 6, 20)}
    await add("access", client_id=client, employee_id=employee, **days)
    for actor, day in (
        (ann, date(2019, 5, 31)),
        (ann, date(2019, 6, 1)),
        (ann, date(2019, 6, 19)),
        (ann, date(2019, 6, 20)),
        (ben, date(2019, 6, 29)),
    ):
        await add("daily_activity", client_id=client, actor_id=actor, day=day, events=1, logins=1, apps=0)
    await add_computed_day(LAST_CLOSED)
    through = {"newestReport": None, "newestComputedDay": "2019-06-30", "newestActivity": "2019-06-19"}
    assert (await of_partner(reader, THROUGH))["dataThrough"] == through
    assert (await of_partner(reader, THROUGH, "P-2"))["dataThrough"]["newestActivity"] is None
    reader.now += timedelta(days=77)
    assert (await of_partner(reader, THROUGH))["dataThrough"] == through
    async with acquire() as connection:
        await connection.execute("UPDATE employee SET left_on = '2019-06-19'")
    assert (await of_partner(reader, THROUGH))["dataThrough"]["newestActivity"] is None  # 1 June is too long ago


async def test_partners_read_the_calendar_and_who_loads_does_not(reader: Reader) -> None:
    await add_partner("P-1")
    assert await reader.ask(CALENDAR, by=partner_token("P-1")) == await reader.ask(CALENDAR)
    assert (await reader.refusal(CALENDAR, by=INGEST))[0] == "FORBIDDEN"
