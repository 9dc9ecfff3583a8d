from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from intake.load import IntakeSummary, Progress, load_facts, load_records
from intake.rejections import Rejection
from intake.terms import Terms
from models.database import acquire
from tests.intake.database import (
    ACCESS,
    CLIENT,
    EMPLOYEE,
    LOGIN,
    MRR,
    ONE_OF_EACH,
    PARTNER,
    REPORT,
    TERMS,
    Fact,
    counts,
    load,
    refusals,
    table,
    tables,
    warnings,
)

pytestmark = pytest.mark.usefixtures("database")


async def test_every_type_becomes_rows() -> None:
    assert await counts(ONE_OF_EACH) == (11, 0, 0)
    day = date(2018, 1, 1)
    assert await tables() == {
        "partner": [("p1", "Agency", ["agency.example"], ["agency.example"], None, date(2017, 1, 1))],
        "certification": [("p1", day, date(2018, 12, 31))],
        "employee": [("e1", "p1", "Ann@agency.example", "agency.example", "ann@agency.example", None, None)],
        "credential": [("e1", "Analytics", day, None)],
        "client": [("c1", "Customer", day, None, None, None)],
        "sale": [("s1", "p1", "c1", "CRM", "SOURCED", date(2018, 1, 10), None)],
        "access": [("c1", "e1", date(2018, 2, 1), None)],
        "measure": [("p1", None, "SEATS", date(2018, 3, 31), Decimal("12.5"), None)],
        "mrr": [(date(2018, 5, 1), 1, "c1", Decimal("100.50"), "USD", None)],
        "mrr_report": [(date(2018, 5, 1), 1, date(2018, 6, 3), None)],
        "activity": [("v1", "c1", "ann@agency.example", "LOGIN", None, datetime(2018, 5, 2, 10, tzinfo=UTC))],
    }


async def test_the_same_file_again_changes_nothing() -> None:
    await load(ONE_OF_EACH)
    before = await tables(), await table("stale_day")
    assert await counts(ONE_OF_EACH) == (0, 11, 0)
    assert (await tables(), await table("stale_day")) == before


async def test_the_order_of_types_does_not_matter() -> None:
    assert await counts(ONE_OF_EACH[::-1]) == (11, 0, 0)


async def test_an_empty_file_changes_nothing() -> None:
    assert await load([]) == (IntakeSummary(0, 0, 0), [])


@pytest.mark.parametrize(
    "later",
    [
        PARTNER | {"name": "Other"},
        PARTNER | {"domains": ["other.example", "agency.example"]},
        PARTNER | {"country": "DE"},
        PARTNER | {"joined_on": "2017-01-02"},
        EMPLOYEE | {"partner": "p2"},
        EMPLOYEE | {"email": "Ann@other.example"},
        EMPLOYEE | {"email": "ANN@agency.example"},
        CLIENT | {"name": "Other"},
        CLIENT | {"registered_on": "2018-01-02"},
        CLIENT | {"country": "DE"},
        CLIENT | {"sold_by": "p2", "sold_on": "2017-06-01"},
        ACCESS | {"revoked_on": "2018-03-01"},
    ],
)
async def test_a_later_line_with_the_same_key_updates(later: dict[str, str]) -> None:
    await load([*ONE_OF_EACH, PARTNER | {"id": "p2"}])
    before = await table(later["type"])
    assert await counts([later]) == (1, 0, 0)
    after = await table(later["type"])
    assert len(after) == len(before)
    assert after != before
    assert await counts([later]) == (0, 1, 0)


async def test_a_missing_key_takes_away_what_was_there() -> None:
    await load([PARTNER | {"country": "DE"}, CLIENT | {"sold_by": "p1", "sold_on": "2018-01-01"}])
    assert await counts([PARTNER, CLIENT]) == (2, 0, 0)
    assert (await table("client"))[0][3:] == (None, None, None)
    assert (await table("partner"))[0][4] is None


async def test_a_changed_address_changes_whose_activity_counts() -> None:
    await load([PARTNER, EMPLOYEE])
    await load([EMPLOYEE | {"email": "Ben@BÜCHER.de"}])
    assert await table("employee") == [
        ("e1", "p1", "Ben@BÜCHER.de", "xn--bcher-kva.de", "ben@xn--bcher-kva.de", None, None)
    ]


