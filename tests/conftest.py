import itertools
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from redis.asyncio import Redis

from models.database import close_database, open_database
from models.migrate import migrate
from ops.data import DataDirectory
from ops.embedded import postgres
from ops.embedded.postgres import start_postgres, stop_postgres
from ops.embedded.valkey import start_valkey, stop_valkey
from tests.cursors import INSTALLATION
from tests.postgres import FAST, like, make_directory

TEMPLATE = "template"
# Files of a few tests that take a minute and more: what begins last is what the other cores wait for.
LONGEST = ("docs/test_readme.py", "differential", "end_to_end", "examples/test_sample_answers.py", "chaos")

numbers = itertools.count(1)


def named(data: DataDirectory, database: str) -> str:
    return data.database_url.replace("/postgres?", f"/{database}?")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    first = tuple(str(Path(__file__).parent / name) for name in LONGEST)
    items.sort(key=lambda item: not str(item.path).startswith(first))


@pytest.fixture(scope="session", autouse=True)
def server_programs() -> Iterator[None]:
    """Servers out of the directory that `make check-postgres` names, else out of the wheel."""
    directory = os.environ.get("TIERLINE_TEST_POSTGRES")
    with pytest.MonkeyPatch.context() as patch:
        if directory is not None:
            patch.setattr(postgres, "find_program", lambda _, pattern: Path(directory, Path(pattern).name))
            # All that older versions know.
            patch.setattr(postgres, "LOCALE", ("--locale=C", "--lc-ctype=C.UTF-8"))
            patch.setattr(postgres, "SETTINGS", {})
            patch.setattr(postgres, "_for_small_shared_memory", dict)
        yield


@pytest.fixture(scope="session")
def servers() -> Iterator[DataDirectory]:
    """A PostgreSQL and a Valkey for all tests of the session."""
    data = DataDirectory.at(make_directory())
    server = start_postgres(data, FAST)
    valkey = start_valkey(data)
    try:
        yield data
    finally:
        stop_valkey(valkey)
        stop_postgres(server)
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
    admin = await asyncpg.connect(named(servers, TEMPLATE))
    try:
        await admin.execute("UPDATE installation SET key = $1", INSTALLATION.key)
    finally:
        await admin.close()
    return TEMPLATE


@pytest.fixture
async def database_url(servers: DataDirectory, template: str) -> AsyncIterator[str]:
    """A database of the test's own, empty and of the current schema."""
    name = f"test_{next(numbers)}"
    admin = await asyncpg.connect(servers.database_url)
    try:
        await admin.execute(f"CREATE DATABASE {name} {like(template)}")
        yield named(servers, name)
        await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await admin.close()


@pytest.fixture
async def empty_database(servers: DataDirectory) -> AsyncIterator[str]:
    """The URL of a database without any table."""
    name = f"empty_{next(numbers)}"
    admin = await asyncpg.connect(servers.database_url)
    try:
        await admin.execute(f"CREATE DATABASE {name}")
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
