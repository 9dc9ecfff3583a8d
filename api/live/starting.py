"""From a subscription operation to what it watches, and how that is shown."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import orjson
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLResolveInfo,
    GraphQLSchema,
    NameNode,
    VariableNode,
    Visitor,
    get_variable_values,
    visit,
)
from graphql.execution.values import VariableValues, get_argument_values
from graphql.pyutils import Path, is_awaitable
from strawberry.schema.schema_converter import get_arguments

from api.auth.context import Context, Info
from api.auth.scope import only_partner
from api.execution.documents import Operation, RequestRefused
from api.execution.errors import ApiError
from api.live.events import Snapshot, check_resumable
from api.live.feed import Feed
from api.live.rendering import Renderer
from api.reading.selections import DEFINITION, Document, Selected, Selector
from events.log import Topic


@dataclass(frozen=True, slots=True)
class Watch:
    """What a subscription field watches: every event of the topic after a number, behind a snapshot if there is one.

    Instead of the number there may be the cursor that stands for it."""

    topic: Topic
    after: int | str
    snapshot: Snapshot | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription that can begin: what it watches after which number, and for whom (None for operators).

    `identity` is what its renderer depends on, of which `operation` is a part; `make` makes one."""

    topic: Topic
    after: int
    snapshot: Snapshot | None
    viewer: int | None
    identity: tuple[object, ...]
    operation: object
    make: Callable[[], Renderer]


async def start(
    schema: GraphQLSchema,
    operation: Operation,
    context: Context,
    feed: Feed,
    resume: str | None,
    *,
    hide_suggestions: bool,
) -> Subscription:
    """Asks the operation's field what it watches. Raises RequestRefused for variables or arguments that cannot be used.

    `resume` is a cursor that stands for the argument `after`, for transports that have one of their own."""
    field = _Field(schema, operation, context, hide_suggestions=hide_suggestions)
    cursors = await feed.cursors()
    try:
        watch = await field.ask(resume)
        after = watch.after
        if isinstance(after, str):
            after = cursors.decode(after)
            await check_resumable(after)
    except (ApiError, GraphQLError) as error:
        raise RequestRefused([field.locate(error)]) from error
    viewer = only_partner(Info(field.info([field.root.key], field.root), _definition(field.root)))
    identity = (id(operation.node), viewer is None, field.values_below())

    def make() -> Renderer:
        return Renderer(field.root, field.info_of, operation.cost, cursors, feed.renderers.turns)

    return Subscription(watch.topic, after, watch.snapshot, viewer, identity, operation.node, make)


class _Field:
    """The one root field of a subscription operation."""

    def __init__(
        self, schema: GraphQLSchema, operation: Operation, context: Context, *, hide_suggestions: bool
    ) -> None:
        self._schema = schema
        self._hide_suggestions = hide_suggestions
        self.operation = operation
        self._context = context
        definitions = operation.node.variable_definitions or ()
        values = get_variable_values(schema, definitions, operation.variables, hide_suggestions=hide_suggestions)
        if isinstance(values, list):
            raise RequestRefused(values)
        self._values: VariableValues = values
        self._fragments = {
            one.name.value: one for one in operation.document.definitions if isinstance(one, FragmentDefinitionNode)
        }
        assert schema.subscription_type is not None
        document = Document(schema, operation.node, self._fragments, values.coerced)
        # A field that stands for the whole operation, so that its selections are collected like those of any other.
        whole = FieldNode(name=NameNode(value=""), selection_set=operation.node.selection_set)
        (self.root,) = Selector(document).select(schema.subscription_type, [whole])

    async def ask(self, resume: str | None) -> Watch:
        """What its function says to watch."""
        definition = _definition(self.root)
        assert definition.base_resolver is not None
        arguments = get_argument_values(
            self.root.field, self.root.node, self._values, hide_suggestions=self._hide_suggestions
        )
        if resume is not None and "after" in self.root.field.args:
            arguments["after"] = resume
        raw = self.info([self.root.key], self.root)
        strawberry_schema: Any = raw.schema._strawberry_schema  # noqa: SLF001 - where Strawberry keeps it
        positional, named = get_arguments(
            field=definition, source=None, info=Info(raw, definition), kwargs=arguments,
            config=strawberry_schema.config, scalar_registry=strawberry_schema.schema_converter.scalar_registry,
        )  # fmt: skip
        asked = cast("Callable[..., Awaitable[Watch]]", definition.base_resolver)
        return await asked(*positional, **named)

    def locate(self, error: Exception) -> GraphQLError:
        """The error at the root field."""
        message = error.message if isinstance(error, GraphQLError) else str(error)
        return GraphQLError(message, [self.root.node], path=[self.root.key], original_error=error)

    def info(self, path: Sequence[str], one: Selected) -> Any:  # noqa: ANN401 - graphql-core's
        """What graphql-core would tell the field's resolver."""
        place: Any = None
        for key in path:
            place = Path(place, key, None)
        kind: Any = self._schema.subscription_type
        values: Any = self._values.coerced  # as Strawberry has it
        nothing: Any = None  # of what only running resolvers need
        return GraphQLResolveInfo(
            one.name, list(one.nodes), one.field.type, kind, place, self._schema, self._fragments, None,
            self.operation.node, values, self._context, is_awaitable, nothing, nothing,
        )  # fmt: skip

    def info_of(self, one: Selected, path: Sequence[str]) -> Info:
        """The same as Strawberry has it, for a field inside the root field."""
        return Info(self.info(path, one), _definition(one))

    def values_below(self) -> bytes:
        """The values of all variables that what is shown depends on."""
        visitor = _Variables()
        for node in (*(one.selection_set for one in self.root.nodes), *self._fragments.values()):
            if node is not None:  # else the arguments of the field itself are all that there is
                visit(node, visitor)
        used: Mapping[str, Any] = {name: value for name, value in self._values.coerced.items() if name in visitor.names}
        return orjson.dumps(used, default=str, option=orjson.OPT_SORT_KEYS)


class _Variables(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_variable(self, node: VariableNode, *_: object) -> None:
        self.names.add(node.name.value)


def _definition(one: Selected) -> Any:  # noqa: ANN401 - Strawberry's
    return one.field.extensions[DEFINITION]
