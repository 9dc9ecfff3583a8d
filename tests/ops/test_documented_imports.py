import json
from pathlib import Path

from tests.docs.pages import ROOT, blocks_of, tierline_commands
from tests.ops.conftest import Tierline
from tests.tiers.editions.editions import TEXTS

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

OWN_PROGRAM = blocks_of(ROOT / "docs" / "editions.md")


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


def test_facts_of_a_program_of_ones_own_are_what_its_edition_looks_for(installed: Tierline, tmp_path: Path) -> None:
    facts, loading = (
        next(block for block in OWN_PROGRAM if words in block.text) for words in ('"fernbrook"', "facts.ndjson: 6")
    )
    (tmp_path / "facts.ndjson").write_text(facts.text)
    (tmp_path / "odoo.toml").write_text(TEXTS["odoo-v11"])
    missed = ('partner "net_users"', 'credential "odoo-16"', 'credential "odoo-17"')
    before = installed("editions", "check", "odoo.toml").err
    assert [name in before for name in missed] == [True, True, True]
    assert installed("editions", "draft", "odoo.toml").code == 0
    (command,) = loading.commands
    (arguments,) = tierline_commands(command)
    result = installed(*arguments)
    assert f"$ {command}\n{result.err}{result.out}" == loading.text
    after = installed("editions", "check", "odoo.toml").err
    assert [name in after for name in missed] == [False, False, True]
