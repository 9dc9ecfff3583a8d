"""Daily activity: made of the events that were loaded since, by runs, or seen as if it were, by whoever only looks."""

from datetime import date, timedelta

import asyncpg

from models.clock import read_clock
from models.statements import statement
from tiers.apps import APPS

EVENTS = "activity_event"
ANALYZE_FROM = 10_000  # rows at once that the planner should hear of before the server gets round to it,
ANALYZE_PART = 10  # if they are one of so many that it knows of: to look at all of the activity takes a while

# After the database's day in UTC: events may be a day ahead of its clock, and time zones are as much ahead of it.
LATEST = timedelta(days=2)


def app_keys() -> list[str]:
    """The apps in the order of their bits, as the statements want them that fold events."""
    return [app.key for app in APPS]


async def take_in_activity(connection: asyncpg.Connection, last_day: date) -> None:
    """Rebuilds the daily activity of all days up to `last_day` for which events were loaded since."""
    narrowed = "JOIN client_days d ON d.client_id = e.client_id AND d.day = e.day"
    folded = statement("engine/fold_activity").format(events=EVENTS, narrowed=narrowed)
    text = statement("engine/take_in_activity").format(folded=folded)
    status = await connection.execute(text, last_day, app_keys())
    rows = int(status.rpartition(" ")[2])
    if rows >= ANALYZE_FROM and await connection.fetchval(statement("engine/needs_analyze"), rows, ANALYZE_PART):
        await connection.execute("SELECT analyze_table('daily_activity')")


async def find_last_day(connection: asyncpg.Connection) -> date:
    """A day after which no event that is loaded by now lies, in any time zone."""
    return (await read_clock(connection)).date() + LATEST


def activity_overlaid(of_clients: str, apps: int, last_day: int, events: str = EVENTS) -> str:
    """A table expression: daily activity as it will be once all events are taken in.

    Part of `engine/sql/gather.sql`. `of_clients` is its condition, and the parameters of these numbers have the apps'
    keys and a day after which there is no activity. `events` is where those are that are to be taken in.
    """
    narrowed = (
        "JOIN stale ON stale.client_id = e.client_id AND stale.day = e.day"
        f" AND e.day BETWEEN least($2::date, $3::date) AND $1::date AND e.day <= ${last_day}::date"
    )
    folded = statement("engine/fold_activity").format(events=events, narrowed=narrowed)
    return statement("engine/overlay_activity").format(
        folded=folded, of_clients=of_clients, apps=f"${apps}", last_day=f"${last_day}"
    )
