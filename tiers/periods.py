"""Days and months of the program's calendar.

A month, also called a period, is the `date` of its first day. Where a result would lie before the
year 1 or after the year 9999, the first or last day that a `date` can hold stands for it: facts
lie between the two, so every comparison with a fact still comes out right.
"""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from tiers.errors import MonthError

_DUE_DAY = 14  # reports are due, and decisions are taken as of, this day of the month
DECIDING_DAY = _DUE_DAY + 1
"""The day of the month on which decisions take effect."""
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


@lru_cache(maxsize=4096)
def days_before(day: date, days: int) -> date:
    """The day `days` (at least 0) days before."""
    try:
        return day - timedelta(days)
    except OverflowError:
        return date.min


@lru_cache(maxsize=4096)
def days_after(day: date, days: int) -> date:
    """The day `days` (at least 0) days after."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return date.max


def minus_months(day: date, months: int) -> date:
    """The same day `months` (at least 0) calendar months before; a missing day becomes the month's last."""
    return _shifted(day, -months)


def plus_months(day: date, months: int) -> date:
    """The same day `months` (at least 0) calendar months after; a missing day becomes the month's last."""
    return _shifted(day, months)


def month_end(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def month_after(day: date) -> date:
    """The first day of the month after the day's; ValueError in December 9999, which has none."""
    years, month = divmod(day.month, 12)
    return date(day.year + years, month + 1, 1)


def parse_month(text: str) -> date:
    """The month written as YYYY-MM; raises MonthError for anything else."""
    if not _MONTH.fullmatch(text):
        raise MonthError(text)
    try:
        return date(int(text[:4]), int(text[5:]), 1)
    except ValueError:
        raise MonthError(text) from None


def format_month(day: date) -> str:
    """The month of a day, as YYYY-MM."""
    return f"{day.year:04d}-{day.month:02d}"


def newest_due_period(as_of: date) -> date:
    """The newest period whose report is due by the end of the day.

    A report is due by the 14th of the month after its period: before the 14th that is the month
    before last, from the 14th on last month (docs/rules.md, "Provisional").
    """
    return minus_months(as_of.replace(day=1), 1 if as_of.day >= _DUE_DAY else 2)


def decision_day(month: date) -> date:
    """The as-of day of the month's decisions: its 14th (docs/rules.md, rule 6)."""
    return month.replace(day=_DUE_DAY)


def effective_day(month: date) -> date:
    """The day on which the month's decisions take effect: its 15th, whatever weekday (docs/rules.md, rule 6)."""
    return month.replace(day=DECIDING_DAY)


def local_day(at: datetime, zone: tzinfo) -> date:
    """The calendar day of a moment in a time zone; ValueError for a moment without an offset."""
    if at.utcoffset() is None:
        raise ValueError(f"{at.isoformat()} has no UTC offset, so its day is not known: give it one")
    try:
        return at.astimezone(zone).date()
    except OverflowError:
        return date.min if at.year == date.min.year else date.max


def last_closed_day(now: datetime, zone: tzinfo) -> date:
    """The newest day that is over in the time zone."""
    return days_before(local_day(now, zone), 1)


def _shifted(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year < date.min.year:
        return date.min
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
