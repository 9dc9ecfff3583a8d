"""What a document selects, with its fragments put together and its directives obeyed, as a tree."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
    get_named_type,
    visit,
)

from api.execution.framework import (
    FieldDetails,
    FragmentDetails,
    StrawberryField,
    VariableValues,
    collect_subfields,
    definition_of,
)
from api.reading.declared import reading_of

TYPENAME = "__typename"


@dataclass(frozen=True, slots=True, eq=False)
class Selected:
    """One field of an answer: under which `key`, of which type, and what is selected of it in turn.

    `given_at` says where among the plan's fields with arguments it is, None for the others."""

    key: str
    field: GraphQLField
    definition: StrawberryField | None  # None for __typename
    nodes: tuple[FieldNode, ...]  # all that are merged into it; the first one has its arguments
    below: tuple["Selected", ...]
    given_at: int | None

    @property
    def reading(self) -> object | None:
        """How it is declared to be read; see reading_of."""
        return None if self.definition is None else reading_of(self.definition)

    @property
    def node(self) -> FieldNode:
        """The node that speaks for all that are merged."""
        return self.nodes[0]

    @property
    def name(self) -> str:
        """Its name in the schema."""
        return self.node.name.value


def object_of(one: Selected) -> GraphQLObjectType:
    """The type of the objects that a field gives, without list and non-null."""
    kind = get_named_type(one.field.type)
    assert isinstance(kind, GraphQLObjectType)
    return kind


@dataclass(frozen=True, slots=True)
class Document:
    """What the selections of one operation, sent with its variables, depend on."""

    schema: GraphQLSchema
    operation: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]


class Selector:
    """Makes the tree, and numbers the fields that have arguments."""

    def __init__(self, document: Document) -> None:
        self.with_arguments: list[Selected] = []
        self._document = document
        self._fragments = {name: FragmentDetails(one) for name, one in document.fragments.items()}
        self._values = VariableValues({}, dict(document.variables))

    def select(self, kind: GraphQLObjectType, nodes: Iterable[FieldNode]) -> tuple[Selected, ...]:
        """What the nodes select of an object of the type, in the order of the answer."""
        return tuple(self._select(kind, [FieldDetails(node, None) for node in nodes]))

    def _select(self, kind: GraphQLObjectType, details: list[FieldDetails]) -> Iterator[Selected]:
        document = self._document
        collected = collect_subfields(document.schema, self._fragments, self._values, document.operation, kind, details)
        for key, found in collected.grouped_field_set.items():
            node = found[0].node
            field = document.schema.get_field(kind, node.name.value)
            assert field is not None  # the document is valid
            named = get_named_type(field.type)
            below = tuple(self._select(named, found)) if isinstance(named, GraphQLObjectType) else ()
            definition = None if node.name.value == TYPENAME else definition_of(field)
            has_arguments = definition is not None and definition.base_resolver is not None
            nodes = tuple(detail.node for detail in found)
            one = Selected(key, field, definition, nodes, below, len(self.with_arguments) if has_arguments else None)
            if has_arguments:
                self.with_arguments.append(one)
            yield one


class _Switches(Visitor):
    """Collects the names of the variables that directives depend on."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_directive(self, node: Any, *_: Any) -> None:  # noqa: ANN401 - graphql-core's
        self.names |= {one.value.name.value for one in node.arguments or () if isinstance(one.value, VariableNode)}


def switches_of(document: Document) -> tuple[str, ...]:
    """The variables on which it depends which fields are selected at all."""
    visitor = _Switches()
    for definition in (document.operation, *document.fragments.values()):
        visit(definition, visitor)
    return tuple(sorted(visitor.names))
