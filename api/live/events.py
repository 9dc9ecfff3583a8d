"""The events table, read in the order in which its transactions were committed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.execution.errors import BadInput, CursorExpired
from api.reading.ids import Reference
from api.reading.sql import Sql, as_statement
from models.database import acquire, acquire_reserved
from models.events import EventKind
from models.jobs import FINAL

PAGE = 500  # events that are read at once
NEWEST = "SELECT coalesce(max(seq), 0) AS newest"
EVENT = "SELECT seq, kind, partner_id, decision_id, job_id, payload FROM event"


@dataclass(frozen=True, slots=True)
class Topic:
    """Events of one kind, of one row where `row` is given: of a job for JOB_CHANGED, else of a partner."""

    kind: EventKind
    row: int | None

    def has(self, event: "Event") -> bool:
        """Whether the event is of it."""
        return event.kind is self.kind and self.row in (None, event.about)


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its number, what it is about, and for standings and jobs the row as it then was, as JSON.

    A snapshot is made for one subscription, and has the number of the newest event that it takes into account."""

    seq: int
    kind: EventKind
    partner: int | None
    decision: int | None = None
    job: int | None = None
    row: str | None = None
    is_snapshot: bool = False

    @property
    def is_last(self) -> bool:
        """Whether nothing can follow for who watches its row: a job has come to its end."""
        return self.kind is EventKind.JOB_CHANGED and self.row is not None and json.loads(self.row)["status"] in FINAL

    @property
    def about(self) -> int | None:
        """The row that it is about: of a job, else of a partner."""
        return self.job if self.kind is EventKind.JOB_CHANGED else self.partner


async def check_resumable(seq: int) -> None:
    """Raises BadInput for a number that no event has had, and CursorExpired when events after it are gone."""
    async with acquire() as connection:
        kept = await connection.fetchrow(f"{NEWEST}, coalesce(min(seq), 1) AS oldest FROM event")
    assert kept is not None
    if seq > kept["newest"]:
        raise BadInput("after: the cursor is ahead of the newest event, so it is not from this database")
    if seq < kept["oldest"] - 1:
        raise expired()


def expired() -> CursorExpired:
    """What is said of a cursor that is too old, and what to do then."""
    return CursorExpired(
        "after: the events that follow the cursor are no longer kept; subscribe without `after`, take what holds"
        " now from the SNAPSHOT (or from a query made after it arrived), and go on from its cursor"
    )


async def read_after(topic: Topic, seq: int, until: int) -> list[Event]:
    """The next events of the topic after `seq` and up to `until`, oldest first, at most PAGE. Raises CursorExpired."""
    column = "job_id" if topic.kind is EventKind.JOB_CHANGED else "partner_id"
    row = "" if topic.row is None else f" AND {column} = {topic.row:d}"
    query = f"{EVENT} WHERE kind = $1 AND seq > $2 AND seq <= $3{row} ORDER BY seq LIMIT {PAGE}"
    async with acquire_reserved() as connection:
        events = as_events(await connection.fetch(query, topic.kind, seq, until))
        oldest = await connection.fetchval("SELECT coalesce(min(seq), 1) FROM event")  # looked at last: it only rises
    if seq < oldest - 1:
        raise expired()
    return events


async def read_new(seq: int) -> list[Event]:
    """The next events of all kinds after `seq`, oldest first, at most PAGE."""
    async with acquire_reserved() as connection:
        return as_events(await connection.fetch(f"{EVENT} WHERE seq > $1 ORDER BY seq LIMIT {PAGE}", seq))


def as_events(rows: Sequence[Any]) -> list[Event]:
    """Events from rows of the table."""
    return [
        Event(row["seq"], EventKind(row["kind"]), row["partner_id"], row["decision_id"], row["job_id"], row["payload"])
        for row in rows
    ]


async def newest_event() -> int:
    """The number of the newest event, 0 when there is none."""
    async with acquire() as connection:
        return int(await connection.fetchval(f"{NEWEST} FROM event"))


async def decision_now(partner: int, today: date) -> tuple[int, int | None]:
    """The number of the newest event and, as of it, the partner's decision in effect."""
    async with acquire() as connection:
        row = await connection.fetchrow(
            f"{NEWEST}, (SELECT id FROM tier_decision WHERE partner_id = $1 AND effective_on <= $2"
            " ORDER BY effective_on DESC, revision DESC LIMIT 1) AS decision FROM event",
            partner, today,
        )  # fmt: skip
    assert row is not None
    return row["newest"], row["decision"]


async def find_partner(partner: Reference) -> int | None:
    """The row of the partner that an id stands for; None if there is none."""
    async with acquire() as connection:
        found: int | None = await connection.fetchval(as_statement(Sql(partner.find, partner.values)), *partner.values)
    return found


async def standing_now(partner: int) -> tuple[int, str | None]:
    """The number of the newest event and, as of it, the partner's row of the newest computed day, as JSON."""
    async with acquire() as connection:
        row = await connection.fetchrow(
            f"{NEWEST}, (SELECT to_jsonb(s) FROM standing s WHERE s.partner_id = $1"
            " AND s.as_of = (SELECT max(day) FROM computed_day)) AS standing FROM event",
            partner,
        )
    assert row is not None
    return row["newest"], row["standing"]


async def job_now(job: int) -> tuple[int, str] | None:
    """The number of the newest event and, as of it, the job's row as JSON; None for a job that is not there."""
    async with acquire() as connection:
        row = await connection.fetchrow(
            f"SELECT ({NEWEST} FROM event) AS newest, to_jsonb(j) AS job FROM recompute_job j WHERE j.id = $1", job
        )
    return None if row is None else (row["newest"], row["job"])
