from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from events.outbox import publish_job_change
from jobs.requests import Job, Request, request_tiers
from models.database import acquire, transaction
from models.editions import load_editions
from models.rulebook import Rulebook
from tests.workers.facts import fetch

NOW = datetime(2019, 7, 1, 3, tzinfo=UTC)

Publish = Callable[[], Awaitable[int]]


@pytest.fixture
async def job(database: str) -> int:
    """A job, in a log that has nothing yet."""
    rules = Rulebook(load_editions(), ZoneInfo("UTC"))
    async with acquire() as connection:
        job = await request_tiers(connection, rules, date(2019, 6, 1), Request("ada", NOW))
    assert isinstance(job, Job)
    await fetch("DELETE FROM event")
    return job.id


@pytest.fixture
async def publish(job: int) -> Publish:
    """Commits an event of the job, and gives its number."""

    async def commit_event() -> int:
        async with transaction() as connection:
            await publish_job_change(connection, job, NOW)
            number: int = await connection.fetchval("SELECT max(seq) FROM event")
        return number

    return commit_event
