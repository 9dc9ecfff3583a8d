"""Queries of nothing but rows: their root fields are read side by side, without a general executor's work for each."""

import asyncio
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
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
    NamedTypeNode,
    NonNullTypeNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_variable_values,
    is_non_null_type,
    located_error,
)

from api.auth.context import Context
from api.execution.documents import Operation
from api.execution.framework import (
    Answer,
    OperationType,
    RunningOperation,
    StrawberryField,
    VariableValues,
    call_resolver,
    coerce_arguments,
    core_schema,
    definition_of,
)
from api.reading.plans import BoundedCache
from api.reading.selections import TYPENAME

TEXTS = ("String", "ID")  # types whose variables are texts, and stay as they are
MOST_ERRORS = 50  # in the values of variables, as the general executor has it


class Unsuited(Exception):
    """Something else than fields that are read from rows, or a directive that may turn out either way."""


@dataclass(frozen=True, slots=True, eq=False)
class Arguments:
    """A field's arguments by their names in Python, coerced once: those that are written, and the names of variables.

    The variables are texts, which stay as they are."""

    written: Mapping[str, Any]
    variables: Mapping[str, str]

    def filled(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments with the values of all variables."""
        return {**self.written, **{name: variables[variable] for name, variable in self.variables.items()}}


@dataclass(frozen=True, slots=True, eq=False)
class Root:
    """One field of the answer, with all nodes that are merged into it.

    `arguments` are None where they have to be coerced for each request."""

    key: str
    nodes: list[FieldNode]
    field: GraphQLField
    definition: StrawberryField
    arguments: Arguments | None


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """One operation's root fields; none of them if the general executor has to run it.

    Queries are found by the identity of `node`, which they keep."""

    node: OperationDefinitionNode
    fragments: dict[str, FragmentDefinitionNode]
    roots: Sequence[Root]
    texts: Mapping[str, Collection[type]] | None

    def coerce_texts(self, variables: Mapping[str, Any]) -> VariableValues | None:
        """The variables of an operation that has none but texts, if they are such; they come through as they are.

        Else None: it is for the general way, which takes ten times as long, to judge."""
        if self.texts is None or self.texts.keys() != variables.keys():
            return None
        if any(type(value) not in self.texts[name] for name, value in variables.items()):
            return None
        return VariableValues({}, dict(variables))


class Roots:
    """The queries of one schema that can be run so."""

    def __init__(self, schema: strawberry.Schema, *, hide_suggestions: bool) -> None:
        self._schema = core_schema(schema)
        self._hide_suggestions = hide_suggestions
        self._queries: BoundedCache[int, Query] = BoundedCache()

    def find(self, operation: Operation) -> Query | None:
        """The operation as a query that can be read here; None where the general executor has to run it."""
        query = self._queries.get(id(operation.node), lambda: self._make(operation))
        return query if query.roots else None

    async def read(self, query: Query, operation: Operation, context: Context | None) -> ExecutionResult:
        """What the general executor would give."""
        texts = query.coerce_texts(operation.variables)
        values = texts or get_variable_values(
            self._schema,
            operation.node.variable_definitions or (),
            operation.variables,
            MOST_ERRORS,
            hide_suggestions=self._hide_suggestions,
        )
        if isinstance(values, list):
            return ExecutionResult(None, values)
        running = RunningOperation(self._schema, query.node, query.fragments, values.coerced, context)
        reads = [self._read(running, root, values, only_texts=texts is not None) for root in query.roots]
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

    async def _read(self, running: RunningOperation, root: Root, values: VariableValues, *, only_texts: bool) -> Answer:
        try:
            if only_texts and root.arguments is not None:
                arguments = root.arguments.filled(values.coerced)
            else:
                arguments = coerce_arguments(root.field, root.nodes[0], values, hide_suggestions=self._hide_suggestions)
            info = running.info(self._schema.query_type, [root.key], root.field, root.nodes)
            answer: Answer | None = await call_resolver(info, root.definition, arguments)
            if answer is None and is_non_null_type(root.field.type):
                raise TypeError(f"Cannot return null for non-nullable field Query.{root.nodes[0].name.value}.")
        except Exception as error:  # noqa: BLE001 - every error is the field's
            return Answer(None, (located_error(error, root.nodes, [root.key]),))
        return answer or Answer(None)

    def _make(self, operation: Operation) -> Query:
        fragments = fragments_of(operation.document)
        texts = _texts_of(operation.node)
        nodes: dict[str, list[FieldNode]] = {}
        try:
            if operation.type is not OperationType.QUERY:  # whose fields may be called as a mutation is
                raise Unsuited
            for node in _flatten(operation.node.selection_set, fragments, set()):
                nodes.setdefault(node.alias.value if node.alias else node.name.value, []).append(node)
            roots = [self._root(key, merged, texts) for key, merged in nodes.items()]
        except Unsuited:
            roots = []
        return Query(operation.node, fragments, roots, texts)

    def _root(self, key: str, nodes: list[FieldNode], texts: Mapping[str, Collection[type]] | None) -> Root:
        kind, name = self._schema.query_type, nodes[0].name.value
        assert kind is not None
        field = None if name == TYPENAME else kind.fields.get(name)  # __schema and __type are not among them
        definition: StrawberryField | None = None if field is None else definition_of(field)
        if field is None or definition is None or not _reads_rows(definition):
            raise Unsuited
        arguments = None if texts is None else _arguments_of(field, nodes[0], texts)
        return Root(key, nodes, field, definition, arguments)


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    """Its fragments by their names."""
    return {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}


def _texts_of(node: OperationDefinitionNode) -> Mapping[str, Collection[type]] | None:
    """The types in Python of what may be given for each variable, if all are of type String or ID; None otherwise."""
    texts: dict[str, Collection[type]] = {}
    for one in node.variable_definitions or ():
        required = isinstance(one.type, NonNullTypeNode)
        named = one.type.type if isinstance(one.type, NonNullTypeNode) else one.type
        if not isinstance(named, NamedTypeNode) or named.name.value not in TEXTS or one.default_value is not None:
            return None
        texts[one.variable.name.value] = (str,) if required else (str, type(None))
    return texts


def _arguments_of(field: GraphQLField, node: FieldNode, texts: Mapping[str, Collection[type]]) -> Arguments | None:
    """The field's arguments, if each is a scalar that is written, or one of the variables, which are all texts.

    None also where one cannot be used, for which there is an error to be told each time, and where a variable may be
    null and the argument may not."""
    variables = {
        one.name.value: one.value.name.value for one in node.arguments or () if isinstance(one.value, VariableNode)
    }
    for name, variable in variables.items():
        if is_non_null_type(field.args[name].type) and len(texts[variable]) > 1:
            return None
    try:
        coerced = coerce_arguments(field, node, VariableValues({}, dict.fromkeys(texts, "")))
    except GraphQLError:
        return None
    names = {field.args[name].out_name or name: variable for name, variable in variables.items()}
    written = {name: value for name, value in coerced.items() if name not in names}
    if not all(isinstance(value, int | str | date | None) for value in written.values()):
        return None
    return Arguments(written, names)


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
