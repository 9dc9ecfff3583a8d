"""Cursors: where in a list an edge is, in a form that stays right while rows come and go."""

import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from api.execution.errors import BadInput
from api.reading.json_text import Expression, Json, write_day
from api.reading.sql import Pieces

# What a metric divides may have many decimals, and what it does not know is below all numbers.
_NUMBER = re.compile(r"-?[0-9]{1,60}(\.[0-9]{1,60})?|-Infinity")
_GREATEST = 2**63


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of sort key: its name in PostgreSQL, how it is written into a cursor, and how it is read out of one again.

    `read` raises ValueError for what cannot be a key of the type."""

    type: str
    write: Callable[[Pieces], Json]
    read: Callable[[Any], Any]


def _read_text(value: object) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError
    value.encode()  # half of a surrogate pair cannot be a stored text
    return value


def _read_number(value: object) -> Decimal:
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        raise ValueError
    return Decimal(value)


def _read_integer(value: object) -> int:
    if type(value) is not int or not -_GREATEST <= value < _GREATEST:
        raise ValueError
    return value


def _read_day(value: object) -> date:
    return date.fromisoformat(_read_text(value))


def _write_json(key: Pieces) -> Json:
    return (Expression(("to_json(", *key, ")")),)


def _write_number(key: Pieces) -> Json:
    return ('"', Expression(key), '"')  # as a text, since JSON's numbers are read as binary ones


def _write_day(key: Pieces) -> Json:
    return (write_day(key),)


TEXT = Kind("text", _write_json, _read_text)
NUMBER = Kind("numeric", _write_number, _read_number)
INTEGER = Kind("bigint", _write_json, _read_integer)
DAY = Kind("date", _write_day, _read_day)


def decode_cursor(argument: str, text: str, identity: str, kinds: Sequence[Kind]) -> tuple[Any, ...]:
    """The position that a cursor stands for; raises BadInput, naming the argument, for one of another list or order."""
    try:
        parts = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        found, values = parts[0], parts[1:]
        if found == identity and len(values) == len(kinds):
            return tuple(kind.read(value) for kind, value in zip(kinds, values, strict=True))
        known = isinstance(found, str) and found != identity
    except (ValueError, LookupError, TypeError, RecursionError):
        known = False
    if known:
        raise BadInput(f"{argument}: this cursor is of another list, order or filter; begin again without it")
    raise BadInput(f"{argument}: not a cursor; use one that a page of this list gave")
