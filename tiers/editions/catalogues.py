"""What an edition counts by name: apps, credentials, product lines, countries, and what currencies are worth."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import ClassVar

from tiers.editions.problems import Place
from tiers.editions.tables import Table, TableOf, said
from tiers.editions.values import (
    CURRENCY,
    DAY,
    FACT_NAME,
    KEY,
    POSITIVE,
    Definitions,
    ListOf,
    Schema,
    ValueType,
    choice,
)


class Sort(StrEnum):
    """What a catalogue is a list of."""

    APPS = "apps"
    CREDENTIALS = "credentials"
    LINES = "lines"
    COUNTRIES = "countries"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(Table):
    """Something that holds from a day on, until a day, or both."""

    valid_from: date | None = said(DAY, "the first day on which this holds; left out: always before", None)
    valid_until: date | None = said(DAY, "the last day on which this holds; left out: for ever", None)

    def holds_on(self, day: date) -> bool:
        """Whether it holds on the day."""
        return (self.valid_from or date.min) <= day <= (self.valid_until or date.max)

    def overlaps(self, other: "Dated") -> bool:
        """Whether both hold on some day."""
        return (self.valid_from or date.min) <= (other.valid_until or date.max) and (other.valid_from or date.min) <= (
            self.valid_until or date.max
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(Dated):
    """Something that a catalogue lists, always or for a time."""

    name: str = said(FACT_NAME, "the name that facts use")


@dataclass(frozen=True, slots=True)
class MemberType(ValueType):
    """A name, or a table with a name and the days from and until which it counts."""

    table: ClassVar[TableOf] = TableOf(Member)
    stand_in: object = None

    @property
    def words(self) -> str:  # type: ignore[override]
        return f"{FACT_NAME.words}, or {self.table.words}"

    @property
    def short(self) -> str:
        return f"name or {self.table.short}"

    def read(self, value: object, place: Place) -> Member:
        if not isinstance(value, dict):
            return Member(name=FACT_NAME.read(value, place), place=place.path)
        member = self.table.read(value, place)
        assert isinstance(member, Member)
        return member

    def schema(self, definitions: Definitions) -> Schema:
        return {"anyOf": [FACT_NAME.schema(definitions), self.table.schema(definitions)]}


@dataclass(frozen=True, kw_only=True)
class Catalogue(Table):
    """A list of names that metrics, credits and factors count by: the same name may be in several catalogues."""

    key: str = said(KEY, "what the rest of the file calls it")
    of: Sort = said(choice(Sort), "what it is a list of")
    members: tuple[Member, ...] = said(ListOf(MemberType(), distinct=True), "what is in it, some of it for a time only")

    @cached_property
    def _dated(self) -> bool:
        return any(member.valid_from or member.valid_until for member in self.members)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(member.name for member in self.members)

    def names_on(self, day: date) -> frozenset[str]:
        """The names that count on the day."""
        if not self._dated:
            return self._names
        return frozenset(member.name for member in self.members if member.holds_on(day))


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency(Dated):
    """What amounts in another currency are worth in the program's, by the edition's own table and no market's."""

    code: str = said(CURRENCY, "the other currency")
    amount: Fraction = said(POSITIVE, "an amount in it")
    worth: Fraction = said(POSITIVE, "what that amount is worth in the program's currency")
