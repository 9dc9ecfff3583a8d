"""The newest day and month from scratch, for a sample of partners, beside what is stored of them.

Facts may have come since: what these can have changed is for the next run to say, and no finding.
"""

from datetime import date

import asyncpg

from engine.checks.check import EXAMPLES, Found, Progress, Sample
from engine.comparison import begin_unsaved, decide, find_differences, number_unsaved, tell_numbers
from engine.gather import find_report
from engine.invalidation import EVERYTHING, Scope
from models.enums import RecomputeKind
from models.retention import ActivityDropped, expect_activity
from models.rulebook import Rulebook
from models.statements import statement
from tiers.digests import digest_program
from tiers.program import NoProgramInForce, Split

_NEWEST_DAY = "SELECT day, report_id, program_digest FROM computed_day ORDER BY day DESC LIMIT 1"

# The last run that looked at the newest decisions: it left them as they are, by the report and the program that it had.
_NEWEST_MONTH = """
SELECT r.day, r.report_id, r.program_digest
FROM recompute_run r
JOIN recompute_job j ON j.id = r.job_id
WHERE j.kind = 'TIERS' AND r.finished_at IS NOT NULL
  AND r.day = (SELECT as_of FROM tier_decision ORDER BY effective_on DESC LIMIT 1)
ORDER BY r.id DESC LIMIT 1
"""
_ANYTHING_STALE = """
SELECT EXISTS (SELECT FROM stale_client) OR EXISTS (SELECT FROM stale_partner)
    OR EXISTS (SELECT FROM stale_day WHERE day <= $1)
"""


async def find_other_standings(
    connection: asyncpg.Connection, rules: Rulebook, sample: Sample, on_progress: Progress
) -> Found:
    """The partners whose standing or credits of the newest computed day are not what a run from scratch gives."""
    newest = await connection.fetchrow(_NEWEST_DAY)
    if newest is None:
        return Found()
    day = newest["day"]
    if note := await _why_not(connection, rules, newest):
        return Found(note=note)
    program = rules.in_force(day)
    if program.managed_split is Split.EVEN and await connection.fetchval(_ANYTHING_STALE, day):
        return Found(note=f"not compared: facts came since {day} was computed, and partners share what they manage")
    touched, number = await number_unsaved(connection), await number_unsaved(connection)
    await _find_touched(connection, touched, day)
    scope = await _choose(connection, number, sample, day)
    report = await find_report(connection, day)
    run = await begin_unsaved(connection, RecomputeKind.ACTIVITY, program, day, report, number=number, scope=scope)
    await decide(connection, run, on_progress)
    text = statement("engine/standing_differences").format(run=number, touched=touched)
    lines = [_line(row) for row in await connection.fetch(text, day, program.key)]
    return Found(len(lines), tuple(lines[:EXAMPLES]))


async def find_other_decisions(
    connection: asyncpg.Connection, rules: Rulebook, sample: Sample, on_progress: Progress
) -> Found:
    """The partners whose newest decision the same facts, the same report and the same program do not give again."""
    newest = await connection.fetchrow(_NEWEST_MONTH)
    if newest is None:
        return Found()
    if note := await _why_not(connection, rules, newest):
        return Found(note=note)
    day = newest["day"]
    program = rules.in_force(day)
    if program.managed_split is Split.EVEN:
        return Found(note="not compared: where partners share what they manage, a decision hangs on others' facts too")
    number = await number_unsaved(connection)
    scope = await _choose(connection, number, sample, day)
    report = await find_report(connection, day)
    run = await begin_unsaved(connection, RecomputeKind.TIERS, program, day, report, number=number, scope=scope)
    await decide(connection, run, on_progress)
    sampled = {
        name
        for (name,) in await connection.fetch(
            f"SELECT external_id FROM partner JOIN sampled_partner_{number} ON partner_id = partner.id"
        )
    }
    lines = [
        f"{row['partner']}: was decided"
        f" {tell_numbers(row['decided_tier'], row['decided_sold'], row['decided_managed'], row['decided_median'])},"
        f" and the same facts give {tell_numbers(row['tier'], row['sold'], row['managed'], row['median'])}"
        for row in await find_differences(connection, run)
        if row["partner"] in sampled and row["same_inputs"] and row["same_program"] is not False and row["is_computed"]
    ]
    return Found(len(lines), tuple(lines[:EXAMPLES]))


async def _why_not(connection: asyncpg.Connection, rules: Rulebook, newest: asyncpg.Record) -> str | None:
    """Why all of the day or month may have become another since; None when only what facts touched can have."""
    day = newest["day"]
    report = await find_report(connection, day)
    if newest["report_id"] != (None if report is None else report[0]):
        return f"not compared: another report is in force on {day} than when it was computed"
    try:
        program = rules.in_force(day)
        await expect_activity(connection, program, day)
    except (NoProgramInForce, ActivityDropped) as error:
        return f"not compared: {error}"
    if newest["program_digest"] is None:
        return f"not compared: it is not known by which program {day} was computed"
    if newest["program_digest"] != digest_program(program):
        return f"not compared: the program in force on {day} is not the one that it was computed by"
    return None


async def _find_touched(connection: asyncpg.Connection, number: int, day: date) -> None:
    """Notes the partners for whom something was loaded, or taken in, or waits to be, since the day was computed."""
    await connection.execute(statement("engine/stale").format(run=number))
    await connection.execute(
        f"INSERT INTO answered_client_{number} (client_id) SELECT client_id FROM stale_day WHERE day <= $1", day
    )
    for name in ("engine/touched_clients", "engine/touched_partners"):
        await connection.execute(statement(name).format(run=number), day, day)


async def _choose(connection: asyncpg.Connection, number: int, sample: Sample, day: date) -> Scope:
    """Makes the tables of what a run looks at that is only about the partners of the sample."""
    await connection.execute(statement("engine/sample_partners").format(run=number), sample.partners, sample.chance)
    if sample.partners is None:
        return EVERYTHING
    await connection.execute(statement("engine/sample_clients").format(run=number))
    await connection.execute(statement("engine/kept_credits").format(run=number))
    return Scope(day)


def _line(row: asyncpg.Record) -> str:
    stored = tell_numbers(row["stored_tier"], row["stored_sold"], row["stored_managed"], row["stored_median"])
    computed = tell_numbers(row["tier"], row["sold"], row["managed"], row["median"])
    if not row["is_stored"]:
        return f"{row['partner']}: has no standing, and from scratch {computed}"
    if not row["is_computed"]:
        return f"{row['partner']}: is {stored}, and from scratch has no standing"
    if stored == computed:
        return f"{row['partner']}: is {stored}, and from scratch has other credits or labels"
    return f"{row['partner']}: is {stored}, and from scratch {computed}"
