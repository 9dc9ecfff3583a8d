"""What published editions say of metrics and gates is there as rows, however they were published."""

from datetime import UTC, datetime

import asyncpg
import pytest

from engine.editions import Act, Published, draft, publish
from models.database import acquire, transaction
from models.edition_rows import add_edition_rows, keep_edition_rows
from models.rulebook import keep_rules
from tests.models.test_editions_in_use import LATER_TEXT, TEXT, rules_of
from tests.tiers.editions.editions import EDITIONS
from tests.workers.activity import before_call
from tiers.editions.parsing import parse_edition

ACT = Act("somebody", datetime(2026, 1, 1, tzinfo=UTC))
ALL = "SELECT to_jsonb(r)::text FROM {table} r ORDER BY 1"


async def editions_with_rows(connection: asyncpg.Connection) -> list[str]:
    rows = await connection.fetch(
        "SELECT DISTINCT edition FROM edition_metric JOIN edition_gate USING (program, edition) ORDER BY edition"
    )
    return [row["edition"] for row in rows]


async def all_rows(connection: asyncpg.Connection) -> list[str]:
    return [
        row[0]
        for table in ("edition_metric", "edition_gate")
        for row in await connection.fetch(ALL.format(table=table))
    ]


async def test_who_only_looks_writes_none_and_who_decides_writes_what_lacks(connection: asyncpg.Connection) -> None:
    await keep_rules(connection, rules_of(TEXT), decides=False)
    assert await editions_with_rows(connection) == []
    await keep_rules(connection, rules_of(TEXT, LATER_TEXT), decides=True)
    assert await editions_with_rows(connection) == ["2018-05", "2019-01"]
    written = await all_rows(connection)
    await connection.execute("DELETE FROM edition_gate; DELETE FROM edition_metric")
    await keep_rules(connection, rules_of(TEXT, LATER_TEXT), decides=False)
    assert await all_rows(connection) == []
    await keep_rules(connection, rules_of(TEXT, LATER_TEXT), decides=True)
    assert await all_rows(connection) == written


async def test_an_edition_has_rows_from_the_moment_in_which_it_is_published(connection: asyncpg.Connection) -> None:
    later = parse_edition(LATER_TEXT, "later.toml")
    async with transaction() as publishing:
        await draft(publishing, later, LATER_TEXT, ACT)
    assert await editions_with_rows(connection) == []
    async with transaction() as publishing:
        assert isinstance(await publish(publishing, later, LATER_TEXT, ACT), Published)
        assert await editions_with_rows(publishing) == ["2019-01"]
        assert await editions_with_rows(connection) == []
    assert await editions_with_rows(connection) == ["2019-01"]


async def test_two_that_write_the_same_at_once_write_it_once(
    connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = EDITIONS["odoo-v11"]

    async def write_too() -> None:
        async with acquire() as second:
            await keep_edition_rows(second, [edition])

    async with before_call(monkeypatch, "models.edition_rows.add_edition_rows", 1, write_too, waits=False):
        await keep_edition_rows(connection, [edition])
    once = await all_rows(connection)
    await add_edition_rows(connection, edition)
    assert await all_rows(connection) == once
    assert len(once) == len(set(once))
