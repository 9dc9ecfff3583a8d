"""Rows of any types by their ids, in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graphql import GraphQLObjectType

from api.reading.json_text import concat
from api.reading.objects import Objects
from api.reading.plans import Plan
from api.reading.rows import Given, Row, joined, stored_of, table_of
from api.reading.sql import Piece, Pieces, Sql, both

NO_ROWS = "SELECT 0 AS place, '' AS node WHERE false"


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """The rows of ids, each a type's name and a key: for each type its keys with their places, from 0."""

    keys: Mapping[str, Sql]
    places: Sql

    @classmethod
    def of(cls, ids: Sequence[tuple[str, int]]) -> "Nodes":
        keys: dict[str, tuple[list[int], list[int]]] = {}
        for place, (type_name, key) in enumerate(ids):
            found = keys.setdefault(type_name, ([], []))
            found[0].append(key)
            found[1].append(place)
        each = {name: Sql("unnest({}::bigint[], {}::int[])", found) for name, found in sorted(keys.items())}
        return cls(each, Sql("generate_series(0, {}::int)", (len(ids) - 1,)))

    @property
    def pieces(self) -> tuple[Sql, ...]:
        """All that has values, in one order."""
        return (*self.keys.values(), self.places)

    @property
    def flags(self) -> tuple[object, ...]:
        """What else the statement depends on."""
        return tuple(self.keys)


def select_nodes(objects: Objects, kinds: Sequence[GraphQLObjectType], plan: Plan, given: Given) -> Pieces:
    """The SELECT of a list that has null for each row that the viewer does not see."""
    nodes = given.reading
    assert isinstance(nodes, Nodes)
    found: list[Piece] = []
    for kind in kinds:
        stored = stored_of(kind)
        row = Row(objects.rows.alias(), "", stored.model)
        text = concat(objects.write(kind, plan.below[kind.name], row))
        keys = given.place(nodes.keys[kind.name], row.alias, "")
        found += [" UNION ALL " if found else "", "SELECT wanted.place, ", *text, " AS node FROM ", *keys]
        found += [f" AS wanted(id, place) JOIN {table_of(stored)} {row.alias} ON {row.alias}.id = wanted.id"]
        found += [*joined(row, row.joins), " WHERE ", *row.place(both([stored.visible]))]
        found += objects.rows.scope(stored, row, of_parent=False)
    every = given.place(nodes.places, "", "")
    return (
        "SELECT concat('[', string_agg(coalesce(found.node, 'null'), ',' ORDER BY every.place), ']') FROM ", *every,
        " AS every(place) LEFT JOIN (", *(found or [NO_ROWS]), ") found USING (place)",
    )  # fmt: skip
