"""The records of the import format as input types, each made of its record type, in camelCase."""

from collections.abc import Mapping
from typing import Any

import strawberry
from strawberry import UNSET

from api.execution.framework import capitalize_first, to_camel_case
from api.types.enums import expose
from intake.record_type import Field, Kind
from models.activity import ActivityKind

expose(
    ActivityKind,
    "What somebody did.",
    {ActivityKind.LOGIN: "Logged in.", ActivityKind.USE: "Worked with an app."},
)
Member = tuple[Any, Any]
"""The type of an input's field, and the field."""


def input_of(kind: Kind, name: str | None = None) -> type:
    """The input type of a record type's records, called by the type unless it has another `name`."""
    spelling = {field.name: to_camel_case(field.name) for field in kind.fields}
    return _make_input(
        name or f"{capitalize_first(to_camel_case(kind.name))}Fact",
        kind.description.format(**spelling),
        {field.name: _member(field, field.doc.text.format(**spelling)) for field in kind.fields},
    )


def one_of(inputs: Mapping[Kind, type], name: str, description: str) -> type:
    """The input type that takes one record of any of the types."""
    members = {
        kind.name: (made | None, strawberry.field(default=UNSET, description=kind.title))
        for kind, made in inputs.items()
    }
    return _make_input(name, description, members, exclusive=True)


def _member(field: Field, description: str) -> Member:
    if field.required:
        return field.takes.value, strawberry.field(description=description)
    if field.doc.default is None:
        return field.takes.value | None, strawberry.field(default=UNSET, description=description)
    return field.takes.value, strawberry.field(default=field.doc.default, description=description)


def _make_input(name: str, description: str, members: Mapping[str, Member], *, exclusive: bool = False) -> type:
    annotations = {member: annotation for member, (annotation, _) in members.items()}
    fields = {member: field for member, (_, field) in members.items()}
    made = type(name, (), {"__annotations__": annotations, **fields})
    return strawberry.input(made, description=description, one_of=exclusive)
