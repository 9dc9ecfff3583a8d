"""Workers and servers are frozen, stopped, cut off and restarted; nothing is lost or done twice."""

import asyncio
import signal

import pytest
from redis.asyncio import Redis

from jobs.queue import Queue
from models.database import acquire
from tests.chaos.conftest import RULES, START_SECONDS, Expected, Shop
from tests.workers.facts import fetch
from workers.main import tick
from workers.runner import Runner


async def first_chunk(shop: Shop, job: int, *, skew: float = 0.0) -> int:
    """Starts a slow worker and returns its process id once it is in the middle of a chunk."""
    process = shop.worker(job, seconds=1.0, skew=skew)
    assert process.stdout is not None
    line = await asyncio.to_thread(process.stdout.readline)
    assert line.startswith("chunk"), line
    return process.pid


async def test_an_emptied_redis_loses_no_job(shop: Shop, clean: Expected) -> None:
    queue = Queue(shop.redis)
    for job in shop.jobs:
        await queue.run_soon(job, 0)
    async with Redis.from_url(shop.redis) as redis:
        await redis.flushall()
    assert await queue.length() == 0
    when = (await fetch("SELECT max(requested_at) FROM recompute_job"))[0][0]
    await tick({"runner": Runner(RULES, queue, lambda: when)})
    assert await queue.length() >= len(shop.jobs)
    await queue.close()
    await fetch("DELETE FROM event WHERE job_id IN (SELECT id FROM recompute_job WHERE scheduled)")
    await fetch("DELETE FROM recompute_job WHERE scheduled")
    await shop.finish()
    assert await fetch("SELECT DISTINCT status FROM recompute_job") == [("SUCCEEDED",)]


@pytest.mark.chaos
async def test_a_worker_that_froze_beyond_its_lease_writes_nothing_when_it_wakes(shop: Shop, clean: Expected) -> None:
    await first_chunk(shop, shop.jobs[0])
    frozen = shop.started[-1]
    frozen.send_signal(signal.SIGSTOP)
    await fetch(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND state = 'idle in transaction'"
    )  # as its own timeout does after a minute
    await shop.finish()
    frozen.send_signal(signal.SIGCONT)
    frozen.communicate(timeout=START_SECONDS)
    await shop.expect_whole(clean)


@pytest.mark.chaos
async def test_a_worker_that_is_told_to_stop_hands_its_chunk_and_its_job_back(shop: Shop, clean: Expected) -> None:
    await first_chunk(shop, shop.jobs[0])
    stopped = shop.started[-1]
    stopped.send_signal(signal.SIGTERM)
    stopped.communicate(timeout=START_SECONDS)
    assert await fetch("SELECT status, attempts FROM recompute_job WHERE id = $1", shop.jobs[0]) == [("QUEUED", 0)]
    assert await fetch("SELECT count(*) FROM recompute_chunk WHERE lease_until IS NOT NULL") == [(0,)]
    await shop.finish()
    await shop.expect_whole(clean)


@pytest.mark.chaos
async def test_five_deploys_in_a_row_on_one_job_are_no_attempts_of_it(shop: Shop, clean: Expected) -> None:
    for _ in range(5):
        await first_chunk(shop, shop.jobs[0])
        shop.started[-1].send_signal(signal.SIGTERM)
        shop.started[-1].communicate(timeout=START_SECONDS)
    assert await fetch("SELECT status, attempts FROM recompute_job WHERE id = $1", shop.jobs[0]) == [("QUEUED", 0)]
    await shop.finish()
    await shop.expect_whole(clean)


@pytest.mark.chaos
async def test_connections_that_are_ended_are_a_fault_that_goes_by(shop: Shop, clean: Expected) -> None:
    await first_chunk(shop, shop.jobs[0])
    async with acquire() as connection:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    said, _ = shop.started[-1].communicate(timeout=START_SECONDS)
    assert "will be tried again" in said
    await shop.finish()
    await shop.expect_whole(clean)


@pytest.mark.chaos
async def test_clocks_that_are_ninety_seconds_apart_make_no_difference(shop: Shop, clean: Expected) -> None:
    await first_chunk(shop, shop.jobs[0], skew=90)
    shop.worker(shop.jobs[0], skew=-90).communicate(timeout=START_SECONDS)  # it has nothing to do: the lease holds
    shop.started[0].communicate(timeout=START_SECONDS)
    await shop.finish()
    await shop.expect_whole(clean)
