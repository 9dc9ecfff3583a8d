"""Daily activity made once more from all loaded events, month by month.

Why that may be needed: docs/decisions/0007-activity-is-derived-by-client-day.md, and
docs/decisions/0018-months-are-made-ahead.md."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date

import asyncpg

from engine.activity import app_keys
from models.database import acquire, transaction
from models.locks import Lock, lock
from models.statements import statement


@dataclass(frozen=True)
class RebuildSummary:
    """What was not what the events give, and is now.

    The months, in order; how many days of single clients; the first and the last of those days, None without any."""

    months: tuple[date, ...] = ()
    client_days: int = 0
    first_day: date | None = None
    last_day: date | None = None

    def plus(self, rows: list[asyncpg.Record]) -> "RebuildSummary":
        """With what one more part found: a row for each month."""
        days = [day for day in (self.first_day, self.last_day) if day is not None]
        days += [row[name] for row in rows for name in ("first_day", "last_day")]
        return RebuildSummary(
            tuple(sorted({*self.months, *(row["month"] for row in rows)})),
            self.client_days + sum(row["client_days"] for row in rows),
            min(days, default=None),
            max(days, default=None),
        )


@dataclass(frozen=True)
class RebuildProgress:
    """How many of the months with tables of their own have been looked at, all other days being one more of them."""

    done: int
    total: int
    summary: RebuildSummary


async def rebuild_activity(on_progress: Callable[[RebuildProgress], None] = lambda _: None) -> RebuildSummary:
    """Makes daily activity equal to what all loaded events give, and says what was different.

    Stale days are not: the next run takes them in. The clients that had different days are looked at again by the next
    run of the newest day; what was computed for older days has to be asked for again. A transaction for each month,
    between those of runs, so that it can be stopped at any moment and started again. Loads go on meanwhile.
    """
    summary = RebuildSummary()
    async with aclosing(rebuild_by_month()) as months:
        async for progress in months:
            on_progress(progress)
            summary = progress.summary
    return summary


async def rebuild_by_month() -> AsyncGenerator[RebuildProgress]:
    """Makes daily activity equal to its events month by month: yields before the first month, and after each."""
    async with acquire() as connection:
        parts = [row["part"] for row in await connection.fetch(statement("engine/activity_parts"))]
    summary = RebuildSummary()
    yield RebuildProgress(0, len(parts), summary)
    for number, part in enumerate(parts, 1):
        async with transaction() as connection:
            summary = summary.plus(await _rebuild(connection, part))
        yield RebuildProgress(number, len(parts), summary)


async def _rebuild(connection: asyncpg.Connection, part: str) -> list[asyncpg.Record]:
    await lock(connection, Lock.RECOMPUTE)
    await lock(connection, Lock.MONTHS, shared=True)
    if await connection.fetchval("SELECT to_regclass($1) IS NULL", f"activity_event_{part}"):
        return []  # dropped meanwhile
    folded = statement("engine/fold_activity").format(events=f"activity_event_{part}", narrowed="")
    text = statement("engine/rebuild_activity").format(part=part, folded=folded)
    return await connection.fetch(text, app_keys())
