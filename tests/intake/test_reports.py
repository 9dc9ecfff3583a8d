"""Which MRR reports are published: absence from one means that a client has cancelled, so nothing may be missing."""

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from intake.lines import read_lines
from intake.load import load_facts, load_records
from intake.rejections import Rejection
from tests.intake.database import (
    CLIENT,
    CONFIRMATION,
    CONFIRMED,
    LOGIN,
    MRR,
    REPORT,
    TERMS,
    Fact,
    counts,
    load,
    refusals,
    table,
    tables,
)
from tiers.editions.counted import CountedCurrencies

pytestmark = pytest.mark.usefixtures("database")

BOTH = replace(TERMS, currencies=CountedCurrencies(date.min, {one: [(date.min, date.max)] for one in ("USD", "EUR")}))
CLIENTS = [CLIENT | {"id": f"c{number}"} for number in range(1, 6)]
NEXT: Fact = {"type": "mrr", "period": "2018-06", "client": "c1", "amount": "100.50"}
NEXT_REPORT: Fact = {"type": "mrr_report", "period": "2018-06", "ran_on": "2018-07-03"}


def amounts(*values: str, **fields: object) -> list[Fact]:
    """A line of each amount, of one client after the other."""
    return [MRR | {"client": f"c{number}", "amount": value} | fields for number, value in enumerate(values, 1)]


async def load_raw(*lines: str | bytes) -> list[Rejection]:
    rejected: list[Rejection] = []
    file = b"\n".join([line if isinstance(line, bytes) else line.encode() for line in lines])
    await load_facts(read_lines(io.BytesIO(file)), TERMS, on_rejected=rejected.append)
    return rejected


async def published() -> list[tuple[date, int]]:
    return [row[:2] for row in await table("mrr_report")]


MAYBE_MISSING = [
    MRR | {"amount": "600,00"},
    MRR | {"amount": "-1"},
    MRR | {"amount": 12.5},
    MRR | {"amount": "1.005"},
    {key: value for key, value in MRR.items() if key != "amount"},
    MRR | {"client": "nobody"},
    MRR | {"client": None},
    MRR | {"client": "x" * 256},
    MRR | {"client": "\0"},
    MRR | {"client": "\ud800"},
    MRR | {"currency": "EUR"},
    MRR | {"note": "new"},
    MRR | {"revison": 2},
    MRR | {"period": "2018-5"},
    MRR | {"period": "2018-13"},
    MRR | {"period": "0000-01"},
    MRR | {"period": None},
    MRR | {"period": 201805},
    MRR | {"revision": 0},
    MRR | {"revision": "1"},
    MRR | {"revision": True},
    MRR | {"revision": 2**31},
    MRR | {"revision": 1, "amount": None},
    MRR | {"type": "MRR"},
    MRR | {"type": None},
    MRR | {"type": 5, "period": "2018"},
    {key: value for key, value in MRR.items() if key != "type"},
    {},
]


@pytest.mark.parametrize("bad", MAYBE_MISSING)
@pytest.mark.parametrize("report_first", [True, False])
async def test_a_report_stays_open_when_a_line_that_may_be_its_own_is_rejected(
    bad: Fact, *, report_first: bool
) -> None:
    await load(CLIENTS)
    good = MRR | {"client": "c2"}
    lines = [REPORT, good, bad] if report_first else [bad, good, REPORT]
    number = 3 if report_first else 1
    summary, rejected = await load(lines)
    assert (summary.accepted, summary.unchanged, summary.rejected) == (1, 0, 2)
    [refused] = [one for one in rejected if one.number != number]
    assert refused.field is None
    assert refused.reason == (
        "revision 1 of 2018-05 stays open, as lines rejected in the same load are its own, or may be"
        f" (1 rejected, the first of them number {number}): mend them, and load this one again with them"
    )
    assert await published() == []
    assert [row[2] for row in await table("mrr")] == ["c2"]


@pytest.mark.parametrize(
    "bad",
    [
        b"600.00",
        b"null",
        b'["mrr"]',
        b"{",
        b'{"type": "mrr", "period": "2018-06"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"type": "mrr", "period": "2018-05", "client": "caf\xe9", "amount": "1"}',
        b'{"type": "mrr", "period": "2018-06", "client": "c1", "amount": "1"} {',
        b'{"type": "mrr", "period": "2018-06", "period": "2018-05", "client": "c1", "amount": "-1"}',
        b'{"type": "activity", "type": "mrr", "period": "2018-05", "client": "c1", "amount": "-1"}',
        b'{"type": "mrr", "revision": 2, "revision": 1, "period": "2018-05", "client": "c1", "amount": "-1"}',
        b'{"type": "mrr", "period": "2018-05", "client": "c1", "amount": ' + b"9" * 5000 + b"}",
        b'{"type": "activity", "id": "' + b"x" * (1 << 20) + b'"}',
    ],
)
async def test_what_cannot_be_read_may_be_a_line_of_any_report(bad: bytes) -> None:
    await load(CLIENTS)
    rejected = await load_raw(json.dumps(MRR), bad, json.dumps(REPORT))
    assert [one.number for one in rejected] == [2, 3]
    assert await published() == []


