"""Variables of a document: how they are declared, and what they are given each time it is sent."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

from graphql import GraphQLInputType, GraphQLNonNull, get_nullable_type

from tests.differential.documents.texts import Variable, write_value

Given = Mapping[str, object]
Draw = Callable[[Given], object]
"""Draws a value, beside those that variables have already."""


NAMES = ("v", "id", "first", "x_", "V", "filter")
LONG = "a_variable_whose_name_is_longer_than_a_name_may_be_in_postgresql"


@dataclass(frozen=True)
class Declared:
    """A variable. Of a nullable one the value may be null or left out, of one with a default left out."""

    name: str
    kind: GraphQLInputType
    is_nullable: bool
    has_default: bool
    default: object
    draw: Draw

    @property
    def text(self) -> str:
        default = f" = {write_value(self.default, self.kind)}" if self.has_default else ""
        return f"${self.name}: {get_nullable_type(self.kind)}{'' if self.is_nullable else '!'}{default}"


@dataclass
class Variables:
    """The variables of one document, in the order of their making."""

    rng: Random
    declared: dict[str, Declared] = field(default_factory=dict)

    def declare(self, kind: GraphQLInputType, draw: Draw, *, is_condition: bool = False) -> Variable:
        """A new variable for a place of that type. Where null does not fit it is not nullable, or has a default.

        A condition of a directive is never null: graphql-core then leaves coroutines behind that are not awaited."""
        roll = self.rng.random()
        fits_null = not isinstance(kind, GraphQLNonNull)
        has_default = roll < 0.3
        default = draw_literal(draw) if has_default else None
        is_nullable = (fits_null and roll < 0.9) or (has_default and roll < 0.2)
        if fits_null and roll < 0.05:
            default = None
        name = f"{self.rng.choice(NAMES) if self.rng.random() < 0.97 else LONG}{len(self.declared)}"
        self.declared[name] = Declared(name, kind, is_nullable and not is_condition, has_default, default, draw)
        return Variable(name)

    def give(self, names: set[str]) -> dict[str, object]:
        """Values for one request. Some are left out, null, or not as they must be."""
        given: dict[str, object] = {}
        for name, one in self.declared.items():
            if name in names:
                roll = self.rng.random()
                may_lack = one.is_nullable or one.has_default
                if roll < (0.2 if may_lack else 0.01):
                    continue
                nothing = roll < (0.3 if one.is_nullable else 0.015)
                given[name] = None if nothing else one.draw(self.values(given))
        if given and self.rng.random() < 0.02:
            given[self.rng.choice(list(given))] = self.rng.choice(["", "x", 5, 2.5, True, [], {}])
        return given

    def values(self, given: Given) -> dict[str, object]:
        """The values with the defaults of those that are left out."""
        defaults = {name: one.default for name, one in self.declared.items() if one.has_default}
        return {**defaults, **given}


def insert_variables(value: object, values: Given) -> object:
    """A value with those of the variables in it; members whose variables have none are left out."""
    if isinstance(value, Variable):
        return values.get(value.name)
    if isinstance(value, dict):
        missing = [name for name, one in value.items() if isinstance(one, Variable) and one.name not in values]
        return {name: insert_variables(one, values) for name, one in value.items() if name not in missing}
    return [insert_variables(one, values) for one in value] if isinstance(value, list) else value


def has_variables(value: object) -> bool:
    if isinstance(value, dict | list):
        return any(map(has_variables, value.values() if isinstance(value, dict) else value))
    return isinstance(value, Variable)


def always(value: object) -> Draw:
    """Draws that value, whatever others have."""
    return lambda _: value


def draw_literal(draw: Draw) -> object:
    """A value that can be written into a document."""
    while True:
        value = draw({})
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError:  # half of a surrogate pair can only come as a variable
            continue
        return value
