"""Lists of rows that have values of metrics by key: narrowed by ranges of values, and ordered by one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from api.execution.errors import BadInput
from api.reading.cursors import NUMBER
from api.reading.declared import Join
from api.reading.listings import Condition, Key, Order
from api.reading.sql import Sql, both
from models.rulebook import Rulebook

MOST_RANGES = 10  # what a filter costs covers so many
_SHOWN = 60


class Range(Protocol):
    """The values of a metric from `min` to `max`, both included; None for no bound."""

    @property
    def key(self) -> str: ...
    @property
    def min(self) -> Decimal | None: ...
    @property
    def max(self) -> Decimal | None: ...


class OrderBy(Protocol):
    """What to order by, which is one of two, and which way."""

    @property
    def field(self) -> StrEnum | None: ...
    @property
    def metric(self) -> str | None: ...
    @property
    def direction(self) -> StrEnum: ...


@dataclass(frozen=True, slots=True)
class Measured:
    """Where a list's rows have the values, a column and the joins that it needs; and the list's other orders.

    `last` decides between rows whose values are equal, and between those that have none."""

    column: str
    keys: Mapping[str, tuple[Key, ...]]
    last: Key
    joins: tuple[Join, ...] = ()

    def within(self, ranges: Sequence[Range] | None, rules: Rulebook) -> list[Condition]:
        """Only rows with a value in each of the ranges; raises BadInput for ranges that no value can be in.

        A row without a value is in no range, not even in one without bounds."""
        if ranges is None:
            return []
        if len(ranges) > MOST_RANGES:
            raise BadInput(f"metrics: {len(ranges)} are too many; give at most {MOST_RANGES}")
        conditions = (self._in_range(one, known_metric("metrics", one.key, rules)) for one in ranges)
        return [Condition(both(conditions), self.joins)]

    def order(self, by: OrderBy, rules: Rulebook) -> Order:
        """The order that is asked for; raises BadInput for one by nothing, by two things, or by what is no metric.

        Rows without a value of the metric are below all others."""
        if (by.field is None) == (by.metric is None):
            raise BadInput("field, metric: give exactly one of the two to order by")
        descending = by.direction == "DESC"
        if by.field is not None:
            return Order(by.field.value, self.keys[by.field.value], descending)
        key = known_metric("metric", by.metric or "", rules)
        by_value = Key(Sql(f"coalesce({self._value}, '-Infinity')", (key,)), NUMBER, self.joins)
        # No field of an order has such a name.
        return Order(f"metric:{key}", (by_value, self.last), descending)

    def _in_range(self, one: Range, key: str) -> Sql:
        if one.min is not None and one.max is not None and one.min > one.max:
            raise BadInput(f"metrics: the range of {key} ends at {one.max:f}, before it begins at {one.min:f}")
        # One text, whichever bounds there are: each further text would be a statement more to plan.
        text = f"{self._value} BETWEEN coalesce({{}}::numeric, '-Infinity') AND coalesce({{}}::numeric, 'Infinity')"
        return Sql(text, (key, one.min, one.max))

    @property
    def _value(self) -> str:
        return f"({self.column} ->> {{}}::text)::numeric"


def known_metric(argument: str, key: str, rules: Rulebook) -> str:
    """The key; raises BadInput for one that is of no metric of any edition."""
    known = list(dict.fromkeys(metric.key for edition in rules.editions for metric in edition.metrics))
    if key not in known:
        raise BadInput(f"{argument}: {key[:_SHOWN]!r} is not a metric; the metrics are {', '.join(known)}")
    return key
