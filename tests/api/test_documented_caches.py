"""What front ends are told to tell their caches (docs/clients.md) is about the schema as it is."""

import json
import re
from pathlib import Path
from typing import Any

from graphql import GraphQLInterfaceType, GraphQLList, GraphQLObjectType, GraphQLOutputType, get_named_type
from graphql.type.definition import GraphQLNonNull

from api.schema import schema

CLIENTS = Path(__file__).parents[2] / "docs" / "clients.md"


def told() -> dict[str, Any]:
    block = re.search(r"```json\n(.*?)```", CLIENTS.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    read: dict[str, Any] = json.loads(block[1])
    return read


def read_types() -> dict[str, set[bool]]:
    """The types of objects that queries and events give, and whether they come in lists."""
    core = schema._schema
    assert core.query_type is not None
    assert core.subscription_type is not None
    found: dict[str, set[bool]] = {}
    waiting: list[GraphQLObjectType | GraphQLInterfaceType] = [core.query_type, core.subscription_type]
    while waiting:
        for field in waiting.pop().fields.values():
            kind = get_named_type(field.type)
            kinds = core.get_possible_types(kind) if isinstance(kind, GraphQLInterfaceType) else [kind]
            for one in kinds:
                if isinstance(one, GraphQLObjectType):
                    if one.name not in found:
                        waiting.append(one)
                    found.setdefault(one.name, set()).add(_is_list(field.type))
    return found


def _is_list(kind: GraphQLOutputType) -> bool:
    inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    return isinstance(inner, GraphQLList)


def test_each_type_without_an_id_has_a_policy_and_no_other() -> None:
    core = schema._schema
    assert core.subscription_type is not None
    events = {get_named_type(field.type).name for field in core.subscription_type.fields.values()}
    without = {
        name: lists
        for name, lists in read_types().items()
        if "id" not in getattr(core.type_map[name], "fields", {}) and name not in events
    }
    # What comes in a list is replaced with it; what comes once is merged.
    assert told()["typePolicies"] == {
        name: {"keyFields": False} if lists == {True} else {"merge": True} for name, lists in without.items()
    }


def test_the_possible_types_of_nodes_are_all_that_there_are() -> None:
    core = schema._schema
    node = core.type_map["Node"]
    assert isinstance(node, GraphQLInterfaceType)
    assert set(told()["possibleTypes"]["Node"]) == {kind.name for kind in core.get_possible_types(node)}
