"""One set of rules per database: who goes by others is refused, and changes nothing."""

from collections.abc import AsyncIterator
from dataclasses import replace
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from models.database import acquire
from models.editions import load_editions
from models.rulebook import Rulebook, WrongRules, WrongTimeZone, keep_rules, take_rules
from tests.editions import with_management
from tests.workers.activity import before_call

UTC = ZoneInfo("UTC")
SHIPPED = load_editions()[-1]
RULES = Rulebook((SHIPPED,), UTC)
CHANGED = Rulebook((with_management(SHIPPED, logins_count=False),), UTC)
LATER = Rulebook(
    (SHIPPED, replace(SHIPPED, key="2019-01", effective_from=SHIPPED.effective_from.replace(year=2019))), UTC
)
OTHER = Rulebook((replace(SHIPPED, key="ours"),), UTC)


@pytest.fixture
async def connection(database: str) -> AsyncIterator[asyncpg.Connection]:
    async with acquire() as connection:
        yield connection


async def known(connection: asyncpg.Connection) -> dict[str, str]:
    return {row["key"]: row["digest"] for row in await connection.fetch("SELECT * FROM program_in_use")}


async def test_what_only_reads_notes_nothing_and_is_free_before_anything_was_decided(
    connection: asyncpg.Connection,
) -> None:
    await keep_rules(connection, OTHER, decides=False)
    assert await known(connection) == {}


@pytest.mark.parametrize("decides", [True, False])
@pytest.mark.parametrize(
    ("rules", "difference"),
    [
        (CHANGED, f"edition {SHIPPED.key} says something else there"),
        (OTHER, f"edition {SHIPPED.key} is missing here"),
    ],
)
async def test_other_rules_are_refused_by_name_with_the_way_to_go_on(
    connection: asyncpg.Connection, rules: Rulebook, difference: str, *, decides: bool
) -> None:
    await keep_rules(connection, RULES, decides=True)
    with pytest.raises(WrongRules, match=rf"other rules: {difference}; set TIERLINE_EDITIONS .* --take-rules"):
        await keep_rules(connection, rules, decides=decides)
    assert await known(connection) == dict(RULES.digests)


async def test_an_edition_more_is_noted_by_servers_only_and_from_then_on_needed(connection: asyncpg.Connection) -> None:
    await keep_rules(connection, RULES, decides=True)
    with pytest.raises(WrongRules, match="edition 2019-01 is not known there"):
        await keep_rules(connection, LATER, decides=False)
    await keep_rules(connection, LATER, decides=True)
    await keep_rules(connection, LATER, decides=False)
    with pytest.raises(WrongRules, match="edition 2019-01 is missing here"):
        await keep_rules(connection, RULES, decides=True)


async def test_of_two_that_begin_at_once_with_different_rules_the_second_is_refused(
    database: str, connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    from models import rulebook  # noqa: PLC0415 - to come between its two looks

    look = rulebook._editions_in_use
    first = await asyncpg.connect(database)

    async def look_before_the_other(connection: asyncpg.Connection) -> dict[str, str]:
        seen = await look(connection)
        monkeypatch.undo()
        await keep_rules(first, RULES, decides=True)
        return seen

    monkeypatch.setattr(rulebook, "_editions_in_use", look_before_the_other)
    with pytest.raises(WrongRules, match="is missing here"):
        await keep_rules(connection, OTHER, decides=True)
    await first.close()
    assert await known(connection) == dict(RULES.digests)


async def test_rules_are_taken_on_purpose(connection: asyncpg.Connection) -> None:
    await keep_rules(connection, RULES, decides=True)
    await take_rules(connection, CHANGED)
    await keep_rules(connection, CHANGED, decides=True)
    with pytest.raises(WrongRules):
        await keep_rules(connection, RULES, decides=True)


async def test_of_two_that_take_their_rules_at_once_one_is_followed(
    connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def take_others() -> None:
        async with acquire() as second:
            await take_rules(second, LATER)

    await keep_rules(connection, RULES, decides=True)
    async with before_call(monkeypatch, "models.rulebook._note_editions", 1, take_others):
        await take_rules(connection, OTHER)
    assert await known(connection) == dict(LATER.digests)


async def test_the_calendar_is_kept_with_them(connection: asyncpg.Connection) -> None:
    await keep_rules(connection, RULES, decides=True)
    with pytest.raises(WrongTimeZone):
        await keep_rules(connection, Rulebook((SHIPPED,), ZoneInfo("Asia/Tokyo")), decides=False)
