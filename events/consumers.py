"""Consumers of the log that miss nothing however long they are away: each has its position in the database.

Subscriptions have theirs in cursors that clients keep, and are no consumers here. A consumer is for work that each
event causes once, whichever worker does it: in one transaction it claims the events that follow its position, writes
what they cause, and advances. What it has not read is kept for it (`events/retention.py`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

import asyncpg

from events.log import PAGE, Event, EventsForgotten, read_events
from models.locks import Lock, lock
from models.statements import statement


class UnknownConsumer(Exception):
    """There is no such consumer, or it has been dropped: then it has missed events, and has to be registered anew."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The next events of a consumer, oldest first: none when it has read all."""

    consumer: str
    events: list[Event]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a consumer is: how many events it has not read, when the first of them was made, and when it moved on."""

    consumer: str
    unread: int
    waiting_since: datetime | None
    updated_at: datetime

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> Self:
        """From a row of events/sql/consumers.sql."""
        return cls(row["name"], row["unread"], row["waiting_since"], row["updated_at"])


async def register(connection: asyncpg.Connection, consumer: str) -> None:
    """Has the consumer get every event from now on; one that is registered already stays where it is.

    In a transaction. The name has 64 characters at most."""
    await lock(connection, Lock.CONSUMERS, shared=True)
    await connection.execute(statement("events/register_consumer"), consumer)


async def claim_events(connection: asyncpg.Connection, consumer: str, most: int = PAGE) -> Batch | None:
    """The next events of the consumer, which are nobody else's until the transaction ends; None while another has them.

    Raises UnknownConsumer, and EventsForgotten when events were removed by hand before it had read them."""
    position = await connection.fetchval(statement("events/claim_consumer"), consumer)
    if position is None:
        if await connection.fetchval("SELECT EXISTS (SELECT FROM event_consumer WHERE name = $1)", consumer):
            return None
        raise UnknownConsumer(f"no consumer of events is called {consumer}, or it was too far behind: register it")
    events = await read_events(connection, position, most)
    if events and events[0].seq != position + 1:
        gone = f"the events {position + 1} to {events[0].seq - 1} were removed before {consumer} had read them"
        raise EventsForgotten(f"{gone}: forget it, and register it anew")
    return Batch(consumer, events)


async def advance(connection: asyncpg.Connection, consumer: str, seq: int) -> None:
    """Notes that the consumer has read up to the event of that number, in the transaction that has claimed it."""
    await connection.execute(statement("events/advance_consumer"), consumer, seq)


async def forget(connection: asyncpg.Connection, consumer: str) -> None:
    """Keeps nothing for the consumer any longer."""
    await connection.execute("DELETE FROM event_consumer WHERE name = $1", consumer)


async def list_consumers(connection: asyncpg.Connection) -> list[Progress]:
    """How far each of them is, by name."""
    return [Progress.from_row(row) for row in await connection.fetch(statement("events/consumers"))]
