"""Lists by what editions measure: ranges of values, and orders by a value."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from tests.differential.reference.arguments import Arguments
from tests.differential.reference.asker import Asker, bad_input
from tests.differential.reference.editions import known_metric, numbers_of
from tests.differential.reference.tables import Row

MOST_RANGES = 10

Keys = Mapping[str, tuple[Callable[[Row], tuple[Any, ...]], tuple[type, ...]]]
Chosen = tuple[str, Callable[[Row], tuple[Any, ...]], tuple[type, ...]]
"""An order's name, what is compared of a row, and the types of that."""

Standing = Callable[[Row], Row | None]
"""Of a row the one that has the values, None for none."""


def given_order(arguments: Arguments, usual: Arguments) -> Arguments:
    """The order that is asked for, else the usual one; an empty one is asked for, too."""
    order: Arguments | None = arguments.get("orderBy")
    return usual if order is None else order


def chosen_order(asker: Asker, keys: Keys, order: Arguments, measured: Standing) -> Chosen:
    """The order by a field, or else by a metric, where rows without a value come below all others."""
    name, metric = order.get("field"), order.get("metric")
    if (name is None) == (metric is None):
        raise bad_input("field, metric: give exactly one of the two to order by")
    if name is not None:
        return (name, *keys[name])
    known = known_metric(asker, "metric", str(metric))

    def value(row: Row) -> tuple[Decimal]:
        number = _value(measured(row), known)
        return (Decimal("-Infinity") if number is None else number,)

    return f"metric:{known}", value, (Decimal,)


def within_ranges(asker: Asker, wanted: Arguments, measured: Standing) -> Callable[[Row], bool]:
    """Whether a row's values are in all the ranges that a filter names."""
    ranges = wanted.get("metrics") or []
    if len(ranges) > MOST_RANGES:
        raise bad_input(f"metrics: {len(ranges)} are too many; give at most {MOST_RANGES}")
    bounds: list[tuple[str, Decimal | None, Decimal | None]] = []
    for one in ranges:
        key, least, most = known_metric(asker, "metrics", one["key"]), one.get("min"), one.get("max")
        if least is not None and most is not None and least > most:
            raise bad_input(f"metrics: the range of {key} ends at {most:f}, before it begins at {least:f}")
        bounds.append((key, least, most))

    def fits(row: Row) -> bool:
        values = measured(row)
        return all(
            number is not None and (least is None or least <= number) and (most is None or number <= most)
            for key, least, most in bounds
            for number in [_value(values, key)]
        )

    return fits


def _value(row: Row | None, key: str) -> Decimal | None:
    return None if row is None else numbers_of(row, "metrics").get(key)
