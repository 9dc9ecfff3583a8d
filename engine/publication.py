"""Making visible what the chunks of a run have left: in one transaction, for all partners at once, with its events."""

from datetime import datetime

import asyncpg

from engine.runs import Run, RunLost
from events.kinds import EventKind
from events.outbox import publish, publish_job_change
from jobs.claims import Claim, advance, succeed
from jobs.kinds import RecomputeKind
from models.locks import Lock, lock
from models.statements import statement
from tiers.editions.digest import digest_edition
from tiers.reports import is_provisional

EVERYBODY = "(VALUES (NULL::bigint)) AS everybody (partner_id)"
"""In SQL: the mark that stands for all partners."""


async def publish_run(connection: asyncpg.Connection, claim: Claim, run: Run, now: datetime) -> None:
    """Publishes a run whose chunks are all finished; with the last step of its job the job has succeeded.

    Raises Fenced, CancelRequested, RunLost: then nothing has happened.
    """
    await lock(connection, Lock.RECOMPUTE)
    if await connection.fetchval(statement("engine/note_decided"), run.id) is None:
        raise RunLost(f"run {run.id} is over")
    if run.kind is RecomputeKind.TIERS:
        await _publish_decisions(connection, claim, run, now)
    else:
        await _publish_day(connection, claim, run, now)
    await publish_job_change(connection, claim.job, now)
    await connection.execute(statement("models/drop_run_tables").format(run=run.id))
    await connection.execute("DELETE FROM recompute_chunk WHERE run_id = $1", run.id)
    await connection.execute("DELETE FROM run_mark WHERE run_id = $1", run.id)
    await connection.execute("UPDATE recompute_run SET finished_at = clock_timestamp() WHERE id = $1", run.id)


async def _publish_decisions(connection: asyncpg.Connection, claim: Claim, run: Run, now: datetime) -> None:
    await connection.execute(
        statement("engine/add_decisions").format(run=run.id),
        run.effective_on, run.day, run.edition.key, now, digest_edition(run.edition), run.edition.program,
    )  # fmt: skip
    added = await connection.fetch(f"SELECT id, notify FROM new_decision_{run.id} ORDER BY id")
    await _mark_forecasts(connection, run, f"new_decision_{run.id}")
    await advance(connection, claim, run.step)
    await succeed(connection, claim, len(added), now)
    await publish(connection, EventKind.TIER_CHANGED, [row["id"] for row in added if row["notify"]], now)


async def _publish_day(connection: asyncpg.Connection, claim: Claim, run: Run, now: datetime) -> None:
    if run.scope.base_day is not None:
        carried = statement("engine/carry_standings").format(run=run.id)
        await connection.execute(carried, run.scope.base_day, is_provisional(run.report, run.day), run.edition.program)
    merged = statement("engine/merge_standings").format(run=run.id)
    changed = await connection.fetch(merged, run.day, run.edition.key, now, run.edition.program)
    to_notify: list[int] = []
    if run.renews_credits:
        await connection.execute(statement("engine/merge_credits").format(run=run.id), run.edition.program)
        await connection.execute(statement("engine/drop_claimed_stale").format(run=run.id))
        everybody = run.scope.base_day is None
        await _mark_forecasts(connection, run, EVERYBODY if everybody else f"touched_partner_{run.id}")
        if run.day == run.newest_day:
            to_notify = [row["id"] for row in changed if row["id"] is not None]
        else:
            differing = await connection.fetch(
                statement("engine/changed_standings"), run.newest_day, run.day, run.edition.program
            )
            to_notify = [row["id"] for row in differing]
    await advance(connection, claim, run.step)
    is_last = run.day == claim.work.last_day
    if is_last or run.renews_credits:
        await _note_computed(connection, run, now)
    if is_last:
        await succeed(connection, claim, await _count_changed(connection, claim), now)
    if to_notify:
        await publish(connection, EventKind.STANDING_CHANGED, to_notify, now)


async def _mark_forecasts(connection: asyncpg.Connection, run: Run, partners: str) -> None:
    """Has what is foreseen of the partners looked at again: of whoever the run has looked at, or decided anew."""
    await connection.execute(statement("engine/mark_forecasts").format(partners=partners), run.edition.program)


async def _note_computed(connection: asyncpg.Connection, run: Run, now: datetime) -> None:
    """Only what the newest day's credits were computed by is of use to later runs, so only theirs is noted."""
    await connection.execute(
        statement("engine/note_computed"),
        run.day, run.report_id, digest_edition(run.edition) if run.renews_credits else None, now,
        run.edition.program,
    )  # fmt: skip


async def _count_changed(connection: asyncpg.Connection, claim: Claim) -> int:
    """How many partners this run gave another standing, on any of its days, also before it was interrupted."""
    count: int = await connection.fetchval(
        "SELECT count(DISTINCT partner_id) FROM standing WHERE as_of BETWEEN $1 AND $2 AND computed_at >= $3"
        " AND program = $4",
        claim.work.first_day, claim.work.last_day, claim.started_at, claim.work.program,
    )  # fmt: skip
    return count
