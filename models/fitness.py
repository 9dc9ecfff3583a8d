"""Whether a database is one that the migrations can be applied to."""

import asyncpg

from models.statements import statement

OLDEST_SERVER = 15
ENCODING = "UTF8"


class UnfitDatabase(Exception):
    """The database is none that the migrations can be applied to; the message says what to do."""


async def expect_fit(connection: asyncpg.Connection) -> None:
    """Raises UnfitDatabase, naming what is missing or in the way, and what to do about it."""
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
    _expect_trigrams(found)


def _expect_trigrams(found: asyncpg.Record) -> None:
    """That the migrations can use the extension by whose index clients are searched for, or make it."""
    if found["trigrams_in"] is not None:
        if not found["may_use_trigrams"]:
            raise UnfitDatabase(
                f"the user {found['user']} may not use the extension pg_trgm in the schema {found['trigrams_in']}: "
                f"GRANT USAGE ON SCHEMA {found['trigrams_in']} TO {found['user']}"
            )
    elif not found["knows_trigrams"]:
        raise UnfitDatabase(
            "the server lacks the extension pg_trgm, which is one of PostgreSQL's contrib modules: install these (many "
            "systems have them as postgresql-contrib)"
        )
    elif not found["may_extend"]:
        raise UnfitDatabase(
            f"the user {found['user']} may not make the extension pg_trgm in the database {found['database']}: "
            f"GRANT CREATE ON DATABASE {found['database']} TO {found['user']}, or have a superuser run "
            "CREATE EXTENSION pg_trgm there"
        )
