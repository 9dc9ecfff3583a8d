"""How two editions differ in what they say: by tables and keys, never by the layout of their files."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from tiers.editions.decimals import rounded_down
from tiers.editions.edition import Edition
from tiers.editions.tables import Table, declared

NAMES = ("key", "name", "code", "countries")
"""The keys by which a table of a list is told from its neighbours, the first that it has; others go by their place."""


class ChangeKind(StrEnum):
    """What became of a key, or of a whole table, from one edition to another."""

    ADDED = "ADDED"
    REMOVED = "REMOVED"
    CHANGED = "CHANGED"


@dataclass(frozen=True, slots=True)
class EditionChange:
    """One difference: `path` is like `metrics[SOLD_MRR].over`; `before` is None where added, `after` where removed."""

    path: str
    before: str | None
    after: str | None

    @property
    def kind(self) -> ChangeKind:
        if self.before is None:
            return ChangeKind.ADDED
        return ChangeKind.REMOVED if self.after is None else ChangeKind.CHANGED


def difference(before: Edition, after: Edition) -> list[EditionChange]:
    """All differences, in the order of a file; none where both have the same digest.

    A table that only one of the two editions has is one difference, with all that it says.
    """
    return list(_tables("", before, after))


def _tables(path: str, before: Table, after: Table) -> Iterator[EditionChange]:
    if type(before) is not type(after):
        yield EditionChange(path, _text(before), _text(after))
        return
    for one in declared(type(after)):
        here = f"{path}.{one.key}" if path else one.key
        yield from _values(here, getattr(before, one.key), getattr(after, one.key))


def _values(path: str, before: Any, after: Any) -> Iterator[EditionChange]:  # noqa: ANN401 - whatever a key may hold
    if before == after:
        return
    if isinstance(before, Table) and isinstance(after, Table):
        yield from _tables(path, before, after)
    elif _of_tables(before) or _of_tables(after):
        old, new = _by_name(before), _by_name(after)
        yield from _mappings(path, old, new)
        shared = [name for name in new if name in old]
        if shared != [name for name in old if name in new]:
            yield EditionChange(f"{path}, in order", ", ".join(old), ", ".join(new))
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _mappings(path, before, after)
    else:
        yield EditionChange(path, _text(before), _text(after))


def _mappings(path: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[EditionChange]:
    for name in [*before, *(name for name in after if name not in before)]:
        yield from _values(f"{path}[{name}]", before.get(name), after.get(name))


def _of_tables(value: object) -> bool:
    return isinstance(value, tuple) and any(isinstance(item, Table) for item in value)


def _by_name(tables: tuple[Table, ...]) -> dict[str, Table]:
    """The tables of a list by what they are called; of several that are called the same, each with its number."""
    named: dict[str, Table] = {}
    for number, table in enumerate(tables, 1):
        name = next((str(getattr(table, key)) for key in NAMES if hasattr(table, key)), str(number))
        named[name if name not in named else f"{name} {number}"] = table
    return named


def _text(value: object) -> str | None:
    """What people read of a value: as in a file, without quotes; None for nothing."""
    if value is None or value in ((), {}, ""):
        return None
    write = next((write for kind, write in _WRITTEN.items() if isinstance(value, kind)), str)
    return write(value)


def _table_text(table: Table) -> str:
    said = {one.key: _text(getattr(table, one.key)) for one in declared(type(table))}
    kind = {"kind": table.kind} if table.kind else {}
    return "; ".join(f"{key} = {text}" for key, text in {**kind, **said}.items() if text is not None)


def _item_text(item: object) -> str:
    """What is read of an item of a list: of a table in braces, which tells where one ends."""
    return f"{{ {_table_text(item)} }}" if isinstance(item, Table) else _text(item) or ""


_WRITTEN: dict[type, Callable[[Any], str]] = {
    bool: lambda value: str(value).lower(),
    Fraction: lambda value: f"{rounded_down(value):f}",  # exact: numbers of files have fewer decimals
    tuple: lambda items: ", ".join(map(_item_text, items)),
    Mapping: lambda named: ", ".join(f"{key} = {_text(item)}" for key, item in named.items()),
    Table: _table_text,
}
