"""One field of one request, or one for many requests: its plan, its arguments, its statement, its answer."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import asyncpg
import orjson
from graphql import GraphQLError, GraphQLList, GraphQLObjectType, GraphQLOutputType, get_nullable_type

from api.auth.context import Info
from api.auth.scope import today
from api.execution.errors import ApiError
from api.execution.framework import Answer, VariableValues, call_resolver, coerce_arguments, core_info
from api.reading.from_texts import fill_in
from api.reading.objects import Objects
from api.reading.pages import write_page
from api.reading.plans import Plan, Statement
from api.reading.refusals import Refused, Settler, is_marked
from api.reading.rows import Given, Reading, Rows
from api.reading.selections import Document, Selected
from api.reading.sql import Pieces

Select = Callable[[Objects, Plan, Given], Pieces]

ROOT = "root"  # owns the values of what the field itself reads
ROOM = "room"  # the bytes that are left for the answer


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
        given = Given(ROOT, reading)
        inner = self._inner = [self._read_arguments(one) for one in self._plan.with_arguments]
        context = self._info.context
        version = context.rules.version
        shape = (version, viewer is not None, type(reading), given.shape, *(one.shape for one in inner))

        def make() -> Statement:
            objects = Objects(Rows(for_partner=viewer is not None), context.rules, inner, write_page)
            return Statement.of(select(objects, self._plan, given), objects.to_fill)

        statement = context.plans.statement(self._plan, shape, make, context.work.pay_for_planning)
        values: dict[str, Sequence[Any]] = {ROOT: given.values, "viewer": (viewer,), "today": (today(self._info),)}
        values[ROOM] = (room,)
        values |= {one.owner: one.values for one in inner if isinstance(one, Given)}
        rows: Any = await connection.fetch(statement.text, *statement.values(values))
        if any(is_marked(row["text"] or b"") for row in rows) and await context.rules.renew(connection):
            return await self.fetch(reading, select, viewer, connection, room)  # of an edition that was just published
        if statement.to_fill:
            filled = await fill_in(rows, statement.to_fill, context.rules, connection, room)
            # None where a draft was written anew; no rows at all are an answer.
            return await self.fetch(reading, select, viewer, connection, room) if filled is None else filled
        return cast("Sequence[Mapping[str, Any]]", rows)  # as Records read, without being one

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
