"""Reading an edition file: the keys of its tables one by one, every problem noted instead of only the first."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from reprlib import repr as shortened
from typing import TypeVar

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
_TOO_PRECISE = re.compile(r"[0-9]+\.[0-9]{3,}")
_NEGATIVE = re.compile(r"-[0-9]+(\.[0-9]+)?")


class _Wrong(Exception):
    """What is wrong with one value, in words that follow its key."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the file: `path` leads to it, and what is wrong with its values is added to `problems`.

    `values` is None where the file has something else in its place: that is noted once, not per key.
    """

    source: str
    path: str
    values: Mapping[str, object] | None
    problems: list[str]

    def note(self, key: str, problem: str) -> None:
        """Adds a problem of one of the table's keys."""
        self.problems.append(f"{self.source}: {self._path_of(key)}: {problem}")

    def take(self, key: str, read: Callable[[object], T], otherwise: T) -> T:
        """The value of a key that must be there; `otherwise` stands in for one that is noted as a problem."""
        if self.values is None:
            return otherwise
        if key not in self.values:
            self.note(key, "is missing")
            return otherwise
        return self.take_item(key, self.values[key], read, otherwise)

    def take_item(self, key: str, value: object, read: Callable[[object], T], otherwise: T) -> T:
        """A value at hand, read as that of the key."""
        try:
            return read(value)
        except _Wrong as wrong:
            self.note(key, str(wrong))
            return otherwise

    def table(self, key: str) -> "Table":
        """The table that must be the key's value."""
        return Table(self.source, self._path_of(key), self.take(key, _read_table, None), self.problems)

    def items(self, key: str) -> list[tuple[str, object]]:
        """The items of the list that must be the key's value, each with its place as a key."""
        none: list[object] = []
        return [(f"{key}[{index}]", value) for index, value in enumerate(self.take(key, _read_list, none))]

    def tables(self, key: str) -> list["Table"]:
        """The tables that must be listed as the key's value."""
        return [
            Table(self.source, self._path_of(place), self.take_item(place, value, _read_table, None), self.problems)
            for place, value in self.items(key)
        ]

    def refuse_others(self, known: Iterable[str], kind: str) -> None:
        """Notes every key that is none of the known ones, which are of that kind."""
        names = list(known)
        for key in self.values or ():
            if key not in names:
                self.note(key, f"is not a {kind}: use {', '.join(names)}")

    def _path_of(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


def _read_table(value: object) -> Mapping[str, object] | None:
    if not isinstance(value, dict) or not value:
        raise _Wrong(f"must be a table that is not empty, not {shortened(value)}")
    return value


def _read_list(value: object) -> list[object]:
    if not isinstance(value, list) or not value:
        raise _Wrong(f"must be a list of at least one, not {shortened(value)}")
    return value


def read_key(value: object) -> str:
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise _Wrong(f'must be 1 to 64 letters, digits, ".", "_" or "-" in quotes, not {shortened(value)}')
    return value


def read_name(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Wrong(f"must be a text that is not empty, not {shortened(value)}")
    return value.strip()


def read_currency(value: object) -> str:
    if not isinstance(value, str) or not _CURRENCY.fullmatch(value):
        raise _Wrong(f'must be a currency code like "USD", not {shortened(value)}')
    return value


def read_flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise _Wrong(f"must be true or false, not {shortened(value)}")
    return value


def read_must(value: object) -> Decimal:
    """Reads a requirement that can only be made or left out: 1."""
    if value is not True:
        raise _Wrong(f"must be true, or left out where it is not required, not {shortened(value)}")
    return Decimal(1)


def read_day(value: object) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _Wrong("must be a date like 2018-05-02, without quotes and without a time")
    return value


def read_choice(kind: type[E]) -> Callable[[object], E]:
    """Reads one of an enumeration's values."""

    def read(value: object) -> E:
        for member in kind:
            if value == member.value:
                return member
        raise _Wrong(f"must be one of {', '.join(kind)}, not {shortened(value)}")

    return read


def read_count(lowest: int, highest: int) -> Callable[[object], int]:
    """Reads a whole number between the two, both included."""

    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
            raise _Wrong(f"must be a whole number from {lowest} to {highest}, not {shortened(value)}")
        return value

    return read


def read_amount(value: object) -> Decimal:
    """Reads money, which is written as text: a number with a point would become a binary float."""
    if not isinstance(value, str):
        raise _Wrong(f'must be an amount in quotes, like "1125.00", not {shortened(value)}')
    if _NEGATIVE.fullmatch(value):
        raise _Wrong(f"must not be negative, and is {shortened(value)}")
    if _TOO_PRECISE.fullmatch(value):
        raise _Wrong(f"must have at most 2 decimals, and is {shortened(value)}")
    if not _AMOUNT.fullmatch(value):
        raise _Wrong(f'must be an amount like "1125.00", of at most 12 digits before the point, not {shortened(value)}')
    return Decimal(value).quantize(Decimal("0.01"))
