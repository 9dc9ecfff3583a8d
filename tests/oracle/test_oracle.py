from datetime import UTC, date, timedelta
from decimal import Decimal

import pytest

from tests.oracle.answers import Standing
from tests.oracle.case import ACCESS, EMPLOYEE, PARTNER, D, book, event, three_apps
from tests.oracle.facts import FactBook
from tests.oracle.rules import NoEdition, daily_activity, decision, median_of, minus_months, standing


def numbers(facts: FactBook, as_of: date = D, partner: str = "p") -> Standing:
    found = standing(facts, partner, as_of, UTC)
    assert found is not None
    return found


def test_every_boundary_at_once_is_silver() -> None:
    """Anniversary, first day of access, certification and report, 90 days of activity: all count on the 14th."""
    assert numbers(book(*three_apps("2018-03-16T00:00:00Z"))) == {
        "sold_mrr": Decimal("2100.00"),
        "managed_mrr": Decimal("2100.00"),
        "median": Decimal(3),
        "certified": True,
        "provisional": False,
        "tier": "SILVER",
    }


def test_the_next_day_nothing_of_it_is_left() -> None:
    after = numbers(book(*three_apps("2018-03-16T23:59:59Z")), D + timedelta(days=1))
    assert after == {
        "sold_mrr": Decimal(0),
        "managed_mrr": Decimal(0),
        "median": None,
        "certified": False,
        "provisional": False,
        "tier": None,
    }


def test_one_address_serves_two_partners_in_full() -> None:
    partner, employee = {**PARTNER, "id": "q"}, {**EMPLOYEE, "id": "f", "partner": "q"}
    facts = book(partner, employee, {**ACCESS, "employee": "f"}, event("2018-06-14T12:00:00Z"))
    assert numbers(facts)["managed_mrr"] == numbers(facts, partner="q")["managed_mrr"] == Decimal("2100.00")
    assert numbers(facts, partner="q")["sold_mrr"] == 0


def test_work_from_an_address_of_another_domain_manages_nothing() -> None:
    facts = book(*three_apps("2018-06-01T00:00:00Z"), partner={"domains": ["munchen.de"]})
    assert numbers(facts)["managed_mrr"] == 0
    assert numbers(facts)["sold_mrr"] == Decimal("2100.00")


def test_the_median_is_exact() -> None:
    assert median_of([4, 2]) == Decimal(3)
    assert median_of([3, 0, 2, 9]) == Decimal("2.5")
    assert median_of([9, 1, 2]) == Decimal(2)
    assert median_of([]) is None


@pytest.mark.parametrize(
    ("amount", "tier"), [("1124.99", None), ("1125", "SILVER"), ("5999.99", "SILVER"), ("6000", "GOLD")]
)
def test_thresholds_are_met_to_the_cent(amount: str, tier: str | None) -> None:
    assert numbers(book(*three_apps("2018-06-01T00:00:00Z"), mrr={"amount": amount}))["tier"] == tier


@pytest.mark.parametrize(
    ("period", "as_of", "provisional"),
    [("2018-04", date(2018, 6, 13), False), ("2018-04", D, True), ("2018-05", D, False), ("2018-03", D, True)],
)
def test_provisional_while_a_due_report_is_missing(period: str, as_of: date, *, provisional: bool) -> None:
    facts = book(mrr={"period": period}, mrr_report={"period": period, "ran_on": "2018-05-01"})
    assert numbers(facts, as_of)["provisional"] is provisional


def test_a_decision_is_the_standing_of_the_14th() -> None:
    facts = book(*three_apps("2018-03-16T00:00:00Z"), partner={"joined_on": "2018-06-14"})
    decided = decision(facts, "p", date(2018, 6, 1), UTC)
    assert decided is not None
    assert decided["effective_on"] == date(2018, 6, 15)
    assert decided["standing"] == numbers(facts)
    assert decision(facts, "p", date(2018, 5, 1), UTC) is None
    with pytest.raises(NoEdition):
        decision(facts, "p", date(2018, 4, 1), UTC)


def test_daily_activity_needs_access_on_the_day() -> None:
    facts = book(*three_apps("2018-06-14T00:00:00Z"), event("2018-06-13T23:59:59Z"), event("2018-06-16T12:00:00Z"))
    assert daily_activity(facts, "p", date(2018, 6, 1), date(2018, 6, 15), UTC) == [
        {"day": D, "events": 3, "active_clients": 1, "active_employees": 1}
    ]


def test_an_event_of_two_employees_is_one_event() -> None:
    twin = EMPLOYEE | {"id": "f", "email": "ana@XN--mnchen-3ya.de"}
    facts = book(twin, ACCESS | {"employee": "f"}, event("2018-06-14T12:00:00Z"))
    assert daily_activity(facts, "p", D, D, UTC) == [
        {"day": D, "events": 1, "active_clients": 1, "active_employees": 2}
    ]


def test_a_missing_day_clamps_to_the_months_last() -> None:
    assert minus_months(date(2020, 2, 29), 12) == date(2019, 2, 28)
    assert minus_months(date(2018, 1, 31), 2) == date(2017, 11, 30)
