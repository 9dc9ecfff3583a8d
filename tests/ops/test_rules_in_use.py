"""`TIERLINE_EDITIONS` set for one process and not for another, as the commands meet it."""

import asyncio
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from models.editions import load_editions
from models.rulebook import Rulebook, keep_rules
from tests.ops.conftest import Result, Tierline

RULES = Rulebook(load_editions(), ZoneInfo("UTC"))
REFUSED = (
    "this database is decided by other rules: edition 2016-11 says something else there; set TIERLINE_EDITIONS to what"
    " its servers have, or, to go by these from now on, stop them and `tierline migrate --take-rules`"
)


@pytest.fixture
async def decided(installed: Tierline, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tierline:
    """A database that goes by the shipped editions, and a setting that names others."""
    connection = await asyncpg.connect(database_url)
    await keep_rules(connection, RULES, decides=True)
    await connection.close()
    write_changed(tmp_path / "editions")
    monkeypatch.setenv("TIERLINE_EDITIONS", str(tmp_path / "editions"))
    return installed


def write_changed(directory: Path) -> None:
    """The shipped editions, with windows a day longer."""
    directory.mkdir()
    for source in files("tiers").joinpath("editions").iterdir():
        if source.name.endswith(".toml"):
            text = source.read_text()
            changed = text.replace("days = 90", "days = 91")
            assert changed != text
            (directory / source.name).write_text(changed)


async def run(tierline: Tierline, *arguments: str) -> Result:
    """The command has an event loop of its own."""
    return await asyncio.to_thread(tierline, *arguments)


@pytest.mark.parametrize(
    "command",
    [
        ("verify", "--month", "2018-06"),
        ("recompute", "tiers", "--month", "2018-06"),
        ("jobs",),
    ],
)
async def test_other_rules_than_those_of_the_database_are_refused_in_one_line(
    decided: Tierline, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIERLINE_LOG_FORMAT", "text")
    refused = await run(decided, *command)
    assert (refused.code, refused.err.splitlines()[-1]) == (1, f"tierline: {REFUSED}")
    assert "Traceback" not in refused.err


async def test_status_names_the_difference(decided: Tierline) -> None:
    told = await run(decided, "status")
    assert told.code == 1
    assert told.out.endswith(f"- {REFUSED}\n")


async def test_other_rules_are_taken_on_purpose(decided: Tierline, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = await run(decided, "migrate", "--take-rules")
    assert taken.out == "the database is current\nthe database is decided by 2016-11, 2018-01, 2018-05 from now on\n"
    assert (await run(decided, "jobs")).code == 0
    monkeypatch.delenv("TIERLINE_EDITIONS")
    assert "edition 2016-11 says something else there" in (await run(decided, "jobs")).err
