"""Bringing a database to the current schema."""

from collections.abc import Iterable

from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.operations import DIRECT_RELATION_FIELDS as REFERRING
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor
from tortoise.migrations.schema_generator.state import ModelState, State
from tortoise.migrations.schema_generator.state_apps import StateApps
from tortoise.models import Model

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
        assert upto is None, "migrations are not taken back"
        names = {
            label: config.get("default_connection", "default") for label, config in self.loader.apps_config.items()
        }
        state = _FrugalState({}, StateApps(default_connections=names))
        for key in self._full_plan():
            if key in applied:
                migration = self.loader.graph.nodes[key]
                assert migration is not None, key
                await migration.apply(state, dry_run=True)
        return state


class _FrugalState(State):
    """Makes the models that an operation looks at, and those that they refer to, when it looks at them.

    Tortoise makes nearly all anew before and after each operation, which was most of the time of a first start."""

    def __init__(self, models: dict[tuple[str, str], ModelState], apps: StateApps) -> None:
        super().__init__(models, _FrugalApps(models, apps))

    def clone(self) -> State:
        return _FrugalState({key: model.clone() for key, model in self.models.items()}, self.apps)

    def reload_model(self, app_label: str, model_name: str) -> None:
        """There is none to be made anew."""

    def reload_models(self, model_tuples: Iterable[tuple[str, str]]) -> None:
        """There are none to be made anew."""


class _FrugalApps(StateApps):
    def __init__(self, models: dict[tuple[str, str], ModelState], like: StateApps) -> None:
        super().__init__(like._default_connections, like._connections)  # noqa: SLF001
        self._models = models

    def get_model(self, app_label: str, model_name: str | None = None) -> type[Model]:
        key = self.split_reference(app_label) if model_name is None else (app_label, model_name)
        apps = StateApps(self._default_connections, self._connections)
        states = {near: self._models[near].clone() for near in self._with_referred(key)}
        return apps.clone(model_states=states).get_model(*key)

    def _with_referred(self, key: tuple[str, str]) -> set[tuple[str, str]]:
        found, new = set[tuple[str, str]](), {key}
        while new:
            found |= new
            fields = [field for near in new for field in self._models[near].fields.values()]
            referred = {self.split_reference(field.model_name) for field in fields if isinstance(field, REFERRING)}
            new = (referred & self._models.keys()) - found
        return found


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
