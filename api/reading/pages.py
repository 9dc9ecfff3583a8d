"""Pages as SQL: edges, cursors, and what lies around them, in one aggregate over the rows of a keyset page."""

from collections.abc import Sequence
from dataclasses import dataclass

from graphql import GraphQLObjectType

from api.reading.declared import Join, Stored
from api.reading.json_text import Expression, Fragment, Json, concat, or_null, write_object
from api.reading.listings import GREATEST_SIZE, Listing, Page
from api.reading.objects import Objects
from api.reading.rows import Given, Row, all_of, joined, table_of
from api.reading.selections import TYPENAME, Selected, object_of
from api.reading.sql import NOTHING, URL_SAFE, Piece, Pieces, Sql

PLACE = "page_place"  # 1 for the row that the page begins with: its last edge's when it is read backward


def write_page(objects: Objects, one: Selected, given: Given, parent: str) -> Json:
    """The connection that a field gives."""
    return _Page(objects, given, parent).write(object_of(one), one.below)


def select_page(objects: Objects, kind: GraphQLObjectType, below: Sequence[Selected], given: Given) -> Pieces:
    """The SELECT of the connection that a root field gives."""
    return ("SELECT ", *concat(_Page(objects, given, "").write(kind, below)))


@dataclass(frozen=True, slots=True)
class _Beyond:
    """The rows on the far side of a cursor, and which way to look for them."""

    condition: Sql
    near: Sql | None
    ascending: bool


