"""One field of one request, or one for many requests: its plan, its arguments, its statement, its answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import asyncpg
import orjson
from graphql import GraphQLError, GraphQLList, GraphQLObjectType, GraphQLOutputType, get_nullable_type

from api.auth.context import Info
from api.auth.scope import today
from api.execution.errors import ApiError
from api.execution.framework import Answer, VariableValues, call_resolver, coerce_arguments, core_info
from api.reading.batches import Batch, select_batch
from api.reading.declared import Reading
from api.reading.from_engine import MARKED, Asking, RowAt, ask, complete, draw, keys_in, question_of
from api.reading.from_texts import fill_in
from api.reading.marks import Texts, marks_in, put_in, without_texts
from api.reading.objects import Objects
from api.reading.pages import write_page
from api.reading.plans import Plan, Statement
from api.reading.refusals import Refused, Settler, is_marked
from api.reading.rows import ROOM, ROOT, Given, Rows
from api.reading.selections import Document, Selected, object_of
from api.reading.sql import Pieces

Select = Callable[[Objects, Plan, Given], Pieces]


@dataclass(frozen=True, slots=True)
class Read:
    """What a statement reads, and who writes it. `at` is the field of an answer of the engine's whose rows it reads."""

    reading: Reading
    select: Select
    at: Selected | None = None

    @classmethod
    def of_keys(cls, one: Selected, keys: Sequence[int], viewer: int | None) -> "Read":
        """Rows by their keys, where a field of an answer of the engine's shows them."""

        def select(objects: Objects, _: Plan, given: Given) -> Pieces:
            return select_batch(objects, object_of(one), one.below, given)

        return cls(Batch.of(keys, [viewer] * len(keys)), select, one)


class FieldRead:
    """One field that is being read."""

    def __init__(self, info: Info, kinds: Sequence[GraphQLObjectType], of_items: Sequence[str] = ()) -> None:
        raw = core_info(info)
        self._info = info
        self._raw = raw
        self._of_items = of_items
        self._variables = cast("dict[str, Any]", raw.variable_values)
        self._document = Document(raw.schema, raw.operation, raw.fragments, self._variables)
        self._plan: Plan = info.context.plans.find(self._document, raw.field_nodes, kinds)
        self._inner: Sequence[Given | Refused] = ()

    async def fetch(
        self, reading: Reading, select: Select, viewer: int | None, connection: asyncpg.Connection, room: int
    ) -> Sequence[Mapping[str, Any]]:
        """The rows of the statement that `select` writes, for operators (None) or for a partner.

        `room` is how many bytes of text they may have."""
        self._inner = [self._read_arguments(one) for one in self._plan.with_arguments]
        return await self._fetch(Read(reading, select), viewer, connection, room)

    async def _fetch(
        self, read: "Read", viewer: int | None, connection: asyncpg.Connection, room: int
    ) -> Sequence[Mapping[str, Any]]:
        given, inner = Given(ROOT, read.reading), self._inner
        context = self._info.context
        version = context.rules.version
        shape = (read.at, version, viewer is not None, type(read.reading), given.shape, *(one.shape for one in inner))

        def make() -> Statement:
            objects = Objects(Rows(for_partner=viewer is not None), context.rules, inner, write_page)
            return Statement.of(read.select(objects, self._plan, given), objects.to_fill, objects.to_ask)

        statement = context.plans.statement(self._plan, shape, make, context.work.pay_for_planning)
        values: dict[str, Sequence[Any]] = {ROOT: given.values, "viewer": (viewer,), "today": (today(self._info),)}
        values[ROOM] = (room,)
        values |= {one.owner: one.values for one in inner if isinstance(one, Given)}
        rows: Any = await connection.fetch(statement.text, *statement.values(values))  # Records read as Mappings
        if any(is_marked(row["text"] or b"") for row in rows) and await context.rules.renew(connection):
            self._inner = [self._read_arguments(one) for one in self._plan.with_arguments]
            return await self._fetch(read, viewer, connection, room)  # of an edition that was just published
        if statement.to_fill:
            rows = await fill_in(rows, statement.to_fill, context.rules, connection, room)
            if rows is None:  # a draft was written anew; no rows at all are an answer
                return await self._fetch(read, viewer, connection, room)
        if statement.to_ask:
            rows = await self._ask(rows, statement.to_ask, viewer, connection, room)
        return cast("Sequence[Mapping[str, Any]]", rows)

    async def _ask(
        self, rows: Texts, to_ask: Sequence[Selected], viewer: int | None, connection: asyncpg.Connection, room: int
    ) -> Texts:
        """The rows with the answers of the engine, and with the rows that these show as the viewer sees them."""
        context = self._info.context
        marks, inner = marks_in(rows, MARKED), self._inner
        questions = {text: question_of(found, to_ask, inner) for text, found in marks.items()}
        to_answer = dict.fromkeys(questions.values())
        context.work.ask(len(to_answer))
        last_closed = context.rules.last_closed_day(context.clock())
        asking = Asking(connection, context.rules, last_closed, context.work.pay_for_looking)
        answers = {question: await ask(asking, question) for question in to_answer}
        drawn = {text: draw(found, answers[questions[text]], to_ask, inner) for text, found in marks.items()}
        shown: dict[RowAt, bytes] = {}
        for one, keys in keys_in(drawn.values()).items():
            found = await self._fetch(Read.of_keys(one, keys, viewer), viewer, connection, room)
            if found and found[0]["total"] > room:
                return without_texts(rows, found[0]["total"])
            shown |= {RowAt(one, keys[row["place"] - 1]): row["text"] for row in found}
        return put_in(rows, MARKED, lambda found: complete(drawn[found[0]], shown.get), room)

    def answer(self, text: bytes | None) -> Answer | None:
        """What a row's text comes to, once the statement has run; raises GraphQLError when nothing is left of it."""
        if text is None:
            return None
        return self._settle(text, self._inner) if is_marked(text) else Answer(orjson.Fragment(text))

    def _read_arguments(self, one: Selected) -> Given | Refused:
        """How a field with these arguments is to be read."""
        definition = one.definition
        assert definition is not None
        try:
            arguments = coerce_arguments(one.field, one.node, VariableValues({}, self._variables))
            return Given(str(one.given_at), call_resolver(self._info, definition, arguments))
        except (ApiError, GraphQLError) as error:
            assert one.given_at is not None
            return Refused(one.given_at, error)

    def _settle(self, text: bytes, inner: Sequence[Given | Refused]) -> Answer | None:
        """The answer with errors instead of marks; raises GraphQLError when one of them leaves nothing of it."""
        settler = Settler(inner)
        value: Any = orjson.loads(text)
        path = self._raw.path.as_list()
        node = self._raw.field_nodes[0]
        if self._of_items:
            item = cast("GraphQLList[GraphQLOutputType]", get_nullable_type(self._raw.return_type)).of_type
            value = [
                settler.settle(one, item, node, self._plan.below[name], [*path, place])
                for place, (one, name) in enumerate(zip(value, self._of_items, strict=True))
            ]
        else:
            (below,) = self._plan.below.values()
            value = settler.settle(value, self._raw.return_type, node, below, path)
        return Answer(None if value is None else orjson.Fragment(orjson.dumps(value)), settler.errors)
