"""Keys that name another table of the file, and where they stand in what was read."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tiers.editions.problems import Place
from tiers.editions.tables import Table, declared
from tiers.editions.values import KEY, Definitions, ListOf, MapOf, Schema, ValueType


class Section(StrEnum):
    """The lists of a file whose tables have keys, as the file calls them."""

    CATALOGUES = "catalogues"
    CREDITS = "credits"
    METRICS = "metrics"
    TIERS = "tiers"


@dataclass(frozen=True, slots=True)
class Reference(ValueType):
    """The key of a table of a section; of a catalogue, one `of` something. `also` is what may stand instead."""

    section: Section
    of: str = ""
    also: str = ""
    stand_in: object = ""

    @property
    def words(self) -> str:  # type: ignore[override]
        return KEY.words

    @property
    def one(self) -> str:
        """What such a table is called."""
        return self.section.removesuffix("s")

    @property
    def short(self) -> str:
        return (
            f"key of a {self.one}" + (f" of {self.of}" if self.of else "") + (f", or {self.also}" if self.also else "")
        )

    def read(self, value: object, place: Place) -> Any:  # noqa: ANN401
        return KEY.read(value, place)

    def schema(self, definitions: Definitions) -> Schema:
        return KEY.schema(definitions)


METRIC_KEY = Reference(Section.METRICS)
CREDIT_KEY = Reference(Section.CREDITS)
TIER_KEY = Reference(Section.TIERS)
METRIC_KEYS = ListOf(METRIC_KEY, distinct=True)
CREDIT_KEYS = ListOf(CREDIT_KEY, distinct=True)


def references_in(table: Table, root: Place) -> Iterator[tuple[Reference, str, Place]]:
    """Every key in a table, and in the tables in it, that names another one, and its place."""
    at = root.at(table.place)
    for one in declared(type(table)):
        yield from _references(one.type, getattr(table, one.key), at.key(one.key), root)


def _references(kind: ValueType, value: Any, at: Place, root: Place) -> Iterator[tuple[Reference, str, Place]]:  # noqa: ANN401
    if value is None:
        return
    if isinstance(kind, Reference):
        yield kind, value, at
    elif isinstance(kind, ListOf):
        for index, item in enumerate(value):
            yield from _references(kind.items, item, at.item(index), root)
    elif isinstance(kind, MapOf):
        for key, item in value.items():
            if isinstance(kind.keys, Reference):
                yield kind.keys, key, at.key(key)
            yield from _references(kind.values, item, at.key(key), root)
    elif isinstance(value, Table):
        yield from references_in(value, root)
