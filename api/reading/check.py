"""What a schema has to declare before it is served: how each stored field is read, and who sees each stored row."""

from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, get_named_type
from tortoise.models import Model

from api.execution.framework import class_of, definition_of
from api.reading.declared import STORED, Column, One, Part, Relation, reading_of
from api.reading.ids import KEYS
from api.reading.rows import stored_of

EDGE = "Edge"


class UndeclaredReading(LookupError):
    """A field of which nobody has said how it is read."""


def check_readings(schema: GraphQLSchema) -> None:
    """Raises LookupError for the first gap: UndeclaredReading for a field, UndeclaredScope for a type."""
    for kind in schema.type_map.values():
        if not isinstance(kind, GraphQLObjectType) or kind.name.startswith("__"):
            continue
        if any(interface.name == "Node" for interface in kind.interfaces):
            stored_of(kind)
            if kind.name not in KEYS:
                raise UndeclaredReading(f"{kind.name}: say in KEYS what its rows are found by")
        if kind.name.endswith(EDGE):
            stored_of(_below(kind, "node"))
        if STORED in class_of(kind).__dict__:
            stored = stored_of(kind)
            _check_row(kind, None if stored.source else stored.model)


def _check_row(kind: GraphQLObjectType, model: type[Model] | None, prefix: str = "") -> None:
    """`model` is None where something else gives the columns, so that only PostgreSQL knows them."""
    for name, field in kind.fields.items():
        definition = definition_of(field)
        reading = reading_of(definition)
        where = f"{kind.name}.{name}"
        if reading is None and definition.base_resolver is None:
            raise UndeclaredReading(f"{where}: declare how it is read")
        if isinstance(reading, Column) and reading.name is None and model is not None:
            column = prefix + definition.python_name
            if column not in model._meta.fields_map:  # noqa: SLF001 - Tortoise's only way to it
                raise UndeclaredReading(f"{where}: {model.__name__} has no column {column}")
        elif isinstance(reading, Part):
            _check_row(_below(kind, name), None if prefix or reading.prefix else model, prefix + reading.prefix)
        elif isinstance(reading, Relation) and not _has_key(kind, definition.python_name):
            raise UndeclaredReading(f"{where}: its model has no foreign key of that name")
        if isinstance(reading, Relation | One):
            stored_of(_below(kind, name))


def _has_key(kind: GraphQLObjectType, name: str) -> bool:
    model = stored_of(kind).model
    return model is not None and name in model._meta.fk_fields  # noqa: SLF001 - Tortoise's only way to it


def _below(kind: GraphQLObjectType | GraphQLInterfaceType, name: str) -> GraphQLObjectType:
    below = get_named_type(kind.fields[name].type)
    assert isinstance(below, GraphQLObjectType)
    return below
