"""`tierline editions`: a file is checked, drafted, compared and published, and every refusal says what to do."""

import asyncio
import json
from pathlib import Path

import pytest

from tests.ops.conftest import Result, Tierline
from tests.tiers.editions.editions import TEXTS, following

TEXT = following("2030-01-01")
LATER = TEXT.replace("2030-01-01", "2031-01-01").replace('"2030-01"', '"2031-01"')


async def ask(tierline: Tierline, *arguments: str) -> Result:
    """The command has an event loop of its own."""
    return await asyncio.to_thread(tierline, "editions", *arguments)


@pytest.fixture
def later(tmp_path: Path) -> str:
    """The file of an edition that follows."""
    path = tmp_path / "later.toml"
    path.write_text(LATER)
    return str(path)


@pytest.fixture
def file(tmp_path: Path) -> str:
    """An edition's file."""
    path = tmp_path / "first.toml"
    path.write_text(TEXT)
    return str(path)


async def test_a_file_becomes_a_draft_and_the_draft_an_edition(installed: Tierline, file: str) -> None:
    assert (await ask(installed, "check", file)).out == "agency/2030-01 can be published\n"
    assert "agency/2030-01 is a draft" in (await ask(installed, "draft", file)).out
    assert "DRAFT" in (await ask(installed, "list")).out
    assert (await ask(installed, "publish", "2030-01")).out == "agency/2030-01 is published: in force from 2030-01-01\n"
    assert (await ask(installed, "publish", file)).out == "agency/2030-01 is published already, with this content\n"
    assert (await ask(installed, "show", "agency/2030-01")).out == TEXT


@pytest.mark.parametrize(
    ("deciding", "words"),
    [
        ('rhythm = "MONTHLY", day = 1', "policy.deciding.day: 1 is not applied yet, only 15"),
        (
            'rhythm = "MONTHLY", day = 15, months = [1, 7]',
            "policy.deciding.months: is not applied yet, only every month",
        ),
        ('rhythm = "DAILY"', "policy.deciding.rhythm: DAILY is not applied yet, only MONTHLY"),
    ],
)
async def test_whoever_checks_drafts_or_publishes_is_told_that_no_tiers_are_decided(
    installed: Tierline, tmp_path: Path, deciding: str, words: str
) -> None:
    path = tmp_path / "other.toml"
    path.write_text(TEXT.replace('rhythm = "MONTHLY", day = 15', deciding))
    for command in ("check", "draft", "publish"):
        told = await ask(installed, command, str(path))
        expected = f"standings are computed by it, and no tiers are decided yet, as of its policy\n  {words}\n"
        assert (told.code, told.err) == (0, expected)


async def test_machines_get_the_days_of_each(installed: Tierline, later: str, file: str) -> None:
    for path in (file, later):
        assert (await ask(installed, "publish", path)).code == 0
    listed = json.loads((await ask(installed, "list", "--json")).out)
    assert [
        (one["key"], one["effectiveFrom"], one["effectiveUntil"]) for one in listed if one["program"] == "agency"
    ] == [
        ("2030-01", "2030-01-01", "2030-12-31"),
        ("2031-01", "2031-01-01", None),
    ]


async def test_all_problems_of_a_file_are_told_at_once(installed: Tierline, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(TEXT.replace('key = "2030-01"', "key = 11").replace('"USD"', '"U"'))
    for command in ("check", "draft", "publish"):
        told = await ask(installed, command, str(path))
        assert told.code == 1
        key, currency = (told.out + told.err).splitlines()
        before = "" if command == "check" else "tierline: "
        assert key.startswith(f"{before}{path}: key: must be")
        assert currency.startswith(f"{before}{path}: currency: must be")
    assert "bad" not in (await ask(installed, "list", "--withdrawn")).out


async def test_names_that_no_fact_has_are_warned_of_and_keep_from_nothing(installed: Tierline, tmp_path: Path) -> None:
    path = tmp_path / "odoo.toml"
    path.write_text(TEXTS["odoo-v11"])
    warning = (
        'odoo v11: no measure of a partner "net_users" has been loaded: load some, or look whether facts have another'
    )
    told = await ask(installed, "check", str(path))
    assert f"warning: {warning}" in told.err
    assert warning not in told.out
    found = json.loads((await ask(installed, "check", str(path), "--json")).out)
    assert [one for one in found["warnings"] if one.startswith(warning)]
    assert not [one for one in found["problems"] if one.startswith(warning)]


async def test_two_files_are_compared_without_a_database(tierline: Tierline, later: str, file: str) -> None:
    told = await ask(tierline, "diff", file, later)
    assert told.out == "key\n  - 2030-01\n  + 2031-01\neffective_from\n  - 2030-01-01\n  + 2031-01-01\n"
    found = json.loads((await ask(tierline, "diff", file, later, "--json")).out)
    assert found[0] == {"path": "key", "kind": "CHANGED", "before": "2030-01", "after": "2031-01"}


async def test_an_edition_is_compared_with_a_file(installed: Tierline, later: str, file: str) -> None:
    await ask(installed, "publish", file)
    assert (await ask(installed, "diff", "2030-01", file)).out == "no difference\n"
    assert (await ask(installed, "diff", "2030-01", later)).out.startswith("key\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["publish", "v99"], "no edition v99, and no such file"),
        (["show", "v99"], "no edition v99"),
        (["withdraw", "v99"], "no edition v99"),
        (["check", "nowhere.toml"], "nowhere.toml: cannot be read: No such file"),
        (["publish", "v99", "--backdate"], "backdate is given without a reason: say why"),
        (["publish", "v99", "--reason", "late"], "a reason is given without backdate: leave it out"),
    ],
)
async def test_what_is_not_there_or_not_whole_is_told(installed: Tierline, arguments: list[str], words: str) -> None:
    told = await ask(installed, *arguments)
    assert told.code == 1
    assert words in told.err
    assert "Traceback" not in told.err


async def test_a_draft_is_taken_back_and_a_published_edition_stays(installed: Tierline, later: str, file: str) -> None:
    await ask(installed, "publish", file)
    await ask(installed, "draft", later)
    assert (await ask(installed, "withdraw", "2031-01")).out == "agency/2031-01 is withdrawn\n"
    refused = await ask(installed, "withdraw", "2030-01")
    assert (refused.code, "is published and stays" in refused.err) == (1, True)
