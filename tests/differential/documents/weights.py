"""How often fields are chosen, and how much room they need."""

from collections import Counter

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
)

LEAST_WEIGHT, MOST_WEIGHT = 3, 5
DEEP = 4
LENGTHS = {
    "TierDecision.revisions": 100,
    "Query.tierCounts": 10,
    "Portfolio.history": 61,
    "Portfolio.tierCounts": 10,
    "DryRun.days": 24,
    "DryRunDay.moves": 20,
    "DryRunDay.tiers": 21,
    "Portfolio.findingCounts": 9,
    "PortfolioDay.tierCounts": 10,
    "Edition.tiers": 10,
    "MrrReport.totals": 10,
    "Program.editions": 50,
    "Query.programs": 5,
    "Query.schedule": 5,
    "Query.workers": 10,
    "Edition.diff": 50,
}
"""How long lists without arguments can be, as the limits count them."""


def weigh_fields(schema: GraphQLSchema) -> dict[str, int]:
    """By coordinate: the more there is below a field, the more often it is chosen.

    Most of all is what has much below it, and is a list or the only way to it."""
    kinds = [kind for kind in schema.type_map.values() if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)]
    ways = Counter(get_named_type(found.type).name for kind in kinds for found in kind.fields.values())
    weights = {}
    for kind in kinds:
        for name, found in kind.fields.items():
            named = get_named_type(found.type)
            below = len(_reachable(schema, named))
            is_most = below == MOST_WEIGHT and (is_list_type(get_nullable_type(found.type)) or ways[named.name] == 1)
            weights[f"{kind.name}.{name}"] = 3 * below if is_most else max(below, LEAST_WEIGHT)
    return weights


def deep_types(schema: GraphQLSchema) -> list[str]:
    """Those that lie deepest below the root of queries: DEEP fields at least."""
    ways = _ways(schema)
    depths = {"Query": 0}
    queue = ["Query"]
    for kind in queue:  # which grows meanwhile
        for named in ways[kind].values():
            if named in ways and named not in depths:
                depths[named] = depths[kind] + 1
                queue.append(named)
    return [kind for kind, depth in depths.items() if depth >= DEEP]


def weigh_towards(schema: GraphQLSchema, goal: str) -> dict[str, int]:
    """By coordinate: what leads on the shortest way to the type of that name is chosen most often."""
    ways = _ways(schema)
    distances = {goal: 0}
    queue = [goal]
    for reached in queue:  # which grows meanwhile
        for kind, fields in ways.items():
            if kind not in distances and reached in fields.values():
                distances[kind] = distances[reached] + 1
                queue.append(kind)
    far = len(ways)
    return {
        f"{kind}.{name}": MOST_WEIGHT * 2 if distances.get(named, far) < distances.get(kind, far) else 1
        for kind, fields in ways.items()
        for name, named in fields.items()
    }


def _ways(schema: GraphQLSchema) -> dict[str, dict[str, str]]:
    """The names of the types of all fields, by type and name."""
    kinds = [kind for kind in schema.type_map.values() if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)]
    return {kind.name: {name: get_named_type(found.type).name for name, found in kind.fields.items()} for kind in kinds}


def is_composite(found: GraphQLField) -> bool:
    """Whether there is something below the field."""
    return is_composite_type(get_named_type(found.type))


def _reachable(schema: GraphQLSchema, kind: GraphQLNamedType) -> list[str]:
    """The names of some of the types in and below a type: no more than tell it from one with little below it."""
    names: dict[str, GraphQLNamedType] = {kind.name: kind} if is_composite_type(kind) else {}
    queue = list(names.values())
    for one in queue:  # which grows meanwhile
        inner = schema.get_possible_types(one) if isinstance(one, GraphQLInterfaceType) else _inner_types(one)
        for below in inner:
            if below.name not in names and len(names) < MOST_WEIGHT:
                names[below.name] = below
                queue.append(below)
    return list(names)


def _inner_types(kind: GraphQLNamedType) -> list[GraphQLNamedType]:
    fields = kind.fields.values() if isinstance(kind, GraphQLObjectType) else ()
    return [get_named_type(found.type) for found in fields if is_composite(found)]
