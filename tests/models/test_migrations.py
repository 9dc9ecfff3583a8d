import asyncio

import asyncpg
import pytest

from models.migrate import migrate, models_match_migrations
from models.partners import Partner
from ops.data import DataDirectory


@pytest.fixture
async def empty_database(servers: DataDirectory) -> str:
    """The URL of a database without any table."""
    admin = await asyncpg.connect(servers.database_url)
    try:
        await admin.execute("DROP DATABASE IF EXISTS empty WITH (FORCE)")
        await admin.execute("CREATE DATABASE empty")
    finally:
        await admin.close()
    return servers.database_url.replace("/postgres?", "/empty?")


async def test_processes_that_migrate_at_once_apply_each_migration_once(empty_database: str) -> None:
    applied = await asyncio.gather(*(migrate(empty_database) for _ in range(4)))
    assert sorted(map(len, applied))[:3] == [0, 0, 0]
    assert max(applied, key=len)[0] == "0001_facts_and_results"


async def test_migrating_a_current_database_does_nothing(database_url: str) -> None:
    assert await migrate(database_url) == []


async def test_models_and_migrations_agree() -> None:
    assert await models_match_migrations() == []


async def test_a_model_that_no_migration_made_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Partner._meta.fields_map["name"], "null", True)
    assert await models_match_migrations() != []
