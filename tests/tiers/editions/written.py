"""Writes what is made from the grammar's declarations: `python -m tests.tiers.editions.written`."""

import json
from pathlib import Path

from tests.tiers.editions.editions import ROOT
from tiers.editions.json_schema import json_schema
from tiers.editions.reference import grammar_reference

PAGE = ROOT / "docs" / "editions.md"
SCHEMA = ROOT / "docs" / "edition.schema.json"
FIRST = "### Edition\n"


def written() -> dict[Path, str]:
    """What the page and the schema must be, by their paths."""
    explained, _, _ = PAGE.read_text(encoding="utf-8").partition(FIRST)
    return {
        PAGE: explained + grammar_reference(),
        SCHEMA: json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n",
    }


if __name__ == "__main__":
    for path, text in written().items():
        path.write_text(text, encoding="utf-8")
