"""A process that loads files one after the other: `python -m tests.chaos.some_loads DATABASE FILES LAST`.

FILES is a JSON file with a list of lists of lines. Says so of each one that is loaded. Kills itself at the point number
LAST, of several that each load passes; never with 0.
"""

import asyncio
import itertools
import os
import signal
import sys
from pathlib import Path

import orjson

from intake.load import Progress, load_facts
from intake.rejections import Rejection
from intake.terms import Terms
from models.database import acquire, close_database, open_database
from models.rulebook import keep_calendar
from tests.chaos.conftest import RULES
from tests.oracle.ledger import Record


async def main(database: str, files: list[list[Record]], last: int) -> None:
    points = itertools.count(1)

    def pass_point(_: Progress) -> None:
        if next(points) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def fail(rejection: Rejection) -> None:
        sys.exit(f"rejected: {rejection}")

    await open_database(database)
    async with acquire() as connection:
        await keep_calendar(connection, RULES.zone)
    for file in files:
        lines = list(enumerate(map(orjson.dumps, file), 1))
        await load_facts(lines, Terms(RULES.currencies, RULES.zone), on_rejected=fail, on_progress=pass_point)
        print("loaded", flush=True)  # noqa: T201  # the test waits for it
    await close_database()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], orjson.loads(Path(sys.argv[2]).read_bytes()), int(sys.argv[3])))
