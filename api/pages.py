"""Keyset pages of any list, for any number of parents in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.cursors import decode_cursor, encode_cursor
from api.errors import BadInput
from api.listings import Selection
from api.sql import NOTHING, Sql, fetch, joined

DEFAULT_SIZE = 20
GREATEST_SIZE = 100

Position = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list: `size` rows after `after` and before `before`, from the list's end when `backward`."""

    size: int
    backward: bool
    after: Position | None
    before: Position | None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in the list's order with their cursors, and whether the list has rows before and after them."""

    rows: Sequence[Mapping[str, Any]]
    cursors: Sequence[str]
    has_previous: bool
    has_next: bool


@dataclass(frozen=True, slots=True)
class Request:
    """A page of the list of one parent; 0 for a list that belongs to no row."""

    selection: Selection
    window: Window
    parent: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """The length of the list of one parent, filters applied."""

    selection: Selection
    parent: int = 0


def read_window(
    selection: Selection, *, first: int | None, after: str | None, last: int | None, before: str | None
) -> Window:
    """The window that a caller's arguments describe; raises BadInput for ones that cannot be."""
    if first is not None and last is not None:
        raise BadInput("first, last: give one of them, not both")
    for name, size in (("first", first), ("last", last)):
        if size is not None and not 0 <= size <= GREATEST_SIZE:
            raise BadInput(f"{name}: {size} is not between 0 and {GREATEST_SIZE}")
    identity, kinds = selection.identity, selection.kinds
    return Window(
        size=last if last is not None else first if first is not None else DEFAULT_SIZE,
        backward=last is not None,
        after=None if after is None else decode_cursor("after", after, identity, kinds),
        before=None if before is None else decode_cursor("before", before, identity, kinds),
    )


async def read_pages(requests: Sequence[Request]) -> list[Page]:
    """The pages, in the order of the requests: one statement for all parents of one selection and window."""
    parents: dict[tuple[Selection, Window], list[int]] = {}
    for request in requests:
        parents.setdefault((request.selection, request.window), []).append(request.parent)
    pages = {}
    for (selection, window), ids in parents.items():
        rows: dict[int, list[Mapping[str, Any]]] = {}
        for row in await fetch(_page_statement(selection, window, ids)):
            rows.setdefault(row["parent_id"], []).append(row)
        for parent in ids:
            pages[selection, window, parent] = _page(selection, window, rows[parent])
    return [pages[request.selection, request.window, request.parent] for request in requests]


async def count_lists(lists: Sequence[Counted]) -> list[int]:
    """The lengths, in the order of what is asked: one statement for all parents of one selection."""
    parents: dict[Selection, list[int]] = {}
    for counted in lists:
        parents.setdefault(counted.selection, []).append(counted.parent)
    totals = {}
    for selection, ids in parents.items():
        statement = Sql("SELECT parent.id, total.rows FROM") + _parents(ids)
        statement += Sql("CROSS JOIN LATERAL (SELECT count(*) AS rows FROM") + _filtered(selection) + Sql(") total")
        for row in await fetch(statement):
            totals[selection, row["id"]] = int(row["rows"])
    return [totals[counted.selection, counted.parent] for counted in lists]


def _parents(ids: Sequence[int]) -> Sql:
    return Sql("unnest({}::bigint[]) AS parent(id)", (tuple(dict.fromkeys(ids)),))


def _filtered(selection: Selection, *more: Sql, keys: bool = False, derived: bool = False) -> Sql:
    """The list's rows, from FROM on, joined with what the conditions (and the sort keys, and the columns) need."""
    listing = selection.listing
    joins = dict.fromkeys(condition.joins for condition in selection.conditions)
    if keys:
        joins |= dict.fromkeys(key.joins for key in selection.order.keys)
    where = [Sql(listing.where), *(condition.sql for condition in selection.conditions), *more]
    extra = Sql(listing.derived) if derived else NOTHING
    return Sql(listing.tables) + joined(" ", joins) + extra + Sql("WHERE") + joined(" AND ", where)


def _beside(selection: Selection, comparison: str, position: Position) -> Sql:
    """The condition that a row is on one side of a position. All keys run one way, so rows compare as rows."""
    columns = ", ".join([*(key.sql for key in selection.order.keys), selection.listing.id])
    places = ", ".join(f"{{}}::{kind.type}" for kind in selection.kinds)
    return Sql(f"({columns}) {comparison} ({places})", position)


def _page_statement(selection: Selection, window: Window, ids: Sequence[int]) -> Sql:
    listing, order = selection.listing, selection.order
    later, earlier = ("<", ">") if order.descending else (">", "<")
    direction = "DESC" if order.descending != window.backward else "ASC"
    names = [*(f"key_{place}" for place in range(len(order.keys))), "row_id"]
    expressions = [*(key.sql for key in order.keys), listing.id]
    beyond = []
    inside = []
    for name, position, inner, outer in (
        ("earlier", window.after, later, f"{earlier}="),
        ("later", window.before, earlier, f"{later}="),
    ):
        if position is None:
            beyond.append(Sql(f"false AS {name}"))
        else:
            outside = _filtered(selection, _beside(selection, outer, position), keys=True)
            beyond.append(Sql("EXISTS (SELECT FROM") + outside + Sql(f") AS {name}"))
            inside.append(_beside(selection, inner, position))
    columns = ", ".join(f"{sql} AS {name}" for sql, name in zip(expressions, names, strict=True))
    statement = Sql("SELECT parent.id AS parent_id, beyond.earlier, beyond.later, page.* FROM") + _parents(ids)
    statement += Sql("CROSS JOIN LATERAL (SELECT") + joined(", ", beyond) + Sql(") beyond")
    statement += Sql(f"LEFT JOIN LATERAL (SELECT {listing.columns}, {columns} FROM")
    statement += _filtered(selection, *inside, keys=True, derived=True)
    statement += Sql("ORDER BY " + ", ".join(f"{sql} {direction}" for sql in expressions))
    statement += Sql("LIMIT {}::int) page ON true", (window.size + 1,))  # one more says whether the list goes on
    return statement + Sql("ORDER BY parent.id, " + ", ".join(f"page.{name} {direction}" for name in names))


def _page(selection: Selection, window: Window, rows: Sequence[Mapping[str, Any]]) -> Page:
    earlier, later = rows[0]["earlier"], rows[0]["later"]
    found = [row for row in rows if row["row_id"] is not None]
    more = len(found) > window.size
    found = found[: window.size]
    if window.backward:
        found.reverse()
    names = [*(f"key_{place}" for place in range(len(selection.order.keys))), "row_id"]
    cursors = [encode_cursor(selection.identity, [row[name] for name in names]) for row in found]
    has_previous, has_next = (more or earlier, later) if window.backward else (earlier, more or later)
    return Page(found, cursors, has_previous, has_next)
