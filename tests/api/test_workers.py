"""Who works, how far the chunks of a day are, and what the calendar asks for next."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.api.reading import NOW, Reader, load_rules, publish_rules
from tests.api.rows import add, add_job

WORKERS = "{ workers { name startedAt seenAt isThere job { number } } }"
SCHEDULE = "{ schedule { kind from to month dueAt late } }"
CHUNKS = "query ($id: ID!) { recomputeJob(id: $id) { chunks { total done claimed } } }"
HOUR = timedelta(hours=1)
DAY = date(2019, 6, 30)


async def add_worker(name: str, lease_until: datetime, **more: object) -> None:
    await add("worker", **{"name": name, "started_at": NOW, "fence": 1, "lease_until": lease_until} | more)


async def add_running(worker: str, lease_until: datetime, **more: object) -> int:
    return await add_job(status="RUNNING", done=0, worker=worker, lease_until=lease_until, **more)


async def add_run(job: int, **more: object) -> int:
    values: Mapping[str, Any] = {
        "job_id": job, "step": 1, "day": DAY, "renews_credits": False, "edition": "2018-05", "edition_digest": "x",
        "done_before": 0, "began_at": NOW,
    }  # fmt: skip
    return await add("recompute_run", **{**values, **more})


async def add_chunks(run: int, *chunks: tuple[datetime | None, datetime | None]) -> None:
    """By until when they are leased and when they were finished."""
    for number, (lease_until, finished_at) in enumerate(chunks, 1):
        await add(
            "recompute_chunk", run_id=run, number=number, first_partner=number, last_partner=number, partners_before=0,
            lease_until=lease_until, finished_at=finished_at,
        )  # fmt: skip


async def test_workers_are_told_with_what_they_work_on_those_that_died_last(reader: Reader) -> None:
    now = datetime.now(UTC)
    await add_worker("gone", datetime(2019, 6, 30, 23, 0, 30, tzinfo=UTC))
    await add_worker("busy", now + HOUR)
    await add_worker("idle", now + HOUR / 2)
    first = await add_running("busy", now + HOUR)
    await add_running("idle", now - HOUR)  # its lease has lapsed: the job is nobody's
    await add_job(status="QUEUED", worker="idle", lease_until=now + HOUR)
    found = (await reader.ask(WORKERS))["workers"]
    assert [(one["name"], one["isThere"], one["job"]) for one in found] == [
        ("busy", True, {"number": str(first)}),
        ("idle", True, None),
        ("gone", False, None),
    ]
    assert found[2]["startedAt"] == "2019-07-01T03:00:00.000000Z"
    assert found[2]["seenAt"] == "2019-06-30T23:00:00.000000Z"
    second = await add_running("busy", now + HOUR)
    assert (await reader.ask(WORKERS))["workers"][0]["job"] == {"number": str(first)}
    await add_run(first, finished_at=NOW)
    await add_run(second)  # whose turn it is
    assert (await reader.ask(WORKERS))["workers"][0]["job"] == {"number": str(second)}


async def test_chunks_are_those_of_the_day_that_a_job_computes_right_now(reader: Reader) -> None:
    now = datetime.now(UTC)
    job, other = await add_running("busy", now + HOUR), await add_running("busy", now + HOUR)

    async def chunks(of: int) -> Any:  # noqa: ANN401 - as JSON has it
        return (await reader.ask(CHUNKS, {"id": str(of)}))["recomputeJob"]["chunks"]

    await add_chunks(await add_run(job, finished_at=NOW), (None, NOW))
    assert await chunks(job) is None
    run = await add_run(job, step=2)
    assert await chunks(job) is None  # nothing is gathered yet
    await add_chunks(run, (None, NOW), (None, NOW), (now + HOUR, None), (now - HOUR, None), (None, None))
    assert await chunks(job) == {"total": 5, "done": 2, "claimed": 1}
    assert await chunks(other) is None


@pytest.mark.parametrize(("status", "step"), [("CANCELLED", 1), ("RUNNING", 0)])
async def test_a_run_that_is_left_behind_has_no_chunks_of_its_job(reader: Reader, status: str, step: int) -> None:
    job = await add_job(status=status, done=0)
    await add_chunks(await add_run(job, step=step), (None, NOW))
    assert (await reader.ask(CHUNKS, {"id": str(job)}))["recomputeJob"]["chunks"] is None


def day(first: str, last: str, due: str, *, late: bool = False) -> dict[str, object]:
    return {"kind": "ACTIVITY", "from": first, "to": last, "month": None, "dueAt": due, "late": late}


def month(name: str, due: str, *, late: bool = False) -> dict[str, object]:
    return {"kind": "TIERS", "from": None, "to": None, "month": name, "dueAt": due, "late": late}


async def done(first: date, last: date, *months: date, **more: object) -> None:
    """What the schedule has done."""
    days = {"kind": "ACTIVITY", "month": None, "first_day": first, "last_day": last}
    await add_job(scheduled=True, **days, **more)
    for one in months:
        await add_job(scheduled=True, month=one, **more)


async def test_a_schedule_that_has_done_all_names_the_next_day_and_the_next_month(reader: Reader) -> None:
    await done(date(2019, 6, 1), DAY, date(2019, 6, 1))
    assert (await reader.ask(SCHEDULE))["schedule"] == [
        day("2019-07-01", "2019-07-01", "2019-07-02T00:00:00.000000Z"),
        month("2019-07", "2019-07-15T00:00:00.000000Z"),
    ]


async def test_what_is_due_is_late_once_workers_had_a_quarter_of_an_hour(reader: Reader) -> None:
    await done(date(2019, 4, 20), date(2019, 6, 28), date(2019, 5, 1))
    coming = [
        day("2019-07-01", "2019-07-01", "2019-07-02T00:00:00.000000Z"),
        month("2019-07", "2019-07-15T00:00:00.000000Z"),
    ]
    for now, late in ((NOW.replace(hour=0, minute=14, second=59), False), (NOW.replace(hour=0, minute=15), True)):
        reader.now = now
        assert (await reader.ask(SCHEDULE))["schedule"] == [
            month("2019-06", "2019-06-15T00:00:00.000000Z", late=late),
            day("2019-06-29", "2019-06-30", "2019-06-30T00:00:00.000000Z", late=late),
            *coming,
        ]
    await add_job(kind="ACTIVITY", status="RUNNING", month=None, first_day=DAY, last_day=DAY, scheduled=True)
    await add_job(status="QUEUED", scheduled=True)
    assert (await reader.ask(SCHEDULE))["schedule"] == coming


async def test_moments_are_those_at_which_days_close_in_the_time_zone(database: str) -> None:
    assert database
    rules = load_rules("America/New_York")
    await publish_rules(rules)
    await done(DAY, DAY)
    assert (await Reader(rules, datetime(2019, 7, 1, 5, tzinfo=UTC)).ask(SCHEDULE))["schedule"] == [
        day("2019-07-01", "2019-07-01", "2019-07-02T04:00:00.000000Z"),
        month("2019-07", "2019-07-15T04:00:00.000000Z"),
    ]
