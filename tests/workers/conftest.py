import itertools
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from jobs.queue import Queue
from models.editions import load_editions
from models.rulebook import Rulebook
from workers.runner import Runner

NOW = datetime(2019, 7, 1, 3, tzinfo=UTC)


def shipped() -> Rulebook:
    """The rules that are shipped, kept by nobody else: a rulebook changes as editions are published."""
    return Rulebook(load_editions(), ZoneInfo("UTC"))


@pytest.fixture
def rules() -> Rulebook:
    return shipped()


@pytest.fixture
async def runner(database: str, redis_url: str, rules: Rulebook) -> AsyncIterator[Runner]:
    """What runs jobs, by a clock that shows the 1st of July 2019 and goes on a second each time it is read."""
    async with Queue(redis_url) as queue:
        seconds = itertools.count(1)
        yield Runner(rules, queue, lambda: NOW + timedelta(seconds=next(seconds)))
