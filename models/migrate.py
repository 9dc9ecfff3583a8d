"""Bringing a database to the current schema."""

import asyncpg
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor

from models.database import tortoise_config
from models.locks import Lock, hold
from models.poolers import expect_own_sessions
from models.rights import NO_ROLES, Roles, expect_roles, give_rights
from models.statements import statement

OLDEST_SERVER = 15
ENCODING = "UTF8"


class UnfitDatabase(Exception):
    """The database is none that the migrations can be applied to; the message says what to do."""


async def migrate(url: str, roles: Roles = NO_ROLES) -> list[str]:
    """Applies the migrations that the database lacks, gives the roles their rights, and returns the migrations' names.

    Safe when several processes start at once: Tortoise takes no lock, so one is held here, on a connection of its own
    (every migration has its own transaction), while the others wait and then find nothing to do. Raises UnfitDatabase,
    UnfitRole and SharedSessions, and then has done nothing.
    """
    config = tortoise_config(url, pool_size=2)
    applied: list[str] = []
    async with TortoiseContext() as context:
        await context.init(config=config)
        connection = get_connection("default")
        async with connection.acquire_connection() as guard:
            await expect_fit(guard)
            await expect_own_sessions(guard)
            await expect_roles(guard, roles)
            async with hold(guard, Lock.MIGRATE):
                executor = Executor(connection, config["apps"])
                plan = await executor.plan()
                applied = [step.migration.name for step in plan]
                await executor.migrate()
                await give_rights(guard, roles)
    return applied


async def expect_fit(connection: asyncpg.Connection) -> None:
    """Raises UnfitDatabase for a server that is too old, another encoding, and a schema that cannot be written to."""
    if connection.get_server_version().major < OLDEST_SERVER:
        version = connection.get_settings().server_version
        raise UnfitDatabase(f"the database server is PostgreSQL {version}; version {OLDEST_SERVER} or newer is needed")
    found = await connection.fetchrow(statement("models/fitness"))
    assert found is not None
    if found["encoding"] != ENCODING:
        raise UnfitDatabase(
            f"the database has the encoding {found['encoding']}, and names are kept in {ENCODING}: make one with "
            f"`createdb -E {ENCODING} -T template0`"
        )
    if found["current"] is None:
        raise UnfitDatabase(
            f"no schema of the search path ({found['path']}) exists: make one, or name another one in DATABASE_URL "
            "with ?options=-csearch_path%3DSCHEMA"
        )
    if found["kept_in"] is not None and found["kept_in"] != found["current"]:
        raise UnfitDatabase(
            f"Tierline's tables are in the schema {found['kept_in']}, and new ones would come into {found['current']}: "
            f"say which in DATABASE_URL, with ?options=-csearch_path%3D{found['kept_in']}"
        )
    if found["owner"] is not None and not found["is_owner"]:
        raise UnfitDatabase(
            f"Tierline's tables belong to the role {found['owner']}, and the user {found['user']} may not change them: "
            f"migrate as {found['owner']}"
        )
    if not found["may_create"]:
        raise UnfitDatabase(
            f"the user {found['user']} may not make tables in the schema {found['current']}: "
            f"GRANT CREATE ON SCHEMA {found['current']} TO {found['user']}, or name another one in DATABASE_URL with "
            "?options=-csearch_path%3DSCHEMA"
        )


class Executor(MigrationExecutor):
    """Tortoise's, with an editor that looks where the tables are."""

    def _schema_editor(self, atomic: bool = True, collect_sql: bool = False) -> "Editor":  # noqa: FBT001, FBT002
        return Editor(self.connection, atomic=atomic, collect_sql=collect_sql)


class Editor(AsyncpgSchemaEditor):
    """Tortoise's looks for constraints in the schema `public` whatever the search path is."""

    async def _get_unique_constraint_names_from_db(
        self, table_name: str, column_names: list[str], schema: str | None = None
    ) -> list[str]:
        if schema is None:
            _, rows = await self.client.execute_query("SELECT current_schema()::text AS name")
            schema = rows[0]["name"]
        return await super()._get_unique_constraint_names_from_db(table_name, column_names, schema)


async def models_match_migrations() -> list[str]:
    """What a new migration would have to change; empty when models and migrations agree. Needs no database."""
    config = tortoise_config("postgresql://localhost/none")
    async with TortoiseContext() as context:
        await context.init(config=config, init_connections=False)
        assert context.apps is not None
        writers = await MigrationAutodetector(context.apps, config["apps"]).changes()
    return [repr(operation) for writer in writers for operation in writer.operations]