async def test_one_address_may_belong_to_employees_of_two_partners() -> None:
    partners = [PARTNER, PARTNER | {"id": "p2"}]
    assert await counts([*partners, EMPLOYEE, EMPLOYEE | {"id": "e2", "partner": "p2"}]) == (4, 0, 0)


async def test_within_a_file_the_last_line_of_a_key_wins() -> None:
    await load([CLIENT])
    first, last = CLIENT | {"name": "First"}, CLIENT | {"name": "Last"}
    assert await counts([first, last]) == (1, 1, 0)
    assert (await table("client"))[0][1] == "Last"


async def test_a_last_line_that_says_what_is_there_leaves_it() -> None:
    await load([CLIENT])
    assert await counts([CLIENT | {"name": "Other"}, CLIENT]) == (0, 2, 0)


async def test_a_bad_later_line_does_not_take_away_an_earlier_good_one() -> None:
    unknown = EMPLOYEE | {"partner": "nobody"}
    assert await counts([PARTNER, EMPLOYEE, unknown, EMPLOYEE | {"email": "none"}]) == (2, 0, 2)
    assert [row[0] for row in await table("employee")] == ["e1"]


async def test_an_event_seen_is_skipped_whatever_it_says() -> None:
    later = LOGIN | {"client": "c2", "actor": "ben@agency.example", "at": "2019-01-01T00:00:00Z"}
    assert await counts([CLIENT, CLIENT | {"id": "c2"}, LOGIN, later]) == (3, 1, 0)
    assert await counts([later]) == (0, 1, 0)
    assert (await table("activity"))[0][1:3] == ("c1", "ann@agency.example")
    assert await table("stale_day") == [("c1", date(2018, 5, 2))]


@pytest.mark.parametrize(
    "change",
    [
        {"client": "c2"},
        {"actor": "ben@agency.example"},
        {"kind": "USE", "app": "CRM"},
        {"at": "2018-05-02T10:00:00.000001Z"},
        {"at": "2018-05-03T10:00:00Z"},
        {"at": "2019-05-02T10:00:00Z"},
    ],
)
async def test_an_event_seen_that_says_something_else_is_a_warning(change: Fact) -> None:
    facts = [CLIENT, CLIENT | {"id": "c2"}, LOGIN | {"id": "v0"}]
    await load(facts)
    same = LOGIN | {"actor": "ANN@Agency.example", "at": "2018-05-02T12:00:00+02:00"}
    known = [LOGIN | {"id": "v0"} | change, same | {"id": "v0"}]
    file = [LOGIN, *known, LOGIN | change, same]
    assert await warnings(file) == [(2, "id"), (4, "id")]
    assert await warnings(file) == [(2, "id"), (4, "id")]
    assert await warnings([*known[1:], LOGIN, same]) == []
    async with acquire() as connection:
        await connection.execute(
            "UPDATE seen_event SET digest = NULL"
        )  # as of events that were loaded before there was one
    assert await warnings(file) == [(2, "id"), (4, "id")]
    assert await warnings([*known[1:], LOGIN, same]) == []


async def test_a_use_of_another_app_is_other_content() -> None:
    use = LOGIN | {"kind": "USE", "app": "CRM"}
    await load([CLIENT, use])
    assert await warnings([use, use | {"app": "EMAIL"}, LOGIN]) == [(2, "id"), (3, "id")]


async def test_a_bad_event_is_not_seen() -> None:
    assert await counts([LOGIN | {"client": "nobody"}, LOGIN, CLIENT]) == (2, 0, 1)
    assert (await table("activity"))[0][1] == "c1"


async def test_an_app_that_no_edition_counts_is_kept() -> None:
    assert await counts([CLIENT, LOGIN | {"kind": "USE", "app": "TELEGRAPH"}]) == (2, 0, 0)
    assert (await table("activity"))[0][4] == "TELEGRAPH"


