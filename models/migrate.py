"""Bringing a database to the current schema."""

from functools import cached_property

from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor
from tortoise.migrations.schema_generator.state import ModelState, State
from tortoise.migrations.schema_generator.state_apps import StateApps

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
    """Tortoise's, with an editor that looks where the tables are, and states that are cheap to keep."""

    def _schema_editor(self, atomic: bool = True, collect_sql: bool = False) -> "Editor":  # noqa: FBT001, FBT002
        return Editor(self.connection, atomic=atomic, collect_sql=collect_sql)

    async def _project_state(self, applied: set[MigrationKey], *, upto: MigrationKey | None = None) -> State:
        state = await super()._project_state(applied, upto=upto)
        return _FrugalState(state.models, state.apps)


class _FrugalState(State):
    """Tortoise makes all models anew before each operation, for the few operations that look at what was before.

    That was more than half of the time of a first start."""

    def clone(self) -> State:
        models = {key: model.clone() for key, model in self.models.items()}
        return _EarlierState(models, self.apps)


class _EarlierState(State):
    """Makes its models when they are asked for."""

    def __init__(self, models: dict[tuple[str, str], ModelState], later: StateApps) -> None:
        self.models = models
        self._later = later

    @cached_property
    def apps(self) -> StateApps:  # type: ignore[override]
        return self._later.clone(model_states=self.models)


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
