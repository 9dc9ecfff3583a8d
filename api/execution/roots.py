"""Queries of nothing but rows: their root fields are read side by side, without a general executor's work for each."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import strawberry
from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLResolveInfo,
    OperationDefinitionNode,
    SelectionSetNode,
    is_non_null_type,
    located_error,
)
from graphql.execution.values import VariableValues, get_argument_values, get_variable_values
from graphql.pyutils import Path
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema_converter import get_arguments
from strawberry.types.field import StrawberryField

from api.auth.context import Context, Info
from api.execution.documents import Operation
from api.reading.field import Answer
from api.reading.plans import Kept
from api.reading.selections import DEFINITION, TYPENAME

MOST_ERRORS = 50  # in the values of variables, as the general executor has it


class Unsuited(Exception):
    """Something else than fields that are read from rows, or a directive that may turn out either way."""


@dataclass(frozen=True, slots=True, eq=False)
class Root:
    """One field of the answer, with all nodes that are merged into it."""

    key: str
    nodes: list[FieldNode]
    field: GraphQLField
    definition: StrawberryField


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """One operation's root fields; none of them if the general executor has to run it.

    Queries are found by the identity of `node`, which they keep."""

    node: OperationDefinitionNode
    fragments: dict[str, FragmentDefinitionNode]
    roots: Sequence[Root]


class Roots:
    """The queries of one schema that can be run so."""

    def __init__(self, schema: strawberry.Schema, *, hide_suggestions: bool) -> None:
        self._strawberry: Any = schema
        self._schema = schema._schema  # noqa: SLF001 - Strawberry offers no other way to it
        self._hide_suggestions = hide_suggestions
        self._queries: Kept[int, Query] = Kept()

    def find(self, operation: Operation) -> Query | None:
        """The operation as a query that can be read here; None where the general executor has to run it."""
        query = self._queries.get(id(operation.node), lambda: self._make(operation))
        return query if query.roots else None

    async def read(self, query: Query, operation: Operation, context: Context | None) -> ExecutionResult:
        """What the general executor would give."""
        values = get_variable_values(
            self._schema,
            operation.node.variable_definitions or (),
            operation.variables,
            MOST_ERRORS,
            hide_suggestions=self._hide_suggestions,
        )
        if isinstance(values, list):
            return ExecutionResult(None, values)
        reads = [self._read(query, root, values, context) for root in query.roots]
        # A task takes longer to start than a single read to prepare.
        answers = [await reads[0]] if len(reads) == 1 else await asyncio.gather(*reads)
        data: dict[str, Any] | None = {}
        errors: list[GraphQLError] = []
        for root, answer in zip(query.roots, answers, strict=True):
            errors.extend(answer.errors)
            if answer.json is None and is_non_null_type(root.field.type):
                data = None
            elif data is not None:
                data[root.key] = answer.json
        return ExecutionResult(data, errors or None)

    async def _read(self, query: Query, root: Root, values: VariableValues, context: Context | None) -> Answer:
        path = Path(None, root.key, self._schema.query_type.name if self._schema.query_type else None)
        try:
            given = get_argument_values(root.field, root.nodes[0], values, hide_suggestions=self._hide_suggestions)
            info = self._info(query, root, values, context, path)
            positional, named = get_arguments(
                field=root.definition, source=None, info=info, kwargs=given, config=self._strawberry.config,
                scalar_registry=self._strawberry.schema_converter.scalar_registry,
            )  # fmt: skip
            answer: Answer | None = await cast("Any", root.definition.base_resolver)(*positional, **named)
            if answer is None and is_non_null_type(root.field.type):
                raise TypeError(f"Cannot return null for non-nullable field Query.{root.nodes[0].name.value}.")
        except Exception as error:  # noqa: BLE001 - every error is the field's
            return Answer(None, (located_error(error, root.nodes, path.as_list()),))
        return answer or Answer(None)

    def _info(self, query: Query, root: Root, values: VariableValues, context: Context | None, path: Path) -> Info:
        raw: Any = GraphQLResolveInfo(
            root.nodes[0].name.value,
            root.nodes,
            root.field.type,
            cast("Any", self._schema.query_type),
            path,
            self._schema,
            query.fragments,
            None,
            query.node,
            cast("Any", values.coerced),  # as Strawberry gives them to resolvers
            context,
            cast("Any", optimized_is_awaitable),
            None,
            cast("Any", None),
        )
        return strawberry.Info(_raw_info=raw, _field=root.definition)

    def _make(self, operation: Operation) -> Query:
        fragments = fragments_of(operation.document)
        nodes: dict[str, list[FieldNode]] = {}
        try:
            for node in _flatten(operation.node.selection_set, fragments, set()):
                nodes.setdefault(node.alias.value if node.alias else node.name.value, []).append(node)
            roots = [self._root(key, merged) for key, merged in nodes.items()]
        except Unsuited:
            roots = []
        return Query(operation.node, fragments, roots)

    def _root(self, key: str, nodes: list[FieldNode]) -> Root:
        kind, name = self._schema.query_type, nodes[0].name.value
        assert kind is not None
        field = None if name == TYPENAME else kind.fields.get(name)  # __schema and __type are not among them
        definition: StrawberryField | None = None if field is None else field.extensions[DEFINITION]
        if field is None or definition is None or not _reads_rows(definition):
            raise Unsuited
        return Root(key, nodes, field, definition)


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    """Its fragments by their names."""
    return {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}


def _reads_rows(definition: StrawberryField) -> bool:
    resolver = definition.base_resolver
    return resolver is not None and resolver.wrapped_func.__annotations__.get("return") == Answer | None


def _flatten(
    selections: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode], seen: set[str]
) -> Iterator[FieldNode]:
    """The fields of selections and of the fragments in them, each fragment once. Raises Unsuited."""
    for node in selections.selections:
        if node.directives:
            raise Unsuited
        if isinstance(node, FieldNode):
            yield node
        elif isinstance(node, FragmentSpreadNode):
            if node.name.value not in seen:
                seen.add(node.name.value)
                yield from _flatten(fragments[node.name.value].selection_set, fragments, seen)
        else:
            yield from _flatten(cast("Any", node).selection_set, fragments, seen)
