"""Lists that are read in pages: what they consist of, what they can be ordered by, and which part is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from api.execution.errors import BadInput
from api.reading.cursors import DAY, INTEGER, NUMBER, TEXT, Kind, decode_cursor
from api.reading.declared import STORED, Join, Reading, Stored
from api.reading.given import digest_of
from api.reading.sql import NOTHING, Sql

DEFAULT_SIZE = 20
GREATEST_SIZE = 100


@dataclass(frozen=True, slots=True)
class Key:
    """A sort key: an expression that is never null, its type, and the joins that it needs."""

    sql: Sql
    kind: Kind
    joins: tuple[Join, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """One order of a list, in which no two rows have all keys in common: a cursor holds nothing else of a row."""

    name: str
    keys: tuple[Key, ...]
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """What rows have to fulfil, and the joins that this needs."""

    sql: Sql
    joins: tuple[Join, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """Where rows lie in an order: on one side of a position, in terms of the list from its beginning to its end."""

    comparison: str
    position: tuple[Any, ...]


class Near(Protocol):
    """Finds the rows of a page where it takes too long to look at all that fulfil the list's conditions."""

    def near(self, conditions: Sequence[Condition], bounds: Sequence[Bound], most: int, *, backward: bool) -> Sql:
        """What follows FROM: rows of the list, as `this`, with the first `most` within the bounds, or the last ones."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of rows of `target` that fulfil `where`. `name` tells its cursors from those of other lists.

    A target whose module imports this list's is given by what it declares of its rows. `tables` is what follows FROM,
    with the row as `this`, and `columns` what is taken of it; both by default as the target's are declared. With
    `of_parent`, what sees the list's owner sees all of it. `instead` has joins of the target's fields that are others
    for these rows."""

    name: str
    target: type | Stored
    where: Sql = NOTHING
    tables: Sql = NOTHING
    columns: str = "this.*"
    of_parent: bool = True
    instead: Mapping[Join, Join] = field(default_factory=dict)

    @property
    def stored(self) -> Stored:
        """What is declared of the target's rows."""
        found: Stored = self.target if isinstance(self.target, Stored) else getattr(self.target, STORED)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Page(Reading):
    """Part of a list: `size` rows, from its end when `backward`. `given` is what tells its arguments from others.

    `inside` are the conditions that the cursors set; `earlier` and `later` find the rows that lie on their other sides,
    None where there is no cursor. Where the list has a Near, `near` has the rows for the page, and for each of the two
    there is one that has a row if there is any."""

    listing: Listing
    order: Order
    conditions: tuple[Condition, ...]
    given: Sql
    size: Sql
    backward: bool
    inside: tuple[Sql, ...] = ()
    earlier: Sql | None = None
    later: Sql | None = None
    near: Sql | None = None
    near_earlier: Sql | None = None
    near_later: Sql | None = None

    @property
    def joins(self) -> tuple[Join, ...]:
        """What conditions and sort keys need, each once."""
        return tuple(dict.fromkeys((*self.joins_of_conditions, *(one for key in self.order.keys for one in key.joins))))

    @property
    def joins_of_conditions(self) -> tuple[Join, ...]:
        """What the conditions need."""
        return tuple(dict.fromkeys(join for one in self.conditions for join in one.joins))

    @property
    def identity(self) -> str:
        """Names list and order: with `given`, a cursor made under one identity fits no other."""
        return identify(self.listing, self.order)

    @property
    def pieces(self) -> tuple[Sql, ...]:
        optional = (self.earlier, self.later, self.near, self.near_earlier, self.near_later)
        given = tuple(one for one in optional if one is not None)
        conditions = tuple(one.sql for one in self.conditions)
        keys = tuple(key.sql for key in self.order.keys)
        return (*keys, *conditions, self.listing.tables, *self.inside, *given, self.given, self.size)

    @property
    def flags(self) -> tuple[object, ...]:
        absent = (self.earlier is None, self.later is None, self.near is None)
        return (self.order.name, self.order.descending, self.backward, *absent)


