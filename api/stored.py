"""Stored rows and their columns, which come from the table itself or as the JSON of an event's payload."""

from datetime import date, datetime

from api.sql import Row


def existing(row: Row | None) -> Row:
    """A row that a foreign key refers to, so that it is there."""
    if row is None:
        raise LookupError("a row that another one refers to is gone")
    return row


def as_day(value: date | str) -> date:
    """A day from either."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def as_moment(value: datetime | str) -> datetime:
    """A moment from either."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value
