"""Bringing a database to the current schema."""

from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor

from models.database import tortoise_config
from models.fitness import expect_fit
from models.locks import Lock, hold
from models.poolers import expect_own_sessions
from models.rights import NO_ROLES, Roles, expect_roles, give_rights


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
