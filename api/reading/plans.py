"""What is worked out once for a place in a document, and kept: its selections, and the statements made of them.

There is as much of it as callers think of ways to ask, so what is kept is bounded in bytes, not only in number."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from graphql import FieldNode, GraphQLObjectType, OperationDefinitionNode

from api.reading.from_texts import ToFill
from api.reading.selections import Document, Selected, Selector, switches_of
from api.reading.sql import Param, Pieces, number
from models.database import LONGEST_PREPARED

SELECTIONS = 512
MOST_BYTES = 48 * 2**20  # of all plans; above that all are made anew
BYTES_OF_TEXT = 300  # for each character of a document: what it was parsed to, which a plan keeps
BYTES_OF_STATEMENT = 2  # for each character of a statement: it, and its parameters
MOST = 64  # plans of one place, and statements of one plan: enough for all that one client varies

K = TypeVar("K")
V = TypeVar("V")


class BoundedCache(Generic[K, V]):
    """A few values by their keys; begins again when they become too many."""

    def __init__(self) -> None:
        self._values: dict[K, V] = {}

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The key's value, made when it is asked for first."""
        found = self._values.get(key)
        if found is None:
            if len(self._values) >= MOST:
                self._values.clear()
            found = self._values[key] = make()
        return found


@dataclass(slots=True)
class Statement:
    """A statement's text, its parameters by their numbers, and what of its answer has to be filled in, or asked.

    `paid`: whether somebody has paid for writing it."""

    text: str
    params: tuple[Param, ...]
    to_fill: Sequence[ToFill] = ()
    to_ask: Sequence[Selected] = ()
    paid: bool = False

    @classmethod
    def of(cls, pieces: Pieces, to_fill: Sequence[ToFill] = (), to_ask: Sequence[Selected] = ()) -> "Statement":
        return cls(*number(pieces), to_fill, to_ask)

    def values(self, given: Mapping[str, Sequence[Any]]) -> list[Any]:
        """The parameters' values, from the values of each owner."""
        return [given[param.name][param.place] for param in self.params]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a field selects of each type that it may give, which of all that has arguments, and the statements so far.

    A statement's key is the shape of the arguments: all that its text depends on."""

    below: Mapping[str, tuple[Selected, ...]]
    with_arguments: tuple[Selected, ...]
    statements: BoundedCache[object, Statement] = field(default_factory=BoundedCache)


class Plans:
    """The plans of one process. `bytes` is what is kept, by estimate."""

    def __init__(self) -> None:
        self._variants: OrderedDict[tuple[object, ...], _Variants] = OrderedDict()
        self.bytes = 0

    def find(self, document: Document, nodes: Sequence[FieldNode], kinds: Sequence[GraphQLObjectType]) -> Plan:
        """The plan of a place in the document, as it is sent with these variables."""
        # By identity, as to compare nodes takes long: what is kept has them, so that nothing else can have their place.
        key = (id(document.operation), *[id(node) for node in nodes], *[kind.name for kind in kinds])
        variants = self._variants.get(key)
        if variants is None:
            if len(self._variants) >= SELECTIONS:
                self._variants.popitem(last=False)
            variants = self._variants[key] = _Variants(document.operation, nodes, kinds)
        else:
            self._variants.move_to_end(key)

        def make() -> Plan:
            self._keep(BYTES_OF_TEXT * sum(map(_length, nodes)))
            return variants.make(document)

        return variants.find(document, make)

    def statement(
        self, plan: Plan, shape: object, make: Callable[[], Statement], pay: Callable[[int], None]
    ) -> Statement:
        """The plan's statement for arguments of that shape.

        `pay` is told the length of one that has to be made, or that the database plans each time."""
        made = plan.statements.get(shape, make)
        length = len(made.text)
        if not made.paid or length > LONGEST_PREPARED:
            pay(length)
        if not made.paid:
            made.paid = True
            self._keep(BYTES_OF_STATEMENT * length)
        return made

    def _keep(self, size: int) -> None:
        self.bytes += size
        if self.bytes > MOST_BYTES:
            self._variants.clear()
            self.bytes = size


class _Variants:
    """The plans of one place: one for each way in which @include and @skip may turn out.

    The place is a field of an operation: all nodes that are merged into it, and the types that it may give."""

    def __init__(
        self, operation: OperationDefinitionNode, nodes: Sequence[FieldNode], kinds: Sequence[GraphQLObjectType]
    ) -> None:
        self._operation = operation
        self._nodes = nodes
        self._kinds = kinds
        self._switches: tuple[str, ...] | None = None
        self._plans: BoundedCache[tuple[Any, ...], Plan] = BoundedCache()

    def find(self, document: Document, make: Callable[[], Plan]) -> Plan:
        if self._switches is None:
            self._switches = switches_of(document)
        switched = tuple([document.variables.get(name) for name in self._switches])
        return self._plans.get(switched, make)

    def make(self, document: Document) -> Plan:
        selector = Selector(document)
        below = {kind.name: selector.select(kind, self._nodes) for kind in self._kinds}
        return Plan(below, tuple(selector.with_arguments))


def _length(node: FieldNode) -> int:
    """The characters of what was parsed to it."""
    return 0 if node.loc is None else node.loc.end - node.loc.start
