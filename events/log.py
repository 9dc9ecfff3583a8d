"""The log of what happened, read in the order in which its transactions were committed, by the API and by workers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

import asyncpg

from events.kinds import EventKind
from models.statements import statement

PAGE = 500  # events that are read at once
NEWEST = "SELECT coalesce(max(seq), 0) AS newest"

_LAST = {kind.value: kind.declared.last for kind in EventKind}


class EventsForgotten(Exception):
    """Events that somebody has not read yet are no longer kept."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Events of one kind, of one row where `row` is given: of what events of the kind are about."""

    kind: EventKind
    row: int | None

    def has(self, event: "Event") -> bool:
        """Whether the event is of it."""
        return event.kind == self.kind and self.row in (None, event.about)

    def ends_with(self, event: "Event") -> bool:
        """Whether nothing can follow the event. Of all rows together something always can."""
        return self.row is not None and event.is_last

    @property
    def pace(self) -> float:
        """For how many seconds changes are told together, of each row as it is then; 0 for each event by itself."""
        return self.kind.declared.pace if self.row is None else 0.0


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its number, what it is about, and for standings and jobs the row as it then was, as JSON.

    Numbers rise by one from event to event, in the order of commits:
    docs/decisions/0006-events-are-numbered-in-commit-order.md. Its kind may be one that only another version knows."""

    COLUMNS: ClassVar[str] = "seq, kind, partner_id, decision_id, job_id, payload"

    seq: int
    kind: str
    partner: int | None
    decision: int | None = None
    job: int | None = None
    row: str | None = None

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> Self:
        """From a row with COLUMNS."""
        return cls(
            seq=row["seq"],
            kind=row["kind"],
            partner=row["partner_id"],
            decision=row["decision_id"],
            job=row["job_id"],
            row=row["payload"],
        )

    @property
    def is_last(self) -> bool:
        """Whether nothing can follow for who watches its row, as when a job has come to its end."""
        last = _LAST.get(self.kind, frozenset())
        return bool(last) and self.row is not None and json.loads(self.row)["status"] in last

    @property
    def about(self) -> int | None:
        """The row that it is about: of a job or of a partner."""
        return self.partner if self.job is None else self.job


def newest_of_each(events: Sequence[Event]) -> list[Event]:
    """Of several events about one row only the newest, in the order of all."""
    newest = {event.about: event.seq for event in events}
    return [event for event in events if newest[event.about] == event.seq]


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers of the oldest event that is kept and of the newest; 1 and 0 when there has been none."""

    oldest: int
    newest: int

    def has_all_after(self, seq: int) -> bool:
        """Whether no event after that number has been forgotten."""
        return seq >= self.oldest - 1


async def read_span(connection: asyncpg.Connection) -> Span:
    """What is kept now. The oldest one only ever rises."""
    row = await connection.fetchrow(f"{NEWEST}, coalesce(min(seq), 1) AS oldest FROM event")
    assert row is not None
    return Span(row["oldest"], row["newest"])


async def find_newest(connection: asyncpg.Connection) -> int:
    """The number of the newest event, 0 when there has been none."""
    return int(await connection.fetchval(f"{NEWEST} FROM event"))


async def read_events(connection: asyncpg.Connection, after: int, most: int = PAGE) -> list[Event]:
    """The next events of all kinds after that number, oldest first."""
    text = statement("events/events_after").format(columns=Event.COLUMNS)
    return [Event.from_row(row) for row in await connection.fetch(text, after, most)]


async def read_topic(connection: asyncpg.Connection, topic: Topic, after: int, until: int) -> list[Event]:
    """The next events of the topic after a number and up to another, oldest first, at most PAGE.

    Raises EventsForgotten when some after the first number are no longer kept."""
    of_row, values = ("true", ()) if topic.row is None else (f"{topic.kind.declared.about}_id = $5", (topic.row,))
    text = statement("events/events_of_topic").format(columns=Event.COLUMNS, of_row=of_row)
    events = [Event.from_row(row) for row in await connection.fetch(text, topic.kind, after, until, PAGE, *values)]
    if not (await read_span(connection)).has_all_after(after):  # looked at last, as events go meanwhile
        raise EventsForgotten(f"events after {after} are no longer kept")
    return events
