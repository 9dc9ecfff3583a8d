"""The whole API on a database of the test's own, as in tests/api, and one with a portfolio that is worth attacking."""

from pathlib import Path

import pytest_asyncio

from bench.portfolio import Portfolio
from bench.reads.portfolio import build
from ops.data import DataDirectory
from tests.api.conftest import announce, api
from tests.conftest import named
from tests.postgres import execute

__all__ = ["announce", "api"]

LARGE = "large"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def large_portfolio(servers: DataDirectory, template: str) -> str:
    """The URL of a database with a portfolio of which partner 1 has much."""
    await execute(servers.database_url, f"CREATE DATABASE {LARGE} TEMPLATE {template}")
    url = named(servers, LARGE)
    await build(url, Portfolio(400, 10_000))
    await execute(url, Path(__file__).with_name("large_partner.sql").read_text())
    return url
