"""Which migrations a database lacks. They are told by their names, of which one comes after the other."""

import re
from functools import cache
from pathlib import Path

import asyncpg

_FILE = re.compile(r"\d{4}_\w+")

_IS_THERE = "SELECT to_regclass('tortoise_migrations') IS NOT NULL"
_APPLIED = "SELECT name FROM tortoise_migrations WHERE app = 'models'"


@cache
def all_migrations() -> tuple[str, ...]:
    """The names of the migrations of this version, in their order."""
    files = (Path(__file__).parent / "migrations").glob("*.py")
    return tuple(sorted(file.stem for file in files if _FILE.fullmatch(file.stem)))


async def find_missing(connection: asyncpg.Connection) -> list[str]:
    """The migrations that the database lacks, by name.

    Raises InsufficientPrivilegeError for who may not know."""
    if not await connection.fetchval(_IS_THERE):
        return list(all_migrations())
    applied = {row["name"] for row in await connection.fetch(_APPLIED)}
    return [name for name in all_migrations() if name not in applied]
