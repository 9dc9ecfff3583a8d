"""Deciding once more, to compare: nothing of it is written."""

from collections.abc import Callable
from datetime import date

import asyncpg

from engine.assessment import compute
from engine.chunks import Chunk, write_chunk
from engine.gather import find_managers, find_report, gather, read_partners, take_in_activity
from engine.invalidation import EVERYTHING, Scope
from engine.runs import ROWS_A_CHUNK, Run, keep_ids
from models.enums import RecomputeKind
from models.locks import Lock, hold, lock
from models.retention import expect_activity
from models.rulebook import Rulebook
from models.statements import statement
from tiers.digests import digest_program
from tiers.facts import Report
from tiers.periods import decision_day
from tiers.program import Program

GREATEST_ID = 2**63 - 1

_SLICES = """
SELECT max(partner) AS last, min(place) - 1 AS before
FROM (
    SELECT partner, ((sum(count(*)) OVER by_partner - 1) / $1::int)::bigint AS slice,
           row_number() OVER by_partner AS place
    FROM gathered_{run} GROUP BY partner WINDOW by_partner AS (ORDER BY partner)
) AS one
GROUP BY slice ORDER BY slice
"""


async def verify_month(connection: asyncpg.Connection, rules: Rulebook, month: date) -> list[str]:
    """A line for each partner whose latest decision of the month is not what the facts give now; none when all are.

    Everything happens in a transaction that is rolled back; recomputes, and new months of activity, wait for it.
    Raises NoProgramInForce, ActivityDropped.
    """
    undone = connection.transaction()
    await undone.start()
    try:
        day = decision_day(month)
        program = rules.in_force(day)
        await lock(connection, Lock.RECOMPUTE)
        await lock(connection, Lock.MONTHS, shared=True)
        await expect_activity(connection, program, day)
        async with hold(connection, Lock.FACTS):
            await take_in_activity(connection, day)
            found = await find_report(connection, day)
            run = await begin_unsaved(connection, RecomputeKind.TIERS, program, day, found)
        await decide(connection, run)
        return [_line(row) for row in await find_differences(connection, run)]
    finally:
        await undone.rollback()


async def number_unsaved(connection: asyncpg.Connection) -> int:
    """A number for a run that is undone again. No other run has it, so that neither waits for the other's tables."""
    number: int = await connection.fetchval("SELECT nextval(pg_get_serial_sequence('recompute_run', 'id'))")
    return number


async def begin_unsaved(  # noqa: PLR0913 - what a run is made of
    connection: asyncpg.Connection,
    kind: RecomputeKind,
    program: Program,
    day: date,
    found: tuple[int, Report] | None,
    *,
    number: int | None = None,
    scope: Scope = EVERYTHING,
) -> Run:
    """Gathers the day, by the report that was found for it, in a transaction that is rolled back.

    A day of ACTIVITY is compared as the newest computed one. What a `scope` looks at is in tables of the `number`."""
    run = await number_unsaved(connection) if number is None else number
    report_id, report = found or (None, None)
    await gather(connection, run, scope, program, day, report)
    await connection.execute(statement("engine/run_tables").format(run=run))
    partners = await connection.fetchval(f"SELECT count(DISTINCT partner) FROM gathered_{run}")
    is_day = kind is RecomputeKind.ACTIVITY
    first_decision = None if is_day else await keep_ids(connection, partners)
    return Run(
        run, 0, kind, 1, day, program, report_id, report, day if is_day else None,
        renews_credits=is_day, first_decision=first_decision, scope=scope,
    )  # fmt: skip


async def decide(
    connection: asyncpg.Connection, run: Run, on_progress: Callable[[int, int], None] = lambda _, __: None
) -> None:
    """Decides what the run gathered, and sets aside how it differs from what is there."""
    slices = await connection.fetch(_SLICES.format(run=run.id), ROWS_A_CHUNK)
    first = 0
    for number, (last, before) in enumerate(slices):
        on_progress(number, len(slices))
        until = last if number + 1 < len(slices) else GREATEST_ID  # together they cover every partner's id
        partners = await read_partners(connection, run.id, run.scope, first, until)
        clients = {client.client for partner in partners for client in partner.facts.clients}
        managers = await find_managers(connection, run.id, run.program, run.day, run.report, clients)
        await write_chunk(connection, Chunk(run, number, first, until, before, 0), compute(run, partners, managers))
        await connection.execute("DROP TABLE new_credit")
        first = last + 1
    on_progress(len(slices), len(slices))


async def find_differences(connection: asyncpg.Connection, run: Run) -> list[asyncpg.Record]:
    """What tells the decisions of a TIERS run from the latest revisions, a row per partner where something does."""
    text = statement("engine/decision_differences").format(run=run.id)
    return await connection.fetch(text, run.effective_on, digest_program(run.program))


def _line(row: asyncpg.Record) -> str:
    partner = row["partner"]
    decided = tell_numbers(row["decided_tier"], row["decided_sold"], row["decided_managed"], row["decided_median"])
    computed = tell_numbers(row["tier"], row["sold"], row["managed"], row["median"])
    if not row["is_decided"]:
        return f"{partner}: has no decision; would be decided {computed}"
    if not row["is_computed"]:
        return f"{partner}: was decided {decided}; by now it had not joined on the day that was decided on"
    if row["same_program"] is False:
        cause = "the program says something else since"
    elif row["same_inputs"]:
        cause = "from the same facts"
    else:
        cause = "other facts are known since"
    if decided == computed:
        return f"{partner}: was decided {decided}; the same by other credits or labels now ({cause})"
    return f"{partner}: was decided {decided}; would be {computed} now ({cause})"


def tell_numbers(tier: str | None, sold: object, managed: object, median: object) -> str:
    """A standing or a decision in a few words."""
    usage = "no median" if median is None else f"median {median}"
    return f"{tier or 'without tier'} (sold {sold}, managed {managed}, {usage})"
