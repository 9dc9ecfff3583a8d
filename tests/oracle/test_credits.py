from datetime import UTC, date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from tests.oracle import rules
from tests.oracle.answers import Credit
from tests.oracle.case import ACCESS, MRR, D, Line, book, event
from tests.oracle.facts import FactBook


def sold(facts: FactBook, as_of: date = D) -> Credit:
    return rules.credits(facts, "p", as_of, UTC)["c"]["sold"]


def managed(facts: FactBook, as_of: date = D) -> Credit:
    return rules.credits(facts, "p", as_of, UTC)["c"]["managed"]


def test_activity_91_days_ago_is_too_old() -> None:
    assert managed(book(event("2018-03-15T23:59:59.999999Z"))) == {
        "amount": 0,
        "status": "NO_RECENT_ACTIVITY",
        "counts_until": None,
    }


def test_the_day_of_an_event_is_that_of_the_programs_zone() -> None:
    facts = book(event("2018-03-15T23:59:59+00:00"))
    assert rules.credits(facts, "p", D, ZoneInfo("Europe/Paris"))["c"]["managed"]["status"] == "COUNTED"


def test_tomorrows_activity_does_not_count() -> None:
    assert managed(book(event("2018-06-15T00:00:00Z")))["status"] == "NO_RECENT_ACTIVITY"


@pytest.mark.parametrize(
    ("client", "status"),
    [
        ({"sold_on": "2017-06-14"}, "COUNTED"),
        ({"sold_on": "2017-06-13"}, "EXPIRED"),
        ({"sold_on": "2018-06-14"}, "COUNTED"),
        ({"sold_on": "2018-06-15"}, "NOT_SOLD_BY_PARTNER"),
        ({"sold_by": None, "sold_on": None}, "NOT_SOLD_BY_PARTNER"),
        ({"registered_on": "2018-04-30"}, "COUNTED"),
        ({"registered_on": "2018-05-01"}, "PENDING_REPORT"),
    ],
)
def test_why_a_sold_client_counts_or_not(client: Line, status: str) -> None:
    assert sold(book(client=client))["status"] == status


def test_expired_comes_before_pending() -> None:
    assert sold(book(client={"sold_on": "2017-06-13", "registered_on": "2018-06-01"}))["status"] == "EXPIRED"


def test_a_client_registered_tomorrow_does_not_appear() -> None:
    assert rules.credits(book(client={"registered_on": "2018-06-15"}), "p", D, UTC) == {}


def test_a_client_accessed_or_sold_only_tomorrow_does_not_appear() -> None:
    facts = book(client={"sold_on": "2018-06-15"}, access={"granted_on": "2018-06-15"})
    assert rules.credits(facts, "p", D, UTC) == {}


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, "COUNTED"),
        ({"access": {"granted_on": "2018-06-15"}}, "NO_ACCESS"),
        ({"access": {"granted_on": "2018-06-01", "revoked_on": "2018-06-14"}}, "NO_ACCESS"),
        ({"access": {"granted_on": "2018-06-01", "revoked_on": "2018-06-15"}}, "COUNTED"),
        ({"partner": {"domains": ["Mu\u0308NCHEN.de"]}}, "COUNTED"),
        ({"partner": {"domains": ["de", "chen.de", "eu.münchen.de"]}}, "DOMAIN_MISMATCH"),
        ({"partner": {"domains": []}}, "DOMAIN_MISMATCH"),
        ({"employee": {"email": "ana@eu.münchen.de"}}, "DOMAIN_MISMATCH"),
        ({"employee": {"email": '"ana@münchen.de"@other.de'}}, "DOMAIN_MISMATCH"),
        ({"employee": {"email": '"ana@other.de"@münchen.de'}}, "NO_RECENT_ACTIVITY"),
        ({"partner": {"domains": ["strasse.de"]}, "employee": {"email": "ana@straße.de"}}, "DOMAIN_MISMATCH"),
        ({"employee": {"email": "ana@münchen.de"}}, "COUNTED"),
        ({"employee": {"email": '"ana"@münchen.de'}}, "COUNTED"),
        ({"client": {"registered_on": "2018-05-01"}}, "PENDING_REPORT"),
        ({"mrr_report": {"ran_on": "2018-06-15"}}, "PENDING_REPORT"),
    ],
)
def test_why_a_managed_client_counts_or_not(changes: dict[str, Line], status: str) -> None:
    """The address is compared whole, however it is written, its domain in UTS 46 form."""
    assert managed(book(event("2018-06-14T12:00:00Z"), **changes))["status"] == status


