from datetime import date
from typing import Any

import pytest

from jobs.claims import (
    MAX_ATTEMPTS,
    OPERATORS_AT_ONCE,
    CancelRequested,
    Claim,
    Fenced,
    advance,
    claim_job,
    hand_over,
    release,
    stop,
    succeed,
)
from jobs.requests import Job, Request, cancel, request_tiers
from models.database import acquire, transaction
from models.rulebook import Rulebook
from tests.workers.conftest import NOW

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def job(database: str, rules: Rulebook) -> int:
    async with acquire() as connection:
        job = await request_tiers(connection, rules, date(2019, 6, 1), Request("ada", NOW))
    assert isinstance(job, Job)
    return job.id


async def read(job: int, column: str) -> Any:  # noqa: ANN401
    async with acquire() as connection:
        return await connection.fetchval(f"SELECT {column} FROM recompute_job WHERE id = $1", job)


async def lapse(job: int) -> None:
    async with acquire() as connection:
        await connection.execute("UPDATE recompute_job SET lease_until = clock_timestamp() WHERE id = $1", job)


async def claimed(job: int) -> Claim:
    claim = await claim_job(job, NOW)
    assert claim is not None
    return claim


async def write_and_advance(claim: Claim) -> None:
    async with transaction() as connection:
        await connection.execute("INSERT INTO computed_day (day, computed_at) VALUES ('2019-06-14', $1)", NOW)
        await advance(connection, claim, 1)


async def test_a_waiting_job_is_claimed_once(job: int) -> None:
    claim = await claimed(job)
    assert (claim.fence, claim.attempt, claim.work.month) == (1, 1, date(2019, 6, 1))
    assert await claim_job(job, NOW) is None


async def test_a_job_that_is_not_there_is_not_claimed() -> None:
    assert await claim_job(1, NOW) is None


async def test_a_lapsed_lease_lets_another_worker_claim_the_job_with_a_higher_fence(job: int) -> None:
    await claimed(job)
    await lapse(job)
    again = await claimed(job)
    assert (again.fence, again.attempt) == (2, 2)
    assert again.started_at == NOW


async def test_a_worker_that_lost_its_claim_writes_nothing(job: int) -> None:
    stale = await claimed(job)
    await lapse(job)
    await claimed(job)
    with pytest.raises(Fenced):
        await write_and_advance(stale)
    async with acquire() as connection:
        assert await connection.fetchval("SELECT count(*) FROM computed_day") == 0
    assert await read(job, "done") == 0


async def test_a_worker_that_lost_its_claim_cannot_release_or_finish_the_job(job: int) -> None:
    stale = await claimed(job)
    await lapse(job)
    claim = await claimed(job)
    await release(stale, NOW, after_seconds=0, error="late")
    assert await read(job, "status") == "RUNNING"
    assert await read(job, "error") is None
    async with transaction() as connection:
        await advance(connection, claim, 1)
        await succeed(connection, claim, 7, NOW)
    assert await read(job, "status") == "SUCCEEDED"
    assert await read(job, "changed_partners") == 7


async def test_a_cancelled_job_stops_at_its_next_step(job: int) -> None:
    claim = await claimed(job)
    async with acquire() as connection:
        await cancel(connection, job, NOW)
    with pytest.raises(CancelRequested):
        await write_and_advance(claim)
    assert await read(job, "done") == 0


async def test_a_job_that_takes_every_worker_with_it_has_failed(job: int) -> None:
    for attempt in range(1, MAX_ATTEMPTS + 1):
        assert (await claimed(job)).attempt == attempt
        await lapse(job)
    assert await claim_job(job, NOW) is None
    assert await read(job, "status") == "FAILED"
    assert await read(job, "error") == "its worker died or stalled in each of 5 attempts"


async def test_a_handed_over_job_has_not_used_an_attempt(job: int) -> None:
    await hand_over(await claimed(job), NOW)
    assert (await claimed(job)).attempt == 1


async def test_a_released_job_waits_before_it_can_be_claimed_again(job: int) -> None:
    await release(await claimed(job), NOW, after_seconds=3600, error="ConnectionError: gone")
    assert await read(job, "status") == "QUEUED"
    assert await read(job, "error") == "ConnectionError: gone"
    assert await claim_job(job, NOW) is None


async def test_a_worker_that_is_busy_for_operators_still_takes_what_the_schedule_owes(rules: Rulebook) -> None:
    jobs = []
    async with acquire() as connection:
        for number in range(OPERATORS_AT_ONCE + 2):
            job = await request_tiers(connection, rules, date(2019, 6, 1), Request("ada", NOW, f"{number}"))
            assert isinstance(job, Job)
            jobs.append(job.id)
        owed = await request_tiers(connection, rules, date(2019, 6, 1), Request("schedule", NOW, scheduled=True))
        assert isinstance(owed, Job)
    running = [await claim_job(job, NOW, "one") for job in jobs[:OPERATORS_AT_ONCE]]
    *_, one_more, last = jobs
    assert await claim_job(one_more, NOW, "one") is None
    assert await read(one_more, "status") == "QUEUED"
    assert await claim_job(owed.id, NOW, "one") is not None
    assert await claim_job(one_more, NOW, "another") is not None
    assert running[0] is not None
    await stop(running[0], NOW)
    assert await claim_job(last, NOW, "one") is not None
