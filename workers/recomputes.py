"""The two recomputes. The schedule and operators run these same functions, for any closed period."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta

import asyncpg

from models.database import transaction
from models.locks import Lock, lock
from models.outbox import publish_job_change, publish_standing_changes, publish_tier_changes
from models.rulebook import Rulebook
from models.statements import statement
from tiers.periods import decision_day, effective_day
from workers.claims import Claim, advance, succeed
from workers.computing import Computed, compute

Clock = Callable[[], datetime]
Announce = Callable[[], Awaitable[None]]


async def recompute_activity(held: Claim, rules: Rulebook, clock: Clock, announce: Announce) -> None:
    """Computes the standings of every day of the job, and with the newest computed day its credits.

    Each day is one transaction, so an interrupted job goes on after its last finished day. `announce` is called after
    each commit.
    Raises NoProgramInForce, Fenced, CancelRequested.
    """
    assert held.first_day is not None
    assert held.last_day is not None
    days = (held.last_day - held.first_day).days + 1
    for done in range(held.done + 1, days + 1):
        day = held.first_day + timedelta(done - 1)
        async with transaction() as connection:
            await _compute_day(connection, held, rules, day, done, clock())
        await announce()


async def recompute_tiers(held: Claim, rules: Rulebook, clock: Clock, announce: Announce) -> None:
    """Decides the tiers that take effect on the 15th of the job's month, in one transaction.

    A partner whose outcome is as decided before gets no new revision. Raises as above.
    """
    assert held.month is not None
    as_of, now = decision_day(held.month), clock()
    async with transaction() as connection:
        await lock(connection, Lock.RECOMPUTE)
        computed = await compute(connection, rules, as_of, with_credits=True)
        added = await connection.fetch(
            statement("add_decisions"), effective_day(held.month), as_of, computed.program.key, now
        )
        await advance(connection, held, 1)
        await succeed(connection, held, len(added), now)
        await publish_tier_changes(connection, [row["id"] for row in added if row["speaks"]], now)
        await publish_job_change(connection, held.job, now)
    await announce()


async def _compute_day(
    connection: asyncpg.Connection, held: Claim, rules: Rulebook, day: date, done: int, now: datetime
) -> None:
    await lock(connection, Lock.RECOMPUTE)
    newest = await connection.fetchval("SELECT max(day) FROM computed_day")
    is_last = day == held.last_day
    becomes_newest = day == newest or (is_last and (newest is None or day > newest))
    computed = await compute(connection, rules, day, with_credits=becomes_newest)
    changed = await connection.fetch(statement("merge_standings"), day, computed.program.key, now)
    spoken: list[int] = []
    if becomes_newest:
        await connection.execute(statement("merge_credits"))
        if day == newest:
            spoken = [row["id"] for row in changed if row["id"] is not None]
        else:
            spoken = [row["id"] for row in await connection.fetch(statement("changed_standings"), newest, day)]
    await advance(connection, held, done)
    if is_last or becomes_newest:
        await _note_computed(connection, day, computed, now)
    if is_last:
        await succeed(connection, held, await _count_changed(connection, held), now)
    if spoken:
        await publish_standing_changes(connection, spoken, now)
    await publish_job_change(connection, held.job, now)


async def _note_computed(connection: asyncpg.Connection, day: date, computed: Computed, now: datetime) -> None:
    await connection.execute(
        "INSERT INTO computed_day (day, report_id, computed_at) VALUES ($1, $2, $3)"
        " ON CONFLICT (day) DO UPDATE SET report_id = excluded.report_id, computed_at = excluded.computed_at"
        " WHERE computed_day.report_id IS DISTINCT FROM excluded.report_id",
        day, computed.report, now,
    )  # fmt: skip


async def _count_changed(connection: asyncpg.Connection, held: Claim) -> int:
    """How many partners this run gave another standing, on any of its days, also before it was interrupted."""
    count: int = await connection.fetchval(
        "SELECT count(DISTINCT partner_id) FROM standing WHERE as_of BETWEEN $1 AND $2 AND computed_at >= $3",
        held.first_day, held.last_day, held.started_at,
    )  # fmt: skip
    return count