@pytest.mark.parametrize(
    "bad",
    [
        MRR | {"period": "2018-04", "amount": "-1"},
        MRR | {"period": "2018-04", "revision": 0},
        MRR | {"revision": 2, "amount": "-1"},
        MRR | {"revision": 2, "period": "2018"},
        MRR | {"revision": 2, "client": "nobody"},
        MRR | {"period": "2018-06", "type": "Mrr"},
        LOGIN | {"client": "nobody"},
        LOGIN | {"at": "today"},
        LOGIN | {"period": "2018-05"},
        CLIENT | {"registered_on": "soon"},
        REPORT | {"ran_on": "soon"},
        REPORT | {"lines": -1},
    ],
)
async def test_what_is_no_line_of_it_leaves_a_report_alone(bad: Fact) -> None:
    await load(CLIENTS)
    assert await refusals([bad, MRR, REPORT]) == [(1, (await refusals([bad]))[0][1])]
    assert await published() == [(date(2018, 5, 1), 1)]


async def test_characters_that_are_no_text_leave_the_rest_of_a_line_readable() -> None:
    await load(CLIENTS)
    bad = b'{"type": "activity", "id": "caf\xe9", "client": "c1"}'
    assert [one.number for one in await load_raw(json.dumps(MRR), bad, json.dumps(REPORT))] == [2]


async def test_a_line_of_a_client_that_was_rejected_is_missing_too() -> None:
    lines = [CLIENT, CLIENT | {"id": "c2", "registered_on": "soon"}, *amounts("600.00", "600.00"), REPORT]
    assert await refusals(lines) == [(2, "registered_on"), (4, "client"), (5, None)]
    assert await published() == []


async def test_each_report_of_a_load_misses_its_own_lines_only() -> None:
    await load(CLIENTS)
    bad = [MRR | {"amount": "-1"}, MRR | {"amount": "-2"}, NEXT | {"client": "nobody"}]
    second = [MRR | {"revision": 2}, REPORT | {"revision": 2}]
    _, rejected = await load([MRR, REPORT, *bad, *second, NEXT, NEXT_REPORT])
    assert [one.number for one in rejected] == [2, 3, 4, 5, 9]
    assert "(2 rejected, the first of them number 3)" in rejected[0].reason
    assert "(1 rejected, the first of them number 5)" in rejected[4].reason
    assert await published() == [(date(2018, 5, 1), 2)]


async def test_the_repaired_line_and_the_report_again_close_the_revision() -> None:
    await load([*CLIENTS, *amounts("600.00", "600.00", period="2018-04"), REPORT | {"period": "2018-04"}])
    file = [*amounts("600.00", "600,00"), REPORT]
    assert await refusals(file) == [(2, "amount"), (3, None)]
    assert await counts([*amounts("600.00", "600.00")[1:], REPORT]) == (2, 0, 0)
    assert [row[2] for row in await table("mrr") if row[0] == date(2018, 5, 1)] == ["c1", "c2"]
    assert await counts([*amounts("600.00", "600.00"), REPORT]) == (0, 3, 0)


async def test_the_repaired_file_as_a_whole_is_as_good() -> None:
    await load(CLIENTS)
    await load([*amounts("600.00", "600,00"), REPORT])
    assert await counts([*amounts("600.00", "600.00"), REPORT]) == (2, 1, 0)
    assert await published() == [(date(2018, 5, 1), 1)]


async def test_a_closed_report_is_unchanged_beside_a_line_that_would_change_it() -> None:
    await load([*CLIENTS, MRR, REPORT])
    for bad in (MRR | {"amount": "7"}, MRR | {"client": "nobody"}, MRR | {"amount": "-1"}, {}):
        summary, rejected = await load([bad, MRR, REPORT])
        assert ((summary.accepted, summary.unchanged), [one.number for one in rejected]) == ((0, 2), [1])


async def test_strict_tells_the_bad_line_and_the_report_that_it_is_missing_from() -> None:
    await load(CLIENTS)
    before = await tables()
    _, rejected = await load([MRR | {"amount": "1,00"}, REPORT], strict=True)
    assert [one.number for one in rejected] == [1, 2]
    assert await tables() == before


async def test_records_of_a_mutation_are_judged_in_the_same_way() -> None:
    await load(CLIENTS)
    summary, rejected, _ = await load_records([MRR, MRR | {"client": "nobody"}, REPORT], TERMS)
    assert (summary.accepted, [one.number for one in rejected]) == (1, [1, 2])
    assert "(1 rejected, the first of them number 1)" in rejected[1].reason


