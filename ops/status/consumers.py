"""Who reads all events, and how far each has come."""

from datetime import datetime, timedelta

import asyncpg

from events.consumers import Progress, list_consumers
from models.retention import Retention
from ops.status.lines import Line, tell_moment, tell_span

PATIENCE = timedelta(days=1)  # for an event that is not read


async def tell_consumers(connection: asyncpg.Connection, now: datetime, keep: Retention) -> list[Line]:
    """A line for each; none where there are none. One that stands still needs a person."""
    return [_line(one, now, keep) for one in await list_consumers(connection)]


def _line(one: Progress, now: datetime, keep: Retention) -> Line:
    name = "consumer of events"
    if one.waiting_since is None:
        return Line(name, f"{one.consumer} has read all")
    waits = now - one.waiting_since
    text = f"{one.consumer} has not read {one.unread:,}, the first since {tell_moment(one.waiting_since)}"
    if waits <= PATIENCE:
        return Line(name, text)
    remedy = (
        f"{one.consumer} has read no event for {tell_span(waits.total_seconds())}: see the logs of the workers for why;"
        f" after {keep.consumer_days} days it is dropped"
    )
    return Line(name, text, remedy)
