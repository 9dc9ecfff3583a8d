"""How long activity is kept: by months, so that old ones go by dropping their tables."""

from dataclasses import dataclass
from datetime import date

import asyncpg

from models.locks import Lock, lock
from models.months import LOCK_TIMEOUT
from tiers.editions.edition import Edition
from tiers.needs import activity_days
from tiers.periods import days_before


@dataclass(frozen=True)
class Retention:
    """For how many days activity is kept before the last closed one, None for ever, and for how many days events.

    `consumer_days`: for how many days events are kept at most for consumers that have not read them."""

    activity_days: int | None = None
    event_days: int = 30
    consumer_days: int = 90


USUAL = Retention()


class ActivityDropped(Exception):
    """A day cannot be computed any more: it rests on activity that is not kept."""


async def expect_activity(connection: asyncpg.Connection, edition: Edition, day: date) -> None:
    """Raises ActivityDropped when some of the activity that the day rests on was dropped.

    It stays true as long as the transaction shares Lock.MONTHS."""
    kept_from: date | None = await connection.fetchval("SELECT activity_from FROM calendar")
    needed_from = days_before(day, activity_days(edition))
    if kept_from is not None and needed_from < kept_from:
        raise ActivityDropped(
            f"{day} rests on activity from {needed_from} on, and activity is kept from {kept_from} on only"
        )


async def drop_old_months(connection: asyncpg.Connection, oldest: date) -> list[str]:
    """Drops the activity of the months before that of `oldest`, and returns the names of the tables that went.

    In a transaction. Waits for runs, loads and reads under way for no longer than LOCK_TIMEOUT: raises
    LockNotAvailableError then, and nothing has happened. Whole months only, so the first day that is kept is the first
    of a month.
    """
    month = oldest.replace(day=1)
    if await connection.fetchval("SELECT activity_from >= $1 FROM calendar", month):
        return []
    await connection.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
    await lock(connection, Lock.MONTHS)
    await connection.execute(
        "UPDATE calendar SET activity_from = $1 WHERE activity_from IS NULL OR activity_from < $1", month
    )
    names = [row["dropped"] for row in await connection.fetch("SELECT drop_unkept_months() AS dropped")]
    for table in ("activity_event_other", "daily_activity_other", "stale_day"):
        await connection.execute(f"DELETE FROM {table} WHERE day < $1", month)
    return names
