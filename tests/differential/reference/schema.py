"""The schema as schema.graphql has it, with resolvers that are as plain as can be.

Arguments and the fields of inputs come in the order in which the API declares them: of several that cannot be used, the
first one is told of, and schema.graphql has them by name.
"""

import re
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from graphql import (
    FieldDefinitionNode,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLScalarType,
    GraphQLSchema,
    NonNullTypeNode,
    Visitor,
    build_ast_schema,
    is_introspection_type,
    parse,
    visit,
)

from api.execution.framework import core_schema
from api.schema import schema
from api.types.scalars import parse_day, parse_decimal, parse_moment
from tests.differential.reference import (
    calendar,
    clients,
    decisions,
    dry_runs,
    editions,
    events,
    findings,
    foreseen,
    jobs,
    movers,
    partners,
    portfolio,
    programs,
    queries,
    reports,
    written,
)
from tests.differential.reference.arguments import Arguments
from tests.differential.reference.asker import Asker
from tests.differential.reference.ids import write_id

Info = GraphQLResolveInfo[Any]
Resolver = Callable[[Any, Asker, Arguments], object]
Named = TypeVar("Named")

SDL = (Path(__file__).parents[3] / "schema.graphql").read_text(encoding="utf-8")
SERVED = core_schema(schema)
MODULES = (
    calendar,
    clients,
    decisions,
    dry_runs,
    foreseen,
    jobs,
    movers,
    partners,
    portfolio,
    programs,
    editions,
    queries,
    reports,
    findings,
)
RESOLVERS: Mapping[str, Resolver] = {name: found for module in MODULES for name, found in module.FIELDS.items()}


ANSWERED = (
    *(
        "ClientCredit.countsFrom",
        "ClientCredit.lastActiveOn",
        "ClientCredit.matchedAccess",
        "ClientCredit.matchedEmployee",
    ),
    *("Partner.changes", "Partner.forecast", "Query.whatIf", "Standing.explain"),
)
"""What the engine answers, which is held against what it says in tests/api/test_answered.py and test_what_if.py."""


class Lenient(Visitor):
    """Makes every field nullable, so that an error takes nothing but its own field away."""

    def enter_field_definition(self, node: FieldDefinitionNode, *_: object) -> FieldDefinitionNode:
        return FieldDefinitionNode(name=node.name, arguments=node.arguments, type=_nullable(node.type))


def _nullable(node: Any) -> Any:  # noqa: ANN401 - any type's node
    if isinstance(node, NonNullTypeNode):
        node = node.type
    return type(node)(type=_nullable(node.type)) if hasattr(node, "type") else node


def build_reference(*, lenient: bool = False) -> GraphQLSchema:
    """The schema, its scalars and its resolvers."""
    document = parse(SDL)
    built = build_ast_schema(visit(document, Lenient()) if lenient else document)
    for coordinate in ANSWERED:
        owner, _, answered = coordinate.partition(".")
        answering: Any = built.type_map[owner]
        del answering.fields[answered]
    for kind in built.type_map.values():
        served: Any = SERVED.type_map[kind.name]
        if isinstance(kind, GraphQLScalarType):
            _complete_scalar(kind)
        elif isinstance(kind, GraphQLInputObjectType):
            kind.fields = _in_order_of(served.fields, kind.fields)
        elif isinstance(kind, GraphQLObjectType) and not is_introspection_type(kind):
            for name, field in kind.fields.items():
                field.args = _in_order_of(served.fields[name].args, field.args)
                field.resolve = _resolver(f"{kind.name}.{name}", name)
                if kind is built.subscription_type:
                    field.resolve, field.subscribe = _tell, _watcher(name)
    return built


def _in_order_of(served: Iterable[str], named: Mapping[str, Named]) -> dict[str, Named]:
    return {name: named[name] for name in served}


def _tell(event: object, info: Info, **_: object) -> object:
    """An event is what the field gives."""
    asker: Asker = info.context
    asker.reach(f"Subscription.{info.field_name}")
    return event


def _watcher(name: str) -> Callable[..., AsyncIterator[object]]:
    """Notes the events with who asks; the stream itself tells nothing, since each is executed on its own."""

    def watch(_: object, info: Info, **arguments: object) -> AsyncIterator[object]:
        asker: Asker = info.context
        asker.events = list(events.SOURCES[name](asker, arguments))
        return _nothing()

    return watch


async def _nothing() -> AsyncIterator[object]:
    nothing: tuple[object, ...] = ()
    for event in nothing:
        yield event


def _complete_scalar(kind: GraphQLScalarType) -> None:
    known: dict[str, tuple[Callable[[Any], object], Callable[[Any], str]]] = {
        "Date": (parse_day, written.day),
        "DateTime": (parse_moment, written.moment),
        "Decimal": (parse_decimal, str),
    }
    if kind.name in known:
        kind.coerce_input_value, kind.coerce_output_value = known[kind.name]


def _resolver(coordinate: str, name: str) -> Callable[..., object]:
    """A field's own resolver, or else one that takes what the row has under the name."""
    own = RESOLVERS.get(coordinate)
    column = re.sub("[A-Z]", lambda capital: f"_{capital[0].lower()}", name)

    def resolve(source: Any, info: Info, **arguments: object) -> object:  # noqa: ANN401 - any row
        asker: Asker = info.context
        asker.reach(coordinate)
        if own is not None:
            return own(source, asker, arguments)
        if name == "id":
            return write_id(asker.tables, info.parent_type.name, source)
        return source[column] if isinstance(source, Mapping) else getattr(source, column)

    return resolve
