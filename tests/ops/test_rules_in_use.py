"""`TIERLINE_EDITIONS` set for one process and not for another, as the commands meet it."""

import asyncio
from importlib.resources import files
from pathlib import Path

import asyncpg
import pytest

from tests.ops.conftest import Result, Tierline
from tests.postgres import execute

REFUSED = (
    "this database is decided by other rules: edition 2016-11 says something else there; `tierline editions publish"
    " FILE` publishes one under a key of its own, and TIERLINE_EDITIONS is needed for a new database only"
)


@pytest.fixture
async def decided(installed: Tierline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tierline:
    """A database that goes by the shipped editions, and a setting that names others."""
    assert (await run(installed, "migrate")).code == 0
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


async def test_the_editions_that_are_named_are_those_of_a_new_database(
    installed: Tierline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_changed(tmp_path / "editions")
    monkeypatch.setenv("TIERLINE_EDITIONS", str(tmp_path / "editions"))
    assert (await run(installed, "migrate")).out == "the database is current\n"
    monkeypatch.delenv("TIERLINE_EDITIONS")
    assert (await run(installed, "jobs")).code == 0
    shown = (await run(installed, "editions", "show", "2018-05")).out
    assert "days = 91" in shown


async def test_a_database_of_an_earlier_version_gets_other_rules_on_purpose_only(
    installed: Tierline, database_url: str
) -> None:
    await execute(database_url, "INSERT INTO program_in_use (key, digest) VALUES ('2018-05', 'another')")
    refused = await run(installed, "migrate")
    assert (refused.code, "`tierline migrate --take-rules`" in refused.err) == (1, True)
    taken = await run(installed, "migrate", "--take-rules")
    assert taken.out.endswith("the database is decided by 2016-11, 2018-01, 2018-05 from now on\n")
    assert (await run(installed, "jobs")).code == 0


async def test_rules_that_cannot_be_taken_leave_those_noted_that_there_were(
    installed: Tierline, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = await asyncpg.connect(database_url)
    await connection.execute(
        "INSERT INTO program_in_use (key, digest) VALUES ('2018-05', 'another');"
        "INSERT INTO computed_day (day, computed_at) VALUES ('2019-01-01', now())"
    )
    write_changed(tmp_path / "editions")
    for file in (tmp_path / "editions").iterdir():
        file.write_text(file.read_text().replace('program = "agency"', 'program = "resellers"'))
    monkeypatch.setenv("TIERLINE_EDITIONS", str(tmp_path / "editions"))
    refused = await run(installed, "migrate", "--take-rules")
    assert (refused.code, 'write `program = "agency"`' in refused.err) == (1, True)
    assert await connection.fetchval("SELECT digest FROM program_in_use") == "another"
    assert await connection.fetchval("SELECT count(*) FROM edition") == 0
    await connection.close()
