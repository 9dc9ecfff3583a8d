from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiers.errors import MonthError
from tiers.periods import (
    days_after,
    days_before,
    decision_day,
    effective_day,
    format_month,
    last_closed_day,
    local_day,
    minus_months,
    month_after,
    month_end,
    newest_due_period,
    parse_month,
    plus_months,
)

ANY_DAY = st.dates()
ARABIC_DIGITS = "\u0662\u0660\u0661\u0668-\u0660\u0665"


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2018, 5, 15), 12, date(2017, 5, 15)),
        (date(2020, 2, 29), 12, date(2019, 2, 28)),
        (date(2018, 5, 31), 1, date(2018, 4, 30)),
        (date(2018, 1, 31), 2, date(2017, 11, 30)),
        (date(2018, 5, 15), 0, date(2018, 5, 15)),
        (date(1, 5, 15), 12, date(1, 1, 1)),
    ],
)
def test_months_before_clamp_to_the_months_last_day(day: date, months: int, expected: date) -> None:
    assert minus_months(day, months) == expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2019, 2, 28), 12, date(2020, 2, 28)),
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2018, 1, 31), 1, date(2018, 2, 28)),
        (date(9999, 5, 15), 12, date(9999, 12, 31)),
    ],
)
def test_months_after_clamp_to_the_months_last_day(day: date, months: int, expected: date) -> None:
    assert plus_months(day, months) == expected


def test_a_month_ends_on_its_last_day() -> None:
    assert month_end(date(2020, 2, 1)) == date(2020, 2, 29)
    assert month_end(date(9999, 12, 31)) == date(9999, 12, 31)


def test_the_month_after_december_is_january() -> None:
    assert month_after(date(2018, 12, 31)) == date(2019, 1, 1)
    assert month_after(date(2018, 1, 31)) == date(2018, 2, 1)


def test_december_9999_has_no_month_after() -> None:
    with pytest.raises(ValueError, match="year 10000"):
        month_after(date(9999, 12, 1))


def test_a_month_is_its_first_day() -> None:
    assert parse_month("2018-05") == date(2018, 5, 1)
    assert parse_month("0001-01") == date(1, 1, 1)


@given(ANY_DAY)
def test_a_written_month_reads_back_as_its_first_day(day: date) -> None:
    assert parse_month(format_month(day)) == day.replace(day=1)


@pytest.mark.parametrize(
    "text", ["2018-13", "2018-00", "0000-01", "2018-5", "18-05", "2018-05-01", " 2018-05", ARABIC_DIGITS]
)
def test_what_is_no_month_is_named_with_the_remedy(text: str) -> None:
    with pytest.raises(MonthError) as caught:
        parse_month(text)
    assert str(caught.value) == f"{text!r} is not a month: write it as YYYY-MM, like 2018-05"


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2018, 5, 1), date(2018, 3, 1)),
        (date(2018, 5, 13), date(2018, 3, 1)),
        (date(2018, 5, 14), date(2018, 4, 1)),
        (date(2018, 5, 31), date(2018, 4, 1)),
        (date(2018, 1, 13), date(2017, 11, 1)),
        (date(2018, 1, 14), date(2017, 12, 1)),
        (date(1, 1, 13), date(1, 1, 1)),
    ],
)
def test_a_report_is_due_on_the_14th_of_the_month_after_its_period(as_of: date, expected: date) -> None:
    assert newest_due_period(as_of) == expected


def test_a_month_is_decided_as_of_its_14th_with_effect_from_its_15th_be_it_a_sunday() -> None:
    month = date(2018, 7, 1)
    assert decision_day(month) == date(2018, 7, 14)
    assert effective_day(month) == date(2018, 7, 15)
    assert effective_day(month).isoweekday() == 7


def test_a_moment_is_on_the_day_of_the_programs_time_zone() -> None:
    at = datetime(2018, 5, 14, 23, 30, tzinfo=UTC)
    assert local_day(at, UTC) == date(2018, 5, 14)
    assert local_day(at, ZoneInfo("Europe/Paris")) == date(2018, 5, 15)
    assert local_day(datetime(2018, 5, 14, 2, 30, tzinfo=UTC), ZoneInfo("America/New_York")) == date(2018, 5, 13)


def test_a_moment_without_an_offset_has_no_day() -> None:
    with pytest.raises(ValueError, match="2018-05-14T00:00:00 has no UTC offset"):
        local_day(datetime(2018, 5, 14), UTC)  # noqa: DTZ001 - the moment that must be refused


def test_the_last_closed_day_is_yesterday_in_the_programs_time_zone() -> None:
    now = datetime(2018, 5, 14, 23, 30, tzinfo=UTC)
    assert last_closed_day(now, UTC) == date(2018, 5, 13)
    assert last_closed_day(now, ZoneInfo("Europe/Paris")) == date(2018, 5, 14)


def test_moments_at_the_ends_of_the_calendar_have_a_day() -> None:
    west, east = timezone(timedelta(hours=-12)), timezone(timedelta(hours=12))
    assert local_day(datetime(1, 1, 1, tzinfo=UTC), west) == date.min
    assert local_day(datetime(9999, 12, 31, 23, tzinfo=UTC), east) == date.max
    assert last_closed_day(datetime(1, 1, 1, tzinfo=UTC), UTC) == date.min


@given(ANY_DAY, st.integers(0, 36_500))
def test_days_before_and_after_stop_at_the_ends_of_the_calendar(day: date, days: int) -> None:
    assert days_before(day, days).toordinal() == max(day.toordinal() - days, date.min.toordinal())
    assert days_after(day, days).toordinal() == min(day.toordinal() + days, date.max.toordinal())


@given(ANY_DAY, ANY_DAY, st.integers(0, 1_200))
def test_a_later_day_never_has_an_earlier_day_some_months_before(one: date, other: date, months: int) -> None:
    earlier, later = sorted((one, other))
    assert minus_months(earlier, months) <= minus_months(later, months)
    assert plus_months(earlier, months) <= plus_months(later, months)
