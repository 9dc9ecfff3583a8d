"""Rows inside a statement: where they come from, what they are called there, and who sees them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count

from graphql import GraphQLObjectType
from tortoise import fields
from tortoise.models import Model

from api.execution.framework import class_of
from api.reading.declared import STORED, Join, Reading, Stored
from api.reading.sql import NOTHING, Param, Piece, Pieces, Sql, place

ROOT = "root"  # owns the values of what a statement itself reads
ROOM = "room"  # the bytes that are left for the answer


@dataclass(slots=True)
class Row:
    """A row that is read: its alias, the model that it is of, if any, and the joins that its fields need."""

    alias: str
    parent: str
    model: type[Model] | None = None
    prefix: str = ""
    joins: dict[Join, None] = field(default_factory=dict)

    def column(self, name: str) -> Pieces:
        """The expression for a column of the row."""
        return (f"{self.alias}.{self.prefix}{name}",)

    def place(self, sql: Sql) -> Pieces:
        """A declared piece, which has no values of its own."""
        return place(sql, self.alias, self.parent)

    def part(self, prefix: str) -> "Row":
        """The same row, of which only the columns with the prefix are meant."""
        return Row(self.alias, self.parent, self.model, self.prefix + prefix, self.joins)

    def is_money(self, name: str) -> bool:
        """Whether the model keeps the column with two decimals."""
        found = None if self.model is None else self.model._meta.fields_map.get(self.prefix + name)  # noqa: SLF001
        return isinstance(found, fields.DecimalField) and found.decimal_places == 2  # noqa: PLR2004 - cents


class Given:
    """How a field is to be read in one request, and which parameters its values become."""

    def __init__(self, owner: str, reading: Reading) -> None:
        self.owner = owner
        self.reading = reading
        self._pieces = reading.pieces
        self._first: dict[int, int] = {}
        total = 0
        for sql in self._pieces:
            self._first[id(sql)] = total
            total += len(sql.values)

    @property
    def shape(self) -> tuple[object, ...]:
        """All that the statement's text depends on."""
        return (*self.reading.flags, *[sql.text for sql in self._pieces])

    @property
    def values(self) -> tuple[object, ...]:
        """The values of all pieces."""
        return tuple([value for sql in self._pieces for value in sql.values])

    def place(self, sql: Sql, this: str, parent: str) -> Pieces:
        """A piece of the reading inside the statement."""
        first = self._first[id(sql)] if sql.values else 0
        return place(sql, this, parent, (Param(self.owner, first + one) for one in range(len(sql.values))))


class Rows:
    """Names rows, and says who sees them: of one statement, for an operator or for a partner."""

    def __init__(self, *, for_partner: bool) -> None:
        self.for_partner = for_partner
        self._numbers = count(1)

    def alias(self) -> str:
        """A name that no other row of the statement has."""
        return f"t{next(self._numbers)}"

    def scope(self, target: Stored, row: Row, *, of_parent: bool) -> Pieces:
        """The condition that the viewer sees the row, for WHERE; nothing where that is clear."""
        if of_parent or not self.for_partner:
            return ()
        return (" AND (", *row.place(Sql(target.scope)), ")")


class UndeclaredScope(LookupError):
    """A type of which nobody has said who sees its rows."""


def stored_of(kind: GraphQLObjectType) -> Stored:
    """What the type declares; raises UndeclaredScope."""
    try:
        found: Stored = class_of(kind).__dict__[STORED]
    except KeyError:
        raise UndeclaredScope(f"{kind.name} has no scope: declare with @stored who sees its rows") from None
    return found


def table_of(target: Stored) -> str:
    """What follows FROM for a type's rows, up to the alias."""
    if target.source is not None:
        return f"({target.source})"
    assert target.model is not None  # `check` has seen to it
    return target.model._meta.db_table  # noqa: SLF001 - Tortoise's only way to it


def joined(row: Row, joins: Iterable[Join]) -> Pieces:
    """The joins, for behind FROM."""
    return tuple(piece for join in joins for piece in (" ", *row.place(join.sql)))


def all_of(given: Given, row: Row, conditions: Sequence[Sql]) -> Pieces:
    """The conditions of a reading, for WHERE."""
    pieces: list[Piece] = []
    for condition in conditions:
        if condition is not NOTHING:
            pieces += (" AND " if pieces else "", *given.place(condition, row.alias, row.parent))
    return tuple(pieces) or ("true",)
