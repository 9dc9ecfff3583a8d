"""All that the limits are about in one document, worked out once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graphql import DocumentNode, GraphQLSchema, OperationDefinitionNode

from api.execution.limits.bounds import MAX_SELECTIONS
from api.execution.limits.measures import Measures, Ruler
from api.execution.limits.overlaps import count_overlaps


@dataclass(frozen=True, slots=True)
class DocumentMeasures:
    """What a document measures: its operations by name, and all of it, also fragments that no operation spreads."""

    operations: Mapping[str | None, Measures]
    together: Measures
    overlaps: int
    cyclic: str | None  # a fragment that contains itself
    visits: int


class Same:
    """A document that equals only itself: comparing or hashing all of its nodes takes longer than what is kept."""

    __slots__ = ("document",)

    def __init__(self, document: DocumentNode) -> None:
        self.document = document

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.document is self.document

    def __hash__(self) -> int:
        return id(self.document)


def measure_document(schema: GraphQLSchema, document: DocumentNode) -> DocumentMeasures:
    """All that the limits are about; takes time in proportion to the text, and is worked out once.

    Of fragments of one name the last is taken."""
    return _measure(schema, Same(document))


@lru_cache(maxsize=256)
def _measure(schema: GraphQLSchema, same: Same) -> DocumentMeasures:
    document = same.document
    ruler = Ruler(schema, document)
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    measured = [ruler.measure(one) for one in operations]
    unused = [one for name, one in ruler.fragments.items() if not ruler.knows(name)]
    together = add_measures([*measured, *(ruler.fragment(one.name.value) for one in unused)])
    overlaps = 0
    if together.selections <= MAX_SELECTIONS and ruler.cyclic is None:
        overlaps = count_overlaps([one.selection_set for one in (*operations, *unused)], ruler.fragments)
    names = [one.name.value if one.name else None for one in operations]
    return DocumentMeasures(dict(zip(names, measured, strict=True)), together, overlaps, ruler.cyclic, ruler.visits)


def add_measures(parts: Sequence[Measures]) -> Measures:
    """The measures of several parts: the greatest depth, the sums of all else; no price, as only one is executed."""
    return Measures(
        max((one.depth for one in parts), default=0),
        sum(one.aliases for one in parts),
        sum(one.directives for one in parts),
        sum(one.selections for one in parts),
    )
