"""Unbroken runs of days on which something holds, found by asking again as of the days on which it can change."""

from collections.abc import Callable, Iterable
from datetime import date

from tiers.periods import days_before

Holds = Callable[[date], bool]


def first_day_of_run(day: date, changes: Iterable[date], holds: Holds) -> date | None:
    """The first day of the run that the day is in, on which it `holds`; None where no change begins the run.

    `changes` are the days from which on something may be different from the days before.
    """
    for start in sorted({one for one in changes if one <= day}, reverse=True):
        if not holds(days_before(start, 1)):
            return start
    return None


def last_day_of_run(day: date, changes: Iterable[date], holds: Holds) -> date | None:
    """The last day of that run; None where no change ends it."""
    for start in sorted({one for one in changes if one > day}):
        if not holds(start):
            return days_before(start, 1)
    return None
