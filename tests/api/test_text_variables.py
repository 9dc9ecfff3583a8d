"""Variables that are texts come through as graphql-core has them; the rest is left to it."""

from typing import Any

import pytest
from graphql import OperationDefinitionNode, get_variable_values, parse

from api.execution.documents import Operation
from api.execution.framework import VariableValues, coerce_arguments, core_schema
from api.schema import schema

ASK = "{{ partner(externalId: {used}) {{ name }} }}"


def find_coerced(declared: str, variables: dict[str, Any]) -> tuple[VariableValues | None, object]:
    """What our way and graphql-core make of the variables."""
    document = parse(f"query ({declared}) {ASK.format(used='$a')}")
    (node,) = document.definitions
    assert isinstance(node, OperationDefinitionNode)
    query = schema.roots.find(Operation(document, node, None, variables, 0))
    assert query is not None
    return query.coerce_texts(variables), get_variable_values(
        core_schema(schema), node.variable_definitions or (), variables
    )


@pytest.mark.parametrize(
    ("declared", "variables"),
    [
        ("$a: String", {"a": "P-1"}),
        ("$a: String!", {"a": ""}),
        ("$a: ID", {"a": "P-1"}),
        ("$a: String", {"a": None}),
        ("$a: String, $b: ID!", {"b": "2", "a": "1"}),
    ],
)
def test_texts_come_through_as_they_are(declared: str, variables: dict[str, Any]) -> None:
    ours, theirs = find_coerced(declared, variables)
    assert ours is not None
    assert isinstance(theirs, VariableValues)
    assert ours.coerced == theirs.coerced == variables


@pytest.mark.parametrize(
    ("declared", "variables"),
    [
        ("$a: String", {}),
        ("$a: String!", {}),
        ("$a: String!", {"a": None}),
        ("$a: String", {"a": 1}),
        ("$a: ID", {"a": 1}),
        ("$a: String", {"a": ["P-1"]}),
        ('$a: String = "P-1"', {"a": "P-2"}),
        ("$a: String, $b: Int", {"a": "P-1", "b": 1}),
        ("$a: String, $b: [String!]", {"a": "P-1", "b": "P-2"}),
        ("$a: String, $b: Date", {"a": "P-1", "b": "2018-05-02"}),
    ],
)
def test_all_else_is_left_to_judge(declared: str, variables: dict[str, Any]) -> None:
    assert find_coerced(declared, variables)[0] is None


def find_filled(declared: str, field: str, variables: dict[str, Any]) -> tuple[dict[str, Any] | None, object]:
    """What our way and graphql-core make of a field's arguments."""
    document = parse(f"query ({declared}) {{ {field} {{ __typename }} }}")
    (node,) = document.definitions
    assert isinstance(node, OperationDefinitionNode)
    query = schema.roots.find(Operation(document, node, None, variables, 0))
    assert query is not None
    (root,) = query.roots
    values = query.coerce_texts(variables)
    assert values is not None
    ours = None if root.arguments is None else root.arguments.filled(values.coerced)
    return ours, coerce_arguments(root.field, root.nodes[0], values)


@pytest.mark.parametrize(
    ("declared", "field", "variables"),
    [
        ("$a: String", "partner(externalId: $a)", {"a": "P-1"}),
        ("$a: ID", "partner(id: $a)", {"a": None}),
        ("$a: String", "partners(first: 3, after: $a)", {"a": "here"}),
        ("$a: String", "partners(first: 3, after: $a)", {"a": None}),
        ("$a: String, $b: String", "clients(after: $a, before: $b, last: 2)", {"a": "1", "b": "2"}),
        ("$a: String", 'partner(externalId: "P-1")', {"a": "P-2"}),
        ("$a: ID!", "node(id: $a)", {"a": "P-1"}),
    ],
)
def test_arguments_of_texts_are_coerced_once(declared: str, field: str, variables: dict[str, Any]) -> None:
    ours, theirs = find_filled(declared, field, variables)
    assert ours == theirs


@pytest.mark.parametrize(
    ("declared", "field", "variables"),
    [
        ("$a: ID!", "nodes(ids: [$a])", {"a": "P-1"}),
        ("$a: String!", "partners(filter: {country: $a})", {"a": "P-1"}),
        ("$a: String", 'partners(after: $a, filter: {country: "DE"})', {"a": "P-1"}),
    ],
)
def test_arguments_with_more_in_them_are_coerced_each_time(
    declared: str, field: str, variables: dict[str, Any]
) -> None:
    assert find_filled(declared, field, variables)[0] is None
