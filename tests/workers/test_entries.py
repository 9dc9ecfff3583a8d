"""A kind of jobs that publishes nothing of its own: its work is a function, and the rest is as for all others."""

from datetime import date

import pytest

from events.outbox import publish_job_change
from jobs.claims import Claim, advance, claim_job, note_progress, succeed
from jobs.requests import cancel
from models.database import acquire, transaction
from tests.workers.activity import before_call
from tests.workers.conftest import NOW
from tests.workers.facts import ask, fetch
from workers.entries import ENTRIES
from workers.helper import Helper
from workers.runner import Runner

PARTS = 3
JOB = "SELECT status, done, total, steps_done, changed_partners FROM recompute_job"
TOLD = "SELECT payload ->> 'status', (payload ->> 'done')::int FROM event WHERE kind = 'JOB_CHANGED' ORDER BY seq"
DERIVED = (
    "SELECT (SELECT count(*) FROM recompute_run), (SELECT count(*) FROM standing), (SELECT count(*) FROM tier_decision)"
)


async def count_on(claim: Claim, helper: Helper) -> None:
    """Looks at three parts of what there is, and tells how far it is."""
    for part in range(1, PARTS + 1):
        async with transaction() as connection:
            await note_progress(connection, claim, part, PARTS)
            await publish_job_change(connection, claim.job, helper.clock())
    async with transaction() as connection:
        await advance(connection, claim, claim.work.steps)
        await succeed(connection, claim, 0, helper.clock())
        await publish_job_change(connection, claim.job, helper.clock())


@pytest.fixture
async def job(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> int:
    """A job of a kind that has this for its work."""
    monkeypatch.setattr("workers.runner.ENTRIES", dict.fromkeys(ENTRIES, count_on))
    return await ask(runner, month=date(2019, 6, 1))


async def test_it_runs_to_its_end_and_is_told_of(runner: Runner, job: int) -> None:
    assert await runner.run(job) == "succeeded"
    assert await fetch(JOB) == [("SUCCEEDED", PARTS, PARTS, 1, 0)]
    assert (await fetch(TOLD))[-4:] == [("RUNNING", 1), ("RUNNING", 2), ("RUNNING", 3), ("SUCCEEDED", 3)]
    assert await fetch(DERIVED) == [(0, 0, 0)]


@pytest.mark.parametrize(("point", "done"), [("note_progress", 1), ("advance", 3)])
async def test_it_stops_where_it_notes_how_far_it_is(
    runner: Runner, job: int, monkeypatch: pytest.MonkeyPatch, point: str, done: int
) -> None:
    async def stop() -> None:
        async with acquire() as connection:
            await cancel(connection, job, NOW)

    async with before_call(monkeypatch, f"{__name__}.{point}", 2 if point == "note_progress" else 1, stop, waits=False):
        assert await runner.run(job) == "cancelled"
    assert await fetch(JOB) == [("CANCELLED", done, PARTS, 0, None)]


@pytest.mark.parametrize("point", ["note_progress", "advance"])
async def test_who_was_overtaken_writes_nothing_any_more(
    runner: Runner, job: int, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    async def take_over() -> None:
        await fetch("UPDATE recompute_job SET lease_until = clock_timestamp() WHERE id = $1", job)
        assert await claim_job(job, NOW) is not None
        before.extend(await fetch(JOB))

    before: list[tuple[object, ...]] = []
    async with before_call(monkeypatch, f"{__name__}.{point}", 1, take_over, waits=False):
        assert "was claimed by another worker" in await runner.run(job)
    assert await fetch(JOB) == before
    assert await fetch(DERIVED) == [(0, 0, 0)]
