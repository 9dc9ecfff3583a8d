"""A worker process that runs whatever waits, in small chunks: `python -m tests.chaos.any_jobs DATABASE REDIS NAME`.

It ends when its standard input does, or where TIERLINE_FAULT says. Its clock shows the 1st of July 2019.
"""

import asyncio
import sys
from unittest.mock import patch

from jobs.calendar import find_waiting_jobs
from jobs.queue import Queue
from models.database import acquire, close_database, open_database
from models.rulebook import keep_calendar
from tests.chaos.conftest import RULES
from tests.chaos.one_job import ROWS_A_CHUNK
from tests.workers.conftest import NOW
from workers.main import tick
from workers.runner import Runner

SECONDS = 0.1  # without anything to do


async def main(database: str, redis: str, name: str) -> None:
    ended = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await open_database(database)
    queue = Queue(redis)
    runner = Runner(RULES, queue, lambda: NOW, name=name)
    async with acquire() as connection:
        await keep_calendar(connection, RULES.zone)
    with patch("engine.runs.ROWS_A_CHUNK", ROWS_A_CHUNK):
        while not ended.done():
            await tick({"runner": runner})
            waiting = await find_waiting_jobs()
            for job in waiting:
                await runner.run(job.id)
            if not waiting and not await runner.helper.help_out():
                await asyncio.sleep(SECONDS)
    await queue.close()
    await close_database()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4]))
