"""A PostgreSQL and a Valkey for the time of one run."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from models.migrate import migrate
from ops.data import DataDirectory
from ops.embedded.postgres import start_postgres, stop_postgres
from ops.embedded.valkey import start_valkey, stop_valkey

SHOWN = (
    "fsync", "synchronous_commit", "full_page_writes", "autovacuum", "wal_level", "shared_buffers", "work_mem",
    "max_wal_size", "max_parallel_workers_per_gather", "jit",
)  # fmt: skip

# A measurement asks for as much as it can: budgets are not what is measured.
BOUNDLESS = {
    "TIERLINE_BUDGET_COST": "1000000000",
    "TIERLINE_BUDGET_BYTES": "1000000000000",
    "TIERLINE_BUDGET_REQUESTS": "100000",
}


@contextmanager
def start_servers(overrides: Mapping[str, str] | None = None) -> Iterator[DataDirectory]:
    """Both servers as `tierline up` runs them, in a new directory that goes with them.

    `overrides` are further settings of PostgreSQL."""
    data = DataDirectory.at(Path(tempfile.mkdtemp(prefix="tierline-bench-")))
    try:
        postgres = start_postgres(data, overrides)
        try:
            valkey = start_valkey(data)
            try:
                yield data
            finally:
                stop_valkey(valkey)
        finally:
            stop_postgres(postgres)
    finally:
        for sockets in (data.postgres_sockets, data.valkey_socket.parent):  # elsewhere, if the directory's path is long
            shutil.rmtree(sockets, ignore_errors=True)
        shutil.rmtree(data.path)


async def make_database(data: DataDirectory, name: str) -> str:
    """The URL of a new database of the current schema."""
    admin = await asyncpg.connect(data.database_url)
    try:
        await admin.execute(f"CREATE DATABASE {name}")
    finally:
        await admin.close()
    url = data.database_url.replace("/postgres?", f"/{name}?")
    await migrate(url)
    return url


async def drop_database(data: DataDirectory, name: str) -> None:
    """Gives its room on the disk back."""
    admin = await asyncpg.connect(data.database_url)
    try:
        await admin.execute(f"DROP DATABASE {name}")
    finally:
        await admin.close()


async def describe(data: DataDirectory) -> tuple[str, str]:
    """The server's version, and the settings that matter to a measurement."""
    connection = await asyncpg.connect(data.database_url)
    try:
        version = await connection.fetchval("SHOW server_version")
        settings = [f"{name}={await connection.fetchval(f'SHOW {name}')}" for name in SHOWN]
    finally:
        await connection.close()
    return f"PostgreSQL {str(version).split()[0]}", ", ".join(settings)


async def settle(connection: asyncpg.Connection) -> None:
    """Writes out what earlier steps left in memory, so that the next one does not pay for it."""
    await connection.execute("CHECKPOINT")
