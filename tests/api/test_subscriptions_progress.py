from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from api.reading.ids import encode_id
from tests.api.front import OPERATOR, Api
from tests.api.reading import LAST_CLOSED
from tests.api.rows import add_job
from tests.api.watching import PROGRESS, advance


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
