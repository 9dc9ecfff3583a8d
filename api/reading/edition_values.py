"""What the edition files say about a row, as ready-made JSON: one text for each edition and tier that there is."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from graphql import GraphQLObjectType, get_named_type, is_leaf_type

from api.reading.declared import Currency, EditionValue
from api.reading.json_text import Expression, Json, concat, or_null, write_leaf, write_object
from api.reading.refusals import UNKNOWN
from api.reading.rows import Row
from api.reading.selections import TYPENAME, Selected
from api.reading.sql import Piece, Pieces, Sql, literal
from tiers.editions.edition import Edition
from tiers.editions.metrics.common import Unit


def write_edition_value(editions: Sequence[Edition], reading: EditionValue, one: Selected, row: Row) -> Json:
    """A choice by the row's edition and tier. Ones that the database does not have become a mark for `refusals`."""
    edition, tier = row.place(Sql(reading.edition)), row.place(Sql(reading.tier))
    unknown = write_missing((*edition, ", ' with tier ' || ", *tier))
    choices: list[Piece] = ["CASE ", *edition]
    for each in editions:
        choices += [f" WHEN {literal(each.key)} THEN CASE"]
        for step in (None, *each.tiers) if reading.always else each.tiers:
            value = concat(write_value(reading.show(each, step), one, row))
            choices += [" WHEN ", *tier, " IS NULL" if step is None else f" = {literal(step.key)}", " THEN ", *value]
        choices += [" ELSE ", *unknown, " END"]
    choices += [" ELSE ", *unknown, " END"]
    if reading.always:
        return (Expression(tuple(choices)),)
    return or_null(("CASE WHEN ", *tier, " IS NOT NULL THEN ", *choices, " END"))


def write_currency(editions: Sequence[Edition], currency: Currency, row: Row) -> Json:
    """The currency that a row names, else that of the edition in force on its day, as JSON."""
    day = row.place(Sql(currency.day))
    choices: list[Piece] = ["CASE"]
    for each in reversed(editions):  # by the day from which they are in force
        choices += [
            " WHEN ",
            *day,
            f" >= {literal(each.effective_from.isoformat())}::date THEN {literal(each.currency)}",
        ]
    return ('"', Expression(("coalesce(", *row.place(Sql(currency.column)), ", ", *choices, " END)")), '"')


def write_metric_currency(editions: Sequence[Edition], row: Row) -> Json:
    """The currency of the row's edition as JSON, where the row's unit is money. One of no edition becomes a mark."""
    edition = row.column("edition")
    known = [f" WHEN {literal(each.key)} THEN {literal(orjson.dumps(each.currency).decode())}" for each in editions]
    unknown = write_missing(edition)
    choice: Pieces = ("CASE ", *edition, *known, " ELSE ", *unknown, " END")
    return or_null(("CASE WHEN ", *row.column("unit"), f" = {literal(Unit.MONEY)} THEN ", *choice, " END"))


def write_missing(named: Pieces) -> Pieces:
    """The mark of an edition that is not there; `named` are texts that together say which."""
    return (f"concat({literal(UNKNOWN[0])}, to_json(concat(", *named, f")), {literal(UNKNOWN[1])})")


def write_value(value: Any, one: Selected, row: Row) -> Json:  # noqa: ANN401 - whatever an edition file says
    """What is selected of an object, of a list of them, or of a leaf, which may also be SQL over the row."""
    if isinstance(value, Sql):
        return write_leaf(one.field.type, row.place(value), cents=True)  # it writes numbers as they are to be
    if isinstance(value, list | tuple):
        items = [write_value(item, one, row) for item in value]
        return ("[", *(part for place, item in enumerate(items) for part in ((",",) if place else ()) + item), "]")
    kind = get_named_type(one.field.type)
    if value is None:
        return ("null",)
    if is_leaf_type(kind):
        return (orjson.dumps(kind.coerce_output_value(value)).decode(),)
    assert isinstance(kind, GraphQLObjectType)
    return write_object(
        [
            (each.key, (f'"{kind.name}"',) if each.name == TYPENAME else write_value(_member(value, each), each, row))
            for each in one.below
        ]
    )


def _member(value: Any, one: Selected) -> Any:  # noqa: ANN401 - a field's value
    assert one.definition is not None
    name = one.definition.python_name
    return value[name] if isinstance(value, Mapping) else getattr(value, name)
