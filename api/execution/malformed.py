"""Records that do not fit their input types, of mutations that judge each of their records by itself."""

from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from typing import Any, Self

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    OperationDefinitionNode,
    Undefined,
    coerce_input_value,
    get_nullable_type,
    is_required_input_field,
    type_from_ast,
    validate_input_value,
)
from strawberry.exceptions import StrawberryInputCoercionError


class Malformed(str):  # noqa: SLOT000 - they are few
    """What stands in for the texts of a record that does not fit, so that those beside it can be taken.

    It is the reason; `kind` is the name of the input type, `record` what was sent, and `path` leads to what is wrong in
    it."""

    def __new__(cls, kind: str, record: object, reason: str, path: Sequence[str | int]) -> Self:
        """A text like any other, for all who read it before it is told from them."""
        made = super().__new__(cls, reason.partition(", found: ")[0])  # the record, or what `path` leads to in it
        made.kind, made.record, made.path = kind, record, tuple(path)
        return made

    kind: str
    record: object
    path: tuple[str | int, ...]


def set_aside(
    schema: GraphQLSchema, node: OperationDefinitionNode, variables: Mapping[str, Any], records: Collection[str]
) -> dict[str, Any]:
    """The variables with a record that fits, made of Malformed, in place of each one that does not.

    `records` are the names of the input types of records."""
    replaced = dict(variables)
    for one in node.variable_definitions or ():
        name = one.variable.name.value
        kind: Any = type_from_ast(schema, one.type)
        if name in replaced and kind is not None:
            replaced[name] = _replace(replaced[name], kind, records)
    return replaced


def _replace(value: Any, kind: GraphQLInputType, records: Collection[str]) -> Any:  # noqa: ANN401 - any JSON
    """Goes as deep as the type does, whatever the value is."""
    inner: Any = get_nullable_type(kind)
    if isinstance(inner, GraphQLList):
        if isinstance(value, list):
            return [_replace(one, inner.of_type, records) for one in value]
        return value if value is None else _replace(value, inner.of_type, records)
    if not isinstance(inner, GraphQLInputObjectType):
        return value
    if inner.name in records:
        fault = _find_fault(value, kind)
        return value if fault is None else _stand_in(inner, Malformed(inner.name, value, *fault))
    if isinstance(value, dict):
        types = {name: field.type for name, field in inner.fields.items()}
        return {name: _replace(one, types[name], records) if name in types else one for name, one in value.items()}
    return value


def _find_fault(value: object, kind: GraphQLInputType) -> tuple[str, Sequence[str | int]] | None:
    """The first thing that is wrong with the value, and where; None if it fits."""
    try:
        if coerce_input_value(value, kind) is not Undefined:
            return None
    except StrawberryInputCoercionError as error:  # of several members of which one is meant
        return str(error), ()
    found: list[tuple[str, Sequence[str | int]]] = []
    validate_input_value(value, kind, lambda error, path: found.append((error.message, path)), hide_suggestions=True)
    return found[0]


def _stand_in(kind: GraphQLInputType, malformed: Malformed) -> Any:  # noqa: ANN401 - any JSON
    """A value that fits the type."""
    inner: Any = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if isinstance(inner, GraphQLList):
        return []
    if isinstance(inner, GraphQLEnumType):
        return next(iter(inner.values))
    if not isinstance(inner, GraphQLInputObjectType):
        return malformed
    required = {name: field for name, field in inner.fields.items() if is_required_input_field(field)}
    # None is where one of them is meant.
    members = required or dict(islice(inner.fields.items(), 1))
    return {name: _stand_in(field.type, malformed) for name, field in members.items()}
