from collections.abc import AsyncIterator
from datetime import date

import pytest
import pytest_asyncio

from jobs.queue import Queue
from ops.data import DataDirectory
from tests.conftest import named, own_database
from tests.postgres import execute, like, opened
from tests.workers.conftest import NOW, shipped
from tests.workers.facts import client, compute, decide, load, mrr, partner, report, silver, staff, use
from workers.runner import Runner

WORKED = "worked"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def worked_template(servers: DataDirectory, template: str) -> str:
    """The name of a database with two months decided, one of them twice, and a few days computed; only ever copied."""
    await execute(servers.database_url, f"CREATE DATABASE {WORKED} {like(template)}")
    async with opened(named(servers, WORKED)), Queue(servers.redis_url) as queue:
        await _work(Runner(shipped(), queue, lambda: NOW))
    return WORKED


async def _work(runner: Runner) -> None:
    facts = [*silver(), partner("idle"), *use(1, "1999-12-31", "CRM"), client(3, sold_by=None)]
    await load(facts, runner.rules)
    await decide(runner, date(2019, 3, 1))
    await decide(runner, date(2019, 4, 1))
    corrected = [mrr("2019-02", 1, "900.00", 2), mrr("2019-02", 2, "300.00", 2), report("2019-02", "2019-03-20", 2)]
    await load([client(2), *corrected, *staff(2)[1:], *use(2, "2019-04-01", "LISTS")], runner.rules)
    await decide(runner, date(2019, 4, 1))
    await compute(runner, date(2019, 4, 18), date(2019, 4, 20))


@pytest.fixture
async def worked(servers: DataDirectory, worked_template: str) -> AsyncIterator[str]:
    """A copy of it, with the models bound to it; gives its URL."""
    async with own_database(servers, like(worked_template)) as url, opened(url):
        yield url
