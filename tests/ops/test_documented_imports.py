import json
from pathlib import Path

from tests.docs.pages import ROOT, blocks_of, tierline_commands
from tests.ops.conftest import Tierline

BLOCKS = blocks_of(ROOT / "docs" / "import-format.md")
BAD: tuple[dict[str, str | list[str]], ...] = (
    {"type": "partner", "id": "p", "name": "P", "domains": ["p.example"], "joined_on": "2024-02-30"},
    {
        "type": "client", "id": "c", "name": "C", "registered_on": "2024-02-01",
        "sold_by": "nobody", "sold_on": "2024-02-01",
    },
    {
        "type": "activity", "id": "e-9", "client": "northwind", "actor": "zoe@northwind.example", "kind": "USE",
        "at": "2024-02-01T00:00:00Z",
    },
)  # fmt: skip


def test_imports_answer_what_the_page_shows(installed: Tierline, tmp_path: Path) -> None:
    facts, twice, bad = (
        next(block for block in BLOCKS if words in block.text)
        for words in ('"fernbrook"', "14 unchanged", "bad.ndjson:1")
    )
    (tmp_path / "facts.ndjson").write_text(facts.text)
    (tmp_path / "bad.ndjson").write_text("".join(f"{json.dumps(line)}\n" for line in BAD))
    for block in (twice, bad):
        answered = ""
        for command in block.commands:
            (arguments,) = tierline_commands(command)
            result = installed(*arguments)
            answered += f"$ {command}\n{result.err}{result.out}"
        assert answered == block.text