@pytest.mark.parametrize(
    ("said", "field", "reason"),
    [
        ({"lines": 3}, "lines", "revision 1 of 2018-05 has 2 lines, and should have 3: load all of them"),
        ({"lines": 1}, "lines", "revision 1 of 2018-05 has 2 lines, and should have 1: load all of them"),
        (
            {"lines": 0, "total": "1.00"},
            "lines",
            "revision 1 of 2018-05 has 2 lines, and should have 0: load all of them",
        ),
        (
            {"lines": 2, "total": "1200.51"},
            "total",
            "revision 1 of 2018-05 comes to 1200.50 USD, and should come to 1200.51: load all of its lines",
        ),
        (
            {"total": "0"},
            "total",
            "revision 1 of 2018-05 comes to 1200.50 USD, and should come to 0: load all of its lines",
        ),
        ({"lines": 2, "total": "1200.5"}, None, None),
        ({"lines": 2}, None, None),
        ({"total": "1200.50"}, None, None),
        ({"lines": None, "total": None}, None, None),
    ],
)
async def test_what_a_report_says_of_its_lines_has_to_be_so(said: Fact, field: str | None, reason: str | None) -> None:
    await load([*CLIENTS, *amounts("600.00", "7", "600.50")[:1]])  # of one before, one with, and one that replaces
    _, rejected = await load([REPORT | said, *amounts("600.00", "7")[1:], *amounts("600.00", "600.50")[1:]])
    assert rejected == ([] if reason is None else [Rejection(1, field, reason)])
    assert len(await published()) == (reason is None)
    _, again = await load([REPORT | said])
    assert again == rejected


async def test_an_empty_report_may_say_that_it_is_empty() -> None:
    assert await refusals([REPORT | {"lines": 1, "total": "0"}]) == [(1, "lines")]
    assert await refusals([REPORT | {"total": "0.01"}]) == [(1, "total")]
    assert await counts([REPORT | {"lines": 0, "total": "0.00"}]) == (1, 0, 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("lines", value) for value in (-1, "2", 1.5, True, 2**31)),
        *(("total", value) for value in (1200.5, "1,200.50", "-1", "1.005", "", "1e3")),
    ],
)
async def test_what_a_report_says_of_its_lines_has_to_be_readable(field: str, value: object) -> None:
    await load([*CLIENTS, MRR])
    assert await refusals([REPORT | {field: value}]) == [(1, field)]


async def test_lines_in_several_currencies_have_no_common_total() -> None:
    lines = [*CLIENTS, *amounts("1.00"), MRR | {"client": "c2", "currency": "EUR"}]
    _, rejected = await load([*lines, REPORT | {"total": "101.50"}], terms=BOTH)
    reason = "revision 1 of 2018-05 has lines in EUR and USD, which have no common total: leave it out"
    assert rejected == [Rejection(8, "total", reason)]
    _, rejected = await load([*lines, REPORT | {"lines": 2}], terms=BOTH)
    assert rejected == []


BEFORE = amounts("100.00", "100.00", "0.01", "0", period="2018-04")
BEFORE_REPORT = REPORT | {"period": "2018-04", "ran_on": "2018-05-03"}
REMEDY = (
    "load the lines that are missing, and this one again; or, if it is right, confirm it (tierline import"
    " --confirm-reports, or confirmReports of importFacts)"
)


@pytest.mark.parametrize(
    ("values", "lost"),
    [
        (("200.01",), "has 1 client, less than half of the 4 of revision 1 of 2018-04"),
        ((), "has 0 clients, less than half of the 4 of revision 1 of 2018-04"),
        (("200.01", "0"), None),
        (("100.00", "0.01"), None),
        (
            ("100.00", "0.00", "0.00", "0"),
            "comes to 100.00 USD, less than half of the 200.01 USD of revision 1 of 2018-04",
        ),
        (("100.01", "0"), None),
    ],
)
async def test_a_report_has_at_least_half_of_what_the_one_before_it_had(
    values: Sequence[str], lost: str | None
) -> None:
    await load([*CLIENTS, *BEFORE, BEFORE_REPORT])
    _, rejected = await load([*amounts(*values), REPORT])
    reason = f"revision 1 of 2018-05 {lost}: {REMEDY}"
    assert rejected == ([] if lost is None else [Rejection(len(values) + 1, None, reason, confirmable=True)])
    assert len(await published()) == (1 if lost else 2)
    assert len(await table("mrr")) == 4 + len(values)


async def test_exactly_half_is_enough() -> None:
    await load([*CLIENTS, *amounts("100.00", "100.00", period="2018-04"), BEFORE_REPORT])
    assert await counts([*amounts("100.00"), REPORT]) == (2, 0, 0)


