"""`tierline backup` and `tierline restore` with a database of one's own."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from ops.backups import DUMP, MANIFEST, _without_password
from tests.api.reading import Reader, load_rules, partner_token
from tests.api.rows import add_job, add_partner
from tests.ops.conftest import Result, Tierline
from tests.postgres import execute, opened

SHIFT = 1_000_000_000
TOLD = "{ partners { edges { cursor node { id standing { id } } } } }"


@pytest.fixture
async def filled(database_url: str, installed: Tierline) -> Tierline:
    """With a partner, a job, three events, and a consumer that has read one of them."""
    async with opened(database_url):
        await add_partner("P-1")
        await add_job(status="FAILED")
    await execute(
        database_url,
        "INSERT INTO event (seq, kind, payload, created_at)"
        " SELECT number, 'JOB_CHANGED', '{}', now() FROM generate_series(1, 3) AS number",
        "INSERT INTO event_consumer VALUES ('webhooks', 1, now())",
    )
    return installed


@pytest.fixture
async def empty(database_url: str) -> AsyncIterator[str]:
    """A database without tables, on the same server."""
    name = database_url.partition("?")[0].rpartition("/")[2]
    connection = await asyncpg.connect(database_url)
    await connection.execute(f"CREATE DATABASE {name}_empty TEMPLATE template0")
    yield database_url.replace(f"/{name}?", f"/{name}_empty?")
    await connection.execute(f"DROP DATABASE {name}_empty WITH (FORCE)")
    await connection.close()


async def run(tierline: Tierline, *arguments: str) -> Result:
    """The command has an event loop of its own."""
    return await asyncio.to_thread(tierline, *arguments)


def names_below(directory: Path) -> list[str]:
    return [file.name for file in directory.rglob("*")]


async def contents(url: str) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    connection = await asyncpg.connect(url)
    try:
        tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {
            row[0]: [found[0] for found in await connection.fetch(f'SELECT t::text FROM "{row[0]}" t ORDER BY 1')]
            for row in tables
        }
    finally:
        await connection.close()


async def test_what_is_restored_is_what_there_was_and_numbers_of_events_move_on(
    filled: Tierline, database_url: str, empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = await run(filled, "backup", "kept")
    assert written.code == 0, written.err
    assert sorted(file.name for file in (tmp_path / "kept").iterdir()) == [MANIFEST, DUMP]
    assert (tmp_path / "kept").stat().st_mode & 0o077 == 0
    before = await contents(database_url)
    monkeypatch.setenv("DATABASE_URL", empty)
    restored = await run(filled, "restore", "kept")
    assert restored.code == 0, restored.err
    after = await contents(empty)
    [event] = after.pop("event")
    assert event.startswith(f"({3 + SHIFT},")
    assert len(before.pop("event")) == 3
    [consumer] = after.pop("event_consumer")
    assert consumer.startswith(f"(webhooks,{3 + SHIFT},"), "it goes on with what happens from now on"
    assert before.pop("event_consumer")[0].startswith("(webhooks,1,")
    assert after == before
    assert (await run(filled, "migrate")).out == "the database is current\n"


async def told(url: str) -> str:
    """What an operator and a partner are told of ids and cursors."""
    async with opened(url):
        reader = Reader(load_rules())
        return json.dumps([await reader.ask(TOLD), await reader.ask(TOLD, by=partner_token("P-1"))])


async def test_ids_and_cursors_are_the_same_after_a_restore(
    filled: Tierline, database_url: str, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await told(database_url)
    assert (await run(filled, "backup", "kept")).code == 0
    monkeypatch.setenv("DATABASE_URL", empty)
    assert (await run(filled, "restore", "kept")).code == 0
    assert await told(empty) == before
    assert before.count("cursor") == 2


async def test_what_lies_in_another_schema_is_restored_into_it(
    installed: Tierline, empty: str, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = await asyncpg.connect(database_url)
    await connection.execute('DROP SCHEMA public CASCADE; CREATE SCHEMA "Tier line"')
    options = "&options=-csearch_path%3D%22Tier%5C%20line%22"
    monkeypatch.setenv("DATABASE_URL", f"{database_url}{options}")
    assert (await run(installed, "migrate")).code == 0
    add = "INSERT INTO \"Tier line\".event (seq, kind, payload, created_at) VALUES (7, 'JOB_CHANGED', '{}', now())"
    await connection.execute(add)
    await connection.close()
    assert (await run(installed, "backup", "kept")).code == 0
    monkeypatch.setenv("DATABASE_URL", f"{empty}{options}")
    restored = await run(installed, "restore", "kept")
    assert restored.code == 0, restored.err
    connection = await asyncpg.connect(empty)
    assert await connection.fetchval('SELECT array_agg(seq) FROM "Tier line".event') == [7 + SHIFT]
    await connection.close()
    assert "not empty" in (await run(installed, "restore", "kept")).err
    assert (await run(installed, "migrate")).out == "the database is current\n"


async def test_a_backup_of_a_version_without_consumers_of_events_is_restored(
    filled: Tierline, empty: str, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await execute(database_url, "DROP TABLE event_consumer")
    assert (await run(filled, "backup", "kept")).code == 0
    monkeypatch.setenv("DATABASE_URL", empty)
    restored = await run(filled, "restore", "kept")
    assert restored.code == 0, restored.err
    [event] = (await contents(empty))["event"]
    assert event.startswith(f"({3 + SHIFT},")


async def test_a_backup_overwrites_nothing(filled: Tierline, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept/photo").touch()
    refused = await run(filled, "backup", "kept")
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "is there already: name a new directory" in refused.err
    assert names_below(tmp_path) == ["kept", "photo"]


async def test_a_backup_that_fails_leaves_no_directory(
    filled: Tierline, tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url.replace("/test_", "/missing_"))
    refused = await run(filled, "backup", "kept")
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "pg_dump failed: " in refused.err
    assert 'database "missing_' in refused.err
    assert names_below(tmp_path) == []


async def test_a_database_with_anything_in_it_is_left_as_it_was(filled: Tierline, database_url: str) -> None:
    assert (await run(filled, "backup", "kept")).code == 0
    before = await contents(database_url)
    refused = await run(filled, "restore", "kept")
    assert (refused.code, refused.err) == (1, "tierline: the database is not empty: restore into a new one\n")
    assert await contents(database_url) == before


async def test_what_is_no_whole_backup_is_refused_and_restores_nothing(
    filled: Tierline, empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await run(filled, "backup", "kept")).code == 0
    monkeypatch.setenv("DATABASE_URL", empty)
    dump = tmp_path / "kept" / DUMP
    whole = dump.read_bytes()
    dump.write_bytes(whole[:-100])
    assert "is not what `tierline backup` wrote" in (await run(filled, "restore", "kept")).err
    (tmp_path / "kept" / MANIFEST).write_text("{}")
    assert "is not what `tierline backup` wrote" in (await run(filled, "restore", "kept")).err
    for missing in ("elsewhere", f"kept/{DUMP}"):
        assert "is no backup of `tierline backup`" in (await run(filled, "restore", missing)).err
    assert await contents(empty) == {}


async def test_a_restore_that_fails_in_the_middle_leaves_the_database_empty(
    filled: Tierline, empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await run(filled, "backup", "kept")).code == 0
    monkeypatch.setenv("DATABASE_URL", empty)
    dump = tmp_path / "kept" / DUMP
    dump.write_bytes(gzip.compress(gzip.decompress(dump.read_bytes()) + b"SELECT 1 / 0;\n"))
    monkeypatch.setattr("ops.backups._digest", lambda _: "known")
    (tmp_path / "kept" / MANIFEST).write_text('{"made_at": "2019-07-01T03:00:00Z", "digest": "known"}')
    refused = await run(filled, "restore", "kept")
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "division by zero" in refused.err
    assert await contents(empty) == {}


def test_a_list_of_processes_shows_no_password() -> None:
    plain, environment = _without_password("postgresql://me%40x:p%40ss@[::1]:5432/db?sslmode=require")
    assert plain == "postgresql://me%40x@[::1]:5432/db?sslmode=require"
    assert environment["PGPASSWORD"] == "p@ss"
