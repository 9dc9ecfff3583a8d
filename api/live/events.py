"""The log of events as subscriptions read it, and what holds at a place in it."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from api.execution.errors import BadInput, CursorExpired
from api.reading.ids import Reference
from api.reading.sql import Sql, as_statement
from events.log import NEWEST, Event, EventsForgotten, Topic, find_newest, read_events, read_span, read_topic
from models.database import Purpose, acquire, acquire_reserved


@dataclass(frozen=True, slots=True)
class Snapshot(Event):
    """What holds now, made for one subscription: it has the number of the newest event that it takes into account."""

    @classmethod
    def of(cls, topic: Topic, seq: int, held: object) -> Self:
        """Of what is held of the topic's row."""
        declared = topic.kind.declared
        about: dict[str, Any] = {} if declared.about is None else {declared.about: topic.row}
        return cls(seq, topic.kind, **{"partner": None, **about, declared.keeps: held})


async def check_resumable(seq: int) -> None:
    """Raises BadInput for a number that no event has had, and CursorExpired when events after it are gone."""
    async with acquire() as connection:
        span = await read_span(connection)
    if seq > span.newest:
        raise BadInput("after: the cursor is ahead of the newest event, so it is not from this database")
    if not span.has_all_after(seq):
        raise expired()


def expired() -> CursorExpired:
    """What is said of a cursor that is too old, and what to do then."""
    return CursorExpired(
        "after: the events that follow the cursor are no longer kept; subscribe without `after`, take what holds"
        " now from the SNAPSHOT (or from a query made after it arrived), and go on from its cursor"
    )


async def read_after(topic: Topic, seq: int, until: int) -> list[Event]:
    """The next events of the topic after `seq` and up to `until`, oldest first, at most PAGE. Raises CursorExpired."""
    async with acquire_reserved(Purpose.LIVE) as connection:
        try:
            return await read_topic(connection, topic, seq, until)
        except EventsForgotten:
            raise expired() from None


async def read_new(seq: int) -> list[Event]:
    """The next events of all kinds after `seq`, oldest first, at most PAGE."""
    async with acquire_reserved(Purpose.LIVE) as connection:
        return await read_events(connection, seq)


async def newest_event() -> int:
    """The number of the newest event, 0 when there is none."""
    async with acquire() as connection:
        return await find_newest(connection)


async def snapshot(topic: Topic, today: date) -> Snapshot:
    """What holds now of the topic's row, as of the newest event: nothing of one that is not there, or of many."""
    declared = topic.kind.declared
    now = "NULL" if topic.row is None and declared.about is not None else f"({declared.now})"
    values = [value for place, value in (("$1", topic.row), ("$2", today)) if place in now]
    async with acquire() as connection:
        row = await connection.fetchrow(f"SELECT ({NEWEST} FROM event) AS newest, {now} AS held", *values)
    assert row is not None
    return Snapshot.of(topic, row["newest"], row["held"])


async def find_partner(partner: Reference) -> int | None:
    """The row of the partner that an id stands for; None if there is none."""
    async with acquire() as connection:
        found: int | None = await connection.fetchval(as_statement(Sql(partner.find, partner.values)), *partner.values)
    return found
