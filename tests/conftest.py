import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from redis.asyncio import Redis

from models.database import close_database, open_database
from models.migrate import migrate
from ops.data import DataDirectory
from ops.embedded.postgres import start_postgres, stop_postgres
from ops.embedded.valkey import start_valkey, stop_valkey

# Nothing of a test survives the machine, so nothing waits for the disk.
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off"}
TEMPLATE = "template"

numbers = itertools.count(1)


def named(data: DataDirectory, database: str) -> str:
    return data.database_url.replace("/postgres?", f"/{database}?")


@pytest.fixture(scope="session")
def servers() -> Iterator[DataDirectory]:
    """A PostgreSQL and a Valkey for all tests of the session."""
    data = DataDirectory.at(Path(tempfile.mkdtemp(prefix="tierline-tests-")))
    postgres = start_postgres(data, FAST)
    valkey = start_valkey(data)
    try:
        yield data
    finally:
        stop_valkey(valkey)
        stop_postgres(postgres)
        shutil.rmtree(data.path)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def template(servers: DataDirectory) -> str:
    """The name of an empty database as the migrations make it; only ever copied."""
    admin = await asyncpg.connect(servers.database_url)
    try:
        await admin.execute(f"CREATE DATABASE {TEMPLATE}")
    finally:
        await admin.close()
    await migrate(named(servers, TEMPLATE))
    return TEMPLATE


@pytest.fixture
async def database_url(servers: DataDirectory, template: str) -> AsyncIterator[str]:
    """A database of the test's own, empty and of the current schema."""
    name = f"test_{next(numbers)}"
    admin = await asyncpg.connect(servers.database_url)
    try:
        await admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY WAL_LOG")
        yield named(servers, name)
        await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await admin.close()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[str]:
    """The same with the models bound to it; gives its URL."""
    await open_database(database_url)
    try:
        yield database_url
    finally:
        await close_database()


@pytest.fixture
async def redis_url(servers: DataDirectory) -> str:
    """An empty Valkey."""
    async with Redis.from_url(servers.redis_url) as redis:
        await redis.flushall()
    return servers.redis_url
