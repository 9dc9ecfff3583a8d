"""What the keys in one place of an answer stand for, so that no two selections contradict each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from graphql import GraphQLObjectType, GraphQLSchema

from tests.differential.documents.texts import Field, Inline, Selection, Spread


@dataclass
class Scope:
    """The fields of one place by their keys; those below a key share one place, whatever type they are of.

    `kind` names the type of what is there, as far as it is known."""

    schema: GraphQLSchema
    kind: str
    fields: dict[str, list[Field]] = field(default_factory=dict)
    below: dict[str, "Scope"] = field(default_factory=dict)

    def admits(self, node: Field) -> bool:
        """Whether a field may be written here, apart from what is below it.

        Under one key, objects of one type have one field with the same arguments; those of another type may have
        another field, as long as its type is the same."""
        return all(
            other.kind == node.kind
            and (
                (other.name, other.arguments) == (node.name, node.arguments)
                or (self._is_object(other) and self._is_object(node) and other.parent != node.parent)
            )
            for other in self.fields.get(node.key, ())
        )

    def enter(self, node: Field, kind: str) -> "Scope":
        """Writes it down; gives the place below it, where there is something of that type."""
        self.fields.setdefault(node.key, []).append(node)
        return self.below.setdefault(node.key, Scope(self.schema, kind))

    def admits_all(self, selections: Sequence[Selection]) -> bool:
        """Whether selections that agree with each other may be written here with all that is below them."""
        for node in selections:
            if isinstance(node, Field):
                below = self.below.get(node.key)
                if not self.admits(node) or (below and not below.admits_all(node.selections or ())):
                    return False
            elif not self.admits_all(_within(node)):
                return False
        return True

    def enter_all(self, selections: Sequence[Selection]) -> None:
        """Writes all of them down."""
        for node in selections:
            if isinstance(node, Field):
                self.enter(node, node.kind.strip("[]!")).enter_all(node.selections or ())
            else:
                self.enter_all(_within(node))

    def _is_object(self, node: Field) -> bool:
        return isinstance(self.schema.get_type(node.parent), GraphQLObjectType)


def _within(node: Inline | Spread) -> Sequence[Selection]:
    return node.fragment.selections if isinstance(node, Spread) else node.selections
