"""Advisory locks: who may do one thing at a time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import IntEnum

import asyncpg


class Lock(IntEnum):
    """What can be locked.

    MIGRATE: changing the schema. FACTS: merging loaded facts other than activity, or reading all of them as they are.
    RECOMPUTE: writing derived rows; taken before FACTS. EVENTS: numbering events, so taken last and held shortly.
    SCHEDULE: adding the schedule's jobs. MONTHS: making tables for further months of activity.
    """

    MIGRATE = 7_843_001
    FACTS = 7_843_002
    RECOMPUTE = 7_843_003
    EVENTS = 7_843_004
    SCHEDULE = 7_843_005
    MONTHS = 7_843_006


async def lock(connection: asyncpg.Connection, which: Lock) -> None:
    """Waits for the lock and keeps it until the connection's transaction ends."""
    await connection.execute("SELECT pg_advisory_xact_lock($1)", int(which))


@asynccontextmanager
async def hold(connection: asyncpg.Connection, which: Lock) -> AsyncIterator[None]:
    """Waits for the lock and keeps it while the block runs, inside a transaction or not.

    When the block fails, the pool frees it as it takes the connection back: a failed transaction runs no statement."""
    await connection.execute("SELECT pg_advisory_lock($1)", int(which))
    yield
    await connection.execute("SELECT pg_advisory_unlock($1)", int(which))
