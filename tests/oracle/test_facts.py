from datetime import date
from decimal import Decimal

import pytest

from tests.oracle.facts import FactBook
from tests.oracle.intake import Outcome, Reason, Rejection

Line = dict[str, object]
PARTNER: Line = {"type": "partner", "id": "p", "name": "P", "domains": [], "country": None, "joined_on": "2018-01-01"}
EMPLOYEE: Line = {"type": "employee", "id": "e", "partner": "p", "email": "ana@p.com"}
CLIENT: Line = {"type": "client", "id": "c", "name": "C", "registered_on": "2018-01-01"}
ACCESS: Line = {"type": "access", "client": "c", "employee": "e", "granted_on": "2018-01-01"}
MRR: Line = {"type": "mrr", "period": "2018-05", "client": "c", "amount": "10"}
REPORT: Line = {"type": "mrr_report", "period": "2018-05", "ran_on": "2018-06-01"}
EVENT: Line = {
    "type": "activity",
    "id": "a",
    "client": "c",
    "actor": "x@y.z",
    "kind": "LOGIN",
    "app": None,
    "at": "2018-06-01T00:00:00+05:45",
}
ALL = [EVENT, REPORT, MRR, ACCESS, CLIENT, EMPLOYEE, PARTNER]


def certification(first: str, last: str) -> Line:
    return {"type": "certification", "partner": "p", "valid_from": f"2018-{first}", "valid_until": f"2018-{last}"}


def loaded(*lines: Line) -> FactBook:
    book = FactBook()
    assert book.load(lines).rejected == []
    return book


def test_references_resolve_whatever_the_order_and_a_second_time_nothing_changes() -> None:
    book = FactBook()
    assert book.load(ALL) == Outcome(accepted=7)
    assert book.load(ALL) == Outcome(unchanged=7)


def test_the_last_line_of_a_key_wins_and_the_superseded_changed_nothing() -> None:
    book = loaded(PARTNER)
    assert book.load([PARTNER | {"name": "Q"}, PARTNER | {"name": "R"}]) == Outcome(accepted=1, unchanged=1)
    assert book.tables.partners["p"].name == "R"
    assert book.load([PARTNER | {"name": "Q"}, PARTNER | {"name": "R"}]) == Outcome(unchanged=2)


def test_the_last_valid_line_wins_over_a_bad_one_after_it() -> None:
    book = loaded(*ALL)
    outcome = book.load([EMPLOYEE | {"email": "new@p.com"}, EMPLOYEE | {"partner": "nobody"}])
    assert outcome == Outcome(accepted=1, rejected=[Rejection(2, Reason.UNKNOWN_REFERENCE, "partner")])


def test_an_activity_id_already_seen_is_skipped() -> None:
    book = loaded(*ALL)
    assert book.load([EVENT | {"kind": "USE", "app": "CRM"}]) == Outcome(unchanged=1)
    assert book.tables.activities["a"].kind == "LOGIN"


def test_what_refers_to_a_rejected_line_is_rejected_too() -> None:
    outcome = FactBook().load([ACCESS, CLIENT, EMPLOYEE, PARTNER | {"joined_on": "2018-02-30"}])
    assert outcome == Outcome(
        accepted=1,
        rejected=[
            Rejection(1, Reason.UNKNOWN_REFERENCE, "employee"),
            Rejection(3, Reason.UNKNOWN_REFERENCE, "partner"),
            Rejection(4, Reason.MALFORMED, "joined_on"),
        ],
    )


def test_a_closed_revision_takes_only_what_it_already_says() -> None:
    book = loaded(*ALL, CLIENT | {"id": "d"})
    outcome = book.load(
        [
            MRR | {"amount": "10.00", "revision": 1, "currency": "USD"},
            REPORT,
            MRR | {"amount": "10.01"},
            MRR | {"client": "d", "amount": "0"},
            REPORT | {"ran_on": "2018-06-02"},
            MRR | {"revision": 2},
        ]
    )
    assert outcome == Outcome(
        accepted=1,
        unchanged=2,
        rejected=[
            Rejection(3, Reason.CLOSED_REVISION, "revision"),
            Rejection(4, Reason.CLOSED_REVISION, "revision"),
            Rejection(5, Reason.CLOSED_REVISION, "ran_on"),
        ],
    )


def test_a_revision_stays_open_for_the_whole_file_that_closes_it() -> None:
    book = loaded(PARTNER, CLIENT)
    assert book.load([REPORT, MRR | {"amount": "1"}, MRR | {"amount": "2.5"}]) == Outcome(accepted=2, unchanged=1)
    assert book.tables.mrr[date(2018, 5, 1), 1, "c", None].amount == Decimal("2.50")


