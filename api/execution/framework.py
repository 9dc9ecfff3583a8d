"""The insides of Strawberry and graphql-core that the API needs, all of them.

Neither promises to keep what is here as it is. `tests/api/test_framework.py` says what is needed of it, and `make
check` refuses to import it anywhere else."""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from inspect import CORO_CREATED, getcoroutinestate, iscoroutine
from typing import Any, TypeVar, cast

import orjson
import strawberry
from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLField,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLSchema,
    OperationDefinitionNode,
    execute,
)
from graphql.execution.collect_fields import FieldDetails, FragmentDetails, collect_subfields
from graphql.execution.values import VariableValues, get_argument_values
from graphql.pyutils import Path
from graphql.validation.validate import ValidationAbortedError
from strawberry.execution import optimized_is_awaitable
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.http.parse_content_type import parse_content_type
from strawberry.relay import GlobalID
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.schema.name_converter import NameConverter
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.schema.schema_converter import get_arguments
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import Operation as SocketOperation
from strawberry.subscriptions.protocols.graphql_transport_ws.types import (
    ConnectionInitMessage,
    Message,
    SubscribeMessage,
)
from strawberry.types.arguments import _is_leaf_type
from strawberry.types.base import StrawberryOptional
from strawberry.types.execution import PreExecutionError
from strawberry.types.field import StrawberryField
from strawberry.types.graphql import OperationType
from strawberry.types.scalar import ScalarDefinition
from strawberry.utils.str_converters import capitalize_first, to_camel_case

__all__ = [
    "Answer",
    "BaseGraphQLTransportWSHandler",
    "CannotGetOperationTypeError",
    "ConnectionInitMessage",
    "FieldDetails",
    "FragmentDetails",
    "InvalidOperationTypeError",
    "Message",
    "Names",
    "OperationType",
    "PreExecutionError",
    "RunningOperation",
    "ScalarDefinition",
    "SocketOperation",
    "StrawberryField",
    "SubscribeMessage",
    "ValidationAbortedError",
    "VariableValues",
    "WebSocketDisconnected",
    "begin_execution",
    "call_resolver",
    "capitalize_first",
    "class_of",
    "coerce_arguments",
    "collect_subfields",
    "core_info",
    "core_schema",
    "definition_of",
    "describe_values",
    "parse_content_type",
    "to_camel_case",
]

DEFINITION = "strawberry-definition"  # an extension of types and fields, under which Strawberry keeps its own of them

E = TypeVar("E", bound=StrEnum)


class Names(NameConverter):
    """Strawberry's, but for names that were worked out before: it is asked for each argument of each request."""

    apply_naming_config = staticmethod(cache(to_camel_case))


@dataclass(frozen=True, slots=True)
class Answer:
    """A field's value as JSON, and the errors of fields inside it. The executor passes it on as it is."""

    json: orjson.Fragment | None
    errors: Sequence[GraphQLError] = ()


class Executor(StrawberryGraphQLCoreExecutionContext):
    """Strawberry's, but for answers: their JSON is the value with all that is selected of it."""

    def complete_value(
        self,
        return_type: GraphQLOutputType,
        field_details_list: list[FieldDetails],
        info: GraphQLResolveInfo[Any],
        path: Path,
        result: object,
        position_context: Any,  # noqa: ANN401 - graphql-core's
    ) -> Any:  # noqa: ANN401 - any JSON
        """The value of a field, with its errors among those of the operation."""
        if not isinstance(result, Answer):
            return super().complete_value(return_type, field_details_list, info, path, result, position_context)
        self.collected_errors.errors.extend(result.errors)
        return result.json


@dataclass(frozen=True, slots=True, eq=False)
class RunningOperation:
    """What resolvers are told of the operation that they run in; `variables` are coerced."""

    schema: GraphQLSchema
    node: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]
    context: object

    def info(
        self, parent: GraphQLObjectType | None, path: Sequence[str], field: GraphQLField, nodes: Sequence[FieldNode]
    ) -> strawberry.Info[Any, Any]:
        """What a resolver is told of its field, one at the path whose nodes are merged."""
        place: Path | None = None
        for key in path:
            place = Path(place, key, None)
        nothing: Any = None  # of what only executors need
        raw: Any = GraphQLResolveInfo(
            nodes[0].name.value, list(nodes), field.type, cast("Any", parent), cast("Any", place), self.schema,
            cast("Any", self.fragments), None, self.node,
            cast("Any", self.variables),  # as they are, where graphql-core has an object around them
            self.context, cast("Any", optimized_is_awaitable), nothing, nothing,
        )  # fmt: skip
        return strawberry.Info(_raw_info=raw, _field=definition_of(field))


