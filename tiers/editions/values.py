"""The types of single values in an edition file: how each is read, what it must be, and its JSON Schema."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from reprlib import repr as shortened
from typing import Any

from tiers.editions.problems import Place, UnsoundError

Schema = dict[str, Any]
Definitions = dict[str, Schema]

_NUMBER = r"-?[0-9]{1,12}(\.[0-9]{1,6})?"
_LARGEST = 10**12


class ValueType(ABC):
    """What a key may hold. `words` say it in words that follow "must be"; `stand_in` takes an unsound value's place."""

    words: str
    stand_in: object

    @property
    def short(self) -> str:
        """What it holds in a word or two, for a table that says what is what."""
        return self.words

    @abstractmethod
    def read(self, value: object, place: Place) -> Any:  # noqa: ANN401 - the field that declares it says the type
        """The value as the program uses it; raises UnsoundError once all that is wrong is noted."""

    @abstractmethod
    def schema(self, definitions: Definitions) -> Schema:
        """Its JSON Schema; tables are added to the definitions, and referred to."""


@dataclass(frozen=True, slots=True)
class Scalar(ValueType):
    """A single value: `parse` gives it, or None for what it must not be."""

    words: str
    parse: Callable[[object], object]
    shape: Schema
    stand_in: object
    name: str = ""

    @property
    def short(self) -> str:
        return self.name or self.words

    def read(self, value: object, place: Place) -> Any:  # noqa: ANN401
        found = self.parse(value)
        if found is None:
            raise place.refuse(f"must be {self.words}, not {shortened(value)}")
        return found

    def schema(self, definitions: Definitions) -> Schema:  # noqa: ARG002
        return {**self.shape, "description": self.words}


@dataclass(frozen=True, slots=True)
class ListOf(ValueType):
    """A list of at least one and not too many, each different from the others unless it is of tables, with keys."""

    items: ValueType
    distinct: bool = False
    most: int = 1_000
    stand_in: object = ()

    @property
    def words(self) -> str:  # type: ignore[override]
        return f"a list of at least one, each {self.items.words}"

    @property
    def short(self) -> str:
        return f"list of: {self.items.short}"

    def read(self, value: object, place: Place) -> tuple[Any, ...]:
        if not isinstance(value, list) or not value:
            raise place.refuse(f"must be a list of at least one, not {shortened(value)}")
        if len(value) > self.most:
            raise place.refuse(f"must be a list of at most {self.most}, not of {len(value)}")
        found: list[Any] = []
        known: set[Any] = set()
        sound = True
        for index, item in enumerate(value):
            try:
                read = self.items.read(item, place.item(index))
            except UnsoundError:
                sound = False
                continue
            if self.distinct and read in known:
                place.item(index).note(f"{shortened(item)} is in the list already: name it once")
                sound = False
                continue
            if self.distinct:
                known.add(read)
            found.append(read)
        if not sound:
            raise UnsoundError(tuple(found))
        return tuple(found)

    def schema(self, definitions: Definitions) -> Schema:
        unique = {"uniqueItems": True} if self.distinct else {}
        return {
            "type": "array",
            "minItems": 1,
            "maxItems": self.most,
            "items": self.items.schema(definitions),
            **unique,
        }


@dataclass(frozen=True, slots=True)
class MapOf(ValueType):
    """A table of at least one key of the writer's own, all of them with values of one type."""

    values: ValueType
    named: str
    keys: ValueType | None = None
    stand_in: object = None

    @property
    def words(self) -> str:  # type: ignore[override]
        return f"a table from {self.named} to {self.values.words}"

    @property
    def short(self) -> str:
        return f"table from {self.named} to: {self.values.short}"

    def read(self, value: object, place: Place) -> dict[str, Any]:
        if not isinstance(value, dict) or not value:
            raise place.refuse(f"must be a table that is not empty, not {shortened(value)}")
        found: dict[str, Any] = {}
        for key, item in value.items():
            try:
                found[key] = self.values.read(item, place.key(key))
            except UnsoundError:
                continue
        if len(found) < len(value):
            raise UnsoundError(found)
        return found

    def schema(self, definitions: Definitions) -> Schema:
        return {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": self.values.schema(definitions),
            "description": f"from {self.named}",
        }


def matching(pattern: str, words: str, name: str) -> Scalar:
    """A text that matches the pattern as a whole."""
    known = re.compile(pattern)
    return Scalar(
        words,
        lambda value: value if isinstance(value, str) and known.fullmatch(value) else None,
        {"type": "string", "pattern": f"^{pattern}$"},
        "",
        name,
    )


def whole(lowest: int, highest: int) -> Scalar:
    """A whole number between the two, both included."""

    def parse(value: object) -> int | None:
        sound = isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest
        return value if sound and isinstance(value, int) else None

    return Scalar(
        f"a whole number from {lowest} to {highest}",
        parse,
        {"type": "integer", "minimum": lowest, "maximum": highest},
        lowest,
        f"{lowest} to {highest}",
    )


def choice(kind: type[StrEnum]) -> Scalar:
    """One of an enumeration's values."""
    return Scalar(
        f"one of {', '.join(kind)}",
        lambda value: next((member for member in kind if value == member.value), None),
        {"enum": [member.value for member in kind]},
        next(iter(kind)),
        ", ".join(kind),
    )


def number(words: str, allowed: Callable[[Fraction], bool]) -> Scalar:
    """An exact number: a whole one, or a text like "562.50", as a number with a point would be a binary float."""

    def parse(value: object) -> Fraction | None:
        if isinstance(value, bool) or not isinstance(value, int | str):
            return None
        if isinstance(value, int):
            found = Fraction(value) if abs(value) < _LARGEST else None
        else:
            found = Fraction(value) if re.fullmatch(_NUMBER, value) else None
        return found if found is not None and allowed(found) else None

    return Scalar(
        f'{words}, whole or in quotes like "0.50", of at most 12 digits before the point and 6 after it',
        parse,
        {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": f"^{_NUMBER}$"}]},
        Fraction(1),
        words.removeprefix("a "),
    )


def _read_day(value: object) -> date | None:
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _read_text(value: object) -> str | None:
    return value.strip() if isinstance(value, str) and value.strip() else None


KEY = matching("[A-Za-z0-9][A-Za-z0-9._-]{0,63}", '1 to 64 letters, digits, ".", "_" or "-" in quotes', "key")
FACT_NAME = matching(
    r"\S(.{0,253}\S)?", "the name that facts use, 1 to 255 characters without outer blanks", "name in facts"
)
COUNTRY = matching("[A-Z]{2}", 'a country code like "IN" (ISO 3166-1 alpha-2)', "country")
CURRENCY = matching("[A-Z]{3}", 'a currency code like "USD" (ISO 4217)', "currency")
TEXT = Scalar("a text that is not empty", _read_text, {"type": "string", "minLength": 1}, "", "text")
DAY = Scalar(
    "a date like 2018-05-02, without quotes and without a time",
    _read_day,
    {"type": "string", "format": "date"},
    date.min,
    "day",
)
FLAG = Scalar(
    words="true or false",
    parse=lambda value: value if isinstance(value, bool) else None,
    shape={"type": "boolean"},
    stand_in=False,
)
NUMBER = number("a number", lambda _: True)
NOT_NEGATIVE = number("a number of at least 0", lambda found: found >= 0)
POSITIVE = number("a number above 0", lambda found: found > 0)
