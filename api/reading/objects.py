"""Objects as SQL: every selected field becomes an expression that gives its JSON."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLObjectType, is_non_null_type

from api.reading import from_engine
from api.reading.declared import (
    Amount,
    Column,
    Currency,
    EditionValue,
    FromEngine,
    FromText,
    GlobalId,
    Many,
    MetricCurrency,
    One,
    Part,
    Reading,
    Relation,
    Value,
)
from api.reading.edition_values import write_currency, write_edition_value, write_metric_currency, write_missing
from api.reading.from_texts import ToFill, mark
from api.reading.ids import id_in_sql
from api.reading.json_text import Expression, Json, concat, or_null, write_leaf, write_object
from api.reading.listings import Page
from api.reading.refusals import MISSING, Refused
from api.reading.rows import Given, Row, Rows, joined, stored_of, table_of
from api.reading.selections import TYPENAME, Selected, object_of
from api.reading.sql import Pieces, Sql, literal
from models.rulebook import Rulebook

PageWriter = Callable[["Objects", Selected, Given, str], Json]


class Objects:
    """Writes the objects of one statement.

    `given` holds, for each field with arguments, how it is to be read this time, or why it cannot be."""

    def __init__(self, rows: Rows, rules: Rulebook, given: Sequence[Given | Refused], write_page: PageWriter) -> None:
        self.rows = rows
        self._editions = rules.editions
        self._given = given
        self._write_page = write_page
        self.to_fill: list[ToFill] = []  # once the database has answered
        self.to_ask: list[Selected] = []  # of the engine, after that
        self._writers: dict[type, Callable[[FieldToWrite, Row, Any], Json]] = {
            Column: self._column,
            Value: self._value,
            GlobalId: self._id,
            Part: self._part,
            Currency: self._currency,
            MetricCurrency: self._metric_currency,
            Amount: self._amount,
            EditionValue: self._edition_value,
            FromEngine: self._from_engine,
            FromText: self._from_text,
            Relation: self._relation,
            One: self._one,
            Many: self._many,
            Page: self._page,
        }

    def write(self, kind: GraphQLObjectType, below: Sequence[Selected], row: Row) -> Json:
        """An object with all that is selected of it; the row collects the joins that this needs."""
        return write_object([(one.key, self.field(kind, one, row)) for one in below])

    def field(self, kind: GraphQLObjectType, one: Selected, row: Row) -> Json:
        """The value of one field."""
        if one.name == TYPENAME:
            return (f'"{kind.name}"',)
        given = None if one.given_at is None else self._given[one.given_at]
        if isinstance(given, Refused):
            return (given.mark,)
        reading = one.reading if given is None else given.reading
        return self._writers[type(reading)](FieldToWrite(kind, one, given), row, reading)

    def _column(self, field: "FieldToWrite", row: Row, column: Column) -> Json:
        name = column.name or field.name
        return write_leaf(field.one.field.type, row.column(name), cents=column.money or row.is_money(name))

    def _value(self, field: "FieldToWrite", row: Row, value: Value) -> Json:
        row.joins.update(dict.fromkeys(value.joins))
        theirs = value.for_partners if self.rows.for_partner else None
        return write_leaf(field.one.field.type, row.place(theirs or value.sql))

    def _id(self, field: "FieldToWrite", row: Row, _: GlobalId) -> Json:
        return ('"', Expression(row.place(Sql(id_in_sql(field.kind.name)))), '"')

    def _part(self, field: "FieldToWrite", row: Row, part: Part) -> Json:
        return self.write(object_of(field.one), field.one.below, row.part(part.prefix))

    def _currency(self, _: "FieldToWrite", row: Row, currency: Currency) -> Json:
        return write_currency(self._editions, currency, row)

    def _metric_currency(self, _: "FieldToWrite", row: Row, __: MetricCurrency) -> Json:
        return write_metric_currency(self._editions, row)

    def _amount(self, field: "FieldToWrite", row: Row, reading: Amount) -> Json:
        own = Row(self.rows.alias(), row.alias)
        text = concat(self.write(object_of(field.one), field.one.below, own))
        currency, day = row.place(Sql(reading.currency)), row.place(Sql(reading.day))
        source = (
            *row.column(reading.amount),
            " AS amount, ",
            *currency,
            " AS currency, ",
            *day,
            f" AS day) {own.alias}",
        )
        return or_null(("(SELECT ", *text, " FROM (SELECT ", *source, f" WHERE {own.alias}.amount IS NOT NULL)"))

    def _edition_value(self, field: "FieldToWrite", row: Row, reading: EditionValue) -> Json:
        if reading.source is None:
            row.joins.update(dict.fromkeys(reading.joins))
            return write_edition_value(self._editions, reading, field.one, row)
        own = Row(self.rows.alias(), row.alias)
        text = concat(write_edition_value(self._editions, reading, field.one, own))
        source = field.as_given(reading).place(reading.source, own.alias, own.parent)
        return or_null(("(SELECT ", *text, " FROM ", *source, f" {own.alias})"))

    def _from_text(self, field: "FieldToWrite", row: Row, reading: FromText) -> Json:
        self.to_fill.append(ToFill(reading, field.one))
        return mark(len(self.to_fill) - 1, field.as_given(reading), reading, row)

    def _from_engine(self, field: "FieldToWrite", row: Row, reading: FromEngine) -> Json:
        self.to_ask.append(field.one)
        return from_engine.mark(len(self.to_ask) - 1, reading, row)

    def _page(self, field: "FieldToWrite", row: Row, page: Page) -> Json:
        return self._write_page(self, field.one, field.as_given(page), row.alias)

    def _relation(self, field: "FieldToWrite", row: Row, relation: Relation) -> Json:
        assert row.model is not None  # `check` has seen to it
        key = row.model._meta.fields_map[field.name].source_field  # noqa: SLF001 - Tortoise's only way to it
        return self._one(field, row, One(Sql(f"this.id = parent.{key}"), of_parent=relation.of_parent))

    def _one(self, field: "FieldToWrite", row: Row, reading: One) -> Json:
        kind = object_of(field.one)
        text: Pieces = ("(", *self.select_one(kind, field.one.below, field.as_given(reading), row.alias), ")")
        if is_non_null_type(field.one.field.type):
            missing = write_missing(row.place(Sql(reading.edition))) if reading.edition else (literal(MISSING),)
            return (Expression(("coalesce(", *text, ", ", *missing, ")")),)
        return or_null(text)

    def _many(self, field: "FieldToWrite", row: Row, reading: Many) -> Json:
        return self.write_many(object_of(field.one), field.one.below, field.as_given(reading), row.alias)

    def write_many(self, kind: GraphQLObjectType, below: Sequence[Selected], given: Given, parent: str) -> Json:
        """The list of objects; see Many."""
        reading = given.reading
        assert isinstance(reading, Many)
        each = self._row(kind, parent)
        text = concat(self.write(kind, below, each))
        order = each.place(Sql(reading.order))
        rows = self._from(kind, given, each)
        listed = ("string_agg(", *text, ", ',' ORDER BY ", *order, ")")
        if reading.lists is None:
            return ("[", Expression(("(SELECT ", *listed, *rows, ")")), "]")
        place, lists = each.place(Sql(reading.lists)), f"{each.alias}_lists"
        inner = ("SELECT ", *concat(("[", Expression(listed), "]")), " AS text, ", *place, " AS place", *rows)
        outer = f"(SELECT string_agg({lists}.text, ',' ORDER BY {lists}.place) FROM ("
        return ("[", Expression((outer, *inner, " GROUP BY ", *place, f") {lists})")), "]")

    def select_one(self, kind: GraphQLObjectType, below: Sequence[Selected], given: Given, parent: str) -> Pieces:
        """The SELECT that gives one object's text; see One."""
        row = self._row(kind, parent)
        text = concat(self.write(kind, below, row))
        return ("SELECT ", *text, *self._from(kind, given, row))

    def _row(self, kind: GraphQLObjectType, parent: str) -> Row:
        return Row(self.rows.alias(), parent, stored_of(kind).model)

    def _from(self, kind: GraphQLObjectType, given: Given, row: Row) -> Pieces:
        reading, target = given.reading, stored_of(kind)
        assert isinstance(reading, One)
        source = (table_of(target),) if reading.source is None else given.place(reading.source, row.alias, row.parent)
        where = given.place(reading.where, row.alias, row.parent)
        scope = self.rows.scope(target, row, of_parent=reading.of_parent)
        return (" FROM ", *source, f" {row.alias}", *joined(row, row.joins), " WHERE ", *where, *scope)


@dataclass(frozen=True, slots=True)
class FieldToWrite:
    """A selected field of an object of a type, with how it is read this time where it has arguments."""

    kind: GraphQLObjectType
    one: Selected
    given: Given | None

    @property
    def name(self) -> str:
        """The field's name in Python, which is also the model's."""
        assert self.one.definition is not None
        return self.one.definition.python_name

    def as_given(self, reading: Reading) -> Given:
        """The reading with its parameters; one that is declared has none."""
        return self.given or Given("", reading)
