"""Moments of the sample, kept apart from the calendar until a last closed day is known."""

from dataclasses import dataclass
from datetime import date

from tiers.periods import days_after, days_before, format_month, minus_months, newest_due_period, plus_months

REPORTS = 18
"""How many months have an MRR report."""

CORRECTED_REPORT = 3
"""How many reports before the newest one was run a second time."""

UNLIKE_REPORT = 1
"""The report that is in force on the last closed day, in which some amounts are far too large."""

# Before the 14th, when reports are due; newest first, over and over. The newest of all is late: it has run on the day
# after the last closed one, so that it is known what it says, and nothing has been decided by it yet.
_RUN_DAYS = (10, 9, 12, 8, 11)
_CORRECTED_ON = 20  # after the 14th, so that the tiers of its month were decided on the first revision


@dataclass(frozen=True, slots=True)
class DaysBack:
    """So many days before the last closed day; a negative number lies after it."""

    days: int


@dataclass(frozen=True, slots=True)
class InMonth:
    """A day (1 to 28) of the month that lies `back` months before the newest report's period, or after it if negative.

    The last closed day lies between the 14th of the month after the period and the 13th of the one after that. Rules
    that go by months see the same distance whatever that day is.
    """

    back: int
    day: int


Moment = DaysBack | InMonth


def days_since(moment: Moment) -> int:
    """The days from the moment to the last closed day that have passed for certain, whatever the calendar."""
    match moment:
        case DaysBack(days):
            return days
        case InMonth(back, day):
            return 304 * (back + 1) // 10 + 7 - day


class Calendar:
    """Turns the sample's moments into days, so that all of it ends on `last_closed`."""

    def __init__(self, last_closed: date) -> None:
        self.last_closed = last_closed
        self._newest_period = newest_due_period(last_closed)

    def day(self, moment: Moment) -> date:
        """The moment's calendar day."""
        match moment:
            case DaysBack(days) if days < 0:
                return days_after(self.last_closed, -days)
            case DaysBack(days):
                return days_before(self.last_closed, days)
            case InMonth(back, day) if back < 0:
                return plus_months(self._newest_period, -back).replace(day=day)
            case InMonth(back, day):
                return minus_months(self._newest_period, back).replace(day=day)

    def period(self, report: int) -> str:
        """The period (`YYYY-MM`) of the report that is so many reports older than the newest."""
        return format_month(minus_months(self._newest_period, report))

    def ran_on(self, report: int, revision: int) -> date:
        """The day on which that report's revision ran."""
        if report == 0:
            return days_after(self.last_closed, 1)
        run_day = _RUN_DAYS[report % len(_RUN_DAYS)] if revision == 1 else _CORRECTED_ON
        period = minus_months(self._newest_period, report)
        return days_after(period, 31).replace(day=run_day)
