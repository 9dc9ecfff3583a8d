"""What is of an installation as a whole, and is made once, by `migrate`."""

from dataclasses import dataclass

import asyncpg


@dataclass(frozen=True, slots=True)
class Installation:
    """`key` hides numbers of rows from callers. It never changes, and is no key to anything else.

    `plain_cursors` is the number of the newest event before there was a key: cursors up to it may show theirs. The same
    of rows and ids is in the column `plain_ids`, which only statements look at (`api/reading/ids.py`)."""

    key: bytes
    plain_cursors: int


async def load_installation(connection: asyncpg.Connection) -> Installation:
    """Reads what `migrate` has made when it began with the database."""
    row = await connection.fetchrow("SELECT key, plain_cursors FROM installation")
    assert row is not None, "`migrate` has made it"
    return Installation(row["key"], row["plain_cursors"])
