"""What the schedule still has to run, and what it will have to (docs/rules.md, rule 6).

The first two functions start from a mark that only the schedule's own finished runs move. Runs that operators
asked for never move it, whatever days or months they computed.
"""

from datetime import date

from tiers.periods import days_after, decision_day, month_after


def due_days(last_closed: date, newest_scheduled_day: date | None) -> tuple[date, date] | None:
    """The first and last of the days that the schedule has to compute, or None when it is up to date.

    The mark is `newest_scheduled_day`: the newest day of a daily run that the schedule started and
    that succeeded. Without one the schedule begins at the last closed day.
    """
    if newest_scheduled_day is None:
        return last_closed, last_closed
    if newest_scheduled_day >= last_closed:
        return None
    return days_after(newest_scheduled_day, 1), last_closed


def due_months(last_closed: date, after: date) -> list[date]:
    """The months that the schedule has to decide, oldest first: those whose 14th is in (after, last_closed].

    The mark is `after`: a day up to which the schedule owes no decision. That is the 14th of a month
    up to which its own decision runs succeeded, or, while it has decided none, the day before the
    first day that it computed. The newest day that it computed will not do: a 14th may be computed
    while its decision is still owed.
    """
    months = []
    month = after.replace(day=1)
    while decision_day(month) <= last_closed:
        if decision_day(month) > after:
            months.append(month)
        if (month.year, month.month) == (last_closed.year, last_closed.month):
            break
        month = month_after(month)
    return months


def coming_months(last_closed: date, count: int) -> list[date]:
    """The next so many months to be decided, at least 1: those whose 14th has not closed."""
    month = last_closed.replace(day=1)
    months = [month if decision_day(month) > last_closed else month_after(month)]
    while len(months) < count:
        months.append(month_after(months[-1]))
    return months
