from datetime import date

import pytest

from tiers.schedule import coming_months, due_days, due_months


def test_an_empty_database_starts_at_the_last_closed_day() -> None:
    assert due_days(date(2018, 5, 14), None) == (date(2018, 5, 14), date(2018, 5, 14))


def test_after_downtime_every_day_since_the_newest_scheduled_one_is_due() -> None:
    assert due_days(date(2018, 5, 14), date(2018, 5, 10)) == (date(2018, 5, 11), date(2018, 5, 14))
    assert due_days(date(2018, 5, 14), date(2018, 5, 13)) == (date(2018, 5, 14), date(2018, 5, 14))


@pytest.mark.parametrize("newest", [date(2018, 5, 14), date(2018, 5, 15)])
def test_a_schedule_that_is_up_to_date_has_no_day_due(newest: date) -> None:
    assert due_days(date(2018, 5, 14), newest) is None


@pytest.mark.parametrize(
    ("last_closed", "after", "months"),
    [
        (date(2018, 5, 14), date(2018, 5, 13), [date(2018, 5, 1)]),
        (date(2018, 5, 14), date(2018, 5, 14), []),
        (date(2018, 5, 13), date(2018, 4, 14), []),
        (date(2018, 5, 13), date(2018, 4, 13), [date(2018, 4, 1)]),
        (date(2018, 2, 28), date(2017, 11, 14), [date(2017, 12, 1), date(2018, 1, 1), date(2018, 2, 1)]),
        (date(2018, 5, 31), date(2018, 5, 20), []),
        (date(2018, 5, 1), date(2018, 5, 31), []),
        (date(9999, 12, 31), date(9999, 11, 14), [date(9999, 12, 1)]),
        (date(1, 1, 14), date.min, [date(1, 1, 1)]),
    ],
)
def test_the_months_due_are_those_whose_14th_closed_after_the_mark(
    last_closed: date, after: date, months: list[date]
) -> None:
    assert due_months(last_closed, after) == months


def test_a_14th_that_was_computed_without_its_decision_leaves_its_month_due() -> None:
    last_closed, newest_scheduled_day, newest_decided = date(2018, 5, 14), date(2018, 5, 14), date(2018, 4, 14)
    assert due_days(last_closed, newest_scheduled_day) is None
    assert due_months(last_closed, newest_decided) == [date(2018, 5, 1)]


@pytest.mark.parametrize(
    ("last_closed", "months"),
    [
        (date(2018, 5, 13), [date(2018, 5, 1), date(2018, 6, 1)]),
        (date(2018, 5, 14), [date(2018, 6, 1), date(2018, 7, 1)]),
        (date(2018, 11, 30), [date(2018, 12, 1), date(2019, 1, 1)]),
    ],
)
def test_the_months_to_come_are_those_whose_14th_has_not_closed(last_closed: date, months: list[date]) -> None:
    assert coming_months(last_closed, 2) == months
    assert coming_months(last_closed, 1) == months[:1]
