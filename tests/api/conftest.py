from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from jobs.queue import Queue
from tests.api.front import Api, make_app, serving
from tests.api.lists import add_mixed_partners
from tests.api.reading import Reader, load_rules, publish_rules


@pytest.fixture
async def reader(database: str) -> Reader:
    """Asks the schema over the test's own database, on 1 July 2019."""
    assert database
    rules = load_rules()
    await publish_rules(rules)
    return Reader(rules)


@pytest.fixture
async def mixed(reader: Reader) -> Reader:
    """The same, with partners of which much is equal or missing."""
    await add_mixed_partners()
    return reader


@pytest.fixture
async def api(database_url: str, redis_url: str) -> AsyncIterator[Api]:
    """The whole API on the test's own database, on 1 July 2019."""
    async with serving(make_app(database_url, redis_url)) as running:
        yield running


@pytest.fixture
async def announce(redis_url: str) -> AsyncIterator[Callable[[], Any]]:
    """What another process says after its commit."""
    async with Queue(redis_url) as queue:
        yield queue.hint
