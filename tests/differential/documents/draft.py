"""A document as it is thought up: selections, fragments and directives over any type of the schema."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, get_named_type

from tests.differential.documents.arguments import ArgumentWriter
from tests.differential.documents.scopes import Scope
from tests.differential.documents.texts import Directive, Field, Fragment, Inline, Selection, Spread
from tests.differential.documents.weights import LENGTHS, is_composite

Parent = GraphQLObjectType | GraphQLInterfaceType

ALIASES = "a b c _ x1 id name edges node cursor data totalCount errors key_0 row_id select order count Query".split()
LONG = "an_alias_that_is_longer_than_a_name_may_be_in_postgresql_which_is_63_bytes"
FRAGMENTS = ("F", "F", "f", "f", "Partner", "on_", "query", LONG)
LONG_ALIASES = (LONG, f"{LONG}_too", f"{LONG}_as_well", LONG[:63], LONG[:64], LONG[:10] * 20)
MOST_BEYOND = 14


@dataclass(frozen=True)
class Space:
    """What may be below a place: so many fields within each other, and lists in lists of mostly so many objects."""

    depth: int
    room: int

    def below(self, length: int) -> "Space":
        """What of it is left below a field that gives so many objects."""
        return Space(self.depth - 1, max(self.room // max(length, 1), 1))


@dataclass
class Draft:
    """What one document consists of. `left` is how many more fields with something below them it may have."""

    schema: GraphQLSchema
    rng: Random
    arguments: ArgumentWriter
    weights: Mapping[str, int]
    left: int
    fragments: list[Fragment] = field(default_factory=list)

    def selections(self, parent: Parent, scope: Scope, space: Space) -> list[Selection]:
        """One or more, in any order: what has nothing below it, what has, and fragments of either."""
        leaves = [name for name, found in parent.fields.items() if not is_composite(found)]
        others = [
            name for name, found in parent.fields.items() if is_composite(found) and self._fits(parent, name, space)
        ]
        nodes: list[Selection] = []
        for _ in range(self._share([1, 1, 1, 2, 2]) if others else 0):
            self.left -= 1
            weights = [self.weights[f"{parent.name}.{name}"] for name in others]
            nodes.append(self._field(parent, self.rng.choices(others, weights)[0], scope, space))
        wanted = self.rng.choice([0, 0, 1, 1, 2, 4, 9] if others else [1, 2, 4, 9])
        chosen = [*self.rng.sample(leaves, min(wanted, len(leaves))), *leaves[: int(self.rng.random() < 0.1)]]
        nodes += [self._field(parent, name, scope, space) for name in chosen]
        for _ in range(self._share([0, 0, 0, 1] if isinstance(parent, GraphQLObjectType) else [1, 2, 3])):
            self.left -= 1
            is_inline = self.rng.random() < 0.5
            make = self._inline if is_inline else self._spread
            nodes.append(make(parent, scope, space))
        if not nodes or self.rng.random() < 0.1:
            nodes.append(self._typename(parent, scope))
        for node in nodes:
            node.directives += self._directives()
        self.rng.shuffle(nodes)
        return nodes

    def _share(self, counts: Sequence[int]) -> int:
        """How many of a kind, as long as there may be more of them; then mostly none."""
        if self.left > 0:
            return self.rng.choice(counts)
        return int(self.left > -MOST_BEYOND and self.rng.random() < 0.65)

    def _fits(self, parent: Parent, name: str, space: Space) -> bool:
        return space.depth > 1 and space.room >= LENGTHS.get(f"{parent.name}.{name}", 1)

    def _directives(self) -> list[Directive]:
        if self.rng.random() > 0.08:
            return []
        names = self.rng.choice([["include"], ["skip"], ["include", "skip"]])
        return [Directive(name, self.arguments.condition(shown=name == "include")) for name in names]

    def _typename(self, parent: Parent, scope: Scope) -> Field:
        node = Field(parent.name, "__typename", "String!", self._alias("__typename"))
        return self._placed(node, scope, "String")[0]

    def _field(self, parent: Parent, name: str, scope: Scope, space: Space) -> Field:
        found = parent.fields[name]
        named = get_named_type(found.type)
        coordinate = f"{parent.name}.{name}"
        kind = self._some_type(named) if isinstance(named, GraphQLInterfaceType) else named.name
        arguments = self.arguments.write(coordinate, found, space.room, kind)
        node = Field(parent.name, name, str(found.type), self._alias(name), arguments.text, arguments.used)
        earlier = [other for others in scope.fields.values() for other in others if other.name == name]
        if earlier and self.rng.random() < 0.4:  # the same once more, for what is below it
            node.alias, node.arguments, node.used = earlier[0].alias, earlier[0].arguments, earlier[0].used
        node, below = self._placed(node, scope, kind)
        if isinstance(named, GraphQLObjectType | GraphQLInterfaceType):
            length = max(LENGTHS.get(coordinate, 1), arguments.size)
            node.selections = self.selections(named, below, space.below(length))
        return node

    def _some_type(self, named: GraphQLInterfaceType) -> str:
        """What there may be: most often something with much below it."""
        types = self.schema.get_possible_types(named)
        weights = [1 + sum(map(is_composite, one.fields.values())) for one in types]
        return self.rng.choices(types, weights)[0].name

    def _alias(self, name: str) -> str | None:
        roll = self.rng.random()
        if roll < 0.85:
            return None
        return self.rng.choice(ALIASES if roll < 0.95 else LONG_ALIASES) if roll < 0.98 else name

    def _placed(self, node: Field, scope: Scope, kind: str) -> tuple[Field, Scope]:
        """The field under a key that is free for it."""
        while not scope.admits(node):
            node.alias = f"{self.rng.choice([*ALIASES, *LONG_ALIASES[:3]])}{self.rng.randint(0, 99)}"
        return node, scope.enter(node, kind)

    def _inline(self, parent: Parent, scope: Scope, space: Space) -> Inline:
        condition = None if self.rng.random() < 0.2 else self._condition(parent, scope)
        return Inline(None if condition is None else condition.name, self.selections(condition or parent, scope, space))

    def _spread(self, parent: Parent, scope: Scope, space: Space) -> Spread:
        """Of a fragment that there is and that fits, or of a new one."""
        names = {one.name for one in self._conditions(parent)}
        known = [one for one in self.fragments if one.condition in names and one.depth <= space.depth]
        if known and self.rng.random() < 0.5:
            fragment = self.rng.choice(known)
            if fragment.room <= space.room and scope.admits_all(fragment.selections):
                scope.enter_all(fragment.selections)
                return Spread(fragment)
        condition = self._condition(parent, scope)
        selections = self.selections(condition, scope, space)
        fragment = Fragment(self._fragment_name(), condition.name, selections, space.depth, space.room)
        self.fragments.append(fragment)
        return Spread(fragment)

    def _fragment_name(self) -> str:
        return f"{self.rng.choice(FRAGMENTS)}{len(self.fragments)}"

    def _conditions(self, parent: Parent) -> Sequence[Parent]:
        """The types that a fragment here may be on."""
        if isinstance(parent, GraphQLInterfaceType):
            return [parent, *self.schema.get_possible_types(parent)]
        return [parent, *parent.interfaces]

    def _condition(self, parent: Parent, scope: Scope) -> Parent:
        """One of them: mostly one that what is here is of."""
        conditions = self._conditions(parent)
        known = [one for one in conditions if one.name == scope.kind]
        return known[0] if known and self.rng.random() < 0.8 else self.rng.choice(conditions)
