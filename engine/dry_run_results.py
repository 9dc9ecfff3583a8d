"""What dry runs leave: written batch by batch for the job that claimed one, complete with its last step."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg

from engine.dry_runs import COLUMNS, Batch, Tried, Trying
from events.outbox import publish_job_change
from jobs.claims import Claim, advance, note_progress, succeed
from models.statements import statement
from tiers.editions.parsing import parse_edition

MOST_KEPT = 50
"""How many dry runs are kept with what came of them, and how many of which nothing came: the newest of each."""

_FIND = "SELECT program, edition, text, first_on, last_on FROM dry_run WHERE id = $1"


class DryRunGone(Exception):
    """Too many others have been made since: what it was to decide by is not kept any more."""


async def begin_dry_run(connection: asyncpg.Connection, claim: Claim) -> Trying:
    """What the job is to do; removes what earlier attempts have left, and what is too old to be kept.

    In a transaction. Raises DryRunGone, Fenced, CancelRequested."""
    await note_progress(connection, claim, 0, 1)
    await connection.execute(statement("engine/drop_left_of_dry_runs"), claim.job)
    await connection.execute(statement("engine/forget_dry_runs"), MOST_KEPT)
    row = await connection.fetchrow(_FIND, claim.job)
    if row is None:
        raise DryRunGone(f"dry run {claim.job} is not kept any more, as {MOST_KEPT} others are: ask for it anew")
    edition = parse_edition(row["text"], f"{row['program']} {row['edition']}")
    return Trying(claim.job, edition, row["first_on"], row["last_on"])


async def write_batch(connection: asyncpg.Connection, claim: Claim, batch: Batch, now: datetime) -> None:
    """Writes some partners' rows, in a transaction. Raises Fenced, CancelRequested, and then nothing is written."""
    await note_progress(connection, claim, batch.done, batch.total)
    await connection.copy_records_to_table("dry_run_partner", records=batch.rows, columns=COLUMNS)
    await publish_job_change(connection, claim.job, now)


async def finish_dry_run(connection: asyncpg.Connection, claim: Claim, tried: Tried, now: datetime) -> None:
    """Lets everybody read it, in the transaction in which its job succeeds. Raises Fenced, CancelRequested."""
    await advance(connection, claim, 1)
    days: Sequence[tuple[object, ...]] = [day.row(claim.job) for day in tried.days]
    await connection.executemany(statement("engine/add_dry_run_day"), days)
    await connection.execute("UPDATE dry_run SET known_at = $2 WHERE id = $1", claim.job, tried.known_at)
    await succeed(connection, claim, 0, now)
    await publish_job_change(connection, claim.job, now)
