"""Some workers on one database, each a process of its own, and the time that they take for a job."""

import asyncio
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import asyncpg

from bench.recompute.split import split_of_job
from jobs.requests import Job, Refusal, Request, request_activity, request_tiers
from models.editions import load_editions
from models.rulebook import Rulebook

RULES = Rulebook(load_editions(), ZoneInfo("UTC"))
WAIT_SECONDS = 0.6  # after which workers that have nothing to do have looked for work


@dataclass(frozen=True)
class Run:
    """One job's run and its parts, in seconds."""

    seconds: float
    parts: list[tuple[str, float]]


class Crew:
    """Workers that are ready. The first one gets the jobs, the others find its chunks by themselves."""

    def __init__(self, workers: list[Process], connection: asyncpg.Connection) -> None:
        self._workers, self._connection = workers, connection
        self.peak_bytes = 0  # of the worker that used most, known once they have ended

    async def compute(self, day: date, *, from_scratch: bool) -> Run:
        """A day of activity."""
        request = Request("bench", datetime.now(UTC), from_scratch=from_scratch)
        return await self.run(await request_activity(self._connection, RULES, day, day, request))

    async def decide(self, month: date) -> Run:
        """A month's decisions."""
        return await self.run(await request_tiers(self._connection, RULES, month, Request("bench", datetime.now(UTC))))

    async def end(self) -> None:
        """Raises SystemExit when one of them failed."""
        for worker in self._workers:
            assert worker.stdin is not None
            worker.stdin.close()
        for worker in self._workers:
            self.peak_bytes = max(self.peak_bytes, int(await _line(worker)))
            await worker.wait()

    async def run(self, job: Job | Refusal) -> Run:
        """A job that was asked for."""
        if isinstance(job, Refusal):
            raise SystemExit(f"the recompute was refused: {job.message}")
        await asyncio.sleep(WAIT_SECONDS)
        first = self._workers[0]
        assert first.stdin is not None
        start = time.perf_counter()
        first.stdin.write(f"{job.id}\n".encode())
        outcome = await _line(first)
        seconds = time.perf_counter() - start
        if outcome != "succeeded":
            raise SystemExit(f"the recompute did not succeed: {outcome}")
        return Run(seconds, await split_of_job(self._connection, job.id, seconds))


@asynccontextmanager
async def crew_of(size: int, url: str, redis_url: str, connection: asyncpg.Connection) -> AsyncIterator[Crew]:
    """So many new workers, which end with the block."""
    command = (sys.executable, "-m", "bench.recompute.worker", url, redis_url)
    workers = [await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE) for _ in range(size)]
    try:
        for worker in workers:
            await _line(worker)
        crew = Crew(workers, connection)
        yield crew
        await crew.end()
    finally:
        for worker in workers:
            if worker.returncode is None:
                worker.kill()
                await worker.wait()


async def _line(worker: Process) -> str:
    assert worker.stdout is not None
    line = await worker.stdout.readline()
    if not line:
        raise SystemExit("a worker ended before its time; what it said is above")
    return line.decode().strip()
