"""How the fields of the schema are read. Everything that a type's module says about it is said with these."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import strawberry
from tortoise.models import Model

from api.execution.framework import StrawberryField
from api.reading.sql import NOTHING, Sql
from tiers.editions.edition import Edition
from tiers.editions.ladder import Tier

T = TypeVar("T")

READING = "reading"  # a field's metadata has it under this name
STORED = "__stored__"

OF_PARENT = "true"
"""The scope of rows that are only ever read as a part of another row, whose scope is theirs."""
OPERATORS_ONLY = "false"
"""The scope of rows that no partner sees."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A type whose objects are rows: of the model's table, unless `source` gives other ones.

    `scope` is what a row has to fulfil for a partner to see it, `{viewer}` being the partner's key; operators see all.
    `visible` is what it has to fulfil for anybody to find it by its id."""

    model: type[Model] | None
    scope: str
    source: str | None = None
    visible: Sql = NOTHING


def stored(
    model: type[Model] | None = None, *, scope: str, source: str | None = None, visible: Sql = NOTHING
) -> Callable[[type[T]], type[T]]:
    """Declares that a type's objects are rows, and who sees them; see Stored."""

    def declare(cls: type[T]) -> type[T]:
        setattr(cls, STORED, Stored(model, scope, source, visible))
        return cls

    return declare


class Reading:
    """How something is to be read in one request: SQL with values, and what else the statement depends on."""

    __slots__ = ()

    @property
    def pieces(self) -> tuple[Sql, ...]:
        """All SQL with values of the request, in an order that stays."""
        return ()

    @property
    def flags(self) -> tuple[object, ...]:
        """What the statement's text depends on beside that of its pieces."""
        return ()


@dataclass(frozen=True, slots=True)
class Join:
    """What an expression needs beside its row, at most one row of it; joined once, however many fields need it."""

    sql: Sql


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the row: of the model's field of the same name, or of `name`, a column that the source gives.

    A Decimal that the model does not keep with two decimals is `money` where that is said."""

    name: str | None = None
    money: bool = False


@dataclass(frozen=True, slots=True)
class GlobalId:
    """The id that the API gives the row: its type's name and its natural key."""


@dataclass(frozen=True, slots=True)
class Value:
    """An expression over the row, for everybody or (with `for_partners`) another one for partners."""

    sql: Sql
    joins: tuple[Join, ...] = ()
    for_partners: Sql | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """An object made of the row's own columns, those whose names begin with the prefix."""

    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """The row that the model's foreign key of the field's name points to.

    With `of_parent`, who sees the parent sees it."""

    of_parent: bool = False


@dataclass(frozen=True, slots=True)
class EditionValue(Reading):
    """What the edition files say: an object, or a list, by the row's `edition` (its key) and `tier` (a key or null).

    `show` gives it for each that there is, made of values and of Sql over the row; without a tier there is nothing,
    unless `always`. With `source`, the row is the one that this gives for the row, if any."""

    show: Callable[[Edition, Tier | None], Any]
    edition: str
    tier: str = "NULL::text"
    always: bool = False
    joins: tuple[Join, ...] = ()
    source: Sql | None = None

    @property
    def pieces(self) -> tuple[Sql, ...]:
        return () if self.source is None else (self.source,)


@dataclass(frozen=True, slots=True, eq=False)
class FromText(Reading):
    """What an edition's text says: a value, an object or a list, which `show` gives, of the edition with the digest.

    `digest` is an expression over the row. With `other`, a SELECT of another edition's digest, `show` is given both,
    and `absent` is what is said where there is no such edition. Both are the same for every request: they are kept with
    the statement, which serves others, too."""

    show: Callable[..., Any]
    digest: str = "this.digest"
    other: Sql | None = None
    absent: str = ""

    @property
    def pieces(self) -> tuple[Sql, ...]:
        return () if self.other is None else (self.other,)


