"""Asking for a job from a terminal, and watching it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import asyncpg

from jobs.queue import Queue
from jobs.requests import COMMAND_LINE, Job, Refusal, Request
from models.database import transaction
from models.rulebook import Rulebook
from ops.errors import UsageError
from ops.identities import random_name
from ops.installation import Installation
from ops.terminal import err
from ops.waiting import Outcome, await_job

Ask = Callable[[asyncpg.Connection, Rulebook, Request], Awaitable[Job | Refusal | list[Refusal]]]

_UNFINISHED = "SELECT id FROM recompute_job WHERE id < $1 AND status IN ('QUEUED', 'RUNNING') ORDER BY id LIMIT 10"


@asynccontextmanager
async def requested(installation: Installation, ask: Ask, *, takes_turns: bool = True) -> AsyncIterator[int]:
    """The number of the job that is asked for, of which workers know; the database stays open in the block.

    In one transaction. Raises UsageError with a line for each refusal."""
    async with Queue(installation.redis_url) as queue, installation.opened():
        async with transaction() as connection:
            request = Request(COMMAND_LINE, datetime.now(UTC), request_id=f"cli-{random_name()}")
            job = await ask(connection, installation.rules, request)
            if not isinstance(job, Job):
                refusals = job if isinstance(job, list) else [job]
                raise UsageError(*(refusal.message for refusal in refusals))
            others = await connection.fetch(_UNFINISHED, job.id) if takes_turns else []
        if others:
            before = ", ".join(str(row["id"]) for row in others)
            err.tell(f"job {job.id} takes turns with what was asked for before: job {before}")
        await queue.run_soon(job.id, job.fence)
        await queue.hint()
        yield job.id


async def watched(job: int) -> Outcome:
    """Shows the job's progress until its end; raises UsageError unless it has succeeded."""
    try:
        outcome = await await_job(job)
    except asyncio.CancelledError:  # Ctrl-C
        err.tell(f"job {job} goes on without being watched; `tierline status` counts what runs")
        raise
    if not outcome.succeeded:
        raise UsageError(outcome.text)
    return outcome
