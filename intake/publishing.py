"""The staged MRR reports that can be published: what they consist of is in the database by now."""

from collections.abc import Iterable

import asyncpg

from intake.records import MrrReport
from intake.reports import Content, Staged, find_contradictions, find_losses
from intake.staging import reject_staged
from intake.succession import Key, find_displaced, key_of
from models.statements import statement
from tiers.facts import Report


async def sift_reports(connection: asyncpg.Connection, *, confirmed: bool, discreet: bool) -> list[int]:
    """Leaves the staged reports that are to be published, one line of each.

    After this load's lines have been merged, and what is closed was judged. With `confirmed` those that lack most of
    the report before them are left, too: their numbers are given. What is stored is not told to the `discreet`."""
    await connection.execute(statement("intake/reject_incomplete_report"))
    stating = [one for one in await _staged(connection) if (one.lines, one.total) != (None, None)]
    contents = await _contents(connection, (one.report for one in stating))
    await reject_staged(connection, MrrReport, find_contradictions(stating, contents, discreet=discreet))
    await connection.execute(statement("intake/supersede_reports"))
    staged = await _staged(connection)
    if not staged:
        return []
    published = [Report(*row) for row in await connection.fetch("SELECT period, revision, ran_on FROM mrr_report")]
    new = [one.report for one in staged]
    contents = await _contents(connection, {*new, *find_displaced(new, published)})
    losses = find_losses(staged, published, contents, confirmed=confirmed, discreet=discreet)
    if not confirmed:
        await reject_staged(connection, MrrReport, losses)
        return []
    return [loss.number for loss in losses]


async def _staged(connection: asyncpg.Connection) -> list[Staged]:
    rows = await connection.fetch("SELECT number, period, revision, ran_on, lines, total FROM intake_mrr_report")
    return [
        Staged(row["number"], Report(row["period"], row["revision"], row["ran_on"]), row["lines"], row["total"])
        for row in rows
    ]


async def _contents(connection: asyncpg.Connection, reports: Iterable[Report]) -> dict[Key, Content]:
    """What the lines of the reports come to; those without any are left out."""
    keys = sorted({key_of(report) for report in reports})
    columns = [period for period, _ in keys], [revision for _, revision in keys]
    found: dict[Key, Content] = {}
    for row in await connection.fetch(statement("intake/report_contents"), *columns):
        key = row["period"], row["revision"]
        before = found.get(key, Content(0, {}))
        totals = {**before.totals, row["currency"]: row["total"]}
        found[key] = Content(before.lines + row["lines"], totals)
    return found
