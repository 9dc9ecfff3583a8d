"""Moments of the sample, kept apart from the calendar until a last closed day is known."""

from dataclasses import dataclass
from datetime import date

from tiers.periods import days_after, days_before, format_month, minus_months

REPORTS = 18
"""How many months have an MRR report."""

CORRECTED_REPORT = 3
"""How many reports before the newest one was run a second time."""

# Before the 14th, when reports are due; newest first, over and over.
_RUN_DAYS = (10, 9, 12, 8, 11)
_CORRECTED_ON = 20  # after the 14th, so that the tiers of its month were decided on the first revision


@dataclass(frozen=True, slots=True)
class DaysBack:
    """So many days before the last closed day; a negative number lies after it."""

    days: int


@dataclass(frozen=True, slots=True)
class InMonth:
    """A day (1 to 28) of the month that lies `back` months before the newest report's period.

    Rules that go by months see the same distance whatever the last closed day is.
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
        newest_has_run = last_closed.day >= _RUN_DAYS[0]
        self._newest_period = minus_months(last_closed.replace(day=1), 1 if newest_has_run else 2)

    def day(self, moment: Moment) -> date:
        """The moment's calendar day."""
        match moment:
            case DaysBack(days) if days < 0:
                return days_after(self.last_closed, -days)
            case DaysBack(days):
                return days_before(self.last_closed, days)
            case InMonth(back, day):
                return minus_months(self._newest_period, back).replace(day=day)

    def period(self, report: int) -> str:
        """The period (`YYYY-MM`) of the report that is so many reports older than the newest."""
        return format_month(minus_months(self._newest_period, report))

    def ran_on(self, report: int, revision: int) -> date:
        """The day on which that report's revision ran."""
        run_day = _RUN_DAYS[report % len(_RUN_DAYS)] if revision == 1 else _CORRECTED_ON
        period = minus_months(self._newest_period, report)
        return days_after(period, 31).replace(day=run_day)
