"""How far all of it has come: days, decisions, reports, and what waits to be taken in."""

from datetime import date, datetime

import asyncpg

from engine.reports import find_report
from jobs.calendar import find_owed
from jobs.schedule import is_overdue
from models.clock import TOLERANCE, read_clock
from models.rulebook import Rulebook
from models.statements import statement
from ops.confirmed import tell_confirmation
from ops.data import DataDirectory
from ops.instance import find_running, is_starting
from ops.status.lines import Line, command, tell_size, tell_span
from tiers.periods import format_month, newest_due_period

NEVER = "none yet"
MOST_COUNTED = 1_000_000

_CONFIRMED = "SELECT confirmed_by, confirmed_at FROM mrr_report WHERE id = $1 AND confirmed_at IS NOT NULL"


async def tell_progress(
    connection: asyncpg.Connection, rules: Rulebook, now: datetime, data: DataDirectory
) -> list[Line]:
    """Lines about the database as a whole. Only what the schedule owes and does not do needs a person."""
    at_the_database = await read_clock(connection)
    facts = await connection.fetchrow(statement("ops/progress"), MOST_COUNTED, rules.last_closed_day(at_the_database))
    assert facts is not None
    now = min(now, at_the_database)
    closed = rules.last_closed_day(now)
    lines = [
        Line("database", f"PostgreSQL {facts['version'].split()[0]}, {tell_size(facts['size'])}"),
        Line("newest computed day", _day(facts["newest_day"], closed)),
        Line("newest decision", f"effective {facts['newest_decision']}" if facts["newest_decision"] else NEVER),
        await _schedule(connection, rules, now, data, under_way=facts["under_way"]),
    ]
    if facts["future_day"] is not None:
        lines.append(_future(facts["future_day"]))
    if facts["any_client"]:
        lines.append(await _report(connection, closed))
    if facts["late"]:
        more = "more than " if facts["late"] == MOST_COUNTED else ""
        lines.append(Line("late activity", f"of {more}{facts['late']:,} client days, for the next run to take in"))
    return lines


def _day(newest: date | None, closed: date) -> str:
    if newest is None:
        return NEVER
    behind = (closed - newest).days
    if behind <= 0:
        return f"{newest}, the last closed one"
    return f"{newest}, {behind} {'day' if behind == 1 else 'days'} behind"


def _future(day: date) -> Line:
    text = f"up to {day} are computed, though they have not closed"
    remedy = f'days {text}: a clock was ahead; "Clocks" in docs/operations.md says how to take them back'
    return Line("future days", text, remedy)


def tell_clock(now: datetime, at_the_database: datetime) -> list[Line]:
    """Nothing, unless this machine's clock and the database's differ by more than they may."""
    ahead = (now - at_the_database).total_seconds()
    if abs(ahead) <= TOLERANCE.total_seconds():
        return []
    text = f"{tell_span(abs(ahead))} {'ahead of' if ahead > 0 else 'behind'} the database's, which holds"
    return [Line("this machine's clock", text, f"this machine's clock is {text}: set the one that is wrong")]


async def _schedule(
    connection: asyncpg.Connection, rules: Rulebook, now: datetime, data: DataDirectory, *, under_way: bool
) -> Line:
    owed = await find_owed(connection, rules, now)
    if owed.days is None and not owed.months:
        return Line("schedule", "has done all that is due")
    told = [f"the decision of {format_month(month)}" for month in owed.months]
    commands = [f"recompute tiers --month {format_month(month)}" for month in owed.months]
    if owed.days is not None:
        first, last = owed.days
        told.insert(0, f"the days {first} to {last}" if first != last else f"the day {first}")
        commands.insert(0, f"recompute activity --from {first} --to {last}")
    text = f"owes {', '.join(told)}"
    if under_way:
        return Line("schedule", f"{text}: under way")
    running = find_running(data)
    if not is_overdue(owed.closed, now, rules.zone) or (running is not None and is_starting(running)):
        return Line("schedule", f"{text}: about to begin")
    remedy = f"nothing does what the schedule owes: look at the workers' logs, or {command(commands[0], data)}"
    return Line("schedule", text, remedy)


async def _report(connection: asyncpg.Connection, closed: date) -> Line:
    due = newest_due_period(closed)
    late = f"that of {format_month(due)} is late, and what is computed provisional until it is loaded"
    found = await find_report(connection, closed)
    if found is None:
        return Line("newest report", f"{NEVER}; {late}")
    key, report = found
    text = f"{format_month(report.period)}, revision {report.revision}, ran on {report.ran_on}"
    confirmed = await connection.fetchrow(_CONFIRMED, key)
    if confirmed is not None:
        text = f"{text}, {tell_confirmation(confirmed['confirmed_by'], confirmed['confirmed_at'])}"
    return Line("newest report", text if report.period >= due else f"{text}; {late}")
