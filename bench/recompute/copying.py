"""Bare COPY: the least that it takes to get rows into PostgreSQL."""

import time
from pathlib import Path

import asyncpg

from bench.servers import settle


async def save_rows(connection: asyncpg.Connection, query: str, path: Path) -> None:
    """Writes the rows in COPY's binary form, so that reading them again takes no parsing at all."""
    await connection.copy_from_query(query, output=path, format="binary")


async def time_copy(
    connection: asyncpg.Connection, path: Path, table: str, columns: list[str], definitions: tuple[str, ...]
) -> float:
    """How many seconds a COPY of the saved rows takes into a new table, which is dropped again.

    The table is committed before: into one that the same transaction made, COPY would write no log.
    """
    for definition in definitions:
        await connection.execute(definition)
    await settle(connection)
    start = time.perf_counter()
    await connection.copy_to_table(table, source=path, columns=columns, format="binary")
    seconds = time.perf_counter() - start
    await connection.execute(f"DROP TABLE {table}")
    return seconds
