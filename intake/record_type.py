"""What a type of records is: one declaration, from which lines are read, staged, merged, asked for and explained."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar, get_args

import asyncpg
from msgspec import Struct
from msgspec.structs import FieldInfo, astuple, fields

from intake.fields import Doc, Takes
from intake.terms import Terms

Row = tuple[Any, ...]


class Record(Struct, forbid_unknown_fields=True, gc=False):
    """One line of the import format; its tag is the line's `type`. A missing optional key means null."""


R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record: what it takes and what it says."""

    name: str
    takes: Takes
    doc: Doc
    required: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """A field with the id of a record of another type; the line is bad if there is none, unless the field is null."""

    field: str
    to: "RecordType[Any]"


@dataclass(frozen=True, slots=True)
class Load:
    """The transaction that a load's lines are staged and merged in, and what they are judged by.

    One that is `supposed` is merged into tables of the transaction's own, which have only what it needs: it waits for
    nobody. `mrr_lines` is where the lines of whole reports are found."""

    connection: asyncpg.Connection
    terms: Terms
    supposed: bool = False
    mrr_lines: str = "mrr_line"


Hook = Callable[["RecordType[Any]", Load], Awaitable[None]]
Merge = Callable[["RecordType[Any]", Load], Awaitable[int]]


def as_it_is(record: Record, _: Terms) -> Row:
    """The record's fields."""
    return astuple(record)


@dataclass(frozen=True, eq=False, kw_only=True)
class RecordType(Generic[R]):
    """A type of records: what its lines say, and what becomes of them.

    What they say, for readers of the format: `record` has the fields; lines with the same `key` are of one fact;
    `title` is short, and `description` longer, with other fields in braces, as in a `Doc`.

    Staged: `row` checks a record as far as it can be judged alone, or raises BadLine. It gives the values of all fields
    as they are staged, then those of the `derived` columns, which have their SQL types here.

    Judged, when the types of `references` and those that it `follows` are merged: `judge` rejects staged lines; without
    it, those are rejected whose references are to nothing.

    Merged: the last line of each key is written to `table`. Its columns are called as the staged ones, but
    `external_id` for `id`, with `_id` for a reference, and `actor_id` for `address`, which is the staged column of
    addresses. A part of the key may be null, where the table's key takes nulls for equal. `marks` are statements that
    note, of the ids and references in `written`, what the next run has to look at again. A `merge` of its own does
    otherwise, and gives how many lines changed something.

    `prepare` comes before all that, when nothing is locked. A type that does not take turns may be merged by several
    loads at a time. Lines `of_report` have a period and a revision: with one of them rejected, their report stays open.
    """

    record: type[R]
    title: str
    description: str
    key: tuple[str, ...]
    table: str
    row: Callable[[R, Terms], Row] = as_it_is
    derived: Mapping[str, str] = field(default_factory=dict)
    references: tuple[Reference, ...] = ()
    follows: "tuple[RecordType[Any], ...]" = ()
    address: str | None = None
    marks: tuple[str, ...] = ()
    of_report: bool = False
    takes_turns: bool = True
    prepare: Hook | None = None
    judge: Hook | None = None
    merge: Merge | None = None

    @cached_property
    def name(self) -> str:
        """The `type` of its lines."""
        return str(self.record.__struct_config__.tag)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """In the order of the record."""
        return tuple(_field(info) for info in fields(self.record))

    @cached_property
    def staging(self) -> str:
        """The name of the table in which its lines are staged."""
        return f"intake_{self.name}"

    @cached_property
    def columns(self) -> dict[str, str]:
        """The columns of a row, and their SQL types."""
        return {one.name: one.takes.column for one in self.fields} | dict(self.derived)

    @cached_property
    def after(self) -> "frozenset[RecordType[Any]]":
        """The types that have to be merged before this one is judged."""
        return frozenset({*self.follows, *(reference.to for reference in self.references)})

    def column(self, name: str) -> str:
        """The column of the table that a staged one becomes."""
        if any(reference.field == name for reference in self.references):
            return f"{name}_id"
        if name == self.address:
            return "actor_id"
        return "external_id" if name == "id" else name


Kind = RecordType[Any]
"""A type, whatever its records are."""


def _field(info: FieldInfo) -> Field:
    found = {type(one): one for one in _annotations(info.type)}
    return Field(info.name, found[Takes], found[Doc], info.required)


def _annotations(annotation: object) -> Iterator[Any]:
    for part in get_args(annotation):
        yield part
        yield from _annotations(part)
