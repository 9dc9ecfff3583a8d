"""What of the schema the requests of a run have used."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from graphql import (
    DirectiveNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLType,
    InlineFragmentNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableDefinitionNode,
    Visitor,
    get_named_type,
    separate_operations,
    visit,
)
from graphql.utilities import type_from_ast

from api.auth.principals import Role
from tests.differential.documents.requests import Request
from tests.differential.reference.answers import STRICT, Expected
from tests.differential.reference.asker import Asker

FRAGMENTS = (
    "named fragment",
    "inline fragment",
    "inline fragment without type",
    "fragment on an interface in a type",
    "fragment on a type in an interface",
)


@dataclass
class Coverage:
    """Everything that was used in requests that were executed; fields and types only where something was there."""

    used: set[str] = field(default_factory=set)
    requests: int = 0
    refusals: int = 0

    def note(self, request: Request, asker: Asker, expected: Expected) -> None:
        """Counts a request; what it uses is noted unless it was refused before execution."""
        self.requests += 1
        self.refusals += bool(expected.errors)
        if any(path is None for path, _, _ in expected.errors):
            return
        self.used.add(f"role {request.by.role}")
        for coordinate in asker.reached:
            self.used |= {f"field {coordinate}", f"type {coordinate.partition('.')[0]}"}
        operations = separate_operations(request.parsed)
        used = operations[request.operation or next(iter(operations))]
        info = TypeInfo(STRICT)
        visit(used, TypeInfoVisitor(info, Noting(self.used, info, request)))

    def missing(self, root: str = "Query") -> list[str]:
        """What was not used of all that can be reached from Query, or from another root type and not from Query."""
        usable = set(usable_from(root)) - (set() if root == "Query" else set(usable_from("Query")))
        return sorted(usable - self.used)


class Noting(Visitor):
    """Notes what is in the text, and in the values of its variables."""

    def __init__(self, used: set[str], info: TypeInfo, request: Request) -> None:
        super().__init__()
        self.used = used
        self.info = info
        self.request = request

    def enter_argument(self, *_: object) -> None:
        parent, found = self.info.get_parent_type(), self.info.get_field_def()
        argument = self.info.get_argument()
        if parent and found and argument and not self.info.get_directive():
            names = [name for name, one in found.args.items() if one is argument]
            fields = getattr(parent, "fields", {})
            self.used |= {
                f"argument {parent}.{field}.{name}" for field in fields if fields[field] is found for name in names
            }

    def enter_object_field(self, node: object, *_: object) -> None:
        around = get_named_type(self.info.get_parent_input_type())
        self.used.add(f"member {around}.{node.name.value}")  # type: ignore[attr-defined]

    def enter_enum_value(self, node: object, *_: object) -> None:
        self.used.add(f"value {get_named_type(self.info.get_input_type())}.{node.value}")  # type: ignore[attr-defined]

    def enter_variable_definition(self, node: VariableDefinitionNode, *_: object) -> None:
        kind = type_from_ast(STRICT, node.type)
        self._note_value(get_named_type(kind), self.request.variables.get(node.variable.name.value))

    def _note_value(self, kind: GraphQLType | None, value: object) -> None:
        if isinstance(value, list):
            for item in value:
                self._note_value(kind, item)
        elif isinstance(kind, GraphQLEnumType):
            self.used.add(f"value {kind}.{value}")
        elif isinstance(kind, GraphQLInputObjectType) and isinstance(value, dict):
            for name, member in value.items():
                self.used.add(f"member {kind}.{name}")
                self._note_value(get_named_type(kind.fields[name].type), member)

    def enter_directive(self, node: DirectiveNode, *_: object) -> None:
        self.used.add(f"directive {node.name.value}")

    def enter_fragment_spread(self, _: FragmentSpreadNode, *__: object) -> None:
        self.used.add("named fragment")

    def enter_inline_fragment(self, node: InlineFragmentNode, *_: object) -> None:
        self.used.add("inline fragment" if node.type_condition else "inline fragment without type")


def usable_from(root: str) -> Iterator[str]:
    yield from FRAGMENTS[:3]
    yield from (f"role {role}" for role in Role if role is not Role.METRICS)  # which GraphQL answers nothing
    yield from (f"directive {name}" for name in ("include", "skip"))
    seen: set[str] = set()
    open_types: list[GraphQLType | None] = [STRICT.get_type(root)]
    for kind in open_types:  # which grows meanwhile
        if isinstance(kind, GraphQLInterfaceType):
            open_types += STRICT.get_possible_types(kind)
        elif isinstance(kind, GraphQLObjectType) and kind.name not in seen:
            yield f"type {kind}"
            for name, found in kind.fields.items():
                yield f"field {kind}.{name}"
                open_types.append(get_named_type(found.type))
                for argument in found.args:
                    yield f"argument {kind}.{name}.{argument}"
                    open_types.append(get_named_type(found.args[argument].type))
        elif isinstance(kind, GraphQLInputObjectType) and kind.name not in seen:
            for name, member in kind.fields.items():
                yield f"member {kind}.{name}"
                open_types.append(get_named_type(member.type))
                if isinstance(get_named_type(member.type), GraphQLEnumType):
                    yield from (
                        f"value {get_named_type(member.type)}.{one}" for one in get_named_type(member.type).values
                    )
        if kind is not None:
            seen.add(getattr(kind, "name", ""))