class _Page:
    """One page. Its rows become a table of their own, which everything that is selected is aggregated over."""

    def __init__(self, objects: Objects, given: Given, parent: str) -> None:
        assert isinstance(given.reading, Page)
        self._objects = objects
        self._given = given
        self._page = given.reading
        self._listing: Listing = self._page.listing
        self._stored: Stored = self._listing.stored
        self._parent = parent
        self._row = Row(objects.rows.alias(), parent, self._stored.model)

    def write(self, kind: GraphQLObjectType, below: Sequence[Selected]) -> Json:
        members = [(one.key, self._member(kind, one)) for one in below]
        if not any(one.name in ("edges", "nodes", "pageInfo") for one in below):
            return write_object(members)
        text = concat(write_object(members))
        rows = ("FROM (", *self._rows(), f") {self._row.alias}", *self._joined())
        # HAVING makes one row of it, whether or not anything is aggregated.
        return (Expression(("(SELECT ", *text, " ", *rows, " HAVING true)")),)

    def _joined(self) -> Pieces:
        """What fields of the page's rows need beside them."""
        return joined(self._row, (self._listing.instead.get(one, one) for one in self._row.joins))

    def _member(self, kind: GraphQLObjectType, one: Selected) -> Json:
        match one.name:
            case "edges":
                return self._listed(write_object([(each.key, self._edge(object_of(one), each)) for each in one.below]))
            case "nodes":
                return self._listed(self._node(one))
            case "pageInfo":
                around = {name: getattr(self, f"_{name}") for name in _AROUND}
                return write_object(
                    [
                        (each.key, ('"PageInfo"',) if each.name == TYPENAME else around[each.name]())
                        for each in one.below
                    ]
                )
            case "totalCount":
                row = Row(self._objects.rows.alias(), self._parent)
                return (Expression(("(SELECT count(*) ", *self._source(row, self._page.joins_of_conditions), ")")),)
        assert one.name == TYPENAME
        return (f'"{kind.name}"',)

    def _listed(self, each: Json) -> Json:
        """A list of that of each row of the page."""
        direction = "DESC" if self._page.backward else "ASC"
        order = f" ORDER BY {self._row.alias}.{PLACE} {direction})"
        listed = ("string_agg(", *concat(each), ", ','", order, *self._within())
        return ("[", Expression(listed), "]")

    def _edge(self, edge: GraphQLObjectType, one: Selected) -> Json:
        if one.name == "cursor":
            return ('"', Expression(self._cursor()), '"')
        if one.name == "node":
            return self._node(one)
        return self._objects.field(edge, one, self._row)

    def _node(self, one: Selected) -> Json:
        return self._objects.write(object_of(one), one.below, self._row)

    def _cursor(self) -> Pieces:
        """What marks the row, in URL-safe base 64; `cursors` reads it."""
        before, after = URL_SAFE
        return (before, *self._mark(), after)

    def _mark(self) -> Pieces:
        """The list's identity and the row's sort keys, as JSON."""
        given = self._page.given
        digest = () if given is NOTHING else (Expression(self._given.place(given, "", "")),)
        parts: list[Fragment] = [f'["{self._page.identity}', *digest, '"']
        for number, key in enumerate(self._page.order.keys):
            value: Pieces = (f"{self._row.alias}.page_key_{number}",)
            parts += [",", *key.kind.write(value)]
        return concat([*parts, "]"])

    def _within(self) -> Pieces:
        """Leaves out the row that only shows that the list goes on."""
        size = self._given.place(self._page.size, "", "")
        return (f" FILTER (WHERE {self._row.alias}.{PLACE} <= ", *size, ")")

    def _more(self) -> Pieces:
        return ("count(*) > ", *self._given.place(self._page.size, "", ""))

    def _hasNextPage(self) -> Json:  # noqa: N802 - PageInfo's field
        beyond = None if self._page.later is None else _Beyond(self._page.later, self._page.near_later, ascending=True)
        return self._goes_on(beyond, at_end=not self._page.backward)

    def _hasPreviousPage(self) -> Json:  # noqa: N802 - named as the schema's field
        beyond = (
            None
            if self._page.earlier is None
            else _Beyond(self._page.earlier, self._page.near_earlier, ascending=False)
        )
        return self._goes_on(beyond, at_end=self._page.backward)

    def _goes_on(self, beyond: _Beyond | None, *, at_end: bool) -> Json:
        ways: list[Pieces] = [self._more()] if at_end else []
        if beyond is not None:
            ways.append(self._exists(beyond))
        if not ways:
            return ("false",)
        return (Expression(("(", *(piece for way in ways[:-1] for piece in (*way, " OR ")), *ways[-1], ")::text")),)

    def _startCursor(self) -> Json:  # noqa: N802 - named as the schema's field
        return self._outermost(begins=not self._page.backward)

    def _endCursor(self) -> Json:  # noqa: N802 - named as the schema's field
        return self._outermost(begins=self._page.backward)

    def _outermost(self, *, begins: bool) -> Json:
        order = "ASC" if begins else "DESC"
        before, after = URL_SAFE  # around the one that is given, not around each
        marks = (
            "(array_agg(",
            *self._mark(),
            f" ORDER BY {self._row.alias}.{PLACE} {order})",
            *self._within(),
            ")[1]",
        )
        return or_null((f"'\"' || {before}", *marks, f"{after} || '\"'"))

    def _exists(self, beyond: _Beyond) -> Pieces:
        """Whether there is such a row. The nearest one is looked for, in the list's order, which its index has."""
        row = Row(self._objects.rows.alias(), self._parent)
        order = self._order(row, ascending=beyond.ascending != self._page.order.descending)
        return (
            "coalesce((SELECT true ",
            *self._source(row, self._page.joins, beyond.condition, near=beyond.near),
            *order,
            " LIMIT 1), false)",
        )

    def _rows(self) -> Pieces:
        """The page's rows, and one more that shows that the list goes on.

        The constant limit tells the planner that pages are short, whatever the parameter is. A list of a row's own is
        short as a rule, and sorted for each of many rows: what is asked for is inside there, so that no more is
        sorted."""
        inner = Row(self._objects.rows.alias(), self._parent)
        keys: list[Piece] = []
        for number, key in enumerate(self._page.order.keys):
            keys += [", ", *self._given.place(key.sql, inner.alias, inner.parent), f" AS page_key_{number}"]
        order = self._order(inner, ascending=self._page.order.descending == self._page.backward)
        asked, most = (*self._given.place(self._page.size, "", ""), " + 1"), (str(GREATEST_SIZE + 1),)
        first, last = (asked, most) if self._parent else (most, asked)
        page = (
            "SELECT ", *inner.place(Sql(self._listing.columns)), *keys, " ",
            *self._source(inner, self._page.joins, *self._page.inside, near=self._page.near), *order,
            " LIMIT ", *first,
        )  # fmt: skip
        return (f"SELECT page.*, row_number() OVER () AS {PLACE} FROM (", *page, ") page LIMIT ", *last)

    def _source(self, row: Row, joins: Sequence[Join], *more: Sql, near: Sql | None = None) -> Pieces:
        """From FROM on: the list's rows that fulfil its conditions and more; of those that are `near`, if given."""
        page, of_target = self._page, self._listing.tables is NOTHING
        tables = near or (Sql(f"{table_of(self._stored)} this") if of_target else self._listing.tables)
        conditions = (self._listing.where, *(one.sql for one in page.conditions), *more)
        scope = self._objects.rows.scope(self._stored, row, of_parent=self._listing.of_parent)
        return (
            "FROM ", *self._given.place(tables, row.alias, row.parent), *joined(row, joins),
            " WHERE ", *all_of(self._given, row, conditions), *scope,
        )  # fmt: skip

    def _order(self, row: Row, *, ascending: bool) -> Sequence[Piece]:
        direction = "ASC" if ascending else "DESC"
        pieces: list[Piece] = []
        for key in self._page.order.keys:
            pieces += [", " if pieces else " ORDER BY "]
            pieces += [*self._given.place(key.sql, row.alias, row.parent), f" {direction}"]
        return pieces


_AROUND = ("hasNextPage", "hasPreviousPage", "startCursor", "endCursor")
