"""Watching a recompute job until it ends."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import asyncpg

from models.database import acquire
from models.enums import FINAL, RecomputeStatus
from models.statements import statement
from ops.bars import step_progress
from ops.errors import UsageError
from ops.status.lines import time_left

POLL_SECONDS = 0.2


@dataclass(frozen=True)
class Outcome:
    """How a job ended."""

    succeeded: bool
    text: str


async def watch(job: int) -> AsyncIterator[asyncpg.Record]:
    """How far the job has come, again and again, with its end as the last."""
    while True:
        async with acquire() as connection:
            row = await connection.fetchrow(statement("ops/job_progress"), job)
        if row is None:
            raise UsageError(f"job {job} is gone from the database")
        yield row
        if row["status"] in FINAL:
            return
        await asyncio.sleep(POLL_SECONDS)


async def await_job(job: int, title: str | None = None) -> Outcome:
    """Shows the job's progress until it is final; whoever stops watching does not stop the job."""
    with step_progress() as progress:
        bar = progress.add_task(title or f"job {job}", total=None, note="")
        async for row in watch(job):
            waits = row["status"] == RecomputeStatus.QUEUED
            note = "waiting for a worker" if waits else time_left(row["seconds_left"])
            progress.update(bar, completed=row["done"], total=row["total"], note=note)
    return _outcome(job, row)


def _outcome(job: int, row: asyncpg.Record) -> Outcome:
    if row["status"] == RecomputeStatus.SUCCEEDED:
        changed = "1 partner" if row["changed_partners"] == 1 else f"{row['changed_partners'] or 0:,} partners"
        return Outcome(succeeded=True, text=f"job {job} succeeded: {changed} changed")
    reason = f": {row['error']}" if row["error"] else ""
    ended = "failed" if row["status"] == RecomputeStatus.FAILED else "was cancelled"
    return Outcome(succeeded=False, text=f"job {job} {ended}{reason}")
