"""A worker process that runs one job in small chunks: `python -m tests.chaos.one_job DATABASE REDIS JOB SECONDS SKEW`.

It takes its time for each chunk, hands its job over on SIGTERM, and has a clock that is SKEW seconds off.
"""

import asyncio
import signal
import sys
from datetime import UTC, datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

import asyncpg

from engine.chunks import Chunk, write_chunk
from engine.rows import Computed
from jobs.queue import Queue
from jobs.states import JOBS
from models.database import close_database, open_database
from models.editions import load_editions
from models.rulebook import Rulebook
from workers.runner import Runner

ROWS_A_CHUNK = 60


async def main(database: str, redis: str, job: int, seconds: float, skew: float) -> None:
    async def slowly(connection: asyncpg.Connection, chunk: Chunk, computed: Computed) -> None:
        await write_chunk(connection, chunk, computed)
        print("chunk", chunk.number, flush=True)  # noqa: T201  # the test waits for it
        await asyncio.sleep(seconds)

    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await open_database(database, timeouts={"idle_in_transaction_session_timeout": timedelta(seconds=JOBS.seconds)})
    queue = Queue(redis)
    rules = Rulebook(load_editions(), ZoneInfo("UTC"))
    try:
        with patch("engine.runs.ROWS_A_CHUNK", ROWS_A_CHUNK), patch("engine.chunks.write_chunk", slowly):
            outcome = await Runner(rules, queue, lambda: datetime.now(UTC) + timedelta(seconds=skew)).run(job)
        print(outcome, flush=True)  # noqa: T201
    finally:
        await queue.close()
        await close_database()


if __name__ == "__main__":
    try:
        asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), float(sys.argv[5])))
    except asyncio.CancelledError:
        sys.exit(128 + signal.SIGTERM)
