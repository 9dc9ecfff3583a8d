"""Advisory locks: who may do one thing at a time, and who may do it together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from enum import IntEnum

import asyncpg

SOON = timedelta(seconds=3)


class Lock(IntEnum):
    """What can be locked.

    MIGRATE: changing the schema. FACTS: exclusively for merging loaded facts other than activity, shared for reading
    all of them as they are. RECOMPUTE: writing derived rows. EDITIONS: exclusively for changing what is drafted and
    published, shared for reading by which edition a run decides. EVENTS: numbering events. SCHEDULE: adding jobs.
    MONTHS: exclusively for making and dropping the tables of months of activity, shared for relying on those that
    there are. RULES: noting the editions of a process; nobody who has it waits for another one. CONSUMERS: exclusively
    for forgetting events, shared for registering who reads them; whoever takes it takes no other. FINDINGS: keeping
    what is doubtful; who does not get it at once leaves that to who has it.

    Whoever takes several takes them in the order MIGRATE, SCHEDULE, RECOMPUTE, EDITIONS, MONTHS, FACTS, then rows (the
    calendar's first), EVENTS, so nobody waits in a circle. A load makes tables over a second connection, of which
    PostgreSQL does not know that it is the same load: there it takes MONTHS only, and at that time its first one holds
    nothing but tables of its own.
    """

    MIGRATE = 7_843_001
    FACTS = 7_843_002
    RECOMPUTE = 7_843_003
    EVENTS = 7_843_004
    SCHEDULE = 7_843_005
    MONTHS = 7_843_006
    RULES = 7_843_007
    CONSUMERS = 7_843_008
    FINDINGS = 7_843_009
    EDITIONS = 7_843_010


async def lock(connection: asyncpg.Connection, which: Lock, *, shared: bool = False) -> None:
    """Waits for the lock and keeps it until the connection's transaction ends; `shared` with others who do the same."""
    await connection.execute(f"SELECT pg_advisory_xact_lock{_mode(shared)}($1)", int(which))


async def lock_soon(connection: asyncpg.Connection, which: Lock, *, shared: bool = False) -> bool:
    """The same for somebody who waits for an answer: gives up after SOON, and says whether it did not."""
    try:
        async with connection.transaction():
            await connection.execute(f"SET LOCAL lock_timeout = {SOON // timedelta(milliseconds=1)}")
            await lock(connection, which, shared=shared)
            await connection.execute("SET LOCAL lock_timeout = 0")
    except asyncpg.LockNotAvailableError:
        return False
    return True


async def try_lock(connection: asyncpg.Connection, which: Lock) -> bool:
    """Takes the lock until the connection's transaction ends, if nobody has it; whether it did."""
    got: bool = await connection.fetchval("SELECT pg_try_advisory_xact_lock($1)", int(which))
    return got


@asynccontextmanager
async def hold(connection: asyncpg.Connection, which: Lock, *, shared: bool = False) -> AsyncIterator[None]:
    """Waits for the lock and keeps it while the block runs, inside a transaction or not, and however the block ends.

    In a transaction the block has a savepoint: after a failure the transaction could not run the statement that
    unlocks, unless what failed was rolled back.
    """
    await connection.execute(f"SELECT pg_advisory_lock{_mode(shared)}($1)", int(which))
    try:
        if connection.is_in_transaction():
            async with connection.transaction():
                yield
        else:
            yield
    finally:
        await _unlock(connection, which, shared=shared)


async def _unlock(connection: asyncpg.Connection, which: Lock, *, shared: bool) -> None:
    if connection.is_closed():
        return  # the lock went with the session
    try:
        await connection.execute(f"SELECT pg_advisory_unlock{_mode(shared)}($1)", int(which))
    except BaseException:
        connection.terminate()  # what ends the session, frees the lock
        raise


def _mode(shared: bool) -> str:  # noqa: FBT001 - the one thing that it is told
    return "_shared" if shared else ""
