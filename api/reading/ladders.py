"""What the program files say about a row, as ready-made JSON: one text for each program and tier that there is."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from graphql import GraphQLObjectType, get_named_type, is_leaf_type

from api.reading.declared import Currency, Ladder
from api.reading.json_text import Expression, Json, concat, or_null, write_leaf, write_object
from api.reading.refusals import UNKNOWN
from api.reading.rows import Row
from api.reading.selections import TYPENAME, Selected
from api.reading.sql import Piece, Pieces, Sql, literal
from tiers.program import Program


def write_ladder(programs: Sequence[Program], ladder: Ladder, one: Selected, row: Row) -> Json:
    """A choice by the row's program and tier. Ones that no program file has any more become a mark for `refusals`."""
    program, tier = row.place(Sql(ladder.program)), row.place(Sql(ladder.tier))
    said = (literal("no program file has "), *(", ", *program), ", ' ', ", *tier)
    unknown: Pieces = (f"concat({literal(UNKNOWN[0])}, to_json(concat(", *said, f")), {literal(UNKNOWN[1])})")
    choices: list[Piece] = ["CASE ", *program]
    for each in programs:
        choices += [f" WHEN {literal(each.key)} THEN CASE"]
        for step in (None, *each.tiers) if ladder.always else each.tiers:
            shown = concat(_write(ladder.show(each, step), one, row))
            choices += [" WHEN ", *tier, " IS NULL" if step is None else f" = {literal(step.key)}", " THEN ", *shown]
        choices += [" ELSE ", *unknown, " END"]
    choices += [" ELSE ", *unknown, " END"]
    if ladder.always:
        return (Expression(tuple(choices)),)
    return or_null(("CASE WHEN ", *tier, " IS NOT NULL THEN ", *choices, " END"))


def write_currency(programs: Sequence[Program], currency: Currency, row: Row) -> Json:
    """See Currency."""
    day = row.place(Sql(currency.day))
    choices: list[Piece] = ["CASE"]
    for each in reversed(programs):  # by the day from which they are in force
        choices += [
            " WHEN ",
            *day,
            f" >= {literal(each.effective_from.isoformat())}::date THEN {literal(each.currency)}",
        ]
    return ('"', Expression(("coalesce(", *row.place(Sql(currency.column)), ", ", *choices, " END)")), '"')


def _write(shown: Any, one: Selected, row: Row) -> Json:  # noqa: ANN401 - whatever a program file says
    """What is selected of an object, of a list of them, or of a leaf, which may also be SQL over the row."""
    if isinstance(shown, Sql):
        return write_leaf(one.field.type, row.place(shown), cents=True)  # it writes numbers as they are to be
    if isinstance(shown, list | tuple):
        items = [_write(item, one, row) for item in shown]
        return ("[", *(part for place, item in enumerate(items) for part in ((",",) if place else ()) + item), "]")
    kind = get_named_type(one.field.type)
    if shown is None:
        return ("null",)
    if is_leaf_type(kind):
        return (orjson.dumps(kind.coerce_output_value(shown)).decode(),)
    assert isinstance(kind, GraphQLObjectType)
    return write_object(
        [
            (each.key, (f'"{kind.name}"',) if each.name == TYPENAME else _write(_member(shown, each), each, row))
            for each in one.below
        ]
    )


def _member(shown: Any, one: Selected) -> Any:  # noqa: ANN401 - as above
    assert one.definition is not None
    name = one.definition.python_name
    return shown[name] if isinstance(shown, Mapping) else getattr(shown, name)
