"""What a check is, and what one finds."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

import asyncpg

from models.rulebook import Rulebook
from models.statements import statement

EXAMPLES = 5  # that are told of what a check finds

Progress = Callable[[int, int], None]
"""Is told how many steps of a check are done, and how many there are."""


class Spans(StrEnum):
    """What cuts the long ones among the checks, whose statements take the first and the last day of a span.

    ACTIVITY: the months of activity. DECISIONS: the days on which decisions take effect."""

    ACTIVITY = "ACTIVITY"
    DECISIONS = "DECISIONS"


class Repair(StrEnum):
    """What makes good what a check finds, and can do no harm where nothing is wrong.

    ACTIVITY: daily activity is made equal to its events. NEWEST_DAY: the newest day is computed from scratch."""

    ACTIVITY = "ACTIVITY"
    NEWEST_DAY = "NEWEST_DAY"


@dataclass(frozen=True)
class Sample:
    """How many partners are computed from scratch, None for all, and the chance by which they are chosen."""

    partners: int | None
    chance: int = 0


NOBODY = Sample(0)


@dataclass(frozen=True)
class Found:
    """How many things a check found, and a line for each of the first few; `note` says why it did not look at all."""

    total: int = 0
    examples: tuple[str, ...] = ()
    note: str | None = None

    def and_then(self, more: "Found") -> "Found":
        """This, and what was found after it."""
        examples = (*self.examples, *more.examples)[:EXAMPLES]
        return Found(self.total + more.total, examples, self.note or more.note)


Find = Callable[[asyncpg.Connection, Rulebook, Sample, Progress], Awaitable[Found]]


@dataclass(frozen=True)
class Check:
    """Something that always holds of the rows of one snapshot, whatever loads and runs are under way.

    `holds` says what, and `remedy` what a person does when it does not, a line each. `engine/sql/check_NAME.sql`, with
    the values of `takes` after its span, gives a line for each finding; `complete` puts in what it shares with others.
    Where SQL cannot, `find` finds them. Neither can write.
    """

    name: str
    holds: str
    remedy: str
    spans: Spans | None = None
    takes: tuple[Callable[[Rulebook], object], ...] = ()
    find: Find | None = None
    complete: Callable[[str], str] | None = None
    repair: Repair | None = None

    @property
    def text(self) -> str:
        """The statement of its file."""
        text = statement(f"engine/check_{self.name.replace('-', '_')}")
        return text if self.complete is None else self.complete(text)
