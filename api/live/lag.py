"""How far live events are behind."""

import asyncpg
from prometheus_client.core import GaugeMetricFamily

from api.live.events import newest_event
from api.live.feed import Feed
from api.metrics import ApiMetrics
from models.database import AWAY


def watch_lag(feed: Feed, metrics: ApiMetrics) -> None:
    """Has every scrape look up the newest event."""

    async def look() -> list[GaugeMetricFamily] | None:
        try:
            newest = await newest_event()
        except (*AWAY, asyncpg.PostgresError):
            return None
        lag = 0 if feed.position is None else max(newest - feed.position, 0)
        description = "Events that are there and were not given out, while anybody waits for events."
        return [GaugeMetricFamily("tierline_live_lag_events", description, value=lag)]

    metrics.look_up("tierline_database_up", "Whether PostgreSQL answered this scrape.", look)
