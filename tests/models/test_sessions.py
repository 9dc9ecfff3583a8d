"""Sessions are the same whatever the role, the database or the server is set to for others."""

from datetime import timedelta

import asyncpg
import pytest

from models.database import acquire
from tests.postgres import opened

SET = {
    "statement_timeout": "5s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "5s",
    "idle_session_timeout": "5s",
    "transaction_timeout": "5s",
    "default_transaction_isolation": "serializable",
    "default_transaction_deferrable": "on",
    "timezone": "Asia/Tokyo",
    "datestyle": "SQL, DMY",
    "intervalstyle": "sql_standard",
    "standard_conforming_strings": "off",
    "jit": "on",
}
WANTED = {
    **dict.fromkeys([name for name in SET if name.endswith("timeout")], "0"),
    "default_transaction_isolation": "read committed",
    "default_transaction_deferrable": "off",
    "TimeZone": "UTC",
    "DateStyle": "ISO, MDY",
    "IntervalStyle": "postgres",
    "standard_conforming_strings": "on",
    "jit": "off",
}


async def seen() -> dict[str, str]:
    async with acquire() as connection:
        told = "SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY ($1)"
        rows = await connection.fetch(told, [*WANTED])
    return {row[0]: row[1] for row in rows}


@pytest.mark.parametrize("serving", [False, True], ids=["working", "serving"])
async def test_no_setting_of_others_reaches_a_session(database_url: str, serving: bool) -> None:  # noqa: FBT001
    admin = await asyncpg.connect(database_url)
    name = await admin.fetchval("SELECT current_database()")
    known = {row["name"].lower() for row in await admin.fetch("SELECT name FROM pg_settings")}
    for setting, value in SET.items():
        if setting in known:
            await admin.execute(f"ALTER DATABASE {name} SET {setting} = '{value}'")
    await admin.close()
    wanted = {setting: value for setting, value in WANTED.items() if setting.lower() in known}
    async with opened(database_url, pool_size=1, timeouts={"lock_timeout": timedelta(seconds=7)}, serving=serving):
        for _ in range(2):  # a new session, and one that was used
            assert await seen() == {**wanted, "lock_timeout": "7s"}
            async with acquire() as connection:
                if not serving:  # which leaves nothing behind, by its word
                    await connection.execute("SET timezone = 'Asia/Tokyo'; SET lock_timeout = 1")
                await connection.execute("BEGIN; SET LOCAL timezone = 'Asia/Tokyo'")
