"""Every key of an edition file as tables in Markdown, for docs/editions.md."""

from collections.abc import Iterator

from tiers.editions.catalogues import MemberType
from tiers.editions.edition import Edition
from tiers.editions.tables import Declared, OneOf, Table, TableOf, declared
from tiers.editions.values import ListOf, ValueType


def grammar_reference() -> str:
    """A section for each table, the file's own first and each other one after the first that has it."""
    return "\n".join(_section(table) for table in _tables(Edition, []))


def _tables(table: type[Table], seen: list[type[Table]]) -> list[type[Table]]:
    if table not in seen:
        seen.append(table)
        for one in declared(table):
            for inner in _inner(one.type):
                _tables(inner, seen)
    return seen


def _inner(kind: ValueType) -> Iterator[type[Table]]:
    if isinstance(kind, ListOf):
        yield from _inner(kind.items)
    elif isinstance(kind, TableOf):
        yield kind.table
    elif isinstance(kind, OneOf):
        yield from kind.tables
    elif isinstance(kind, MemberType):
        yield from _inner(kind.table)


def _section(table: type[Table]) -> str:
    meaning = " ".join((table.__doc__ or "").split())
    rows = "\n".join(_row(one) for one in declared(table))
    keys = f"\n| Key | Holds | Meaning |\n|---|---|---|\n{rows}\n" if rows else ""
    return f"### {table.heading()}\n{meaning}\n{keys}"


def _row(one: Declared) -> str:
    key = f"**`{one.key}`**" if one.required else f"`{one.key}`"
    return f"| {key} | {one.type.short} | {one.explained} |"