@dataclass(frozen=True, slots=True, eq=False)
class FromEngine(Reading):
    """What the engine answers about the row's partner, on a day where `day` names one: a value, an object, or None.

    `ask` is given an Asking, the partner's key and the day; what one function is to be asked about the same partner and
    day is asked once. What it gives, or `show` makes of that and of the key of a client, is made of values of fields,
    of StoredRows, and, for lists that are as long as is asked for, of functions of a length. `partner`, `day` and
    `client` are expressions."""

    ask: Callable[..., Awaitable[Any]]
    partner: str = "this.id"
    day: str | None = None
    client: str | None = None
    show: Callable[[Any, int | None], Any] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Shown(Reading):
    """How many things of a list of an answer of the engine's are shown."""

    most: int


@dataclass(frozen=True, slots=True)
class StoredRow:
    """In an answer of the engine's: the row of that key of the field's type, null where the viewer does not see it."""

    key: int


@dataclass(frozen=True, slots=True)
class EventRow:
    """The row that a live event is about: its key, or with `table` the row itself, is in the event under `name`."""

    name: str
    table: str | None = None


@dataclass(frozen=True, slots=True)
class Currency:
    """The currency that the column names, or where it names none, that of the edition in force on the day."""

    column: str
    day: str


@dataclass(frozen=True, slots=True)
class MetricCurrency:
    """The currency of a metric's values: that of the row's edition where the row's unit is money, else none."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money, null where the column `amount` is; its currency is said as Currency has it."""

    amount: str
    currency: str = "NULL::text"
    day: str = "this.as_of"


@dataclass(frozen=True, slots=True, eq=False)
class One(Reading):
    """The row that fulfils `where`, null if none does or it is not visible.

    It is of the table of the field's type, unless `source` gives it. With `of_parent`, who sees the parent sees it.
    Where it may not be null, `edition` is an expression over the parent for the edition that it is, if it is one."""

    where: Sql
    of_parent: bool = False
    source: Sql | None = None
    edition: str = ""

    @property
    def pieces(self) -> tuple[Sql, ...]:
        return (self.where,) if self.source is None else (self.where, self.source)


@dataclass(frozen=True, slots=True, eq=False)
class Many(One):
    """The rows that fulfil `where`, in an order, as a list; with `lists`, as a list of one for each value of that."""

    order: str = "this.id"
    lists: str | None = None


def column(
    description: str,
    *,
    source: str | None = None,
    name: str | None = None,
    money: bool = False,
    instead: str | None = None,
) -> Any:  # noqa: ANN401 - a field's value
    """A field that is a column, of the same name or of `source`; `name` is its name in the schema, if that differs.

    A deprecated one says with `instead` what to ask for in its place."""
    return _declared(Column(source, money), description, name, instead)


def value(description: str, sql: str, *joins: Join, for_partners: str | None = None) -> Any:  # noqa: ANN401 - a field's value
    """A field that is an expression; see Value."""
    return _declared(Value(Sql(sql), joins, None if for_partners is None else Sql(for_partners)), description)


def declared(description: str, reading: object) -> Any:  # noqa: ANN401 - a field's value
    """A field that is read in one of the other ways that stand here."""
    return _declared(reading, description)


def _declared(reading: object, description: str, name: str | None = None, instead: str | None = None) -> Any:  # noqa: ANN401 - a field's value
    return strawberry.field(description=description, name=name, metadata={READING: reading}, deprecation_reason=instead)


def field(description: str, gives: object) -> Callable[[Callable[..., object]], StrawberryField]:
    """A field with arguments: its function takes them, and says how to read what the schema says that it gives.

    It raises ApiError for arguments that cannot be used, and is not told any row: one statement reads it for all."""

    def make(function: Callable[..., object]) -> StrawberryField:
        return strawberry.field(function, description=description, graphql_type=gives)

    return make


def reading_of(field_: StrawberryField) -> object | None:
    """How the field says that it is read; None for one that only knows when it has its arguments, or not at all."""
    return field_.metadata.get(READING)
