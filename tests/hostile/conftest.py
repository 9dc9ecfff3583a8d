"""The whole API on a database of the test's own, as in tests/api, and databases that are worth attacking."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from bench.reads.portfolio import Portfolio, build
from models.database import close_database, open_database
from ops.data import DataDirectory
from tests.api.conftest import announce, api
from tests.conftest import named, numbers

__all__ = ["announce", "api"]

LARGE = "large"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def portfolio(servers: DataDirectory, template: str) -> str:
    """The name of a database with a portfolio of which partner 1 has much; only ever copied."""
    admin = await asyncpg.connect(servers.database_url)
    try:
        await admin.execute(f"CREATE DATABASE {LARGE} TEMPLATE {template}")
    finally:
        await admin.close()
    url = named(servers, LARGE)
    await build(url, Portfolio(400, 10_000))
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(Path(__file__).with_name("large_partner.sql").read_text())
    finally:
        await connection.close()
    return LARGE


@pytest.fixture
async def besieged(servers: DataDirectory, portfolio: str) -> AsyncIterator[str]:
    """The URL of a copy of that portfolio, with the models bound to it."""
    name = f"besieged_{next(numbers)}"
    admin = await asyncpg.connect(servers.database_url)
    try:
        await admin.execute(f"CREATE DATABASE {name} TEMPLATE {portfolio} STRATEGY FILE_COPY")
        await open_database(named(servers, name))
        yield named(servers, name)
        await close_database()
        await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await admin.close()
