"""A worker that runs the jobs it is told of, and helps with those of others: `python -m ... DATABASE REDIS`.

The schedule of `tierline worker` would begin a day of its own in the middle of a measurement. A line in is a job, a
line out what became of it; when there are no more, the last line is the most memory that it used.
"""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bench.recompute.memory import peak_memory
from jobs.queue import Queue
from jobs.states import JOBS
from models.database import close_database, open_database
from models.editions import load_editions
from models.rulebook import Rulebook
from workers.main import collect_seldom
from workers.runner import Runner

READY = "ready"


async def main(database: str, redis: str) -> None:
    await open_database(database, timeouts={"idle_in_transaction_session_timeout": timedelta(seconds=JOBS.seconds)})
    queue = Queue(redis)
    try:
        runner = Runner(Rulebook(load_editions(), ZoneInfo("UTC")), queue, lambda: datetime.now(UTC))
        helping = asyncio.create_task(runner.helper.keep_helping(asyncio.Event()))
        collect_seldom()
        print(READY, flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            print(await runner.run(int(line)), flush=True)
        helping.cancel()
        await asyncio.gather(helping, return_exceptions=True)
    finally:
        await queue.close()
        await close_database()
    print(peak_memory(), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
