import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from api.live.events import newest_event
from api.reading.ids import encode_id
from events.kinds import EventKind
from events.log import Event, Topic, newest_of_each
from events.outbox import publish_job_change
from models.database import transaction
from tests.api.front import INGEST, OPERATOR, Api, Socket, partner_token
from tests.api.reading import LAST_CLOSED, NOW
from tests.api.rows import add_job
from tests.api.watching import PROGRESS, advance

JOBS = "subscription { jobChanges { number status progress { done } } }"
PACE = EventKind.JOB_CHANGED.declared.pace


async def test_a_jobs_progress_begins_as_it_is_and_ends_when_it_does(api: Api, announce: Callable[[], Any]) -> None:
    days: dict[str, Any] = {"month": None, "first_day": date(2019, 6, 29), "last_day": LAST_CLOSED}
    job = await add_job(kind="ACTIVITY", status="QUEUED", done=0, total=2, **days)
    other = await add_job(status="RUNNING", done=0)
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(PROGRESS, {"jobId": encode_id("RecomputeJob", job)})
        first = (await socket.next())["recomputeProgress"]
        assert first == {
            "id": encode_id("RecomputeJob", job),
            "kind": "ACTIVITY",
            "status": "QUEUED",
            "month": None,
            "from": "2019-06-29",
            "to": "2019-06-30",
            "progress": {"done": 0, "total": 2},
            "error": None,
            "changedPartners": None,
        }
        await advance(job, status="RUNNING")
        await advance(other, status="FAILED")
        await advance(job, done=1)
        await advance(job, done=2, status="SUCCEEDED", changed_partners=3)
        await announce()
        seen = [(await socket.next())["recomputeProgress"] for _ in range(3)]
        assert [(state["status"], state["progress"]["done"]) for state in seen] == [
            ("RUNNING", 0),
            ("RUNNING", 1),
            ("SUCCEEDED", 2),
        ]
        assert seen[-1]["changedPartners"] == 3
        assert await socket.hear() == {"type": "complete", "id": "1"}


@pytest.mark.parametrize("status", ["SUCCEEDED", "FAILED", "CANCELLED"])
async def test_a_finished_jobs_progress_is_its_state_and_the_end(api: Api, status: str) -> None:
    job = await add_job(status=status)
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(PROGRESS, {"jobId": encode_id("RecomputeJob", job)})
        assert (await socket.next())["recomputeProgress"]["status"] == status
        assert await socket.hear() == {"type": "complete", "id": "1"}


async def test_a_job_that_is_not_there_cannot_be_watched(api: Api) -> None:
    async with api.socket(OPERATOR) as socket:
        for job, reason in (
            (encode_id("RecomputeJob", 10**9), "there is no such recompute job"),
            (encode_id("Partner", "P-1"), "is the id of a Partner"),
            ("x", "is not an id"),
        ):
            await socket.subscribe(PROGRESS, {"jobId": job})
            code, message = await socket.error()
            assert code == "BAD_USER_INPUT"
            assert reason in message


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Set once somebody watches all jobs, of which no first event tells."""
    found = asyncio.Event()

    async def noting() -> int:
        newest = await newest_event()
        found.set()
        return newest

    monkeypatch.setattr("api.subscriptions.newest_event", noting)
    return found


async def change(*changes: tuple[int, str, int]) -> None:
    """States of jobs, one after the other, that come to light in one moment."""
    async with transaction() as connection:
        for job, status, done in changes:
            text = "UPDATE recompute_job SET status = $2, done = $3 WHERE id = $1"
            await connection.execute(text, job, status, done)
            await publish_job_change(connection, job, NOW)


async def told(socket: Socket) -> tuple[int, str, int]:
    state = (await socket.next())["jobChanges"]
    return int(state["number"]), state["status"], state["progress"]["done"]


async def test_all_jobs_are_told_as_they_stand_at_most_once_in_a_while(
    api: Api, announce: Callable[[], Any], begun: asyncio.Event
) -> None:
    first = await add_job(status="QUEUED", done=0, total=9)
    second = await add_job(status="RUNNING", done=0, total=9)
    await change((first, "QUEUED", 0))  # which is over
    clock = asyncio.get_running_loop().time
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(JOBS)
        await begun.wait()
        since = clock()
        await change((first, "RUNNING", 1), (second, "RUNNING", 1), (first, "RUNNING", 2), (first, "SUCCEEDED", 9))
        await announce()
        assert [await told(socket), await told(socket)] == [(second, "RUNNING", 1), (first, "SUCCEEDED", 9)]
        third = await add_job(status="QUEUED", done=0)
        await change((second, "RUNNING", 2), (third, "QUEUED", 0), (second, "FAILED", 2))
        await announce()
        assert [await told(socket), await told(socket)] == [(third, "QUEUED", 0), (second, "FAILED", 2)]
        assert clock() - since >= PACE
        await change((first, "QUEUED", 0))  # retried: nobody is told that nothing follows
        await announce()
        assert await told(socket) == (first, "QUEUED", 0)


async def test_a_watcher_of_all_jobs_catches_up_with_how_each_stands(
    api: Api, announce: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It begins at a number of before, as one that was left behind goes on from its own."""
    job, other = await add_job(status="RUNNING", done=0, total=9), await add_job(status="RUNNING", done=0, total=9)
    await change((job, "RUNNING", 1), (other, "RUNNING", 1), (job, "RUNNING", 2), (job, "FAILED", 2))

    async def oldest() -> int:
        return 0

    monkeypatch.setattr("api.subscriptions.newest_event", oldest)
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(JOBS)
        assert [await told(socket), await told(socket)] == [(other, "RUNNING", 1), (job, "FAILED", 2)]
        await change((job, "QUEUED", 0))
        await announce()
        assert await told(socket) == (job, "QUEUED", 0)


async def test_one_job_is_told_of_every_change_however_many_watch_all(
    api: Api, announce: Callable[[], Any], begun: asyncio.Event
) -> None:
    job = await add_job(status="QUEUED", done=0, total=9)
    async with api.socket(OPERATOR) as socket, api.socket(OPERATOR) as all_jobs:
        await all_jobs.subscribe(JOBS)
        await begun.wait()
        await socket.subscribe(PROGRESS, {"jobId": str(job)})
        await socket.next()
        await change((job, "RUNNING", 1), (job, "RUNNING", 2), (job, "SUCCEEDED", 9))
        await announce()
        states = [(await socket.next())["recomputeProgress"]["status"] for _ in range(3)]
        assert states == ["RUNNING", "RUNNING", "SUCCEEDED"]
        assert await socket.hear() == {"type": "complete", "id": "1"}
        assert await told(all_jobs) == (job, "SUCCEEDED", 9)


@pytest.mark.parametrize("token", [partner_token("P-1"), INGEST])
async def test_jobs_are_watched_by_operators_only(api: Api, token: str) -> None:
    job = await add_job(status="QUEUED")
    async with api.socket(token) as socket:
        for query, variables in ((JOBS, {}), (PROGRESS, {"jobId": str(job)})):
            await socket.subscribe(query, variables)
            assert (await socket.error())[0] == "FORBIDDEN"


def test_of_several_events_about_one_job_the_newest_is_kept() -> None:
    events = [Event(seq, "JOB_CHANGED", None, job=job) for seq, job in enumerate([7, 8, 7, 9, 8], 1)]
    assert [event.seq for event in newest_of_each(events)] == [3, 4, 5]
    assert [Topic(EventKind.JOB_CHANGED, row).pace for row in (None, 7)] == [PACE, 0]
    assert Topic(EventKind.TIER_CHANGED, None).pace == 0
