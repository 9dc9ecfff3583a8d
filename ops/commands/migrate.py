"""`tierline migrate`."""

import asyncio
from typing import Annotated

import typer

from models.migrate import migrate as apply_migrations
from models.migrate import models_match_migrations
from ops.errors import UsageError
from ops.healing import heal_activity
from ops.installation import Installation
from ops.parameters import DEFAULT_DATA, Data
from ops.terminal import out, step_progress
from workers.rebuilding import RebuildProgress


def migrate(
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Only fail if the models need a migration that is missing; no database.")
    ] = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Bring the database to the current schema; safe when several start at once."""
    if check:
        missing = asyncio.run(models_match_migrations())
        if missing:
            raise UsageError(f"the models need a migration for: {', '.join(missing)}")
        return
    installation = Installation.find(data)
    applied = asyncio.run(apply_migrations(installation.database_url))
    for name in applied:
        out.print(f"applied {name}")
    if not applied:
        out.print("the database is current")
    mended = asyncio.run(_heal(installation))
    if mended is not None:
        out.print(mended, markup=False, soft_wrap=True)


async def _heal(installation: Installation) -> str | None:
    with step_progress() as progress:
        bar = progress.add_task("looking for lost activity", total=None, note="", visible=False)

        def show(so_far: RebuildProgress) -> None:
            found = f"{so_far.summary.client_days:,} client days mended" if so_far.summary.client_days else ""
            progress.update(bar, completed=so_far.done, total=so_far.total, note=found, visible=True)

        return await heal_activity(installation, show)