def page(  # noqa: PLR0913 (Relay's four arguments)
    listing: Listing,
    order: Order,
    conditions: Sequence[Condition] = (),
    *,
    given: Mapping[str, object] | None = None,
    near: Near | None = None,
    first: int | None,
    after: str | None,
    last: int | None,
    before: str | None,
) -> Page:
    """How to read the page that Relay's arguments describe; raises BadInput for ones that cannot be.

    `given` are the list's arguments beside those and the order."""
    if first is not None and last is not None:
        raise BadInput("first, last: give one of them, not both")
    for name, size in (("first", first), ("last", last)):
        if size is not None and not 0 <= size <= GREATEST_SIZE:
            raise BadInput(f"{name}: {size} is not between 0 and {GREATEST_SIZE}")
    backward = last is not None
    size = last if last is not None else first if first is not None else DEFAULT_SIZE
    digest = digest_of(given or {})
    identity = identify(listing, order) + digest
    inside: list[Bound] = []
    beyond: dict[str, Sql] = {}
    for argument, cursor, inner, outer, side in (
        ("after", after, ">", "<=", "earlier"),
        ("before", before, "<", ">=", "later"),
    ):
        if cursor is not None:
            position = decode_cursor(argument, cursor, identity, _kinds(order))
            inside.append(Bound(inner, position))
            beyond[side] = beside(order, outer, position)
            if near is not None:
                far = [Bound(outer, position)]
                beyond[f"near_{side}"] = near.near(conditions, far, 1, backward=side == "earlier")
    return Page(
        listing,
        order,
        tuple(conditions),
        Sql("{}::text", (digest,)) if digest else NOTHING,
        Sql("{}::int", (size,)),
        backward,
        tuple(beside(order, bound.comparison, bound.position) for bound in inside),
        near=None if near is None else near.near(conditions, inside, GREATEST_SIZE + 1, backward=backward),
        **beyond,
    )


def ordered(keys: Mapping[str, tuple[Key, ...]], by: StrEnum, direction: StrEnum) -> Order:
    """One of a list's orders by its name, one way or the other: ASC or DESC."""
    return Order(by.value, keys[by.value], descending=direction == "DESC")


def identify(listing: Listing, order: Order) -> str:
    """What cursors of the list name, so that none is taken for one of another list or order."""
    return f"{listing.name}/{order.name}/{'desc' if order.descending else 'asc'}/"


def _kinds(order: Order) -> tuple[Kind, ...]:
    """The types of a cursor's values."""
    return tuple(key.kind for key in order.keys)


def beside(order: Order, comparison: str, position: tuple[Any, ...]) -> Sql:
    """The condition that a row is on one side of a position. All keys run one way, so rows compare as rows."""
    if order.descending:
        comparison = comparison.translate(str.maketrans("<>", "><"))
    columns = ", ".join(key.sql.text for key in order.keys)
    places = ", ".join(f"{{}}::{kind.type}" for kind in _kinds(order))
    values = tuple(value for key in order.keys for value in key.sql.values)
    return Sql(f"({columns}) {comparison} ({places})", values + position)


def towards(order: Order, *, backward: bool) -> str:
    """The ORDER BY of an order whose keys have no values, from its end when `backward`."""
    direction = "DESC" if order.descending != backward else "ASC"
    return f"ORDER BY {', '.join(f'{key.sql.text} {direction}' for key in order.keys)}"


def by_text(expression: str) -> Key:
    """Texts by code point: the same order in every database, whatever its language."""
    return Key(Sql(f'{expression} COLLATE "C"'), TEXT)


def by_external_id(row: str) -> Key:
    """What decides between rows that are equal otherwise. Whoever sees one may know it, unlike the row's number."""
    return by_text(f"{row}.external_id")


def by_name(row: str) -> tuple[Key, ...]:
    """A row's names as people sort them: by letters first, whatever their case and accents, then by code point."""
    return (Key(Sql(f"{row}.name_key"), TEXT), by_text(f"{row}.name"), by_external_id(row))


def by_day(expression: str) -> Key:
    return Key(Sql(expression), DAY)


def by_amount(expression: str, join: Join) -> Key:
    """Amounts of at least 0; without one, a row comes below all others."""
    return Key(Sql(f"coalesce({expression}, -1)"), NUMBER, (join,))


def by_number(expression: str, join: Join) -> Key:
    return Key(Sql(f"({expression})::bigint"), INTEGER, (join,))
