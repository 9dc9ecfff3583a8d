"""How deep, wide and expensive the operations of a document are, each fragment counted wherever it is spread."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    EnumValueNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLCompositeType,
    GraphQLSchema,
    InlineFragmentNode,
    NullValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    is_composite_type,
    is_leaf_type,
    value_from_ast_untyped,
)

from api.execution.limits.bounds import COUNTED_TO, MAX_ASKED, MAX_SELECTIONS
from api.execution.limits.prices import (
    ARGUMENTS,
    COUNT,
    COUNT_ALL,
    DEAR_ORDERS,
    FIELDS,
    FILTER_ALL,
    INPUTS,
    ITEMS,
    LOOKED_AT,
    LOOKS,
    META,
    NOTHING,
    OF_ALL,
    OF_ONE_CLIENT,
    ORDER_ALL,
    Price,
    price_again,
)
from api.execution.limits.sizes import CONNECTION, ON_PAGE, SCALARS, Size, input_of, size_of

Parent = GraphQLCompositeType | None  # None where the document names what is not there


@dataclass(frozen=True, slots=True)
class Measures:
    """What a selection set asks for, or an operation, with its directives and the defaults of its variables."""

    depth: int = 0
    aliases: int = 0
    directives: int = 0
    selections: int = 0
    price: Price = NOTHING
    defaults: Mapping[str, Any] = field(default_factory=dict)

    def cost(self, variables: Mapping[str, Any] | None) -> int:
        """The cost of an operation that is sent with these variables."""
        return self.price.amount({**self.defaults, **(variables or {})} if self.price.parts else variables)


EMPTY = Measures()


class Ruler:
    """Measures one document. It looks at each selection once, so it takes time in proportion to the text.

    Within a definition it does not recurse; through fragments it does, so their number has to be bounded before."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        self.visits = 0
        self.cyclic: str | None = None
        self.fragments = {
            one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)
        }
        self._schema = schema
        self._measured: dict[str, Measures | None] = {}

    def measure(self, operation: OperationDefinitionNode) -> Measures:
        """Measures an operation with all fragments that it spreads."""
        inner = self._selections(operation.selection_set, self._schema.get_root_type(operation.operation))
        variables = operation.variable_definitions or ()
        directives = len(operation.directives or ()) + sum(len(one.directives or ()) for one in variables)
        return Measures(
            inner.depth,
            inner.aliases,
            inner.directives + directives,
            inner.selections,
            inner.price,
            {
                one.variable.name.value: value_from_ast_untyped(one.default_value)
                for one in variables
                if one.default_value is not None
            },
        )

    def fragment(self, name: str) -> Measures:
        """A fragment, wherever it is spread; nothing where there is none, which other rules tell."""
        if name not in self._measured:
            self._measured[name] = None
            inner = EMPTY
            if fragment := self.fragments.get(name):
                inner = self._selections(fragment.selection_set, self._composite(fragment.type_condition.name.value))
            self._measured[name] = inner
        measured = self._measured[name]
        if measured is None:  # it is being measured further up
            self.cyclic = name
            return EMPTY
        return measured

    def knows(self, name: str) -> bool:
        """Whether the fragment was spread in what has been measured."""
        return name in self._measured

    def _selections(self, outermost: SelectionSetNode, parent: Parent) -> Measures:
        """Innermost sets first, each one once."""
        below: list[tuple[SelectionSetNode, Parent]] = [(outermost, parent)]
        for selections, kind in below:  # which grows meanwhile
            below.extend(
                (node.selection_set, self._type_below(node, kind))
                for node in selections.selections
                if isinstance(node, FieldNode | InlineFragmentNode) and node.selection_set is not None
            )
        done: dict[int, Measures] = {}  # by identity: graphql-core compares nodes with all that is in them
        for selections, kind in reversed(below):
            done[id(selections)] = self._add_up(selections, kind, done)
        return done[id(outermost)]

    def _add_up(self, selections: SelectionSetNode, kind: Parent, done: Mapping[int, Measures]) -> Measures:
        depth = aliases = directives = count = 0
        price = NOTHING
        for node in selections.selections:
            self.visits += 1
            if isinstance(node, FragmentSpreadNode):
                inner = self.fragment(node.name.value)
            else:
                assert isinstance(node, FieldNode | InlineFragmentNode)
                inner = EMPTY if node.selection_set is None else done[id(node.selection_set)]
            if isinstance(node, FieldNode):
                aliases += node.alias is not None
                meta = META.get(node.name.value)
                # What introspection may nest is graphql-core's to judge.
                depth = max(depth, 1 + (0 if meta else inner.depth))
                own = self._price(node, kind, inner.price) if meta is None else Price(meta)
                if node.alias is not None and node.selection_set is None and own == NOTHING:
                    own += price_again(kind.name if kind else "", node.name.value)
            else:
                depth, own = max(depth, inner.depth), inner.price
            aliases = min(aliases + inner.aliases, COUNTED_TO)
            directives = min(directives + inner.directives + len(node.directives or ()), COUNTED_TO)
            count = min(count + inner.selections + 1, COUNTED_TO)
            # Beyond the limit nobody asks for the price any more, whose parts would multiply too.
            price = price + own if count <= MAX_SELECTIONS else NOTHING
        return Measures(depth, aliases, directives, count, price)

    def _price(self, node: FieldNode, kind: Parent, inner: Price) -> Price:
        found = None if kind is None else self._schema.get_field(kind, node.name.value)
        if kind is None or found is None:
            return NOTHING
        coordinate = f"{kind.name}.{node.name.value}"
        if is_leaf_type(get_named_type(found.type)):
            return _price_of_leaf(coordinate, node.name.value)
        if kind.name.endswith(CONNECTION) and node.name.value in ON_PAGE:
            return (Price(1) + inner).times(None) + Price(looks=inner.looks)
        size = size_of(coordinate, found, node)
        if get_named_type(found.type).name.endswith(CONNECTION):
            return self._price_of_page(node, kind, inner, size)
        own = Price(FIELDS.get(coordinate, 0), looks=coordinate in LOOKS)
        if get_named_type(found.type).name in LOOKED_AT:  # whose look is that of the page that it is in
            return own + (Price(1) + inner).times(size) + Price(looks=inner.looks)
        own += (Price(ITEMS.get(coordinate, 1)) + inner.look + inner).times(size)
        return own + INPUTS[coordinate].times(input_of(coordinate, node)) if coordinate in INPUTS else own

    def _price_of_page(self, node: FieldNode, kind: GraphQLCompositeType, inner: Price, size: int | Size) -> Price:
        """With what it takes to find its rows, as far as that does not follow from how many it has."""
        is_of_all = kind.name in OF_ALL
        given = _given(node)
        field = f"{kind.name}.{node.name.value}"
        once = FIELDS.get(field, 0)
        page = Price(1 + once) + inner.on_page(size, max(COUNT_ALL, once) if is_of_all else COUNT)
        page += inner.look.times(_asked(size)) if field in OF_ONE_CLIENT else inner.look
        page += Price(sum(ARGUMENTS.get(f"{field}.{name}", 0) for name in given))
        if not is_of_all:
            return page
        ordered = ORDER_ALL.get(field, 0) if _is_dear(given.get("orderBy")) else 0
        return page + Price(ordered + (FILTER_ALL if given.keys() & {"filter", "search"} else 0))

    def _type_below(self, node: SelectionNode, kind: Parent) -> Parent:
        if isinstance(node, InlineFragmentNode):
            return kind if node.type_condition is None else self._composite(node.type_condition.name.value)
        assert isinstance(node, FieldNode)
        found = None if kind is None else self._schema.get_field(kind, node.name.value)
        below = None if found is None else get_named_type(found.type)
        return below if below is not None and is_composite_type(below) else None

    def _composite(self, name: str) -> Parent:
        found = self._schema.get_type(name)
        return found if found is not None and is_composite_type(found) else None


def _asked(size: int | Size) -> int | Size:
    """About how many things of a list the engine is asked at most."""
    return min(size, MAX_ASKED) if isinstance(size, int) else lambda variables: min(size(variables), MAX_ASKED)


def _price_of_leaf(coordinate: str, name: str) -> Price:
    if name == "totalCount":
        return Price(counts=1)
    return Price(SCALARS.get(coordinate, 0), looks=coordinate in LOOKS)


def _given(node: FieldNode) -> dict[str, ValueNode]:
    """The arguments that say something, or may, as variables tell."""
    return {one.name.value: one.value for one in node.arguments or () if not isinstance(one.value, NullValueNode)}


def _is_dear(order: ValueNode | None) -> bool:
    """Whether an order is by a metric, or by a field for which something is looked up, or may be."""
    if isinstance(order, ObjectValueNode):
        by = {one.name.value: one.value for one in order.fields}
        field, metric = by.get("field"), by.get("metric")
        if isinstance(field, EnumValueNode) and field.value in DEAR_ORDERS:
            return True
        return isinstance(field, VariableNode) or not isinstance(metric, NullValueNode | None)
    return isinstance(order, VariableNode)
