"""Cursors: of places in the world's lists, near such places, of other lists, and texts that are none."""

import base64
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from graphql import GraphQLError, Undefined, coerce_input_value, value_from_ast_untyped

from tests.api.lists import encode_cursor
from tests.differential.reference.asker import Asker
from tests.differential.reference.listings import LISTINGS
from tests.differential.reference.schema import build_reference

REFERENCE = build_reference()
GARBAGE = ("", "x", "????", "é", "W10", "e30", "NQ", "InRleHQi", "WzFd", "//8", "bnVsbA", "W251bGwsIDFd", "=")

ANYTHING = {str: "nobody", int: 1, date: "2019-07-01", Decimal: "1"}


def draw_cursor(rng: Random, asker: Asker, field: str, arguments: Mapping[str, object]) -> str:
    """One for the list that the field gives with its other arguments; now and then one that does not fit."""
    roll = rng.random()
    if roll < 0.03 or field not in LISTINGS:
        return rng.choice(GARBAGE)
    if roll < 0.07:
        field = rng.choice(list(LISTINGS))
        arguments = {"orderBy": {"field": "NAME", "direction": rng.choice(["ASC", "DESC"])}}
    make, table = LISTINGS[field]
    try:
        listing = make(asker, _as_asked(field, arguments))
    except (AttributeError, GraphQLError, KeyError):  # the other arguments are refused anyway
        listing = make(asker, {})
    rows = asker.tables[table]
    if not rows:
        return encode_cursor(listing.identity, [ANYTHING[kind] for kind in listing.types])
    cursor = listing.cursor(rng.choice(rows))
    if roll < 0.94:
        return cursor
    *values, key = listing.key(rng.choice(rows))
    others = [
        [*values, _after(key)],
        [*values, -(2**63)],
        [*values, 2**63],
        [*values, key, key],
        [],
        [*values, "1"],
        [None, key],
    ]
    changed = encode_cursor(listing.identity, rng.choice(others))
    padded = base64.urlsafe_b64encode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))).decode()
    return rng.choice([changed, changed, padded, cursor[:-1]])


def _as_asked(field: str, given: Mapping[str, object]) -> Mapping[str, Any]:
    """The arguments as the field's resolver is given them, those by default as well; without what cannot be read."""
    owner, _, name = field.partition(".")
    kind: Any = REFERENCE.type_map[owner]
    read = {}
    for one, argument in kind.fields[name].args.items():
        if one in given:
            read[one] = coerce_input_value(given[one], argument.type)
        elif argument.default is not None:
            read[one] = value_from_ast_untyped(argument.default.literal)
    return {one: value for one, value in read.items() if value is not Undefined}


def _after(key: object) -> object:
    """A key not far behind."""
    if isinstance(key, date):
        return key + timedelta(days=1)
    return key + 1 if isinstance(key, int) else f"{key}0"
