"""Which certifications of a file can stand, so that no partner has two at a time."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """One certification of a partner, both days inclusive.

    Until when in the database, until when in the file, and the number of its line; None: not there.
    """

    valid_from: date
    kept_until: date | None
    staged_until: date | None
    number: int | None


@dataclass(frozen=True, slots=True)
class Overlap:
    """A line that cannot stand, and the period that it overlaps."""

    number: int
    valid_from: date
    valid_until: date


def find_overlaps(periods: Sequence[Period]) -> list[Overlap]:
    """The lines of one partner that cannot stand, whatever the order of the lines. `periods` ascend by `valid_from`.

    What is in the database and not changed by the file stands; then each line, in the order of `valid_from`, that
    overlaps nothing standing. A rejected line leaves the row that it would have changed standing, so the rest is judged
    anew.
    """
    restored: dict[date, Overlap] = {}
    while True:
        overlaps, restart = _judge(periods, restored)
        if restart is None:
            return [*restored.values(), *overlaps]
        restored[restart] = overlaps[-1]


def _judge(periods: Sequence[Period], restored: Mapping[date, Overlap]) -> tuple[list[Overlap], date | None]:
    """The lines that overlap what stands before them, and the row that the last one leaves in place after all."""
    starts: list[date] = []
    ends: list[date] = []
    candidates: list[tuple[int, Period, date]] = []
    for period in periods:
        changes = period.staged_until not in (None, period.kept_until) and period.valid_from not in restored
        if changes and period.number is not None and period.staged_until is not None:
            candidates.append((period.number, period, period.staged_until))
        elif period.kept_until is not None:
            starts.append(period.valid_from)
            ends.append(period.kept_until)
    overlaps: list[Overlap] = []
    for number, period, until in candidates:
        place = bisect_left(starts, period.valid_from)
        if place > 0 and ends[place - 1] >= period.valid_from:
            overlaps.append(Overlap(number, starts[place - 1], ends[place - 1]))
        elif place < len(starts) and starts[place] <= until:
            overlaps.append(Overlap(number, starts[place], ends[place]))
        else:
            starts.insert(place, period.valid_from)
            ends.insert(place, until)
            continue
        if period.kept_until is not None:
            return overlaps, period.valid_from
    return overlaps, None
