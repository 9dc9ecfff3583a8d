import itertools
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from redis.asyncio import Redis

from models.database import acquire
from models.migrate import migrate
from ops.data import DataDirectory
from ops.embedded import postgres
from ops.embedded.postgres import start_postgres, stop_postgres
from ops.embedded.valkey import start_valkey, stop_valkey
from tests.cursors import INSTALLATION
from tests.postgres import FAST, execute, like, make_directory, opened

TEMPLATE = "template"
# Files of a few tests that take a minute and more: what begins last is what the other cores wait for.
LONGEST = ("docs/test_readme.py", "differential", "end_to_end", "examples/test_sample_answers.py", "chaos")

numbers = itertools.count(1)


def named(data: DataDirectory, database: str) -> str:
    return data.database_url.replace("/postgres?", f"/{database}?")


@asynccontextmanager
async def own_database(servers: DataDirectory, options: str = "") -> AsyncIterator[str]:
    """The URL of a database that is there for as long as the block runs."""
    name = f"test_{next(numbers)}"
    await execute(servers.database_url, f"CREATE DATABASE {name} {options}")
    yield named(servers, name)
    await execute(servers.database_url, f"DROP DATABASE {name} WITH (FORCE)")


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
    await execute(servers.database_url, f"CREATE DATABASE {TEMPLATE}")
    await migrate(named(servers, TEMPLATE))
    await execute(named(servers, TEMPLATE), f"UPDATE installation SET key = '\\x{INSTALLATION.key.hex()}'")
    return TEMPLATE


@pytest.fixture
async def database_url(servers: DataDirectory, template: str) -> AsyncIterator[str]:
    """A database of the test's own, empty and of the current schema."""
    async with own_database(servers, like(template)) as url:
        yield url


@pytest.fixture
async def empty_database(servers: DataDirectory) -> AsyncIterator[str]:
    """The URL of a database without any table."""
    async with own_database(servers) as url:
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[str]:
    """The same with the models bound to it; gives its URL."""
    async with opened(database_url):
        yield database_url


@pytest.fixture
async def connection(database: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection of the pool's."""
    async with acquire() as connection:
        yield connection


@pytest.fixture
async def redis_url(servers: DataDirectory) -> str:
    """An empty Valkey."""
    async with Redis.from_url(servers.redis_url) as redis:
        await redis.flushall()
    return servers.redis_url
