"""Which periods of a file can stand, so that nobody has two at a time: of certifications, say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """One period of somebody's, both days inclusive.

    Until when in the database, until when in the file, and the number of its line; None: not there. What has no end
    ends on date.max.
    """

    valid_from: date
    existing_until: date | None
    staged_until: date | None
    number: int | None


@dataclass(frozen=True, slots=True)
class Overlap:
    """A line that cannot stand, and the period that it overlaps."""

    number: int
    valid_from: date
    valid_until: date


Days = tuple[date, date]
"""A period that stands: its first and its last day."""


def find_overlaps(periods: Sequence[Period]) -> list[Overlap]:
    """The lines of one owner that cannot stand, whatever the order of the lines. `periods` ascend by `valid_from`.

    What is in the database and not changed by the file stands, and overlaps nothing of its kind; then each line, in the
    order of `valid_from`, that overlaps nothing standing. A rejected line leaves the row that it would have changed
    standing, so the rest is judged anew. Looks at each period twice, however many rows are left standing so."""
    restored = _find_restored(periods)
    behind: Days | None = None
    overlaps = []
    ahead = _Ahead([_row(one) for one in periods if not _changes(one) or one.valid_from in restored])
    for period in periods:
        if _changes(period) and period.valid_from not in restored:
            behind = ahead.pass_by(period.valid_from) or behind
            if other := _clash(period, behind, ahead.next):
                overlaps.append(_overlap(period, other))
            else:
                behind = _staged(period)
    return [*restored.values(), *overlaps]


def _find_restored(periods: Sequence[Period]) -> dict[date, Overlap]:
    """The lines that leave their rows standing, by their first day.

    A row that is left standing may be overlapped by a line that was taken before: by the last one only, as those that
    are taken overlap nothing. That one goes, and what lies between the two may be taken after all. It ends before the
    row, so nothing that comes later is judged by it, and it has no rows to leave standing: with a row, it would have
    left that standing already."""
    restored: dict[date, Overlap] = {}
    behind: Days | None = None
    taken: Period | None = None  # the line that `behind` is of, if it is of one
    ahead = _Ahead([_row(one) for one in periods if not _changes(one)])
    for period in periods:
        if not _changes(period):
            continue
        if passed := ahead.pass_by(period.valid_from):
            behind, taken = passed, None
        other = _clash(period, behind, ahead.next)
        if other is None:
            behind, taken = _staged(period), period
        elif period.existing_until is not None:
            row = _row(period)
            restored[period.valid_from] = _overlap(period, other)
            if taken is not None and taken.existing_until is not None and behind is not None and behind[1] >= row[0]:
                restored[taken.valid_from] = _overlap(taken, row)
            behind, taken = row, None
    return restored


class _Ahead:
    """The rows that stand, passed by one after the other."""

    def __init__(self, rows: Iterable[Days]) -> None:
        self._rows = iter(rows)
        self.next = next(self._rows, None)

    def pass_by(self, day: date) -> Days | None:
        """Passes those that begin before the day; the last of them, if there were any."""
        passed = None
        while self.next is not None and self.next[0] < day:
            passed, self.next = self.next, next(self._rows, None)
        return passed


def _clash(period: Period, behind: Days | None, ahead: Days | None) -> Days | None:
    """Which of its two neighbours the staged period overlaps."""
    first, last = _staged(period)
    if behind is not None and behind[1] >= first:
        return behind
    return ahead if ahead is not None and ahead[0] <= last else None


def _changes(period: Period) -> bool:
    """Whether the file says something else than the database."""
    return period.staged_until is not None and period.staged_until != period.existing_until


def _staged(period: Period) -> Days:
    assert period.staged_until is not None
    return period.valid_from, period.staged_until


def _row(period: Period) -> Days:
    assert period.existing_until is not None
    return period.valid_from, period.existing_until


def _overlap(period: Period, other: Days) -> Overlap:
    assert period.number is not None
    return Overlap(period.number, *other)
