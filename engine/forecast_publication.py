"""Keeping what is foreseen, and telling whom it concerns: found part by part, and kept in one transaction."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import asyncpg

from engine.kept_forecasts import Part, Task
from events.kinds import EventKind
from events.outbox import publish, publish_job_change
from jobs.claims import Claim, advance, note_progress, succeed
from models.statements import statement
from tiers.decisions import TierChangeKind
from tiers.foreseen import ForeseenChange, is_told
from tiers.periods import effective_day

_COLUMNS = (
    "job_id", "partner_id", "place", "effective_on", "tier", "rank", "edition", "change", "falls_first", "metric",
    "client_id", "last_day", "mrr",
)  # fmt: skip

Changes = Mapping[int, ForeseenChange]
"""The first change that is foreseen of partners, by their rows; those without one are not there."""


async def begin_task(connection: asyncpg.Connection, claim: Claim, task: Task, now: datetime) -> Task:
    """The task as far as the job has come with it before: from its beginning, if it had another one, or none.

    In a transaction. Raises Fenced, CancelRequested.
    """
    row = await connection.fetchrow("SELECT * FROM forecast_task WHERE job_id = $1", claim.job)
    if row is not None and (row["day"], row["rests_on"], row["version"]) == (task.day, task.rests_on, task.version):
        columns = ("marks", "partners", "many", "done", "last_partner")
        task = replace(task, **{column: row[column] for column in columns})
        await note_progress(connection, claim, task.done, task.many)
    else:
        await note_progress(connection, claim, 0, task.many)
        await connection.execute(statement("engine/drop_left_of_forecasts"), claim.job)
        await connection.execute(
            statement("engine/begin_forecasts"),
            claim.job, task.program, task.day, task.rests_on, task.version, task.marks, task.partners, task.many,
        )  # fmt: skip
    await publish_job_change(connection, claim.job, now)
    return task


async def keep_part(connection: asyncpg.Connection, claim: Claim, task: Task, part: Part, now: datetime) -> Task:
    """Keeps what was found for the end of the job, in a transaction; the task is that much nearer to its end.

    Raises Fenced, CancelRequested.
    """
    task = replace(task, done=task.done + len(part.partners), last_partner=part.partners[-1])
    await note_progress(connection, claim, task.done, max(task.done, task.many))
    await connection.execute(statement("engine/note_found_forecasts"), claim.job, task.done, task.last_partner)
    rows = [(claim.job, *row) for row in part.rows]
    await connection.copy_records_to_table("found_forecast", records=rows, columns=_COLUMNS)
    await publish_job_change(connection, claim.job, now)
    return task


async def keep_forecasts(connection: asyncpg.Connection, claim: Claim, task: Task, now: datetime) -> bool:
    """Keeps all that was found, and the job has succeeded. False, and nothing is kept, if others were kept meanwhile.

    Then it is to be foreseen anew. Raises Fenced, CancelRequested.
    """
    noted = (task.program, task.day, task.rests_on if task.can_carry else None, task.version, now)
    if not await connection.fetchval(statement("engine/note_forecasts"), *noted):
        return False
    before = _changes(await connection.fetch(statement("engine/foreseen_changes"), task.program, task.partners))
    await connection.execute(statement("engine/merge_forecasts"), task.program, task.partners, task.day, claim.job)
    after = _changes(await connection.fetch(statement("engine/foreseen_changes"), task.program, task.partners))
    changed = await _find_told(connection, task, before, after)
    told = await connection.fetch(statement("engine/told_forecasts"), task.program, changed)
    await connection.execute("DELETE FROM stale_forecast WHERE id = ANY ($1::bigint[])", task.marks)
    await connection.execute(statement("engine/drop_left_of_forecasts"), claim.job)
    await advance(connection, claim, claim.work.steps)
    await succeed(connection, claim, len(told), now)
    await publish(connection, EventKind.FORECAST_CHANGED, [row["id"] for row in told], now)
    await publish_job_change(connection, claim.job, now)
    return True


def _changes(rows: list[asyncpg.Record]) -> Changes:
    return {
        row["partner_id"]: ForeseenChange(
            row["effective_on"],
            TierChangeKind(row["change"]),
            row["tier"],
            row["rank"],
            row["metric"],
            row["client_id"],
            row["last_day"],
        )
        for row in rows
    }


async def _find_told(connection: asyncpg.Connection, task: Task, before: Changes, after: Changes) -> list[int]:
    """The partners of whom something else is foreseen than before."""
    if not task.days:
        return []
    differing = sorted(one for one in before.keys() | after.keys() if before.get(one) != after.get(one))
    held = {
        row["partner_id"]: row["rank"]
        for row in await connection.fetch(statement("engine/held_tiers"), task.days[0], task.program, differing)
    }
    first_day = effective_day(task.days[0])
    return [one for one in differing if is_told(before.get(one), after.get(one), held.get(one, 0), first_day)]
