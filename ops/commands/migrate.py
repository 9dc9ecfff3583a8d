"""`tierline migrate`."""

import asyncio
from typing import Annotated

import typer

from models.migrate import migrate as apply_migrations
from models.migrate import models_match_migrations
from ops.errors import UsageError
from ops.installation import Installation
from ops.parameters import DEFAULT_DATA, Data
from ops.terminal import out


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
    applied = asyncio.run(apply_migrations(Installation.find(data).database_url))
    for name in applied:
        out.print(f"applied {name}")
    if not applied:
        out.print("the database is current")
