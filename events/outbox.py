"""Events to publish, added in the transaction that makes them true."""

from datetime import datetime

import asyncpg

from models.locks import Lock, lock
from models.statements import statement


async def publish_tier_changes(connection: asyncpg.Connection, decisions: list[int], now: datetime) -> None:
    """One TIER_CHANGED for each decision, in order of partners. Call it last: it holds the numbering until commit."""
    await lock(connection, Lock.EVENTS)
    await connection.execute(statement("events/publish_tier_changes"), decisions, now)


async def publish_standing_changes(connection: asyncpg.Connection, standings: list[int], now: datetime) -> None:
    """One STANDING_CHANGED for each standing, with its row as it is now.

    Call it last: it holds the numbering until commit."""
    await lock(connection, Lock.EVENTS)
    await connection.execute(statement("events/publish_standing_changes"), standings, now)


async def publish_job_change(connection: asyncpg.Connection, job: int, now: datetime) -> None:
    """A JOB_CHANGED with the job's row as it is now. Call it last: it holds the numbering until commit."""
    await lock(connection, Lock.EVENTS)
    await connection.execute(statement("events/publish_job_change"), job, now)