async def test_new_events_make_their_days_stale_once_on_the_program_calendar() -> None:
    events = [
        LOGIN,
        LOGIN | {"id": "v2", "actor": "ben@agency.example"},
        LOGIN | {"id": "v3", "at": "2018-05-02T23:30:00Z"},
    ]
    await load([CLIENT, *events], terms=Terms(TERMS.currencies, ZoneInfo("Europe/Berlin")))
    assert await table("stale_day") == [("c1", date(2018, 5, 2)), ("c1", date(2018, 5, 3))]


@pytest.mark.parametrize(
    ("record", "field", "reason"),
    [
        (EMPLOYEE, "partner", 'no partner has the id "p1"'),
        (CLIENT | {"sold_by": 'a "b"', "sold_on": "2018-01-01"}, "sold_by", 'no partner has the id "a \\"b\\""'),
        (
            {"type": "certification", "partner": "p1", "valid_from": "2018-01-01", "valid_until": "2018-01-01"},
            "partner",
            'no partner has the id "p1"',
        ),
        (ACCESS, "client", 'no client has the id "c1"'),
        (MRR, "client", 'no client has the id "c1"'),
        (LOGIN, "client", 'no client has the id "c1"'),
    ],
)
async def test_a_reference_to_nobody_is_refused(record: dict[str, str], field: str, reason: str) -> None:
    assert await load([record]) == (IntakeSummary(0, 0, 1), [Rejection(1, field, reason)])
    assert not any((await tables()).values())


async def test_an_access_names_the_employee_that_is_not_there() -> None:
    assert await refusals([CLIENT, ACCESS]) == [(2, "employee")]


async def test_a_line_that_refers_to_a_rejected_line_is_rejected_too() -> None:
    lines = [ACCESS, EMPLOYEE, CLIENT, PARTNER | {"joined_on": "soon"}]
    assert await refusals(lines) == [(1, "employee"), (2, "partner"), (4, "joined_on")]
    assert [name for name, rows in (await tables()).items() if rows] == ["client"]


async def test_a_rejected_update_leaves_the_entity_to_refer_to() -> None:
    await load([PARTNER, CLIENT])
    assert await refusals([CLIENT | {"sold_by": "nobody", "sold_on": "2018-01-01"}, LOGIN]) == [(1, "sold_by")]
    assert len(await table("activity")) == 1


async def test_the_lines_and_the_report_of_a_revision_come_in_any_order() -> None:
    assert await counts([REPORT, MRR, CLIENT]) == (3, 0, 0)


async def test_a_closed_revision_takes_what_it_has_and_nothing_else() -> None:
    await load([CLIENT, CLIENT | {"id": "c2"}, MRR, REPORT])
    before = await tables()
    lines = [
        MRR,
        MRR | {"amount": "100.51"},
        MRR | {"client": "c2"},
        MRR | {"amount": "100.5"},
        REPORT,
        REPORT | {"ran_on": "2018-06-04"},
    ]
    summary, rejected = await load(lines)
    assert summary == IntakeSummary(0, 3, 3)
    reason = "revision 1 of 2018-05 is closed since its report ran on 2018-06-03: send corrections as a new revision"
    assert rejected == [
        Rejection(2, "revision", reason),
        Rejection(3, "revision", reason),
        Rejection(6, "ran_on", reason),
    ]
    assert await tables() == before


async def test_a_correction_comes_as_a_new_revision() -> None:
    await load([CLIENT, MRR, REPORT])
    second = {"revision": 2}
    assert await counts([MRR | second | {"amount": "90"}, REPORT | second | {"ran_on": "2018-06-09"}]) == (2, 0, 0)


async def test_lines_of_an_open_revision_may_still_change() -> None:
    await load([CLIENT, MRR])
    assert await counts([MRR | {"amount": "7"}, REPORT]) == (2, 0, 0)
    assert (await table("mrr"))[0][3] == Decimal(7)


async def test_the_last_report_of_a_file_closes_its_revision() -> None:
    assert await counts([REPORT, REPORT | {"ran_on": "2018-06-05"}]) == (1, 1, 0)
    assert (await table("mrr_report"))[0][2] == date(2018, 6, 5)


