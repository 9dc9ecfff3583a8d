"""Daily activity rebuilt from loaded events, beside the plain grouping of the same events."""

import time
from datetime import timedelta

import asyncpg

from bench.recompute.facts import DAYS, FIRST_MOMENT
from bench.report import Measurement, say
from bench.servers import settle
from engine.activity import take_in_activity

PEER = """
CREATE TABLE peer (LIKE daily_activity INCLUDING ALL);
INSERT INTO peer (client_id, day, actor_id, events, logins, apps)
SELECT client_id, day, actor_id, count(*), count(*) FILTER (WHERE kind = 'LOGIN'), 0
FROM activity_event
GROUP BY 1, 2, 3
"""


async def measure_take_in(connection: asyncpg.Connection) -> list[Measurement]:
    """Takes in every event that was imported."""
    events = await connection.fetchval("SELECT count(*) FROM activity_event")
    await settle(connection)
    say(f"import: taking {events:,} events into the daily activity")
    start = time.perf_counter()
    await connection.execute(PEER)
    peer = Measurement("GROUP BY of events, with indexes", events, "events", time.perf_counter() - start)
    await connection.execute("DROP TABLE peer")
    await settle(connection)
    last_day = (FIRST_MOMENT + timedelta(2 * DAYS)).date()
    start = time.perf_counter()
    async with connection.transaction():
        await take_in_activity(connection, last_day)
    return [peer, Measurement("events into daily activity", events, "events", time.perf_counter() - start, peer)]
