"""Loads of every shape beside runs of every kind, in processes that die: in the end every number is right."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

import orjson
import pytest

from jobs.calendar import find_waiting_jobs
from jobs.faults import EXIT_CODE, VARIABLE, Point
from jobs.queue import Queue
from jobs.requests import Job, Request, request_activity, request_tiers
from models.database import acquire
from models.rulebook import keep_calendar
from tests.chaos.conftest import RULES, START_SECONDS
from tests.chaos.worlds import END, START, File, make_world
from tests.workers.checks.breaking import look_at_all
from tests.workers.conftest import NOW
from tests.workers.facts import compute, decide, fetch
from tests.workers.test_against_second_opinion import compare_day, compare_month
from workers.runner import Runner

TRIES = 50
SHORT = 3  # of them in `make test`
MONTHS = [date(2019, month, 1) for month in range(2, 7)]
JOBS = 10  # that are asked for besides those of the schedule
POINTS_OF_LOADS = 40
PASSES = 4  # of a worker past a point, before it dies there


@dataclass
class Asked:
    """The days and months that somebody had computed."""

    days: set[date] = field(default_factory=set)
    months: set[date] = field(default_factory=set)


@dataclass
class Processes:
    """Two that load, and two that work; with `kills` each of them dies once, at a point that the chance chooses."""

    database: str
    redis: str
    directory: Path
    chance: Random
    kills: bool
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def end(self) -> None:
        """Whatever is left of them."""
        for process in self.started:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()

    def _start(self, *arguments: str, fault: str | None = None) -> subprocess.Popen[str]:
        environment = {name: value for name, value in os.environ.items() if name != VARIABLE}
        if fault is not None:
            environment[VARIABLE] = fault
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments], env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self.started.append(process)
        return process

    async def load(self, name: str, files: list[File], asked: Asked) -> None:
        """Loads the files, from the first one again after a death, and asks for a job whenever one is loaded."""
        path = self.directory / name
        path.write_bytes(orjson.dumps(files))
        last = self.chance.randrange(1, POINTS_OF_LOADS) if self.kills else 0
        while True:
            process = self._start("tests.chaos.some_loads", self.database, str(path), str(last))
            assert process.stdout is not None
            while await asyncio.to_thread(process.stdout.readline):
                await ask_for_anything(self.chance, asked)
            code = await asyncio.to_thread(process.wait)
            if code == 0:
                return
            assert (code, last > 0) == (-signal.SIGKILL, True)
            last = 0

    async def work(self, name: str, loaded: asyncio.Event) -> None:
        """Works until all is loaded. Of a worker that is dead the leases lapse."""
        fault = f"{self.chance.choice(list(Point))}:{self.chance.randint(1, PASSES)}" if self.kills else None
        process = self._start("tests.chaos.any_jobs", self.database, self.redis, name, fault=fault)
        ended = asyncio.create_task(asyncio.to_thread(process.wait))
        done = asyncio.create_task(loaded.wait())
        await asyncio.wait({ended, done}, return_when=asyncio.FIRST_COMPLETED)
        if not ended.done():
            assert process.stdin is not None
            process.stdin.close()
        code = await ended
        assert code in (0, EXIT_CODE)
        if code == EXIT_CODE:
            await lapse(name)
            if not loaded.is_set():
                self.kills = False
                await self.work(f"{name} again", loaded)
        done.cancel()


async def keep_looking(loaded: asyncio.Event) -> None:
    """Whatever is under way, the checks find nothing."""
    while not loaded.is_set():
        assert await look_at_all(RULES) == {}


async def lapse(worker: str) -> None:
    """What happens in the course of a minute after its death; to a chunk of a slow worker it may happen as well."""
    await fetch(
        "UPDATE recompute_job SET lease_until = clock_timestamp() WHERE status = 'RUNNING' AND worker = $1", worker
    )
    await fetch("UPDATE recompute_chunk SET lease_until = clock_timestamp() WHERE lease_until IS NOT NULL")


async def ask_for_anything(chance: Random, asked: Asked) -> None:
    """A day, days or a month; from scratch, with daily activity made once more, or not."""
    if len(asked.days) + len(asked.months) > JOBS:
        return
    async with acquire() as connection:
        if chance.random() < 0.3:
            month = chance.choice(MONTHS)
            job = await request_tiers(connection, RULES, month, Request("ada", NOW))
            asked.months.add(month)
        else:
            days = [START + timedelta(60 + chance.randrange((END - START).days - 60))]
            days += [days[0] + timedelta(1)] if chance.random() < 0.3 else []
            how = Request("ada", NOW, from_scratch=chance.random() < 0.3, rebuild_activity=chance.random() < 0.2)
            job = await request_activity(connection, RULES, days[0], days[-1], how)
            asked.days.update(days)
    assert isinstance(job, Job)


@pytest.fixture
async def runner(database: str, redis_url: str) -> AsyncIterator[Runner]:
    """The worker that is there in the end."""
    queue = Queue(redis_url)
    async with acquire() as connection:
        await keep_calendar(connection, RULES.zone)
    yield Runner(RULES, queue, lambda: NOW)
    await queue.close()


async def finish(runner: Runner) -> None:
    """A worker that lives takes up what is left."""
    await fetch("UPDATE recompute_job SET lease_until = clock_timestamp() WHERE status = 'RUNNING'")
    await fetch("UPDATE recompute_chunk SET lease_until = NULL WHERE finished_at IS NULL")
    await fetch("UPDATE recompute_job SET not_before = NULL")
    for job in await find_waiting_jobs():
        assert await runner.run(job.id) == "succeeded"
    assert await fetch("SELECT DISTINCT status, error FROM recompute_job") == [("SUCCEEDED", None)]


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=() if seed < SHORT else pytest.mark.chaos) for seed in range(TRIES)]
)
async def test_whatever_happens_at_once_every_number_is_that_of_the_second_opinion(
    runner: Runner, database: str, redis_url: str, tmp_path: Path, seed: int
) -> None:
    chance = Random(seed)  # noqa: S311  # repeatable on purpose
    world = make_world(chance)
    asked, loaded = Asked(), asyncio.Event()
    processes = Processes(database, redis_url, tmp_path, chance, kills=seed % 2 == 1)
    try:
        async with asyncio.timeout(4 * START_SECONDS), asyncio.TaskGroup() as group:
            for number in (1, 2):
                group.create_task(processes.work(f"worker {number}", loaded))
            group.create_task(keep_looking(loaded))
            loads = [
                group.create_task(processes.load(name, files, asked))
                for name, files in (("first", world.first), ("second", world.second))
            ]
            await asyncio.gather(*loads)
            loaded.set()
    finally:
        processes.end()
    await finish(runner)
    assert await look_at_all(RULES) == {}
    await compute(runner, END)
    await compare_day(world.book, END, RULES.zone, newest=True)
    for day in sorted(asked.days):
        await compute(runner, day)
        await compare_day(world.book, day, RULES.zone, newest=False)
    for month in sorted(asked.months):
        await decide(runner, month)
        await compare_month(world.book, month, RULES.zone)
    assert await fetch("SELECT FROM stale_day") == []
    assert await look_at_all(RULES) == {}
