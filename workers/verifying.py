"""Deciding a month once more, to compare: nothing of it is written."""

from datetime import date

import asyncpg

from models.locks import Lock, hold, lock
from models.recomputes import RecomputeKind
from models.retention import expect_activity
from models.rulebook import Rulebook
from models.statements import statement
from tiers.digests import digest_program
from tiers.periods import decision_day
from workers.chunks import Chunk, write_chunk
from workers.computing import compute
from workers.gathering import find_managers, find_report, gather, read_partners, take_in_activity
from workers.runs import ROWS_A_CHUNK, Run
from workers.touching import EVERYTHING

UNSAVED = 0  # the number of the run that is undone again; others begin with 1

_SLICES = """
SELECT min(partner) AS first, max(partner) AS last, min(place) - 1 AS before
FROM (
    SELECT partner, ((sum(count(*)) OVER by_partner - 1) / $1::int)::bigint AS slice,
           row_number() OVER by_partner AS place
    FROM gathered_0 GROUP BY partner WINDOW by_partner AS (ORDER BY partner)
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
        run = await _gather(connection, rules, decision_day(month))
        for number, (first, last, before) in enumerate(await connection.fetch(_SLICES, ROWS_A_CHUNK)):
            partners = await read_partners(connection, run.id, run.scope, first, last)
            clients = {client.client for partner in partners for client in partner.facts.clients}
            managers = await find_managers(connection, run.id, run.program, run.day, run.report, clients)
            await write_chunk(connection, Chunk(run, number, first, last, before, 0), compute(run, partners, managers))
            await connection.execute("DROP TABLE new_credit")
        text = statement("decision_differences").format(run=run.id)
        return [_line(row) for row in await connection.fetch(text, run.effective_on, digest_program(run.program))]
    finally:
        await undone.rollback()


async def _gather(connection: asyncpg.Connection, rules: Rulebook, day: date) -> Run:
    program = rules.in_force(day)
    await lock(connection, Lock.RECOMPUTE)
    await lock(connection, Lock.MONTHS, shared=True)
    await expect_activity(connection, program, day)
    async with hold(connection, Lock.FACTS):
        await take_in_activity(connection, day)
        report_id, report = await find_report(connection, day) or (None, None)
        await gather(connection, UNSAVED, EVERYTHING, program, day, report)
    await connection.execute(statement("run_tables").format(run=UNSAVED))
    first_decision = await connection.fetchval("SELECT coalesce(max(id), 0) + 1 FROM tier_decision")
    return Run(
        UNSAVED, 0, RecomputeKind.TIERS, 1, day, program, report_id, report, None,
        renews_credits=False, first_decision=first_decision, scope=EVERYTHING,
    )  # fmt: skip


def _line(row: asyncpg.Record) -> str:
    partner = row["partner"]
    decided = _numbers(row["decided_tier"], row["decided_sold"], row["decided_managed"], row["decided_median"])
    computed = _numbers(row["tier"], row["sold"], row["managed"], row["median"])
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


def _numbers(tier: str | None, sold: object, managed: object, median: object) -> str:
    usage = "no median" if median is None else f"median {median}"
    return f"{tier or 'without tier'} (sold {sold}, managed {managed}, {usage})"
