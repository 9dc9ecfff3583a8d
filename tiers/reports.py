"""MRR reports, and which of them is in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tiers.periods import days_before, decision_day, newest_due_period, plus_months


@dataclass(frozen=True, slots=True)
class Report:
    """One complete MRR report: `period` is the first day of its month, `ran_on` the day it was published."""

    period: date
    revision: int
    ran_on: date


def report_in_force(reports: Iterable[Report], as_of: date) -> Report | None:
    """Of the reports that ran by the day, the one of the greatest period, then revision (docs/rules.md, rule 2)."""
    run = [report for report in reports if report.ran_on <= as_of]
    return max(run, key=lambda report: (report.period, report.revision), default=None)


def days_in_force(report: Report, reports: Iterable[Report]) -> tuple[date, date | None] | None:
    """From when until when a report is in force beside others, None as a last day for ever; None if it never is."""
    own = (report.period, report.revision)
    after = [other.ran_on for other in reports if (other.period, other.revision) > own]
    end = min(after, default=None)
    if end is None:
        return report.ran_on, None
    return (report.ran_on, days_before(end, 1)) if end > report.ran_on else None


def is_provisional(report: Report | None, as_of: date) -> bool:
    """Whether the report in force is older than the newest due one, or there is none (docs/rules.md, "Provisional")."""
    return report is None or report.period < newest_due_period(as_of)


def next_due_day(report: Report | None, as_of: date) -> date:
    """The day by whose end the report after this one is due; without one, the newest that is due by the day's end.

    It has closed by a day just where `is_provisional` says so of that day."""
    period = newest_due_period(as_of) if report is None else plus_months(report.period, 1)
    return decision_day(plus_months(period, 1))
