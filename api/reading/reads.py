"""The doors of the compiler: what a field asks for, as one statement, with the answer as it goes to the caller."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import orjson
from graphql import (
    GraphQLError,
    GraphQLList,
    GraphQLObjectType,
    GraphQLOutputType,
    get_named_type,
    get_nullable_type,
)
from graphql.execution.values import VariableValues, get_argument_values
from strawberry.schema.schema_converter import get_arguments

from api.context import Info
from api.errors import ApiError
from api.reading.declared import One
from api.reading.listings import Page
from api.reading.nodes import Nodes, select_nodes
from api.reading.objects import Objects
from api.reading.pages import select_page, write_page
from api.reading.plans import Plan, Statement
from api.reading.refusals import MARK, Refused, Settler
from api.reading.rows import Given, Rows, stored_of
from api.reading.selections import Document, Selected
from api.reading.sql import Pieces, Sql, both
from api.scope import only_partner, today
from models.database import acquire

Select = Callable[[Objects, Plan], Pieces]

ROOT = "root"  # owns the values of what the field itself reads


@dataclass(frozen=True, slots=True)
class Answer:
    """A field's value as JSON, and the errors of fields inside it. The executor passes it on as it is."""

    json: orjson.Fragment | None
    errors: Sequence[GraphQLError] = ()


async def read_one(info: Info, type_name: str, where: Sql, *, source: Sql | None = None) -> Answer | None:
    """What the field that is being resolved selects of a row of the type; None if there is none that is visible.

    `where` finds the row as `this`; `source` gives it if it is of no table."""
    kind = _kind(info, type_name)
    given = Given(ROOT, One(where, source=source))

    def select(objects: Objects, plan: Plan) -> Pieces:
        return objects.select_one(kind, plan.below[kind.name], given, "")

    return await _Read(info, [kind]).run(given, select)


async def read_node(info: Info, type_name: str, key: int) -> Answer | None:
    """The same of the row that an id stands for, if it is one that can be found by its id at all."""
    found = Sql("this.id = {}::bigint", (key,))
    return await read_one(info, type_name, both([found, stored_of(_kind(info, type_name)).visible]))


async def read_row(info: Info, type_name: str, table: str, row: str) -> Answer | None:
    """The same of a row of the table as it once was, kept as JSON."""
    source = Sql(f"jsonb_populate_record(NULL::{table}, {{}}::jsonb)", (row,))
    return await read_one(info, type_name, Sql("true"), source=source)


async def read_page(info: Info, page: Page) -> Answer | None:
    """What the field that is being resolved selects of the page."""
    kind = get_named_type(info._raw_info.return_type)  # noqa: SLF001 - graphql-core's, Strawberry has another
    assert isinstance(kind, GraphQLObjectType)
    given = Given(ROOT, page)

    def select(objects: Objects, plan: Plan) -> Pieces:
        return select_page(objects, kind, plan.below[kind.name], given)

    return await _Read(info, [kind]).run(given, select)


async def read_nodes(info: Info, ids: Sequence[tuple[str, int]]) -> Answer | None:
    """What the field selects of each of the rows, a type's name and a key each; null for those that are not visible."""
    nodes = Nodes.of(ids)
    kinds = [_kind(info, name) for name in nodes.keys]
    given = Given(ROOT, nodes)

    def select(objects: Objects, plan: Plan) -> Pieces:
        return select_nodes(objects, kinds, plan, given)

    return await _Read(info, kinds, [name for name, _ in ids]).run(given, select)


class _Read:
    """One field of one request."""

    def __init__(self, info: Info, kinds: Sequence[GraphQLObjectType], of_items: Sequence[str] = ()) -> None:
        raw = info._raw_info  # noqa: SLF001 - graphql-core's has the nodes
        self._info = info
        self._raw = raw
        self._of_items = of_items
        # Strawberry gives resolvers the plain values, whatever graphql-core's type says.
        self._variables = cast("dict[str, Any]", raw.variable_values)
        self._document = Document(raw.schema, raw.operation, raw.fragments, self._variables)
        self._plan: Plan = info.context.plans.find(self._document, raw.field_nodes, kinds)

    async def run(self, given: Given, select: Select) -> Answer | None:
        """The answer; None where there is no row."""
        viewer = only_partner(self._info)
        asked = [self._ask(one) for one in self._plan.asked]
        shape = (viewer is not None, given.shape, *(one.shape for one in asked))
        rules = self._info.context.rules

        def make() -> Statement:
            objects = Objects(Rows(for_partner=viewer is not None), rules, asked, write_page)
            # As bytes, so that nothing on the way to the socket has to decode and encode the text.
            return Statement.of(("SELECT convert_to((", *select(objects, self._plan), "), 'UTF8')"))

        statement = self._plan.statements.get(shape, make)
        values: dict[str, Sequence[Any]] = {ROOT: given.values, "viewer": (viewer,), "today": (today(self._info),)}
        values |= {one.owner: one.values for one in asked if isinstance(one, Given)}
        async with acquire() as connection:
            text = await connection.fetchval(statement.text, *statement.values(values))
        if text is None:
            return None
        return self._settle(text, asked) if MARK in text else Answer(orjson.Fragment(text))

    def _ask(self, one: Selected) -> Given | Refused:
        """How a field with these arguments is to be read."""
        definition = one.definition
        assert definition is not None
        assert definition.base_resolver is not None
        schema: Any = self._info.schema
        try:
            values = VariableValues({}, self._variables)
            arguments = get_argument_values(one.field, one.node, values)
            positional, named = get_arguments(
                field=definition, source=None, info=self._info, kwargs=arguments, config=schema.config,
                scalar_registry=schema.schema_converter.scalar_registry,
            )  # fmt: skip
            return Given(str(one.asked), definition.base_resolver(*positional, **named))
        except (ApiError, GraphQLError) as error:
            assert one.asked is not None
            return Refused(one.asked, error)

    def _settle(self, text: bytes, asked: Sequence[Given | Refused]) -> Answer | None:
        """The answer with errors instead of marks; raises GraphQLError when one of them leaves nothing of it."""
        settler = Settler(asked)
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


def _kind(info: Info, name: str) -> GraphQLObjectType:
    kind = info._raw_info.schema.get_type(name)  # noqa: SLF001 - as above
    assert isinstance(kind, GraphQLObjectType)
    return kind
