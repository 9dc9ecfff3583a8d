"""From a subscription operation to what it watches, and how that is shown."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import orjson
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    VariableNode,
    Visitor,
    get_variable_values,
    visit,
)

from api.auth.context import Context, Info
from api.auth.scope import only_partner
from api.execution.documents import Operation, RequestRefused
from api.execution.errors import ApiError
from api.execution.framework import RunningOperation, VariableValues, call_resolver, coerce_arguments
from api.live.events import Snapshot, check_resumable
from api.live.feed import Feed
from api.live.rendering import Renderer
from api.reading.selections import Document, Selected
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
    viewer = only_partner(field.info_of(field.root, [field.root.key]))
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
        definitions = operation.node.variable_definitions or ()
        values = get_variable_values(schema, definitions, operation.variables, hide_suggestions=hide_suggestions)
        if isinstance(values, list):
            raise RequestRefused(values)
        self._values: VariableValues = values
        self._fragments = {
            one.name.value: one for one in operation.document.definitions if isinstance(one, FragmentDefinitionNode)
        }
        assert schema.subscription_type is not None
        self._running = RunningOperation(schema, operation.node, self._fragments, values.coerced, context)
        document = Document(schema, operation.node, self._fragments, values.coerced)
        # The operation stands for a field, so that its selections are collected, and kept, like those of any other.
        whole = cast("FieldNode", operation.node)
        plan = context.plans.find(document, [whole], [schema.subscription_type])
        (self.root,) = plan.below[schema.subscription_type.name]

    async def ask(self, resume: str | None) -> Watch:
        """Calls the root field's function, which says which events the caller watches."""
        assert self.root.definition is not None
        arguments = coerce_arguments(
            self.root.field, self.root.node, self._values, hide_suggestions=self._hide_suggestions
        )
        if resume is not None and "after" in self.root.field.args:
            arguments["after"] = resume
        info = self.info_of(self.root, [self.root.key])
        watched = cast("Awaitable[Watch]", call_resolver(info, self.root.definition, arguments))
        return await watched

    def locate(self, error: Exception) -> GraphQLError:
        """The error at the root field."""
        message = error.message if isinstance(error, GraphQLError) else str(error)
        return GraphQLError(message, [self.root.node], path=[self.root.key], original_error=error)

    def info_of(self, one: Selected, path: Sequence[str]) -> Info:
        """What the resolver of a field at the path would be told."""
        return self._running.info(self._schema.subscription_type, path, one.field, one.nodes)

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