async def test_strict_leaves_everything_as_it_was_and_tells_every_rejection() -> None:
    await load([PARTNER])
    before = await tables()
    lines = [CLIENT, LOGIN, PARTNER, EMPLOYEE | {"partner": "p2"}, {"type": "nothing"}]
    summary, rejected = await load(lines, strict=True)
    assert summary == IntakeSummary(0, 3, 2)
    assert [(one.number, one.field) for one in rejected] == [(4, "partner"), (5, "type")]
    assert await tables() == before


async def test_strict_loads_a_file_without_rejections() -> None:
    summary, _ = await load(ONE_OF_EACH, strict=True)
    assert summary == IntakeSummary(11, 0, 0)


async def test_rejections_of_all_kinds_come_in_the_order_of_the_file() -> None:
    lines = [LOGIN | {"client": "x"}, {"type": "?"}, EMPLOYEE, [], CLIENT, MRR | {"client": "x"}]
    assert [number for number, _ in await refusals(lines)] == [1, 2, 3, 4, 6]  # type: ignore[arg-type]


async def test_a_reader_that_fails_leaves_everything_as_it_was() -> None:
    def lines() -> object:
        yield 1, b'{"type":"client","id":"c1","name":"Customer","registered_on":"2018-01-01"}'
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        await load_facts(lines(), TERMS)  # type: ignore[arg-type]
    assert await table("client") == []


async def test_progress_tells_lines_bytes_and_the_type_in_merging() -> None:
    line = b'{"type":"client","id":"c1","name":"Customer","registered_on":"2018-01-01"}'
    told: list[Progress] = []
    await load_facts([(1, line), (2, b"?")], TERMS, on_progress=told.append)
    assert told == [Progress(2, len(line) + 1), Progress(2, len(line) + 1, "client")]


async def test_records_of_a_mutation_take_dates_moments_and_decimals_and_are_told_by_index() -> None:
    records = [
        CLIENT | {"registered_on": date(2018, 1, 1)},
        MRR | {"amount": Decimal("12.30")},
        LOGIN | {"at": datetime(2018, 5, 2, 10, tzinfo=UTC)},
        LOGIN | {"at": datetime(2018, 5, 2, 10)},  # noqa: DTZ001 (the offset is what is missing)
        PARTNER | {"name": "\ud800", "joined_on": date(2018, 1, 1)},
        EMPLOYEE | {"id": "\0"},
    ]
    summary, rejected, _ = await load_records(records, TERMS)
    assert summary == IntakeSummary(3, 0, 3)
    assert [(one.number, one.field) for one in rejected] == [(3, "at"), (4, "name"), (5, "id")]
    assert (await table("mrr"))[0][3] == Decimal("12.30")
    assert (await table("activity"))[0][5] == datetime(2018, 5, 2, 10, tzinfo=UTC)


async def test_the_first_and_the_last_days_of_the_calendar_are_kept() -> None:
    days = {"valid_from": "0001-01-01", "valid_until": "9999-12-31"}
    event = LOGIN | {"at": "0001-01-01T00:00:00Z"}
    lines = [PARTNER | {"joined_on": "9999-12-31"}, {"type": "certification", "partner": "p1"} | days, CLIENT, event]
    assert await counts(lines) == (4, 0, 0)
    assert [row[1] for row in await table("stale_day")] == [date.min]


async def test_events_more_than_a_day_ahead_of_the_databases_clock_are_refused() -> None:
    async with acquire() as connection:
        now: datetime = await connection.fetchval("SELECT now()")
    ahead = {"v1": timedelta(hours=23), "v2": timedelta(hours=25), "v3": datetime.max.replace(tzinfo=UTC) - now}
    events = [LOGIN | {"id": name, "at": (now + span).isoformat()} for name, span in ahead.items()]
    summary, rejected = await load([CLIENT, *events])
    assert (summary.accepted, [(one.number, one.field) for one in rejected]) == (2, [(3, "at"), (4, "at")])
    assert f"more than a day ahead: it is {now:%Y-%m-%dT%H}" in rejected[0].reason
    assert [row[0] for row in await table("activity")] == ["v1"]
    assert len(await table("stale_day")) == 1


async def test_an_event_of_the_future_that_was_refused_is_good_when_it_comes_again_in_time() -> None:
    await load([CLIENT, LOGIN | {"at": "9999-01-01T00:00:00Z"}])
    assert await counts([LOGIN]) == (1, 0, 0)
