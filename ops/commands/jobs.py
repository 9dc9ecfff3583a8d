"""`tierline jobs`, `tierline jobs cancel` and `tierline jobs retry`: with the functions that the mutations call."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Annotated

import asyncpg
import typer

from jobs.queue import Queue
from jobs.requests import COMMAND_LINE, Job, Refusal, cancel, retry
from models.database import acquire
from models.enums import RecomputeStatus
from models.statements import statement
from ops.answers import print_json
from ops.errors import UsageError
from ops.identities import random_name
from ops.installation import Installation
from ops.parameters import DEFAULT_DATA, Data
from ops.status.jobs import tell_progress, tell_work
from ops.status.lines import tell_moment
from ops.terminal import out

MOST = 10_000

Change = Callable[[asyncpg.Connection, int], Awaitable[Job | Refusal]]
Number = Annotated[int, typer.Argument(metavar="NUMBER", min=1, max=2**63 - 1, help="The job's number.")]

app = typer.Typer(invoke_without_command=True)


@app.callback()
def jobs(
    context: typer.Context,
    status: Annotated[
        RecomputeStatus | None, typer.Option(case_sensitive=False, help="Only those of this status.")
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=MOST, help="How many at most.")] = 20,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="An array of objects, for machines.")] = False,
    data: Data = DEFAULT_DATA,
) -> None:
    if context.invoked_subcommand is not None:
        return
    rows = asyncio.run(_list(Installation.find(data), status, limit))
    if as_json:
        print_json([dict(row) for row in rows])
        return
    for row in rows:
        out.print(_line(row))
    if not rows:
        out.print("no job" if status is None else f"no job is {status}")


@app.command("cancel")
def cancel_job(number: Number, data: Data = DEFAULT_DATA) -> None:
    """Cancel a job: at once while it waits, at its next step while it runs. What it has written stays."""

    async def change(connection: asyncpg.Connection, job: int) -> Job | Refusal:
        return await cancel(connection, job, datetime.now(UTC))

    asyncio.run(_change(Installation.find(data), number, change, to_run=False))


@app.command("retry")
def retry_job(number: Number, data: Data = DEFAULT_DATA) -> None:
    """Queue a FAILED or CANCELLED job again, from its beginning."""

    async def change(connection: asyncpg.Connection, job: int) -> Job | Refusal:
        return await retry(connection, job, COMMAND_LINE, datetime.now(UTC), f"cli-{random_name()}")

    asyncio.run(_change(Installation.find(data), number, change, to_run=True))


async def _list(installation: Installation, status: RecomputeStatus | None, limit: int) -> list[asyncpg.Record]:
    async with installation.opened(), acquire() as connection:
        rows: list[asyncpg.Record] = await connection.fetch(statement("jobs/list_jobs"), status, None, limit)
    return rows


async def _change(installation: Installation, number: int, change: Change, *, to_run: bool) -> None:
    async with Queue(installation.redis_url) as queue:
        async with installation.opened(), acquire() as connection:
            outcome = await change(connection, number)
            if isinstance(outcome, Refusal):
                raise UsageError(f"job {number}: {outcome.message}")
            if to_run:
                await queue.run_soon(outcome.id, outcome.fence)
            await queue.hint()
            [row] = await connection.fetch(statement("jobs/list_jobs"), None, number, 1)
        out.print(_line(row))


def _line(row: asyncpg.Record) -> str:
    """The number, what is computed, where it stands, and who asked when."""
    parts = [tell_progress(row)] if row["status"] == RecomputeStatus.RUNNING else []
    if row["cancel_requested"] and row["status"] in (RecomputeStatus.RUNNING, RecomputeStatus.QUEUED):
        parts.append("to be cancelled")
    if row["finished_at"] is not None:
        parts.append(f"ended {tell_moment(row['finished_at'])}")
    if row["status"] == RecomputeStatus.FAILED and row["error"] is not None:
        parts.append(" ".join(row["error"].split()))
    parts.append(f"asked for by {row['requested_by']}, {tell_moment(row['requested_at'])}")
    work = tell_work(row["kind"], row["from"], row["to"], row["month"])
    return f"job {row['number']:<6} {work:<36} {row['status']:<10} {'; '.join(parts)}"
