"""Taking away from a document whatever is not needed for what it shows."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from graphql import (
    REMOVE,
    ArgumentNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    Node,
    ObjectFieldNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    Visitor,
    parse,
    print_ast,
    separate_operations,
    validate,
    visit,
)
from graphql.language.visitor import VisitorActionEnum

from tests.differential.reference.answers import STRICT

T = TypeVar("T")

MOST_TRIES = 300


async def shrink(
    text: str,
    operation: str | None,
    variables: Mapping[str, Any],
    shows: Callable[[str, dict[str, Any]], Awaitable[T | None]],
) -> T | None:
    """What `shows` finds in the smallest document that it finds anything in; None if it finds nothing at all."""
    found = None
    document = parse(text)
    candidates = iter([*_alone(document, operation), document])
    for _ in range(MOST_TRIES):
        candidate = next(candidates, None)
        if candidate is None:
            break
        text = print_ast(candidate)
        given = {name: value for name, value in variables.items() if f"${name}:" in text}
        shown = await shows(text, given)
        if shown is not None:
            found = shown
            candidates = smaller(candidate)
    return found


def _alone(document: DocumentNode, operation: str | None) -> list[DocumentNode]:
    """The operation without the others."""
    separate = separate_operations(document)
    return [separate[operation]] if operation is not None and len(separate) > 1 else []


def smaller(document: DocumentNode) -> Iterator[DocumentNode]:
    """All valid documents with one thing less, those that lack most first."""
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    number = 0
    while True:
        cut = Cut(number, fragments)
        candidate = _without_leftovers(visit(document, cut))
        if not cut.is_done:
            return
        if not validate(STRICT, candidate):
            yield candidate
        number += 1


class Cut(Visitor):
    """Takes away, or simplifies, the thing of that number."""

    def __init__(self, number: int, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        super().__init__()
        self.left = number
        self.fragments = fragments

    @property
    def is_done(self) -> bool:
        return self.left < 0

    def _is_here(self) -> bool:
        self.left -= 1
        return self.left == -1

    def enter_selection_set(self, node: SelectionSetNode, *_: object) -> SelectionSetNode | None:
        for place, selection in enumerate(node.selections):
            others = node.selections[:place], node.selections[place + 1 :]
            if len(node.selections) > 1 and self._is_here():
                return replace(node, selections=(*others[0], *others[1]))
            instead = self._instead(selection)
            if instead is not None and self._is_here():
                return replace(node, selections=(*others[0], *instead, *others[1]))
        return None

    def _instead(self, selection: SelectionNode) -> tuple[SelectionNode, ...] | None:
        """What is in a fragment, in place of the fragment."""
        if isinstance(selection, InlineFragmentNode):
            return selection.selection_set.selections
        if isinstance(selection, FragmentSpreadNode):
            known = self.fragments[selection.name.value]
            directives = selection.directives
            return (
                InlineFragmentNode(
                    type_condition=known.type_condition, directives=directives, selection_set=known.selection_set
                ),
            )
        return None

    def enter_field(self, node: FieldNode, *_: object) -> FieldNode | None:
        return replace(node, alias=None) if node.alias is not None and self._is_here() else None

    def _leave_out(self, _: Node, *__: object) -> VisitorActionEnum | None:
        return REMOVE if self._is_here() else None

    def enter_directive(self, node: DirectiveNode, *_: object) -> VisitorActionEnum | None:
        return self._leave_out(node)

    def enter_argument(self, node: ArgumentNode, *_: object) -> VisitorActionEnum | None:
        return self._leave_out(node)

    def enter_object_field(self, node: ObjectFieldNode, *_: object) -> VisitorActionEnum | None:
        return self._leave_out(node)


def _without_leftovers(document: DocumentNode) -> DocumentNode:
    """Without the fragments that no operation spreads, and without the variables that none uses."""
    (operation,) = (one for one in document.definitions if isinstance(one, OperationDefinitionNode))
    name = None if operation.name is None else operation.name.value
    document = separate_operations(document)[name or ""]
    used = print_ast(document)
    definitions = [
        replace(
            one,
            variable_definitions=tuple(
                each for each in one.variable_definitions or () if used.count(f"${each.variable.name.value}") > 1
            ),
        )
        if isinstance(one, OperationDefinitionNode)
        else one
        for one in document.definitions
    ]
    return replace(document, definitions=tuple(definitions))
