"""What the calendar asks for, and what queues forgot; docs/rules.md, rule 6.

Runs every few seconds, and changes nothing when nothing is due.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime

import asyncpg

from jobs.kinds import PRIORITY, RecomputeKind
from jobs.requests import SCHEDULE, Job, Refusal, Request, add_job, cancel, request_activity, request_tiers
from jobs.states import IS_WAITING
from jobs.work import Work
from models.clock import read_clock
from models.database import acquire, transaction
from models.enums import FINAL, RecomputeStatus
from models.locks import Lock, lock
from models.rulebook import Rulebook
from models.statements import statement
from tiers.deciding import is_decided
from tiers.periods import days_before, format_month
from tiers.schedule import due_days, due_months

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Owed:
    """What the calendar has asked for in a program and no run of the schedule has completed: days and months.

    The days are the first and the last one. `closed` is the last day that has closed, by the database's clock too."""

    closed: date
    days: tuple[date, date] | None
    months: list[date]


async def find_owed(connection: asyncpg.Connection, rules: Rulebook, now: datetime) -> Owed:
    """The days since the newest one that the schedule completed itself, and the 15ths since its first day.

    A month is not owed while tiers cannot be decided by its edition.
    """
    at_the_database = await read_clock(connection)
    last_day = rules.last_closed_day(at_the_database)
    marks = await connection.fetchrow(statement("jobs/schedule_marks"), last_day, rules.program)
    assert marks is not None
    closed = rules.last_closed_day(min(now, at_the_database))
    before_first = days_before(marks["first_day"] or closed, 1)
    months = [
        month
        for month in due_months(closed, before_first)
        if month not in marks["months"] and is_decided(rules.editions, month)
    ]
    return Owed(closed, due_days(closed, marks["newest_day"]), months)


async def request_due_runs(rules: Rulebook, now: datetime, request_id: str | None = None) -> list[Job]:
    """Adds the jobs that the schedule owes, unless they are under way; the logs know them by `request_id`.

    A run that failed is owed again on the next day."""
    async with transaction() as connection:
        await lock(connection, Lock.SCHEDULE)
        await _disown_future_jobs(connection, rules, now)
        # Looked at first: what ends in between is owed no more.
        under_way = await find_under_way(connection, rules.program)
        owed = await find_owed(connection, rules, now)
        asked: list[Job | Refusal] = []
        if owed.days is not None and (RecomputeKind.ACTIVITY, None) not in under_way:
            request = _request(now, f"{rules.program} activity {owed.days[0]} to {owed.days[1]}", request_id)
            asked.append(await request_activity(connection, rules, *owed.days, request))
        for month in owed.months:
            if (RecomputeKind.TIERS, month) in under_way:
                continue
            request = _request(now, f"{rules.program} tiers {format_month(month)} on {owed.closed}", request_id)
            asked.append(await request_tiers(connection, rules, month, request))
    for refusal in asked:
        if isinstance(refusal, Refusal):
            logger.error("the schedule's run was refused: %s", refusal.message)
    return [job for job in asked if isinstance(job, Job)]


async def request_due_forecasts(rules: Rulebook, now: datetime, request_id: str | None = None) -> None:
    """Adds the job that makes what is foreseen equal to what was computed or decided last, if it is not.

    It is none of the schedule's, for which others wait. One that failed is asked for again when more was computed.
    """
    async with transaction() as connection:
        await lock(connection, Lock.SCHEDULE)
        due = await connection.fetchrow(statement("jobs/forecasts_due"), rules.program)
        if due is None:
            return
        day = due["day"]
        key = f"{rules.program} forecasts after {day}, {due['mark']}"
        work = Work(RecomputeKind.FORECAST, day, day, program=rules.program)
        await add_job(connection, work, Request(SCHEDULE, now, key, request_id=request_id))  # refused: next time


async def _disown_future_jobs(connection: asyncpg.Connection, rules: Rulebook, now: datetime) -> None:
    """Takes from the schedule what a clock that was ahead had it do before its time."""
    closed = rules.last_closed_day(await read_clock(connection))
    for row in await connection.fetch(statement("jobs/disown_future_jobs"), closed):
        logger.error("job %s of the schedule was for days that have not closed; it does not count", row["id"])
        if RecomputeStatus(row["status"]) not in FINAL:
            await cancel(connection, row["id"], now)


def _request(now: datetime, key: str, request_id: str | None) -> Request:
    return Request(SCHEDULE, now, key, scheduled=True, request_id=request_id)


async def find_waiting_jobs() -> list[Job]:
    """Jobs that wait for a worker, queued ones and those that lost theirs.

    The schedule's come first, but for those that operators have retried, then those of a kind of higher priority, then
    the oldest."""
    async with acquire() as connection:
        text = statement("jobs/waiting_jobs").format(is_waiting=IS_WAITING, priority=PRIORITY)
        return [Job.from_row(row) for row in await connection.fetch(text)]


async def find_under_way(connection: asyncpg.Connection, program: str) -> set[tuple[RecomputeKind, date | None]]:
    """Which of the schedule's runs of the program are not finished, by kind and month.

    The next daily one begins where one will end."""
    rows = await connection.fetch(
        "SELECT kind, month FROM recompute_job WHERE scheduled AND program = $1 AND status IN ('QUEUED', 'RUNNING')",
        program,
    )
    return {(RecomputeKind(row["kind"]), row["month"]) for row in rows}
