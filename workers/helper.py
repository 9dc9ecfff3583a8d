"""Helping with the run that is under way, whoever's job it is: all workers share the chunks of one run."""

import asyncio
import logging
import time
from dataclasses import dataclass, field

import asyncpg

from engine.chunks import Chunk, ChunkTaken, claim_chunk, run_chunk
from engine.runs import RunLost, find_open_run
from jobs.claims import CancelRequested, Clock
from jobs.queue import Queue
from models.database import AWAY, acquire
from models.rulebook import Rulebook
from telemetry.trace import traced
from workers.metrics import WorkerMetrics

IDLE_SECONDS = 0.5

logger = logging.getLogger(__name__)


@dataclass
class Helper:
    """One worker's help. A run that it has failed with is left to others: the job's own worker says what is wrong."""

    rules: Rulebook
    queue: Queue
    clock: Clock
    metrics: WorkerMetrics
    chunk_lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _failed: set[int] = field(default_factory=set)

    async def help_out(self) -> bool:
        """Does one chunk of the run that is under way; False when there was none to do."""
        async with acquire() as connection:
            run = await find_open_run(connection, self.rules)
        if run is None or run.id in self._failed:
            return False
        chunk = await claim_chunk(run)
        if chunk is None:
            return False
        try:
            await self.do_chunk(chunk)
        except (RunLost, CancelRequested):
            return False
        except (*AWAY, asyncpg.PostgresError) as error:
            logger.warning("could not help with run %s: %s: %s", run.id, type(error).__name__, error)
            return False
        except Exception:
            self._failed.add(run.id)
            logger.exception("could not help with run %s, leaving it to others", run.id)
            return False
        return True

    async def do_chunk(self, chunk: Chunk) -> None:
        """Runs the chunk, and tells of it. Raises RunLost, CancelRequested."""
        run = chunk.run
        with traced(request_id=run.request_id, job=run.job, run=run.id, chunk=chunk.number):
            began = time.perf_counter()
            try:
                done = await run_chunk(chunk, self.clock)
            except ChunkTaken:
                self.metrics.leases_lost.labels("chunk").inc()
                raise
            seconds = time.perf_counter() - began
            self.metrics.chunks.labels(run.kind).observe(seconds)
            self.metrics.rows.labels(run.kind).inc(done.rows)
            figures = {"seconds": round(seconds, 3), "rows": done.rows, "partners": done.partners}
            text = "chunk %s of run %s is done: %s rows of %s partners in %.3f s"
            logger.info(text, chunk.number, run.id, done.rows, done.partners, seconds, extra=figures)
            if done.notify:
                await self.queue.hint()

    async def keep_helping(self, stop: asyncio.Event) -> None:
        """Helps until `stop` is set, a chunk at a time and only while this worker decides no chunk of a job of its own.

        `chunk_lock` sees to that: a worker does one chunk at a time."""
        while not stop.is_set():
            helped = False
            try:
                async with self.chunk_lock:
                    helped = await self.help_out()
            except (*AWAY, asyncpg.PostgresError) as error:
                logger.warning("the database is away, trying again: %s: %s", type(error).__name__, error)
            if not helped:
                await asyncio.sleep(IDLE_SECONDS)
