"""Arguments of fields: which ones, as literals or as variables."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from graphql import (
    GraphQLBoolean,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLNonNull,
    get_nullable_type,
    is_list_type,
    is_required_input_field,
)

from tests.differential.documents.texts import Variable, write_value
from tests.differential.documents.values import DEPENDENT, Values
from tests.differential.documents.variables import (
    Draw,
    Variables,
    always,
    draw_literal,
    has_variables,
    insert_variables,
)

DEFAULT_SIZE = 20
SHARES = {"first": 0.2, "last": 0.2, "after": 0.15, "before": 0.15, "filter": 0.4, "tier": 0.2, "search": 0.3}
"""How often arguments are given; cursors and tiers leave little over when they are given with everything else."""

USUAL_SHARE = 0.5


@dataclass(frozen=True)
class Arguments:
    """As they are written, with the variables in them, and how many things they ask for."""

    text: str
    used: frozenset[str]
    size: int


@dataclass
class ArgumentWriter:
    """Writes the arguments of the fields of a document."""

    rng: Random
    values: Values
    variables: Variables

    def write(self, coordinate: str, field: GraphQLField, room: int, about: str) -> Arguments:
        """Arguments for one field; what it gives is mostly of the type `about`, or a list of at most `room`."""
        given: dict[str, object] = {}
        names = self._names(field, room)
        for name in sorted(names, key=DEPENDENT.__contains__):
            place = f"{coordinate}.{name}"
            known = dict(given)

            def draw(values: Mapping[str, object], place: str = place, known: dict[str, object] = known) -> object:
                siblings = insert_variables(known, values)
                assert isinstance(siblings, dict)
                return self.values.draw(place, field.args[place.rpartition(".")[2]].type, siblings, room, about)

            follows = name in DEPENDENT and has_variables(known)
            given[name] = self._value(field.args[name].type, draw, always_variable=follows)
        return self._written(field, given, room)

    def write_given(self, field: GraphQLField, given: Mapping[str, object]) -> Arguments:
        """Arguments with these values, as literals or as variables."""
        values = {
            name: value if self.rng.random() < 0.5 else self.variables.declare(field.args[name].type, always(value))
            for name, value in given.items()
        }
        return self._written(field, values, DEFAULT_SIZE)

    def _written(self, field: GraphQLField, given: Mapping[str, object], room: int) -> Arguments:
        names = [name for name in field.args if name in given]
        self.rng.shuffle(names)
        text = ", ".join(f"{name}: {write_value(given[name], field.args[name].type)}" for name in names)
        return Arguments(f"({text})" if text else "", frozenset(_names_in(dict(given))), _size(field, given, room))

    def condition(self, *, shown: bool) -> bool | Variable:
        """Of a directive that shows something when it is `shown`, which it mostly is."""

        def draw(_: Mapping[str, object]) -> bool:
            return shown if self.rng.random() < 0.65 else not shown

        if self.rng.random() < 0.5:
            return draw({})
        return self.variables.declare(GraphQLNonNull(GraphQLBoolean), draw, is_condition=True)

    def _names(self, field: GraphQLField, room: int) -> list[str]:
        """Which arguments to give."""
        names = {
            name
            for name, argument in field.args.items()
            if isinstance(argument.type, GraphQLNonNull) or self.rng.random() < SHARES.get(name, USUAL_SHARE)
        }
        pairs = ((("first", "last"), room < DEFAULT_SIZE), (("id", "externalId"), True), (("on", "id"), False))
        for either, is_needed in pairs:
            if not field.args.keys() >= set(either) or self.rng.random() < 0.02:
                continue
            if names & set(either) or is_needed:
                names = names - set(either) | {self.rng.choice(either)}
        return [name for name in field.args if name in names]

    def _value(self, kind: GraphQLInputType, draw: Draw, *, always_variable: bool = False) -> object:
        """A variable, null where that fits, or a literal, which may have variables in it."""
        roll = self.rng.random()
        if always_variable or roll < 0.35:
            return self.variables.declare(kind, draw)
        if roll < 0.38 and not isinstance(kind, GraphQLNonNull):
            return None
        value = draw_literal(draw)
        named = get_nullable_type(kind)
        if isinstance(named, GraphQLInputObjectType) and isinstance(value, dict):
            return {name: self._member(named, name, one) for name, one in value.items()}
        if is_list_type(named) and isinstance(value, list) and len(value) > 1 and self.rng.random() < 0.3:
            value[0] = self.variables.declare(named.of_type, lambda values: _first(draw(values)))
        return value

    def _member(self, kind: GraphQLInputObjectType, name: str, value: object) -> object:
        member = kind.fields[name].type
        if self.rng.random() < 0.3:
            if not is_required_input_field(kind.fields[name]):  # one with a default takes a variable that may be null
                member = get_nullable_type(member)
            return self.variables.declare(member, lambda _: self.values.draw(f"{kind.name}.{name}", member, {}))
        if self.rng.random() < 0.1 and not isinstance(member, GraphQLNonNull):
            return None
        return value


def _size(field: GraphQLField, given: Mapping[str, object], room: int) -> int:
    """How long a list they ask for, at least: where that is unknown, it is drawn to fit."""
    if "first" in field.args:
        sizes = [given[name] for name in ("first", "last") if given.get(name) is not None]
        return max((size for size in sizes if isinstance(size, int)), default=min(room, DEFAULT_SIZE))
    return min(room, 30) if "to" in given else 1


def _first(value: object) -> object:
    """The first of a list's items, where it is one and has any."""
    return (value[0] if value else "") if isinstance(value, list) else value


def _names_in(value: object) -> set[str]:
    if isinstance(value, Variable):
        return {value.name}
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {name for one in inner for name in _names_in(one)}