async def test_half_of_each_currency_is_needed() -> None:
    euros = amounts("10.00", "10.00", "10.00", period="2018-04", currency="EUR")
    await load([*CLIENTS, *euros, BEFORE_REPORT], terms=BOTH)
    _, rejected = await load([*amounts("900.00", "900.00"), REPORT], terms=BOTH)
    half = "revision 1 of 2018-05 comes to 0.00 EUR, less than half of the 30.00 EUR of revision 1 of 2018-04"
    assert [one.reason for one in rejected] == [f"{half}: {REMEDY}"]
    more = MRR | {"client": "c3", "amount": "15.00", "currency": "EUR"}
    assert (await load([more, REPORT], terms=BOTH))[1] == []


async def test_a_confirmed_report_is_taken_and_says_so() -> None:
    await load([*CLIENTS, *BEFORE, BEFORE_REPORT])
    summary, rejected = await load([*amounts("1.00"), REPORT], terms=CONFIRMED)
    assert (summary.accepted, rejected) == (2, [])
    assert [row[3] for row in await table("mrr_report")] == [None, CONFIRMATION.by]
    assert await counts([*amounts("1.00"), REPORT]) == (0, 2, 0)


async def test_a_report_that_needs_no_confirmation_is_not_marked() -> None:
    await load([*CLIENTS, *BEFORE, BEFORE_REPORT, *amounts("1", "1", "200", "0"), REPORT], terms=CONFIRMED)
    assert [row[3] for row in await table("mrr_report")] == [None, None]


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ([MRR | {"amount": "-1"}, REPORT], None),
        ([{}, REPORT], None),
        ([MRR, REPORT | {"lines": 2}], "lines"),
        ([MRR, REPORT | {"total": "1"}], "total"),
    ],
)
async def test_to_confirm_a_report_excuses_nothing_else(lines: list[Fact], field: str | None) -> None:
    await load([*CLIENTS, *BEFORE, BEFORE_REPORT])
    _, rejected = await load(lines, terms=CONFIRMED)
    assert (rejected[-1].number, rejected[-1].field) == (2, field)
    assert len(await published()) == 1


async def test_reports_of_one_load_are_compared_with_each_other_in_the_order_of_their_periods() -> None:
    march = [*amounts("9", "9", "9", "9", period="2018-03"), BEFORE_REPORT | {"period": "2018-03"}]
    april = [*amounts("9", "9", period="2018-04"), BEFORE_REPORT]
    may = [*amounts("9"), REPORT]
    assert await refusals([*may, *april, *march, *CLIENTS]) == []
    assert len(await published()) == 3


async def test_what_is_refused_is_nothing_to_compare_with() -> None:
    march = [*amounts("9", "9", "9", "9", period="2018-03"), BEFORE_REPORT | {"period": "2018-03"}]
    april = [*amounts("9", period="2018-04"), BEFORE_REPORT]
    lines = [*CLIENTS, *amounts("9"), REPORT, *april, *march]
    _, rejected = await load(lines)
    assert [one.number for one in rejected] == [7, 9]
    assert all("less than half of the 4 of revision 1 of 2018-03" in one.reason for one in rejected)


@pytest.mark.parametrize(
    ("report", "former"),
    [
        ({"revision": 2, "ran_on": "2018-06-09"}, "revision 1 of 2018-05"),
        ({"revision": 2, "ran_on": "2018-06-01"}, "revision 1 of 2018-05"),  # which it would put out of force later
        ({"period": "2018-06", "ran_on": "2018-07-03"}, "revision 1 of 2018-05"),
        ({"period": "2018-06", "ran_on": "2018-06-02"}, "revision 1 of 2018-05"),
        ({"period": "2018-04", "ran_on": "2018-05-03"}, None),  # there was none
        ({"period": "2018-04", "ran_on": "2018-09-03"}, None),  # it is never in force
    ],
)
async def test_a_report_is_compared_with_those_that_it_puts_out_of_force(report: Fact, former: str | None) -> None:
    await load([*CLIENTS, *amounts("1", "1", "1"), REPORT])
    period = report.get("period", "2018-05")
    line = MRR | {"period": period, "revision": report.get("revision", 1), "amount": "3"}
    _, rejected = await load([line, REPORT | report])
    assert [former in one.reason for one in rejected if former] == ([True] if former else [])
    assert len(rejected) == (former is not None)


async def test_the_last_line_of_a_report_is_the_one_that_is_judged() -> None:
    await load([*CLIENTS, *BEFORE, BEFORE_REPORT])
    lines = [*amounts("200.01"), REPORT, REPORT | {"ran_on": "2018-06-05"}]
    assert await refusals(lines) == [(3, None)]
    assert len(await published()) == 1
