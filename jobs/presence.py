"""Which workers are there. Each leases its own name, so that one that dies without a word is missed."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from jobs.lease import Lease, Terms
from models.database import AWAY, acquire
from models.statements import statement

WORKERS = Terms("worker", "worker", ("name",), claimed_while="true", seconds=30, renewal_seconds=10)

logger = logging.getLogger(__name__)


@asynccontextmanager
async def presence(worker: str) -> AsyncIterator[None]:
    """Lets the others, and operators, know while the block runs that the worker is there; then, that it has ended.

    `worker` is a name of 128 characters at most that no other one has. Raises what PostgreSQL says when the database
    lacks migrations."""

    async def take(connection: asyncpg.Connection) -> Lease:
        return await enter(connection, worker)

    async with acquire() as connection:
        lease = await take(connection)
    try:
        async with lease.heartbeat(take):  # a crash of the server forgets all workers
            yield
    finally:
        try:
            async with acquire() as connection:
                await leave(connection, worker)
        except (*AWAY, asyncpg.PostgresError) as error:
            logger.warning("could not say that this worker ends: %s: %s", type(error).__name__, error)


async def enter(connection: asyncpg.Connection, worker: str) -> Lease:
    """Takes the name for the worker, and forgets those that have been silent for a day."""
    await connection.execute(statement("jobs/forget_workers"))
    return Lease(WORKERS, (worker,), await connection.fetchval(statement("jobs/enter_worker"), worker, WORKERS.seconds))


async def leave(connection: asyncpg.Connection, worker: str) -> None:
    """Gives the name up: that a worker ends is no death."""
    await connection.execute("DELETE FROM worker WHERE name = $1", worker)
