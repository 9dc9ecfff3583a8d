"""SQL in pieces: what is declared or made for a request, and what becomes of it inside a statement."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_TOKEN = re.compile(r"\{(\w*)\}|\b(this|parent)((?:_[a-z]+)*)\b")


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of a statement. Values never become text: they stay beside it, and are sent as parameters.

    In `text`, `{}` stands for the next of the `values`; `{today}` and `{viewer}` for what holds for the whole request;
    `this` (and `this_anything`) for the row that is read, `parent` for the row that it is read for."""

    text: str
    values: tuple[Any, ...] = ()

    def __add__(self, other: "Sql") -> "Sql":
        return Sql(f"{self.text} {other.text}", self.values + other.values)


NOTHING = Sql("")


def both(conditions: Iterable[Sql]) -> Sql:
    """All conditions at once; true for none."""
    conditions = [one for one in conditions if one.text]
    text = " AND ".join(one.text for one in conditions) or "true"
    return Sql(text, tuple(value for one in conditions for value in one.values))


def in_brackets(sql: Sql) -> Sql:
    """The same as one term."""
    return Sql(f"({sql.text})", sql.values)


@dataclass(frozen=True, slots=True)
class Param:
    """Where a value goes: one of the request by its name, or the value at a place of what a field was asked for."""

    name: str
    place: int = 0


Piece = str | Param
Pieces = tuple[Piece, ...]


def place(sql: Sql, this: str, parent: str, values: Iterable[Piece] = ()) -> Pieces:
    """The piece inside a statement in which `this` and `parent` are the aliases of its rows.

    `values` are the parameters, or expressions, that stand for `sql.values`."""
    pieces: list[Piece] = []
    rest = iter(values)
    end = 0
    for token in _TOKEN.finditer(sql.text):
        pieces.append(sql.text[end : token.start()])
        end = token.end()
        name, row, suffix = token.groups()
        if row is not None:
            pieces.append((this if row == "this" else parent) + suffix)
        else:
            pieces.append(Param(name) if name else next(rest))
    return (*pieces, sql.text[end:])


def literal(text: str) -> str:
    """A text of our own as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


URL_SAFE = (
    "rtrim(replace(replace(replace(encode(convert_to(",
    ", 'UTF8'), 'base64'), E'\\n', ''), '+', '-'), '/', '_'), '=')",
)
"""What stands around a text to have it in URL-safe base 64 without padding; PostgreSQL's own has line ends, too.

`translate` would do all of it at once, and takes twice as long."""


def number(pieces: Iterable[Piece]) -> tuple[str, tuple[Param, ...]]:
    """The statement's text with numbered parameters, and which parameter has which number."""
    numbers: dict[Param, int] = {}
    text = "".join(
        piece if isinstance(piece, str) else f"${numbers.setdefault(piece, len(numbers) + 1)}" for piece in pieces
    )
    return text, tuple(numbers)


def as_statement(sql: Sql) -> str:
    """A statement of its own, to be run with `sql.values`."""
    return number(place(sql, "", "", (Param("", one) for one in range(len(sql.values)))))[0]
