"""One declaration per table of an edition file: a frozen dataclass whose fields say their type and meaning.

From it are made the parser's checks, the JSON Schema, the digest and the tables of docs/editions.md.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from reprlib import repr as shortened
from typing import Any, ClassVar, TypeVar

from tiers.editions.problems import Place, UnsoundError
from tiers.editions.values import Definitions, Schema, ValueType

REQUIRED: Any = dataclasses.MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as it was read. `place` is its path in the file, which is no part of what it says."""

    kind: ClassVar[str] = ""
    place: str = dataclasses.field(default="", compare=False, repr=False)

    @classmethod
    def heading(cls) -> str:
        """What docs/editions.md calls it."""
        return f"{cls.__name__} ({cls.kind})" if cls.kind else cls.__name__

    @classmethod
    def anchor(cls) -> str:
        """What a link to that heading says."""
        return f"{cls.__name__}-{cls.kind}".lower() if cls.kind else cls.__name__.lower()


T = TypeVar("T", bound=Table)


@dataclass(frozen=True, slots=True)
class Declared:
    """A key of a table: what it may hold, what it means, and what holds where it is left out (REQUIRED: nothing)."""

    key: str
    type: ValueType
    meaning: str
    default: Any

    @property
    def required(self) -> bool:
        return self.default is REQUIRED

    @property
    def stated(self) -> Schema:
        """The JSON Schema of what holds where it is left out, if that is something that a file could say."""
        return {"default": self.default} if isinstance(self.default, bool | int | str) and self.default != "" else {}

    @property
    def explained(self) -> str:
        """Its meaning, and what holds where it is left out, if that is something that a file could say."""
        return "; left out: ".join([self.meaning, *(_written(value) for value in self.stated.values())])


def said(kind: ValueType, meaning: str, default: Any = REQUIRED) -> Any:  # noqa: ANN401 - as dataclasses.field
    """Declares a key of a table: a field of its dataclass."""
    metadata = {"type": kind, "meaning": meaning}
    if isinstance(default, dict):
        return dataclasses.field(default_factory=default.copy, metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def declared(table: type[Table]) -> tuple[Declared, ...]:
    """The keys that a table may have, in the order in which they are declared."""
    return tuple(
        Declared(one.name, one.metadata["type"], one.metadata["meaning"], _default(one))
        for one in dataclasses.fields(table)
        if "type" in one.metadata
    )


def _default(one: "dataclasses.Field[Any]") -> Any:  # noqa: ANN401
    return one.default if one.default_factory is dataclasses.MISSING else one.default_factory()


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def read_keys(table: type[Table], values: Mapping[str, object], place: Place) -> dict[str, Any]:
    """The values of a table's keys; raises UnsoundError with stand-ins for unsound ones, once all is noted."""
    known = declared(table)
    found: dict[str, Any] = {}
    sound = True
    for one in known:
        if one.key not in values:
            if one.required:
                place.key(one.key).note(f"is missing: add {one.type.words}")
                found[one.key] = one.type.stand_in
                sound = False
            continue
        try:
            found[one.key] = one.type.read(values[one.key], place.key(one.key))
        except UnsoundError as unsound:
            found[one.key] = one.type.stand_in if unsound.sound is None else unsound.sound
            sound = False
    names = [*(["kind"] if table.kind else []), *(one.key for one in known)]
    for key in values:
        if key not in names:
            place.key(key).note(f"is not a key of this table: use {', '.join(names)}")
            sound = False
    if not sound:
        raise UnsoundError(found)
    return found


def read_table(table: type[T], value: object, place: Place) -> T:
    """The table that stands at a place; raises UnsoundError, with nothing left, once all that is wrong is noted."""
    if not isinstance(value, dict):
        raise place.refuse(f"must be a table, not {shortened(value)}")
    try:
        keys = read_keys(table, value, place)
    except UnsoundError:
        raise UnsoundError from None
    return table(**keys, place=place.path)


def table_schema(table: type[Table], definitions: Definitions) -> Schema:
    """A reference to the JSON Schema of a table, which is added to the definitions."""
    name = table.__name__
    if name not in definitions:
        definitions[name] = {}
        keys = {
            one.key: {**one.type.schema(definitions), "description": f"{one.meaning} ({one.type.words})", **one.stated}
            for one in declared(table)
        }
        tag = {"kind": {"const": table.kind}} if table.kind else {}
        definitions[name] = {
            "type": "object",
            "description": " ".join((table.__doc__ or "").split()),
            "properties": {**tag, **keys},
            "required": [*tag, *(one.key for one in declared(table) if one.required)],
            "additionalProperties": False,
        }
    return {"$ref": f"#/definitions/{name}"}


@dataclass(frozen=True, slots=True)
class TableOf(ValueType):
    """A table of one declaration."""

    table: type[Table]
    stand_in: object = None

    @property
    def words(self) -> str:  # type: ignore[override]
        return f"a table {self.table.__name__}"

    @property
    def short(self) -> str:
        return f"[{self.table.__name__}](#{self.table.anchor()})"

    def read(self, value: object, place: Place) -> Table:
        return read_table(self.table, value, place)

    def schema(self, definitions: Definitions) -> Schema:
        return table_schema(self.table, definitions)


@dataclass(frozen=True, slots=True)
class OneOf(ValueType):
    """A table of one of several declarations, which its key `kind` tells apart."""

    tables: tuple[type[Table], ...]
    named: str
    stand_in: object = None

    @property
    def words(self) -> str:  # type: ignore[override]
        return f"a table {self.named}"

    @property
    def short(self) -> str:
        return " or ".join(TableOf(table).short for table in self.tables)

    def read(self, value: object, place: Place) -> Table:
        if not isinstance(value, dict):
            raise place.refuse(f"must be a table, not {shortened(value)}")
        kinds = ", ".join(table.kind for table in self.tables)
        if "kind" not in value:
            raise place.key("kind").refuse(f"is missing: add one of {kinds}")
        for table in self.tables:
            if table.kind == value["kind"]:
                return read_table(table, value, place)
        raise place.key("kind").refuse(f"must be one of {kinds}, not {shortened(value['kind'])}")

    def schema(self, definitions: Definitions) -> Schema:
        return {"oneOf": [table_schema(table, definitions) for table in self.tables]}
