"""JSON as text, put together by PostgreSQL: byte for byte what the schema's scalars write."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graphql import GraphQLEnumType, GraphQLOutputType, get_named_type, is_non_null_type

from api.reading.sql import Piece, Pieces, literal

MOST_ARGUMENTS = 90  # PostgreSQL takes 100 of a function


@dataclass(frozen=True, slots=True)
class Expression:
    """SQL that gives a text, and never null."""

    pieces: Pieces


Fragment = str | Expression  # ready-made JSON, or SQL that makes it
Json = tuple[Fragment, ...]


def concat(json: Iterable[Fragment]) -> Pieces:
    """One SQL expression that gives all fragments, one after the other, as one text."""
    parts: list[Pieces] = []
    ready = ""
    for part in json:
        if isinstance(part, str):
            ready += part
        else:
            if ready:
                parts.append((literal(ready),))
                ready = ""
            parts.append(part.pieces)
    if ready or not parts:
        parts.append((literal(ready),))
    while len(parts) > MOST_ARGUMENTS:
        parts = [_call(parts[place : place + MOST_ARGUMENTS]) for place in range(0, len(parts), MOST_ARGUMENTS)]
    return _call(parts)


def or_null(pieces: Pieces) -> Json:
    """The pieces as an expression that gives the text null where they are null."""
    return (Expression(("coalesce(", *pieces, ", 'null')")),)


def write_object(members: Sequence[tuple[str, Json]]) -> Json:
    """An object of members that are JSON already."""
    parts: list[Fragment] = []
    for place, (key, value) in enumerate(members):
        parts += [f'{"," if place else "{"}"{key}":', *value]
    return (*parts, "}") if members else ("{}",)


def write_leaf(kind: GraphQLOutputType, pieces: Pieces, *, cents: bool = False) -> Json:
    """A scalar, an enumeration's value or a list of texts, of the type that the schema gives the field.

    A Decimal is written as it is stored when it is money (`cents`), else without zeros that say nothing."""
    value = _plain(kind, pieces, cents=cents)
    if is_non_null_type(kind):
        return value
    text: list[Piece] = []
    for part in value:
        text += [" || "] if text else []
        text += [literal(part)] if isinstance(part, str) else ["(", *part.pieces, ")::text"]
    return or_null(tuple(text))


def _plain(kind: GraphQLOutputType, pieces: Pieces, *, cents: bool) -> Json:
    named = get_named_type(kind)
    if isinstance(named, GraphQLEnumType):
        return ('"', Expression(pieces), '"')
    if named.name == "Decimal" and cents:
        return ('"', Expression(pieces), '"')
    if named.name == "Date":
        return (write_day(pieces),)
    before, after = _WRITERS.get(named.name, _TO_JSON)
    quote = ('"',) if named.name in _QUOTED else ()
    return (*quote, Expression((before, *pieces, after)), *quote)


def write_day(pieces: Pieces) -> Expression:
    """A day as ISO 8601 has it. The first and the last day of Python's calendar are stored as infinities."""
    first, last = ("""'"-infinity"', '"0001-01-01"'""", """'"infinity"', '"9999-12-31"'""")
    return Expression(("replace(replace(to_json(", *pieces, f")::text, {first}), {last})"))


_TO_JSON = ("to_json(", ")")  # texts and lists of them
_WRITERS = {
    "Boolean": ("(", ")::text"),
    "DateTime": ("to_char((", ") AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"),
    "Decimal": ("trim_scale(", ")"),
    "Int": ("", ""),
}
_QUOTED = frozenset({"DateTime", "Decimal"})


def _call(parts: Sequence[Pieces]) -> Pieces:
    pieces: list[Piece] = ["concat("]
    for place, part in enumerate(parts):
        pieces += [", "] if place else []
        pieces += part
    return (*pieces, ")")
