"""What the calendar asks for next, as people are shown it: what is due and nothing does, and what comes after that."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import asyncpg

from jobs.calendar import find_owed, find_under_way
from jobs.kinds import RecomputeKind
from models.clock import read_clock
from models.rulebook import Rulebook
from tiers.deciding import MONTHS, is_decided
from tiers.periods import days_after, decision_day
from tiers.schedule import coming_months

GRACE = timedelta(minutes=15)  # for workers to notice that a day has closed


@dataclass(frozen=True)
class Scheduled:
    """One job that the schedule will ask for: of days, both included, or of a month, and from when on.

    `late`: it is due, no job does it, and workers have had the time to notice."""

    kind: RecomputeKind
    due_at: datetime
    first_day: date | None = None
    last_day: date | None = None
    month: date | None = None
    late: bool = False


def closes_at(day: date, zone: ZoneInfo) -> datetime:
    """The moment in which the day is over."""
    return datetime.combine(days_after(day, 1), time(), zone)


def is_overdue(closed: date, now: datetime, zone: ZoneInfo) -> bool:
    """Whether workers would have begun by now what is due since the last closed day closed, or since longer."""
    return now - closes_at(closed, zone) >= GRACE


async def find_schedule(connection: asyncpg.Connection, rules: Rulebook, now: datetime) -> list[Scheduled]:
    """What is due and not under way, then the next day and the next month, by when they are due."""
    under_way = await find_under_way(connection, rules.program)  # looked at first, as the tick does
    owed = await find_owed(connection, rules, now)
    late = is_overdue(owed.closed, min(now, await read_clock(connection)), rules.zone)
    found = [
        _month(month, rules.zone, late=late) for month in owed.months if (RecomputeKind.TIERS, month) not in under_way
    ]
    if owed.days is not None and (RecomputeKind.ACTIVITY, None) not in under_way:
        found.append(_days(*owed.days, rules.zone, late=late))
    coming = days_after(owed.closed, 1)
    found.append(_days(coming, coming, rules.zone))
    decided = (month for month in coming_months(owed.closed, MONTHS) if is_decided(rules.editions, month))
    found += [_month(month, rules.zone) for month in decided][:1]
    return sorted(found, key=lambda one: (one.due_at, one.kind))


def _days(first: date, last: date, zone: ZoneInfo, *, late: bool = False) -> Scheduled:
    return Scheduled(RecomputeKind.ACTIVITY, closes_at(first, zone), first, last, late=late)


def _month(month: date, zone: ZoneInfo, *, late: bool = False) -> Scheduled:
    return Scheduled(RecomputeKind.TIERS, closes_at(decision_day(month), zone), month=month, late=late)
