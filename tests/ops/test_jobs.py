"""`tierline jobs`: what it lists, and that it changes jobs as the API does."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from redis.asyncio import Redis

from models.database import acquire
from tests.api.rows import add_job
from tests.ops.conftest import Result, Tierline
from tests.postgres import opened

ENDED = datetime(2019, 6, 15, 3, 0, 7, tzinfo=UTC)


@pytest.fixture
async def listed(database_url: str, installed: Tierline) -> Tierline:
    """With one job of each status, 1 to 4, of which 2 runs and is to be cancelled."""
    async with opened(database_url):
        await add_job(status="FAILED", finished_at=ENDED, error="no room\nleft")
        await add_job(status="RUNNING", done=0, cancel_requested=True)
        await add_job(status="QUEUED", done=0)
        await add_job(status="SUCCEEDED", finished_at=ENDED)
    return installed


async def ask(tierline: Tierline, *arguments: str) -> Result:
    """The command has an event loop of its own."""
    return await asyncio.to_thread(tierline, "jobs", *arguments)


async def statuses(database_url: str) -> dict[int, tuple[str, bool]]:
    async with opened(database_url), acquire() as connection:
        rows = await connection.fetch("SELECT id, status, cancel_requested FROM recompute_job")
    return {row["id"]: (row["status"], row["cancel_requested"]) for row in rows}


async def test_jobs_are_listed_with_their_numbers_the_newest_first(listed: Tierline) -> None:
    told = await ask(listed)
    assert told.code == 0
    lines = told.out.splitlines()
    assert [line.split()[:2] for line in lines] == [["job", str(number)] for number in (4, 3, 2, 1)]
    assert "RUNNING" in lines[2]
    assert "to be cancelled" in lines[2]
    assert "no room left" in lines[3]


async def test_a_status_or_a_limit_narrows_the_list(listed: Tierline) -> None:
    assert (await ask(listed, "--status", "failed")).out.startswith("job 1 ")
    assert (await ask(listed, "--status", "CANCELLED")).out == "no job is CANCELLED\n"
    assert len((await ask(listed, "--limit", "2")).out.splitlines()) == 2
    assert (await ask(listed, "--status", "lost")).code == 2


async def test_machines_get_an_array(listed: Tierline) -> None:
    found = json.loads((await ask(listed, "--status", "RUNNING", "--json")).out)
    [job] = found
    assert (job["number"], job["status"], job["cancel_requested"], job["finished_at"]) == (2, "RUNNING", True, None)
    assert json.loads((await ask(listed, "--status", "CANCELLED", "--json")).out) == []


async def test_a_failed_job_is_queued_again_and_its_message_sent(
    listed: Tierline, database_url: str, redis_url: str
) -> None:
    told = await ask(listed, "retry", "1")
    assert told.code == 0
    assert told.out.startswith("job 1 ")
    assert "QUEUED" in told.out
    assert (await statuses(database_url))[1] == ("QUEUED", False)
    async with Redis.from_url(redis_url) as redis:
        assert await redis.zrange("arq:queue", 0, -1) == [b"recompute:1:2"]


async def test_a_waiting_job_is_cancelled(listed: Tierline, database_url: str) -> None:
    told = await ask(listed, "cancel", "3")
    assert told.code == 0
    assert "CANCELLED" in told.out
    assert (await statuses(database_url))[3] == ("CANCELLED", False)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("cancel", "4"), "job 4: the job is SUCCEEDED already"),
        (("retry", "3"), "job 3: only a FAILED or CANCELLED job can be retried; this one is QUEUED"),
        (("retry", "99"), "job 99: there is no such recompute job"),
    ],
)
async def test_what_cannot_be_done_is_one_line_and_changes_nothing(
    listed: Tierline, database_url: str, arguments: tuple[str, ...], told: str
) -> None:
    before = await statuses(database_url)
    refused = await ask(listed, *arguments)
    assert (refused.code, refused.err) == (1, f"tierline: {told}\n")
    assert await statuses(database_url) == before
