"""Which report is in force from which day on (docs/rules.md, rule 2), while reports are added from the lowest up."""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date

from tiers.reports import Report

Key = tuple[date, int]
"""A report's period and revision."""


def key_of(report: Report) -> Key:
    """What tells a report from others, and which of those that have run is in force: the greatest."""
    return report.period, report.revision


class Succession:
    """Reports that are in force one after the other. What is added, or asked about, is above all that is there."""

    def __init__(self) -> None:
        self._days: list[date] = []
        self._reports: list[Report] = []

    def displaced_by(self, report: Report) -> list[Report]:
        """The reports that it puts out of force: those in force on the day on which it runs, and on later ones."""
        place = bisect_left(self._days, report.ran_on)
        same_day = self._days[place : place + 1] == [report.ran_on]
        return self._reports[place if same_day else max(place - 1, 0) :]

    def add(self, report: Report) -> None:
        """Has it in force from the day on which it runs."""
        place = bisect_left(self._days, report.ran_on)
        self._days[place:] = [report.ran_on]
        self._reports[place:] = [report]


def find_displaced(new: Iterable[Report], published: Iterable[Report]) -> set[Report]:
    """The published reports that new ones would put out of force, each of them alone."""
    succession = Succession()
    found: set[Report] = set()
    wanted = set(new)
    for report in sorted({*published, *wanted}, key=key_of):
        if report in wanted:
            found.update(succession.displaced_by(report))
        else:
            succession.add(report)
    return found
