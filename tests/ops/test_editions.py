"""`tierline editions`: a file is checked, drafted, compared and published, and every refusal says what to do."""

import asyncio
import json
from pathlib import Path

import pytest

from tests.ops.conftest import Result, Tierline
from tests.tiers.editions.editions import EXAMPLES, TEXTS, changed

FILE = next(path for path in EXAMPLES if path.stem == "odoo-v11")
NEXT = (('key = "v11"', 'key = "v12"'), ("effective_from = 2023-05-19", "effective_from = 2026-01-01"))


async def ask(tierline: Tierline, *arguments: str) -> Result:
    """The command has an event loop of its own."""
    return await asyncio.to_thread(tierline, "editions", *arguments)


@pytest.fixture
def later(tmp_path: Path) -> str:
    """The file of an edition that follows."""
    path = tmp_path / "v12.toml"
    path.write_text(changed("odoo-v11", *NEXT))
    return str(path)


async def test_a_file_becomes_a_draft_and_the_draft_an_edition(installed: Tierline) -> None:
    assert (await ask(installed, "check", str(FILE))).out == "odoo/v11 can be published\n"
    assert "odoo/v11 is a draft" in (await ask(installed, "draft", str(FILE))).out
    assert "DRAFT" in (await ask(installed, "list")).out
    assert (await ask(installed, "publish", "v11")).out == "odoo/v11 is published: in force from 2023-05-19\n"
    assert (await ask(installed, "publish", str(FILE))).out == "odoo/v11 is published already, with this content\n"
    assert (await ask(installed, "show", "odoo/v11")).out == TEXTS["odoo-v11"]


async def test_machines_get_the_days_of_each(installed: Tierline, later: str) -> None:
    for path in (str(FILE), later):
        assert (await ask(installed, "publish", path)).code == 0
    listed = json.loads((await ask(installed, "list", "--json")).out)
    assert [
        (one["key"], one["effectiveFrom"], one["effectiveUntil"]) for one in listed if one["program"] == "odoo"
    ] == [
        ("v11", "2023-05-19", "2025-12-31"),
        ("v12", "2026-01-01", None),
    ]


async def test_all_problems_of_a_file_are_told_at_once(installed: Tierline, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(changed("odoo-v11", ('key = "v11"', "key = 11"), ('currency = "EUR"', 'currency = "E"')))
    for command in ("check", "draft", "publish"):
        told = await ask(installed, command, str(path))
        assert told.code == 1
        assert f"{path}: key: must be" in told.out + told.err
        assert f"{path}: currency: must be" in told.out + told.err
    assert "odoo" not in (await ask(installed, "list", "--withdrawn")).out


async def test_two_files_are_compared_without_a_database(tierline: Tierline, later: str) -> None:
    told = await ask(tierline, "diff", str(FILE), later)
    assert told.out == "key\n  - v11\n  + v12\neffective_from\n  - 2023-05-19\n  + 2026-01-01\n"
    found = json.loads((await ask(tierline, "diff", str(FILE), later, "--json")).out)
    assert found[0] == {"path": "key", "kind": "CHANGED", "before": "v11", "after": "v12"}


async def test_an_edition_is_compared_with_a_file(installed: Tierline, later: str) -> None:
    await ask(installed, "publish", str(FILE))
    assert (await ask(installed, "diff", "v11", str(FILE))).out == "no difference\n"
    assert (await ask(installed, "diff", "v11", later)).out.startswith("key\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["publish", "v99"], "no edition v99, and no such file"),
        (["show", "v99"], "no edition v99"),
        (["withdraw", "v99"], "no edition v99"),
        (["check", "nowhere.toml"], "nowhere.toml: cannot be read: No such file"),
        (["publish", "v99", "--backdate"], "--backdate is given without --reason"),
        (["publish", "v99", "--reason", "late"], "--reason is given without --backdate"),
    ],
)
async def test_what_is_not_there_or_not_whole_is_told(installed: Tierline, arguments: list[str], words: str) -> None:
    told = await ask(installed, *arguments)
    assert told.code == 1
    assert words in told.err
    assert "Traceback" not in told.err


async def test_a_draft_is_taken_back_and_a_published_edition_stays(installed: Tierline, later: str) -> None:
    await ask(installed, "publish", str(FILE))
    await ask(installed, "draft", later)
    assert (await ask(installed, "withdraw", "v12")).out == "odoo/v12 is withdrawn\n"
    refused = await ask(installed, "withdraw", "v11")
    assert (refused.code, "is published and stays" in refused.err) == (1, True)
