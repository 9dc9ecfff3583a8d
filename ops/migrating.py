"""Bringing the database of an installation to the current schema, and its roles to their rights."""

from contextlib import suppress

import asyncpg

from models.migrate import migrate
from models.rights import quoted
from ops.installation import Installation

_LACKING = "SELECT name FROM unnest($1::text[]) AS name WHERE to_regrole(quote_ident(name)) IS NULL"


async def bring_up_to_date(installation: Installation) -> list[str]:
    """Returns the names of the migrations that were applied. Safe when several processes start at once.

    The servers of `up` get the roles that they lack; on others, roles are made by who runs them. Raises UnfitDatabase,
    UnfitRole and SharedSessions."""
    if installation.settings.database_url is None:
        await _make_roles(installation)
    return await migrate(installation.database_url, installation.roles)


async def _make_roles(installation: Installation) -> None:
    connection = await asyncpg.connect(installation.database_url)
    try:
        for row in await connection.fetch(_LACKING, installation.roles.names):
            with suppress(asyncpg.DuplicateObjectError, asyncpg.UniqueViolationError):  # another process was faster
                await connection.execute(f"CREATE ROLE {quoted(row['name'])} LOGIN")
    finally:
        await connection.close()
