"""Names within an edition: each given once, and meaning what it is used for."""

from collections.abc import Iterable, Mapping
from typing import Any

from tiers.editions.edition import Edition
from tiers.editions.problems import Place
from tiers.editions.references import Reference, Section, references_in

Names = Mapping[Section, frozenset[str]]


def names_in(file: Mapping[str, Any]) -> Names:
    """The keys that a file gives, also to tables in which something else is wrong, so that this is told once."""
    return {section: frozenset(_keys(file.get(section))) for section in Section}


def _keys(tables: object) -> Iterable[str]:
    for table in tables if isinstance(tables, list) else []:
        if isinstance(table, dict) and isinstance(table.get("key"), str):
            yield table["key"]


def check_names(edition: Edition, names: Names, root: Place) -> None:
    """Notes keys that are given twice, names that nothing has, and catalogues of something else."""
    for section in Section:
        seen: set[str] = set()
        for table in getattr(edition, section):
            if table.key in seen:
                root.at(table.place).key("key").note(f'"{table.key}" is given already: call this one something else')
            seen.add(table.key)
    for reference, name, at in references_in(edition, root):
        _check_known(edition, names, reference, name, at)


def _check_known(edition: Edition, names: Names, reference: Reference, name: str, at: Place) -> None:
    if name == reference.also:
        return
    known = names[reference.section]
    if name not in known:
        use = f"use {', '.join(sorted(known))}" if known else "it has none"
        at.note(f'"{name}" is no {reference.one} of this file: {use}')
    elif reference.section is Section.CATALOGUES:
        found = edition.catalogue_by_key.get(name)
        if found is not None and found.of != reference.of:
            at.note(f'"{name}" is a catalogue of {found.of}: use one of {reference.of}')
