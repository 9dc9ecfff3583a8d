"""What the calendar asks for, and what queues forgot; docs/rules.md, rule 6.

Runs every few seconds, and changes nothing when nothing is due.
"""

import logging
from datetime import datetime, timedelta

import asyncpg

from models.database import acquire, transaction
from models.jobs import SCHEDULE, Job, Refusal, Request, request_activity, request_tiers
from models.locks import Lock, lock
from models.rulebook import Rulebook
from tiers.periods import decision_day, format_month
from tiers.schedule import due_days, due_months

logger = logging.getLogger(__name__)

_MARKS = """
SELECT max(last_day) AS newest_day, min(first_day) AS first_day, max(month) AS newest_month
FROM recompute_job
WHERE scheduled AND status = 'SUCCEEDED'
"""

_WAITING = """
SELECT id, fence FROM recompute_job
WHERE (status = 'QUEUED' AND coalesce(not_before <= clock_timestamp(), true))
   OR (status = 'RUNNING' AND lease_until < clock_timestamp())
ORDER BY requested_at, id
LIMIT 100
"""


async def request_due_runs(rules: Rulebook, now: datetime) -> list[Job]:
    """Adds the jobs that the schedule owes: the days since the newest one that it completed, and every 15th of them."""
    async with transaction() as connection:
        await lock(connection, Lock.SCHEDULE)
        marks = await connection.fetchrow(_MARKS)
        assert marks is not None
        closed = rules.last_closed_day(now)
        asked: list[Job | Refusal] = []
        days = due_days(closed, marks["newest_day"])
        if days is not None and not await _is_busy(connection):
            request = Request(SCHEDULE, now, f"activity {days[0]} to {days[1]}", scheduled=True)
            asked.append(await request_activity(connection, rules, *days, request))
        if marks["newest_month"] is not None:
            after = decision_day(marks["newest_month"])
        else:
            after = (marks["first_day"] or closed) - timedelta(1)
        for month in due_months(closed, after):
            request = Request(SCHEDULE, now, f"tiers {format_month(month)}", scheduled=True)
            asked.append(await request_tiers(connection, rules, month, request))
    for refusal in asked:
        if isinstance(refusal, Refusal):
            logger.error("the schedule's run was refused: %s", refusal.message)
    return [job for job in asked if isinstance(job, Job)]


async def find_waiting_jobs() -> list[Job]:
    """Jobs that wait for a worker, oldest first: queued ones, and running ones whose worker is gone."""
    async with acquire() as connection:
        return [Job(row["id"], row["fence"]) for row in await connection.fetch(_WAITING)]


async def _is_busy(connection: asyncpg.Connection) -> bool:
    """Whether a daily run of the schedule is under way; the next one begins where it will have ended."""
    busy: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM recompute_job WHERE scheduled AND kind = 'ACTIVITY'"
        " AND status IN ('QUEUED', 'RUNNING'))"
    )
    return busy
