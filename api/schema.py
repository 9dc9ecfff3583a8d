"""The schema, put together."""

from graphql import GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, Undefined
from strawberry.schema.config import StrawberryConfig

from api.execution.documents import Documents
from api.execution.framework import Names, core_schema
from api.execution.limits.sizes import check_sizes
from api.execution.roots import Roots
from api.execution.served_schema import ServedSchema
from api.mutations.mutation import Mutation
from api.mutations.unfit import RECORDS
from api.queries.query import Query
from api.reading.check import check_readings
from api.subscriptions import Subscription
from api.types.scalars import SCALARS


def build_schema(*, in_order: bool = False, introspection: bool = True) -> ServedSchema:
    """A schema of its own. One in order prints the same each time, but gives resolvers texts for enumerations.

    Without introspection it also suggests no names in its messages."""
    config = StrawberryConfig(scalar_map=SCALARS, sort_schema=in_order, name_converter=Names())
    built = ServedSchema(query=Query, mutation=Mutation, subscription=Subscription, config=config)
    core = core_schema(built)
    check_sizes(core)
    check_readings(core)
    _drop_null_defaults(core)
    built.documents = Documents(core, introspection=introspection)
    built.records = RECORDS
    built.roots = Roots(built, hide_suggestions=not introspection)
    return built


def _drop_null_defaults(built: GraphQLSchema) -> None:
    """Python's `= None` says that an argument may be left out, which its type says already."""
    for kind in built.type_map.values():
        if isinstance(kind, GraphQLInputObjectType):
            inputs = list(kind.fields.values())
        elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            inputs = [argument for field in kind.fields.values() for argument in field.args.values()]
        else:
            continue
        for one in inputs:
            if one.default_value is None:
                one.default_value = Undefined


schema = build_schema()


def print_sdl() -> str:
    """The schema as text, for schema.graphql."""
    return f"{build_schema(in_order=True).as_str()}\n"
