"""Selections as they are written, and values with variables in them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graphql import GraphQLInputObjectType, GraphQLInputType, GraphQLNonNull, is_enum_type, is_list_type


@dataclass(frozen=True)
class Variable:
    """A variable where a value is expected."""

    name: str


@dataclass
class Directive:
    """`@skip` or `@include`."""

    name: str
    condition: bool | Variable


@dataclass
class Field:
    """A field of the parent type `parent`, with what it is written with."""

    parent: str
    name: str
    kind: str
    alias: str | None = None
    arguments: str = ""
    used: frozenset[str] = frozenset()  # the variables in the arguments
    selections: "list[Selection] | None" = None
    directives: list[Directive] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.alias or self.name


@dataclass
class Inline:
    """An inline fragment; `condition` is the type's name, if it has one."""

    condition: str | None
    selections: "list[Selection]"
    directives: list[Directive] = field(default_factory=list)


@dataclass
class Fragment:
    """A named fragment. It was made where there was that much depth and room."""

    name: str
    condition: str
    selections: "list[Selection]"
    depth: int
    room: int


@dataclass
class Spread:
    """A named fragment, spread."""

    fragment: Fragment
    directives: list[Directive] = field(default_factory=list)


Selection = Field | Inline | Spread


def write(selections: "Sequence[Selection]") -> str:
    """A selection set."""
    return f"{{ {' '.join(map(_write, selections))} }}"


def _write(node: Selection) -> str:
    directives = "".join(f" @{one.name}(if: {write_value(one.condition)})" for one in node.directives)
    if isinstance(node, Spread):
        return f"...{node.fragment.name}{directives}"
    if isinstance(node, Inline):
        condition = "" if node.condition is None else f" on {node.condition}"
        return f"...{condition}{directives} {write(node.selections)}"
    alias = "" if node.alias is None else f"{node.alias}: "
    below = "" if node.selections is None else f" {write(node.selections)}"
    return f"{alias}{node.name}{node.arguments}{directives}{below}"


def write_value(value: object, kind: GraphQLInputType | None = None) -> str:
    """A value of an input type as a literal."""
    if isinstance(kind, GraphQLNonNull):
        return write_value(value, kind.of_type)
    if isinstance(value, Variable):
        return f"${value.name}"
    if isinstance(value, Mapping) and isinstance(kind, GraphQLInputObjectType):
        members = (f"{name}: {write_value(one, kind.fields[name].type)}" for name, one in value.items())
        return f"{{{', '.join(members)}}}"
    if is_list_type(kind):
        items = [write_value(one, kind.of_type) for one in (value if isinstance(value, list) else [value])]
        return f"[{', '.join(items)}]" if isinstance(value, list) else items[0]
    if is_enum_type(kind) and isinstance(value, str):
        return value
    # Half of the texts are written as they are, the others with escapes where there is anything to escape.
    return json.dumps(value, ensure_ascii=isinstance(value, str) and len(value) % 2 == 0)


def variables_of(selections: "Sequence[Selection]") -> set[str]:
    """The variables in a selection set, also those within the fragments that it spreads."""
    names: set[str] = set()
    for node in selections:
        names |= {one.condition.name for one in node.directives if isinstance(one.condition, Variable)}
        if isinstance(node, Field):
            names |= node.used
        below = node.fragment.selections if isinstance(node, Spread) else node.selections
        names |= variables_of(below or ())
    return names
