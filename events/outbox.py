"""Events to publish, added in the transaction that makes them true."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg

from events.kinds import EventKind
from models.locks import Lock, lock
from models.statements import statement


async def publish(connection: asyncpg.Connection, kind: EventKind, rows: Sequence[int], now: datetime) -> None:
    """One event for each of the rows, by their ids, of the table that events of the kind tell of.

    In the order of whom or what they are about. Call it last: it holds the numbering until commit."""
    declared = kind.declared
    names, values = ", ".join(declared.columns), ", ".join(declared.columns.values())
    text = statement("events/publish").format(columns=names, values=values, table=declared.table, order=declared.order)
    await lock(connection, Lock.EVENTS)
    await connection.execute(text, kind, rows, now)


async def publish_job_change(connection: asyncpg.Connection, job: int, now: datetime) -> None:
    """A JOB_CHANGED with the job's row as it is now. Call it last: it holds the numbering until commit."""
    await publish(connection, EventKind.JOB_CHANGED, [job], now)