def begin_execution(
    operation: RunningOperation, document: DocumentNode, name: str | None, *, hide_suggestions: bool
) -> ExecutionResult | Awaitable[ExecutionResult]:
    """Executes an operation of a valid document; `variables` are as they were sent.

    Gives the result at once where no resolver has to wait."""
    begun: list[Any] = []

    def is_awaitable(value: object) -> bool:
        """As graphql-core asks of all that it is going to await."""
        if not optimized_is_awaitable(value):
            return False
        begun.append(value)
        return True

    result = execute(
        operation.schema,
        document,
        context_value=operation.context,
        variable_values=dict(operation.variables),
        operation_name=name,
        executor_class=Executor,
        is_awaitable=cast("Any", is_awaitable),  # its type says less than it does
        hide_suggestions=hide_suggestions,
    )
    return result if isinstance(result, ExecutionResult) else _tidily(result, begun)


async def _tidily(running: Awaitable[ExecutionResult], begun: Sequence[Any]) -> ExecutionResult:
    """What it gives. However it ends, nothing is left of it that waits to be awaited.

    What is cancelled in the moment in which it makes tasks for its fields, as for a client that is gone, never comes to
    await what is inside those."""
    try:
        return await running
    finally:
        for one in begun:
            if iscoroutine(one) and getcoroutinestate(one) == CORO_CREATED:
                one.close()


def coerce_arguments(
    field: GraphQLField, node: FieldNode, values: VariableValues, *, hide_suggestions: bool = False
) -> dict[str, Any]:
    """A field's arguments by their names in Python, as GraphQL has them; raises GraphQLError."""
    return get_argument_values(field, node, values, hide_suggestions=hide_suggestions)


def call_resolver(info: strawberry.Info[Any, Any], definition: StrawberryField, arguments: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever it gives
    """Calls a field's function as Strawberry does, with its arguments as the function declares them."""
    schema: Any = info.schema
    names = _leaves(definition, schema)
    if names is not None and arguments.keys() <= names.keys():
        given = {names[name]: value for name, value in arguments.items()}
        return cast("Any", definition.base_resolver)(None, info=info, **given)
    positional, named = get_arguments(
        field=definition, source=None, info=info, kwargs=arguments, config=schema.config,
        scalar_registry=schema.schema_converter.scalar_registry,
    )  # fmt: skip
    assert definition.base_resolver is not None, "it has a function"
    return definition.base_resolver(*positional, **named)


@cache
def _leaves(definition: StrawberryField, schema: Any) -> Mapping[str, str] | None:  # noqa: ANN401 - Strawberry's inside
    """Those of a field's arguments that Strawberry passes on as they are: their names in Python by those in the schema.

    To find that out for each call takes longer than most functions do. None for a field that it treats differently."""
    function = definition.base_resolver
    assert function is not None, "it has a function"
    if function.parent_parameter or function.root_parameter or definition.extensions:
        return None
    if function.self_parameter is None or function.info_parameter is None or function.info_parameter.name != "info":
        return None
    converter, registry = schema.config.name_converter, schema.schema_converter.scalar_registry
    leaves = {}
    for one in definition.arguments:
        kind = one.type.of_type if type(one.type) is StrawberryOptional else one.type
        if _is_leaf_type(kind, registry, (GlobalID,)):
            leaves[converter.from_argument(one)] = one.python_name
    return leaves


def core_schema(schema: strawberry.Schema) -> GraphQLSchema:
    """graphql-core's schema inside Strawberry's."""
    return schema._schema  # noqa: SLF001 - there is no other way to it


def core_info(info: strawberry.Info[Any, Any]) -> GraphQLResolveInfo[Any]:
    """graphql-core's, which has the nodes, inside Strawberry's. Its `variable_values` are the plain values."""
    return info._raw_info  # noqa: SLF001 - there is no other way to it


def definition_of(field: GraphQLField) -> StrawberryField:
    """What was declared of a field of ours; raises KeyError for one of introspection."""
    definition: StrawberryField = field.extensions[DEFINITION]
    return definition


def class_of(kind: GraphQLObjectType) -> type:
    """The class that declares a type of ours."""
    origin: type = kind.extensions[DEFINITION].origin
    return origin


def describe_values(enum: type[E], descriptions: Mapping[E, str]) -> None:
    """Gives each value of an enumeration of the schema its description; raises KeyError for one without."""
    definition = enum.__strawberry_definition__  # type: ignore[attr-defined]  # which its decorator adds
    for value in definition.values:
        value.description = descriptions[enum(value.value)]
