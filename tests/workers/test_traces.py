"""What the logs of workers tell of a job, by the name of the request that asked for it."""

import asyncio
from datetime import date

import pytest

from jobs.requests import Job, Request, request_activity
from models.database import acquire
from models.rulebook import Rulebook
from tests.logged import Line, logged
from tests.workers.conftest import NOW
from tests.workers.facts import fetch, load, partner, silver
from workers.main import tick
from workers.runner import Runner

DAYS = (date(2019, 4, 1), date(2019, 4, 2))


async def ask_as(runner: Runner, name: str) -> int:
    async with acquire() as connection:
        job = await request_activity(connection, runner.rules, *DAYS, Request("ada", NOW, request_id=name))
    assert isinstance(job, Job)
    return job.id


def place(line: Line) -> tuple[object, ...]:
    return line["job"], line.get("run"), line.get("chunk")


async def test_one_name_finds_a_job_from_its_request_to_its_outcome(
    runner: Runner, rules: Rulebook, capsys: pytest.CaptureFixture[str]
) -> None:
    await load(silver(), rules)
    with logged(capsys) as log:
        job = await ask_as(runner, "asked-1")
        assert await runner.run(job) == "succeeded"
    lines = log.of("workers", request_id="asked-1")
    runs = [row[0] for row in await fetch("SELECT id FROM recompute_run ORDER BY id")]
    expected: list[tuple[tuple[object, ...], str]] = [((job, None, None), f"job {job} (ACTIVITY) is claimed by worker")]
    for run, day in zip(runs, DAYS, strict=True):
        expected += [
            ((job, run, None), f"run {run}, of {day}, is gathered"),
            ((job, run, 1), f"chunk 1 of run {run} is done"),
            ((job, run, None), f"run {run}, of {day}, is visible"),
        ]
    expected.append(((job, None, None), f"job {job} (ACTIVITY): succeeded"))
    assert [place(line) for line in lines] == [where for where, _ in expected]
    for line, (_, text) in zip(lines, expected, strict=True):
        assert line["message"].startswith(text)
    assert lines[-1]["outcome"] == "succeeded"
    [first, _] = log.of("workers.helper")
    assert (first["rows"], first["partners"]) == (2, 1)
    assert first["seconds"] >= 0


async def test_whoever_helps_logs_by_the_same_name(
    runner: Runner, rules: Rulebook, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.runs.ROWS_A_CHUNK", 1)
    await load([*silver(), *(partner(f"p{number}") for number in range(3))], rules)
    other = Runner(runner.rules, runner.queue, runner.clock, name="other")
    job = await ask_as(runner, "asked-2")
    with logged(capsys) as log:
        running = asyncio.create_task(runner.run(job))
        helped = 0
        while not running.done():
            helped += await other.helper.help_out()
            await asyncio.sleep(0)
    assert helped
    chunks = log.of("workers.helper", request_id="asked-2", job=job)
    assert len(chunks) == 8
    assert {line["chunk"] for line in chunks} == {1, 2, 3, 4}


async def test_a_job_of_the_schedule_has_the_name_of_its_tick(
    runner: Runner, capsys: pytest.CaptureFixture[str]
) -> None:
    with logged(capsys) as log:
        await tick({"runner": runner, "job_id": "cron:tick:1"})
        await tick({"runner": runner, "job_id": "cron:tick:2"})
    [line] = log.of("jobs.requests")
    assert line["request_id"] == "worker-cron:tick:1"
    assert await fetch("SELECT request_id FROM recompute_job") == [("worker-cron:tick:1",)]


async def test_a_job_says_who_claimed_it(runner: Runner, rules: Rulebook) -> None:
    await load(silver(), rules)
    await runner.run(await ask_as(runner, "asked-3"))
    assert await fetch("SELECT worker FROM recompute_job") == [("worker",)]


async def test_a_job_that_took_all_its_workers_with_it_is_in_the_log(
    runner: Runner, capsys: pytest.CaptureFixture[str]
) -> None:
    job = await ask_as(runner, "asked-4")
    await fetch("UPDATE recompute_job SET status = 'RUNNING', attempts = 5, lease_until = now() - interval '1 s'")
    with logged(capsys) as log:
        assert await runner.run(job) == "not waiting for a worker"
    [line] = log.of("jobs.claims", request_id="asked-4", job=job)
    assert line["level"] == "ERROR"
    assert "its worker died or stalled in each of 5 attempts" in line["message"]
