"""Workers, by their own signs of life."""

import asyncpg

from jobs.presence import WORKERS
from models.statements import statement
from ops.data import DataDirectory
from ops.instance import find_running, is_starting
from ops.status.lines import Line, command, tell_span

MOST = 5


async def tell_workers(connection: asyncpg.Connection, data: DataDirectory) -> list[Line]:
    """Those that live, and those of the last day that have ended without a word."""
    rows = await connection.fetch(statement("jobs/workers"), WORKERS.seconds)
    alive = [f"{row['name']} (for {tell_span(row['age'])})" for row in rows if row["is_there"]]
    silent = [f"{row['name']} (for {tell_span(row['silent'])})" for row in rows if not row["is_there"]]
    lines = [Line("workers", f"{len(alive)}: {_some(alive)}")] if alive else [_nobody(data)]
    if silent:
        lines.append(Line("silent workers", f"{len(silent)}: {_some(silent)}"))
    return lines


def _nobody(data: DataDirectory) -> Line:
    running = find_running(data)
    if running is None:
        return Line("workers", "none", f"no worker runs, so nothing is computed: start {command('worker', data)}")
    if is_starting(running):
        return Line("workers", "none yet: `tierline up` is starting one")
    log = data.log("worker")
    return Line("workers", "none", f"no worker runs, though `tierline up` starts one again and again: {log} says why")


def _some(names: list[str]) -> str:
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return ", ".join(names[:MOST]) + more
