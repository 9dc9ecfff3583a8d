"""The newest day and month from scratch, for a sample of partners, beside what is stored of them.

Facts may have come since: what these can have changed is for the next run to say, and no finding.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import asyncpg

from engine.checks.check import EXAMPLES, Found, Progress, Sample
from engine.comparison import Difference, OnProgress, compare, find_other_decisions
from engine.invalidation import find_touched_since
from engine.outcomes import Decided, read_standings, standing_outcome_of, tell
from engine.reports import find_basis, find_report
from models.retention import ActivityDropped, expect_activity
from models.rulebook import Rulebook
from models.statements import statement
from tiers.editions.digest import digest_edition
from tiers.errors import NoEditionInForce
from tiers.needs import even_ways

_SAMPLE = "SELECT id FROM partner ORDER BY hashint8extended(id, $2::bigint) LIMIT $1::bigint"


async def find_other_standings(
    connection: asyncpg.Connection, rules: Rulebook, sample: Sample, on_progress: Progress
) -> Found:
    """The partners whose standing or credits of the newest computed day are not what a run from scratch gives."""
    newest = await connection.fetchrow("SELECT * FROM newest_day_of($1)", rules.program)
    if newest is None:
        return Found()
    day: date = newest["day"]
    if note := await _why_not(connection, rules, newest):
        return Found(note=note)
    edition = rules.in_force(day)
    if even_ways(edition) and await connection.fetchval(statement("engine/anything_stale"), day):
        return Found(note=f"not compared: facts came since {day} was computed, and partners share what they manage")
    touched = await find_touched_since(connection, edition, day)
    basis = await find_basis(connection, edition, day)

    async def read(connection: asyncpg.Connection, partners: Sequence[int]) -> Mapping[int, Decided]:
        return await read_standings(connection, rules.program, day, partners)

    partners, progress = await _choose(connection, sample, on_progress)
    differences = compare(connection, basis, partners, read, progress, standing_outcome_of)
    return _found([(one.partner, _line(one)) async for one in differences if one.id not in touched])


async def find_other_newest_decisions(
    connection: asyncpg.Connection, rules: Rulebook, sample: Sample, on_progress: Progress
) -> Found:
    """The partners whose newest decision the same facts, the same report and the same edition do not give again."""
    newest = await connection.fetchrow(statement("engine/newest_decided"), rules.program)
    if newest is None:
        return Found()
    if note := await _why_not(connection, rules, newest):
        return Found(note=note)
    day: date = newest["day"]
    edition = rules.in_force(day)
    if even_ways(edition):
        return Found(note="not compared: where partners share what they manage, a decision hangs on others' facts too")
    basis = await find_basis(connection, edition, day)
    partners, progress = await _choose(connection, sample, on_progress)
    digest = digest_edition(edition)
    return _found([
        (one.partner, f"{one.partner}: was decided {tell(decided.outcome)}, and the same facts give {tell(computed)}")
        async for one in find_other_decisions(connection, basis, partners, progress)
        if (decided := one.decided) is not None and (computed := one.computed) is not None
        and one.same_inputs and decided.edition_digest in {None, digest}
    ])  # fmt: skip


async def _why_not(connection: asyncpg.Connection, rules: Rulebook, newest: asyncpg.Record) -> str | None:
    """Why all of the day or month may have become another since; None when only what facts touched can have."""
    day = newest["day"]
    report = await find_report(connection, day)
    if newest["report_id"] != (None if report is None else report[0]):
        return f"not compared: another report is in force on {day} than when it was computed"
    try:
        edition = rules.in_force(day)
        await expect_activity(connection, edition, day)
    except (NoEditionInForce, ActivityDropped) as error:
        return f"not compared: {error}"
    if newest["edition_digest"] is None:
        return f"not compared: it is not known by which edition {day} was computed"
    if newest["edition_digest"] != digest_edition(edition):
        return f"not compared: the edition in force on {day} is not the one that it was computed by"
    return None


async def _choose(
    connection: asyncpg.Connection, sample: Sample, on_progress: Progress
) -> tuple[list[int] | None, OnProgress]:
    """The partners of the sample, by the ids of their rows, None for all; and what is told how many are done."""
    if sample.partners is None:
        total = await connection.fetchval("SELECT count(*) FROM partner")
        return None, lambda done: on_progress(done, total)
    partners = [row["id"] for row in await connection.fetch(_SAMPLE, sample.partners, sample.chance)]
    return partners, lambda done: on_progress(done, len(partners))


def _found(lines: list[tuple[str, str]]) -> Found:
    """What was found, by the partners' external ids and a line for each."""
    return Found(len(lines), tuple(line for _, line in sorted(lines)[:EXAMPLES]))


def _line(difference: Difference) -> str:
    partner, stored, computed = difference.partner, difference.decided, difference.computed
    if stored is None:
        assert computed is not None
        return f"{partner}: has no standing, and from scratch {tell(computed)}"
    if computed is None:
        return f"{partner}: is {tell(stored.outcome)}, and from scratch has no standing"
    if tell(stored.outcome) == tell(computed):
        return f"{partner}: is {tell(stored.outcome)}, and from scratch has other credits or labels"
    return f"{partner}: is {tell(stored.outcome)}, and from scratch {tell(computed)}"
