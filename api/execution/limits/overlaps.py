"""How often fields meet under one name in one place, where a validator has to compare each with each."""

from collections import Counter
from collections.abc import Iterable, Mapping

from graphql import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, InlineFragmentNode, SelectionSetNode


def count_overlaps(roots: Iterable[SelectionSetNode], fragments: Mapping[str, FragmentDefinitionNode]) -> int:
    """The pairs of such fields. Expands fragments, so how much that gives, and that it ends, has to be known before."""
    overlaps = 0
    for root in roots:
        met: Counter[tuple[int, str]] = Counter()
        places: dict[tuple[int, str], int] = {}
        open_sets = [(root, 0)]
        while open_sets:
            selections, place = open_sets.pop()
            for node in selections.selections:
                if isinstance(node, FragmentSpreadNode):
                    if fragment := fragments.get(node.name.value):
                        open_sets.append((fragment.selection_set, place))
                elif isinstance(node, InlineFragmentNode):
                    open_sets.append((node.selection_set, place))
                elif isinstance(node, FieldNode):
                    name = (place, (node.alias or node.name).value)
                    overlaps += met[name]
                    met[name] += 1
                    if node.selection_set is not None:
                        open_sets.append((node.selection_set, places.setdefault(name, len(places) + 1)))
    return overlaps