def test_the_matching_and_the_active_employee_must_be_one() -> None:
    other: Line = {"type": "employee", "id": "x", "partner": "p", "email": "x@elsewhere.de"}
    access = {**ACCESS, "employee": "x"}
    assert managed(book(other, access, event("2018-06-14T12:00:00Z", actor="x@elsewhere.de")))["status"] == (
        "NO_RECENT_ACTIVITY"
    )


@pytest.mark.parametrize(
    ("sold_on", "last"),
    [
        ("2018-02-28", "2019-02-28"),
        ("2020-02-29", "2021-02-28"),
        ("2019-02-28", "2020-02-29"),
        ("2019-03-01", "2020-03-01"),
    ],
)
def test_a_sale_counts_until_its_anniversary_and_a_day_longer_in_a_leap_year(sold_on: str, last: str) -> None:
    facts = book(client={"sold_on": sold_on})
    anniversary = date.fromisoformat(last)
    for as_of in (date.fromisoformat(sold_on) + timedelta(days=200), anniversary):
        assert sold(facts, as_of)["counts_until"] == anniversary
    assert sold(facts, anniversary + timedelta(days=1))["status"] == "EXPIRED"


def test_managed_counts_for_90_days_after_the_last_activity() -> None:
    facts = book(event("2018-06-10T12:00:00Z"), event("2018-06-20T12:00:00Z"))
    assert managed(facts)["counts_until"] == date(2018, 9, 8)


def test_managed_counts_until_the_last_qualifying_access_ends() -> None:
    regranted = {**ACCESS, "granted_on": "2018-07-01"}
    facts = book(event("2018-06-10T12:00:00Z"), regranted, access={"revoked_on": "2018-07-01"})
    assert managed(facts)["counts_until"] == date(2018, 6, 30)
    overlapping = {**ACCESS, "granted_on": "2018-06-01", "revoked_on": "2018-07-05"}
    facts.load([overlapping])
    assert managed(facts)["counts_until"] == date(2018, 7, 4)


def test_the_greatest_period_and_then_revision_is_in_force_whenever_it_ran() -> None:
    facts = book(
        {**MRR, "period": "2018-04", "amount": "7"},
        {"type": "mrr_report", "period": "2018-04", "revision": 1, "ran_on": "2018-06-14"},
        {**MRR, "revision": 2, "amount": "0.05"},
        {"type": "mrr_report", "period": "2018-05", "revision": 2, "ran_on": "2018-06-01"},
        {**MRR, "revision": 3, "amount": "9"},
    )
    assert sold(facts)["amount"] == Decimal("0.05")


def test_absence_from_a_complete_report_is_zero_and_counted_and_not_in_the_median() -> None:
    facts = book({"type": "mrr_report", "period": "2018-05", "revision": 2, "ran_on": "2018-06-14"})
    credit = rules.credits(facts, "p", D, UTC)["c"]
    assert credit["sold"] == {"amount": 0, "status": "COUNTED", "counts_until": D}
    assert not credit["counts_in_median"]
    numbers = rules.standing(facts, "p", D, UTC)
    assert numbers is not None
    assert numbers["median"] is None


def test_only_counted_apps_of_the_window_are_used_by_anyone() -> None:
    facts = book(
        event("2018-03-15T12:00:00Z", "LISTS"),
        event("2018-03-16T12:00:00Z", "CRM", actor="owner@client.example"),
        event("2018-06-14T12:00:00Z", "crm"),
        event("2018-06-14T13:00:00Z", "CRM"),
        event("2018-06-14T12:00:00Z"),
    )
    assert rules.credits(facts, "p", D, UTC)["c"]["apps_used"] == 1
