"""Bringing a database to the current schema."""

from typing import Any, cast

import asyncpg
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.executor import MigrationExecutor

from models.database import acquire, tortoise_config
from models.locks import Lock

OLDEST_SERVER = 15


class ServerTooOld(Exception):
    """The database server lacks what the statements here need."""


async def migrate(url: str) -> list[str]:
    """Applies the migrations that the database lacks and returns their names.

    Safe when several processes start at once: Tortoise takes no lock, so one is held here, on a connection of its own
    (every migration has its own transaction), while the others wait and then find nothing to do. Raises ServerTooOld.
    """
    config = tortoise_config(url, pool_size=2)
    applied: list[str] = []
    async with TortoiseContext() as context:
        await context.init(config=config)
        connection = get_connection("default")
        async with connection.acquire_connection() as guard:
            if guard.get_server_version().major < OLDEST_SERVER:
                version = guard.get_settings().server_version
                raise ServerTooOld(
                    f"the database server is PostgreSQL {version}; version {OLDEST_SERVER} or newer is needed"
                )
            await guard.execute("SELECT pg_advisory_lock($1)", int(Lock.MIGRATE))
            try:
                executor = MigrationExecutor(connection, config["apps"])
                plan = await executor.plan()
                applied = [step.migration.name for step in plan]
                await executor.migrate()
            finally:
                await guard.execute("SELECT pg_advisory_unlock($1)", int(Lock.MIGRATE))
    return applied


async def find_missing(apps: dict[str, Any]) -> list[str]:
    """The migrations that the bound database lacks, by name; `apps` are those of `tortoise_config`."""
    async with acquire() as connection:
        plan = await MigrationExecutor(cast("BaseDBAsyncClient", _Reading(connection)), apps).plan()
    return [step.migration.name for step in plan]


class _Reading:
    """All of Tortoise's connection that a plan needs, over one that was acquired: a serving process has no others."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def execute_query(self, query: str) -> tuple[int, list[asyncpg.Record]]:
        rows = await self._connection.fetch(query)
        return len(rows), rows


async def models_match_migrations() -> list[str]:
    """What a new migration would have to change; empty when models and migrations agree. Needs no database."""
    config = tortoise_config("postgresql://localhost/none")
    async with TortoiseContext() as context:
        await context.init(config=config, init_connections=False)
        assert context.apps is not None
        writers = await MigrationAutodetector(context.apps, config["apps"]).changes()
    return [repr(operation) for writer in writers for operation in writer.operations]
