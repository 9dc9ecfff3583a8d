"""Rows of any types by their ids, in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graphql import GraphQLObjectType

from api.reading.declared import Reading
from api.reading.ids import Reference
from api.reading.json_text import concat
from api.reading.objects import Objects
from api.reading.plans import Plan
from api.reading.rows import Given, Row, joined, stored_of, table_of
from api.reading.sql import Piece, Pieces, Sql, both, place

NO_ROWS = "SELECT 0 AS place, '' AS node WHERE false"


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Ids of one type whose rows are found in one way: `values` are a row each, the key and the place, from 0."""

    type_name: str
    find: str
    width: int
    values: Sql

    @classmethod
    def of(cls, references: Sequence[tuple[int, Reference]]) -> "Group":
        """The group of ids of one type, at least one, each with its place in the list."""
        (_, first), *_ = references
        columns = [list(column) for column in zip(*(one.values for _, one in references), strict=True)]
        arrays = [f"{{}}::{kind.type}[]" for kind in first.kinds]
        wanted = Sql(f"unnest({', '.join(arrays)}, {{}}::int[])", (*columns, [where for where, _ in references]))
        return cls(first.type_name, first.find, len(columns), wanted)

    @property
    def columns(self) -> list[str]:
        """What the values are called, without the place."""
        return [f"key_{number}" for number in range(self.width)]


@dataclass(frozen=True, slots=True, eq=False)
class Nodes(Reading):
    """The rows that global ids of several types stand for, to be read in the ids' order."""

    groups: Sequence[Group]
    places: Sql

    @classmethod
    def of(cls, references: Sequence[Reference]) -> "Nodes":
        groups: dict[tuple[str, str], list[tuple[int, Reference]]] = {}
        for number, one in enumerate(references):
            groups.setdefault((one.type_name, one.find), []).append((number, one))
        places = Sql("generate_series(0, {}::int)", (len(references) - 1,))
        return cls([Group.of(groups[key]) for key in sorted(groups)], places)

    @property
    def pieces(self) -> tuple[Sql, ...]:
        return (*(group.values for group in self.groups), self.places)

    @property
    def flags(self) -> tuple[object, ...]:
        return tuple((group.type_name, group.find) for group in self.groups)


def select_nodes(objects: Objects, kinds: Mapping[str, GraphQLObjectType], plan: Plan, given: Given) -> Pieces:
    """The SELECT of a list that has null for each row that the viewer does not see."""
    nodes = given.reading
    assert isinstance(nodes, Nodes)
    found: list[Piece] = []
    for group in nodes.groups:
        kind = kinds[group.type_name]
        stored = stored_of(kind)
        row = Row(objects.rows.alias(), "", stored.model)
        text = concat(objects.write(kind, plan.below[kind.name], row))
        key = place(Sql(group.find), "", "", [f"wanted.{column}" for column in group.columns])
        found += [" UNION ALL " if found else "", "SELECT wanted.place, ", *text, " AS node FROM "]
        found += [*given.place(group.values, row.alias, ""), f" AS wanted({', '.join([*group.columns, 'place'])})"]
        found += [f" JOIN {table_of(stored)} {row.alias} ON {row.alias}.id = (", *key, ")"]
        found += [*joined(row, row.joins), " WHERE ", *row.place(both([stored.visible]))]
        found += objects.rows.scope(stored, row, of_parent=False)
    every = given.place(nodes.places, "", "")
    return (
        "SELECT concat('[', string_agg(coalesce(found.node, 'null'), ',' ORDER BY every.place), ']') FROM ", *every,
        " AS every(place) LEFT JOIN (", *(found or [NO_ROWS]), ") found USING (place)",
    )  # fmt: skip
