"""`tierline migrate`."""

import asyncio
from typing import Annotated

import typer

from engine.rebuild import RebuildProgress
from models.database import acquire, close_database, open_database
from models.migrate import models_match_migrations
from models.rulebook import keep_rules, take_rules
from ops.bars import step_progress
from ops.errors import UsageError
from ops.healing import heal_activity
from ops.installation import Installation
from ops.migrating import bring_up_to_date
from ops.parameters import DEFAULT_DATA, Data
from ops.terminal import out


def migrate(
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Only fail if the models need a migration that is missing; no database.")
    ] = False,
    take: Annotated[
        bool, typer.Option("--take-rules", help="Have the database decided by this process's editions from now on.")
    ] = False,
    data: Data = DEFAULT_DATA,
) -> None:
    if check:
        missing = asyncio.run(models_match_migrations())
        if missing:
            raise UsageError(f"the models need a migration for: {', '.join(missing)}")
        return
    installation = Installation.find(data)
    applied = asyncio.run(bring_up_to_date(installation))
    for name in applied:
        out.print(f"applied {name}")
    if not applied:
        out.print("the database is current")
    asyncio.run(_keep_rules(installation, take=take))
    if take:
        out.print(f"the database is decided by {', '.join(installation.rules.digests)} from now on")
    mended = asyncio.run(_heal(installation))
    if mended is not None:
        out.print(mended)


async def _keep_rules(installation: Installation, *, take: bool) -> None:
    """A database without editions gets its first ones."""
    await open_database(installation.database_url, pool_size=1)
    try:
        async with acquire() as connection, connection.transaction():
            if take:
                await take_rules(connection)
            await keep_rules(connection, installation.rules, decides=True)
    finally:
        await close_database()


async def _heal(installation: Installation) -> str | None:
    with step_progress() as progress:
        bar = progress.add_task("looking for lost activity", total=None, note="", visible=False)

        def show(so_far: RebuildProgress) -> None:
            found = f"{so_far.summary.client_days:,} client days mended" if so_far.summary.client_days else ""
            progress.update(bar, completed=so_far.done, total=so_far.total, note=found, visible=True)

        return await heal_activity(installation, show)
