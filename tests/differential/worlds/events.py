"""Events, published as workers publish them."""

from random import Random

from events.kinds import EventKind
from events.outbox import publish, publish_job_change
from models.database import transaction
from tests.api.reading import NOW
from tests.differential.worlds.ledger import Ledger

MOST_OF_A_KIND = 25
SINCE = """
UPDATE standing SET metrics = metrics || jsonb_build_object('CERTIFIED', (NOT certified)::int),
    provisional = NOT provisional, computed_at = computed_at + interval '1 s'
"""
"""What happens to standings after they were published: events show them as they were."""


async def publish_events(ledger: Ledger) -> None:
    """In any order, some of them twice."""
    rng: Random = ledger.rng
    events = [
        (table, key)
        for table in ("tier_decision", "standing", "forecast", "recompute_job")
        for key in rng.choices(ledger.keys(table), k=MOST_OF_A_KIND if ledger[table] else 0)
    ]
    rng.shuffle(events)
    async with transaction() as connection:
        for table, key in events:
            if table == "tier_decision":
                await publish(connection, EventKind.TIER_CHANGED, [key], NOW)
            elif table == "standing":
                await publish(connection, EventKind.STANDING_CHANGED, [key], NOW)
            elif table == "forecast":
                await publish(connection, EventKind.FORECAST_CHANGED, [key], NOW)
            else:
                await publish_job_change(connection, key, NOW)
        await connection.execute(SINCE)