def test_a_report_is_refused_with_a_line_that_may_be_its_own() -> None:
    missed: list[object] = [
        MRR | {"amount": "1,00"},
        MRR | {"client": "nobody"},
        MRR | {"period": "soon"},
        {"type": "MRR"},
        [],
    ]
    for bad in missed:
        outcome = loaded(PARTNER, CLIENT).load([bad, REPORT])
        assert [(one.line, one.reason) for one in outcome.rejected[1:]] == [(2, Reason.LINE_REJECTED)]
    for other in (MRR | {"revision": 2, "amount": "-1"}, EVENT | {"at": "soon"}, REPORT | {"ran_on": "soon"}):
        assert loaded(PARTNER, CLIENT).load([other, REPORT]).accepted == 1


def test_a_report_has_what_it_says() -> None:
    said = {"lines": 1, "total": "10.00"}
    for wrong, field in (({"lines": 2}, "lines"), ({"total": "10.01"}, "total")):
        outcome = loaded(PARTNER, CLIENT).load([MRR | {"amount": "10"}, REPORT | said | wrong])
        assert outcome == Outcome(accepted=1, rejected=[Rejection(2, Reason.CONTRADICTED, field)])
    assert loaded(PARTNER, CLIENT).load([MRR | {"amount": "10"}, REPORT | said]) == Outcome(accepted=2)


def test_a_report_that_loses_most_of_another_one_is_refused_unless_it_is_confirmed() -> None:
    book = loaded(PARTNER, CLIENT, MRR | {"amount": "10.00"}, REPORT)
    second = [MRR | {"amount": "4.99", "revision": 2}, REPORT | {"revision": 2}]
    assert book.load(second) == Outcome(accepted=1, rejected=[Rejection(2, Reason.LOSS, None)])
    assert book.load(second, confirmed=True) == Outcome(accepted=1, unchanged=1)
    assert [report.confirmed for report in book.tables.reports.values()] == [False, True]
    third = [MRR | {"amount": "2.50", "revision": 3}, REPORT | {"revision": 3}]
    assert book.load(third) == Outcome(accepted=2)


def test_of_overlapping_certifications_the_earlier_stands() -> None:
    book = loaded(PARTNER)
    outcome = book.load(
        [certification("03-01", "04-01"), certification("01-01", "03-01"), certification("04-02", "04-02")]
    )
    assert outcome == Outcome(accepted=2, rejected=[Rejection(1, Reason.OVERLAP, "valid_from")])


def test_an_existing_certification_stands_unless_the_file_moves_it() -> None:
    book = loaded(PARTNER, certification("03-01", "04-01"))
    assert book.load([certification("02-01", "03-01")]).rejected == [Rejection(1, Reason.OVERLAP, "valid_from")]
    # Shortened by the same file, whatever the order, it makes room.
    assert book.load([certification("03-10", "05-01"), certification("03-01", "03-09")]) == Outcome(accepted=2)


def test_a_rejected_update_leaves_the_certification_as_it_was() -> None:
    book = loaded(PARTNER, certification("03-01", "03-31"), certification("04-01", "04-30"))
    outcome = book.load(
        [certification("03-01", "04-15"), certification("02-01", "03-10"), certification("01-01", "01-31")]
    )
    assert outcome == Outcome(
        accepted=1,
        rejected=[Rejection(1, Reason.OVERLAP, "valid_from"), Rejection(2, Reason.OVERLAP, "valid_from")],
    )
    assert book.tables.certifications["p", date(2018, 3, 1)].valid_until == date(2018, 3, 31)


def test_strict_is_all_or_nothing() -> None:
    book = FactBook()
    outcome = book.load([PARTNER, MRR], strict=True)
    assert outcome == Outcome(rejected=[Rejection(2, Reason.UNKNOWN_REFERENCE, "client")])
    assert book.tables.partners == {}


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"type": "invoice"}, "type"),
        ([], None),
        (PARTNER | {"country": "XX"}, "country"),
        (PARTNER | {"domains": None}, "domains"),
        (certification("03-02", "03-01"), "valid_until"),
        (EMPLOYEE | {"email": "ana"}, "email"),
        (CLIENT | {"sold_by": "p"}, "sold_on"),
        (CLIENT | {"sold_on": "2018-01-01"}, "sold_by"),
        (ACCESS | {"revoked_on": "2018-01-01"}, "revoked_on"),
        (MRR | {"amount": "-1"}, "amount"),
        (MRR | {"amount": "1.001"}, "amount"),
        (MRR | {"amount": 1}, "amount"),
        (MRR | {"currency": "EUR"}, "currency"),
        (MRR | {"period": "2018-5"}, "period"),
        (MRR | {"revision": 0}, "revision"),
        (REPORT | {"ran_on": "20180601"}, "ran_on"),
        (EVENT | {"kind": "USE"}, "app"),
        (EVENT | {"app": "CRM"}, "app"),
        (EVENT | {"kind": "VIEW"}, "kind"),
        (EVENT | {"at": "2018-06-01T00:00:00"}, "at"),
    ],
)
def test_a_bad_line_is_rejected_by_number_and_field(line: object, field: str | None) -> None:
    assert loaded(*ALL).load([PARTNER, line]) == Outcome(unchanged=1, rejected=[Rejection(2, Reason.MALFORMED, field)])
