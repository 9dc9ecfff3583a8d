from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated

import asyncpg

from intake.currencies import find_uncounted
from intake.fields import Count, Day, Doc, Period, Revision, Total
from intake.record_type import Kind, Load, Record, RecordType, Row
from intake.reports import Content, Staged, find_contradictions, find_losses
from intake.steps import judge_closed, reject_staged
from intake.succession import Key, find_displaced, key_of
from intake.terms import Terms
from intake.types.mrr import MRR
from intake.values import FIRST_REVISION, read_period, read_revision
from models.rulebook import read_currencies
from models.statements import statement
from tiers.reports import Report

_TODAY = "SELECT (now() AT TIME ZONE $1)::date"


class MrrReport(Record, tag="mrr_report"):
    period: Annotated[Period, Doc("The month, YYYY-MM.")]
    ran_on: Annotated[Day, Doc("The day on which the report ran.")]
    revision: Annotated[Revision | None, Doc("From 1.", default=FIRST_REVISION)] = None
    lines: Annotated[Count | None, Doc("How many lines it has. With another number of them it is rejected.")] = None
    total: Annotated[Total | None, Doc("What its lines add up to. With another sum it is rejected.")] = None


def _row(record: MrrReport, _: Terms) -> Row:
    total = None if record.total is None else Decimal(record.total)
    return (read_period(record.period), record.ran_on, read_revision(record.revision), record.lines, total)


async def _merge(kind: Kind, load: Load) -> int:
    losing = await _sift(kind, load)
    confirmation = load.terms.confirmation
    by, at = (None, None) if confirmation is None else (confirmation.by, confirmation.at)
    published: int = await load.connection.fetchval(statement("intake/publish_reports"), losing, by, at)
    return published


async def _sift(kind: Kind, load: Load) -> list[int]:
    """Leaves the staged reports that are to be published, one line of each.

    What they consist of is in the database by now, and what is closed was judged. Where the load is confirmed, those
    that lack most of the report before them are left, too: their numbers are given."""
    connection, discreet, confirmed = load.connection, load.terms.discreet, load.terms.confirmation is not None
    await connection.execute(statement("intake/reject_incomplete_report"))
    stating = [one for one in await _staged(connection) if (one.lines, one.total) != (None, None)]
    contents = await _contents(load, (one.report for one in stating))
    await reject_staged(kind, load, find_contradictions(stating, contents, discreet=discreet))
    await connection.execute(statement("intake/supersede_reports"))
    staged = await _staged(connection)
    if not staged:
        return []
    published = [_report(row) for row in await connection.fetch("SELECT period, revision, ran_on FROM mrr_report")]
    new = [one.report for one in staged]
    contents = await _contents(load, {*new, *find_displaced(new, published)})
    # Under the lock of facts, which publishing an edition takes too: of the two, one sees the other.
    currencies = await read_currencies(connection) or load.terms.currencies
    today = await connection.fetchval(_TODAY, load.terms.zone.key)
    uncounted = find_uncounted(staged, published, contents, currencies, today, discreet=discreet)
    await reject_staged(kind, load, uncounted)
    staged = [one for one in staged if one.number not in {rejection.number for rejection in uncounted}]
    losses = find_losses(staged, published, contents, confirmed=confirmed, discreet=discreet)
    if not confirmed:
        await reject_staged(kind, load, losses)
        return []
    return [loss.number for loss in losses]


async def _staged(connection: asyncpg.Connection) -> list[Staged]:
    rows = await connection.fetch("SELECT number, period, revision, ran_on, lines, total FROM intake_mrr_report")
    return [Staged(row["number"], _report(row), row["lines"], row["total"]) for row in rows]


def _report(row: asyncpg.Record) -> Report:
    return Report(row["period"], row["revision"], row["ran_on"])


async def _contents(load: Load, reports: Iterable[Report]) -> dict[Key, Content]:
    """What the lines of the reports come to; those without any are left out."""
    keys = sorted({key_of(report) for report in reports})
    columns = [period for period, _ in keys], [revision for _, revision in keys]
    text = statement("intake/report_contents").format(lines=load.mrr_lines)
    rows = await load.connection.fetch(text, *columns)
    totals = defaultdict[Key, dict[str, Decimal]](dict)
    for row in rows:
        if row["currency"] is not None:
            totals[row["period"], row["revision"]][row["currency"]] = row["total"]
    return {
        key: Content(row["lines"], row["clients"], totals[key])
        for row in rows
        if (key := (row["period"], row["revision"])) in totals and row["currency"] is None
    }


MRR_REPORT = RecordType(
    record=MrrReport,
    title="The close of an MRR report.",
    description="Closes a revision's `mrr` records and publishes them as one report.",
    key=("period", "revision"),
    table="mrr_report",
    row=_row,
    follows=(MRR,),
    judge=judge_closed,
    merge=_merge,
)
