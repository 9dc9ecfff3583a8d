"""The page of the import format says of each record type what its declaration says."""

import re

import pytest

from intake.record_type import Field, Kind
from intake.registry import REGISTRY
from tests.docs.pages import ROOT

PAGE = (ROOT / "docs" / "import-format.md").read_text()


def row_of(field: Field, kind: Kind, spelling: dict[str, str]) -> str:
    name = f"**`{field.name}`**" if field.name in kind.key else f"`{field.name}`"
    optional = "; optional" if field.doc.default is None else f"; `{field.doc.default}` if left out"
    takes = field.takes.words + ("" if field.required else optional)
    return f"| {name} | {takes} | {field.doc.text.format(**spelling)} |"


def section_of(kind: Kind) -> str:
    spelling = {field.name: f"`{field.name}`" for field in kind.fields}
    rows = [row_of(field, kind, spelling) for field in kind.fields]
    head = [f"### `{kind.name}`", kind.description.format(**spelling), "", "| field | takes | means |", "|---|---|---|"]
    return "\n".join([*head, *rows, ""])


@pytest.mark.parametrize("kind", REGISTRY, ids=lambda kind: kind.name)
def test_the_page_has_each_type_as_it_is_declared(kind: Kind) -> None:
    assert section_of(kind) in PAGE


def test_the_page_has_the_types_in_their_order_and_no_other() -> None:
    assert re.findall(r"^### `(\w+)`$", PAGE, re.MULTILINE) == [kind.name for kind in REGISTRY]


def test_what_is_not_changed_by_hand_is_told_of_as_facts() -> None:
    [row] = re.findall(r"^\| Facts, .*\|$", (ROOT / "docs" / "architecture.md").read_text(), re.MULTILINE)
    assert {kind.table for kind in REGISTRY} <= set(re.findall(r"`(\w+)`", row))
