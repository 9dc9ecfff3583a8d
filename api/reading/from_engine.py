"""What the engine answers: marks in a statement's answer, in whose place the answers are put before anybody reads it.

The engine looks in snapshots of its own, over the connection that has read the rows, for one answer after another."""

import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import asyncpg
import orjson
from graphql import GraphQLObjectType, get_named_type, is_leaf_type

from api.execution.errors import BadInput
from api.reading.declared import FromEngine, Shown, StoredRow
from api.reading.json_text import Expression, Json, write_day
from api.reading.refusals import BAD, Refused
from api.reading.rows import Given, Row
from api.reading.selections import TYPENAME, Selected
from api.reading.sql import Sql
from models.retention import ActivityDropped
from models.rulebook import Rulebook
from tiers.errors import NoEditionInForce, NotDecidable

MARKED = re.compile(rb'\{"\?":\[([0-9]+),([0-9]+)(?:,"([0-9-]{10})")?(?:,([0-9]+))?\]\}')


@dataclass(frozen=True, slots=True)
class Asking:
    """What the engine is asked with: a connection that is in no transaction, the rules, and the last closed day.

    `looked` is told what the question was, and how many clients were looked at, on each day once."""

    connection: asyncpg.Connection
    rules: Rulebook
    last_closed: date
    looked: Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class RowAt:
    """A row that stands in an answer, as it is selected there."""

    one: Selected
    key: int


Drawn = Sequence[str | RowAt]
"""JSON in which rows are still to be put."""
Inner = Sequence[Given | Refused]
"""How the fields with arguments are to be read this time, by their places."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the engine is asked, about a partner and, where that is asked for, a day."""

    ask: Callable[..., Awaitable[Any]]
    partner: int
    day: date | None


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """In place of an answer: the mark that says why there is none."""

    mark: str


def mark(number: int, reading: FromEngine, row: Row) -> Json:
    """What stands for the answer to the question of that number until it is there."""
    partner = Expression(row.place(Sql(reading.partner)))
    day = () if reading.day is None else (",", write_day(row.place(Sql(reading.day))))
    client = () if reading.client is None else (",", Expression(row.place(Sql(reading.client))))
    return (f'{{"?":[{number},', partner, *day, *client, "]}")


def question_of(found: re.Match[bytes], to_ask: Sequence[Selected], inner: Inner) -> Question:
    """The question behind a mark."""
    number, partner, day, _ = found.groups()
    reading = _reading_of(to_ask[int(number)], inner)
    return Question(reading.ask, int(partner), None if day is None else date.fromisoformat(day.decode()))


async def ask(asking: Asking, question: Question) -> Any:  # noqa: ANN401 - whatever the question is about
    """The engine's answer; Unanswerable for a question that cannot be answered."""
    try:
        return await question.ask(asking, question.partner, question.day)
    except (NoEditionInForce, NotDecidable, ActivityDropped, BadInput) as error:
        return Unanswerable(orjson.dumps({"!": {BAD: str(error)}}).decode())


def draw(found: re.Match[bytes], answer: Any, to_ask: Sequence[Selected], inner: Inner) -> Drawn:  # noqa: ANN401
    """What is selected of the answer to the question behind a mark."""
    if isinstance(answer, Unanswerable):
        return (answer.mark,)
    number, _, _, client = found.groups()
    one = to_ask[int(number)]
    show = _reading_of(one, inner).show
    value = answer if show is None else show(answer, None if client is None else int(client))
    return tuple(_draw(value, one, inner))


def keys_in(drawn: Iterable[Drawn]) -> Mapping[Selected, Sequence[int]]:
    """The keys of all rows that are still to be put in, by how they are selected."""
    keys: dict[Selected, dict[int, None]] = {}
    for part in (part for each in drawn for part in each):
        if isinstance(part, RowAt):
            keys.setdefault(part.one, {})[part.key] = None
    return {one: list(own) for one, own in keys.items()}


def complete(drawn: Drawn, text_of: Callable[[RowAt], bytes | None]) -> bytes:
    """The JSON with the rows in it; null where there is no text of one."""
    return b"".join(part.encode() if isinstance(part, str) else text_of(part) or b"null" for part in drawn)


def _reading_of(one: Selected, inner: Inner) -> FromEngine:
    given = None if one.given_at is None else inner[one.given_at]
    assert not isinstance(given, Refused)  # a field that was refused leaves another mark
    reading = one.reading if given is None else given.reading
    assert isinstance(reading, FromEngine)
    return reading


def _draw(value: Any, one: Selected, inner: Inner) -> Iterator[str | RowAt]:  # noqa: ANN401 - any value of a field
    """What is selected of an object, of a list of them, or of a leaf."""
    kind = get_named_type(one.field.type)
    if value is None:
        yield "null"
    elif isinstance(value, StoredRow):
        yield RowAt(one, value.key)
    elif isinstance(value, list | tuple):
        for place, item in enumerate(value):
            yield "," if place else "["
            yield from _draw(item, one, inner)
        yield "]" if value else "[]"
    elif is_leaf_type(kind):
        yield orjson.dumps(kind.coerce_output_value(value)).decode()
    else:
        assert isinstance(kind, GraphQLObjectType)
        for place, each in enumerate(one.below):
            yield f'{"," if place else "{"}"{each.key}":'
            yield from _draw_member(value, kind, each, inner)
        yield "}"


def _draw_member(value: Any, kind: GraphQLObjectType, each: Selected, inner: Inner) -> Iterator[str | RowAt]:  # noqa: ANN401
    if each.name == TYPENAME:
        yield f'"{kind.name}"'
        return
    assert each.definition is not None
    name = each.definition.python_name
    member = value[name] if isinstance(value, Mapping) else getattr(value, name)
    if each.given_at is None:
        yield from _draw(member, each, inner)
        return
    given = inner[each.given_at]
    if isinstance(given, Refused):
        yield given.mark
        return
    assert isinstance(given.reading, Shown)
    yield from _draw(member(given.reading.most), each, inner)
