"""Subscriptions, and what happens while they are watched."""

from datetime import date

from events.kinds import EventKind
from events.outbox import publish, publish_job_change
from models.database import acquire, transaction
from tests.api.front import Socket
from tests.api.reading import NOW
from tests.api.rows import add_decision

TIERS = """
subscription ($partnerId: ID, $after: String) {
  tierChanges(partnerId: $partnerId, after: $after) {
    kind cursor decision { id effectiveOn revision tier { key } partner { externalId } }
  }
}
"""
STANDINGS = """
subscription ($partnerId: ID, $after: String) {
  standingChanges(partnerId: $partnerId, after: $after) {
    kind cursor partner { externalId } standing { asOf soldMrr managedMrr medianAppUsage tier { key } computedAt }
  }
}
"""
PROGRESS = """
subscription ($jobId: ID!) {
  recomputeProgress(jobId: $jobId) { id kind status month from to progress { done total } error changedPartners }
}
"""
CURSORS = "subscription ($after: String) { tierChanges(after: $after) { cursor } }"
MAY, JUNE, JULY = date(2019, 5, 15), date(2019, 6, 15), date(2019, 7, 15)


async def decide(partner: int, effective_on: date, tier: str | None, **more: object) -> int:
    """A published decision."""
    decision = await add_decision(partner, effective_on, tier, **more)
    async with transaction() as connection:
        await publish(connection, EventKind.TIER_CHANGED, [decision], NOW)
    return decision


async def publish_standing(standing: int) -> None:
    async with transaction() as connection:
        await publish(connection, EventKind.STANDING_CHANGED, [standing], NOW)


async def advance(job: int, **changes: object) -> None:
    """A job's next state, published."""
    async with transaction() as connection:
        names = ", ".join(f"{name} = ${place}" for place, name in enumerate(changes, 2))
        await connection.execute(f"UPDATE recompute_job SET {names} WHERE id = $1", job, *changes.values())
        await publish_job_change(connection, job, NOW)


async def tier_event(socket: Socket) -> tuple[str, str | None, str | None]:
    """The next event of tierChanges: its kind, whose decision and which tier."""
    change = (await socket.next())["tierChanges"]
    decision = change["decision"]
    if decision is None:
        return change["kind"], None, None
    return change["kind"], decision["partner"]["externalId"], decision["tier"] and decision["tier"]["key"]


async def newest() -> int:
    async with acquire() as connection:
        return int(await connection.fetchval("SELECT coalesce(max(seq), 0) FROM event"))
