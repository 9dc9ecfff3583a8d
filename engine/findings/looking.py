"""Looking for findings, each kind in a snapshot of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import asyncpg

from engine.findings.finding import Finding, Ground, text_of
from engine.findings.kinds import KINDS
from engine.reports import read_reports
from engine.snapshots import snapshot
from models.enums import FindingKind
from models.rulebook import Rulebook
from models.statements import statement
from tiers.errors import NoEditionInForce
from tiers.needs import Needs, needs_of
from tiers.reports import Report, report_in_force


@dataclass(frozen=True)
class Found:
    """How many findings of a kind there are, and the first of them, the largest first."""

    kind: FindingKind
    total: int
    findings: Sequence[Finding]


async def read_ground(connection: asyncpg.Connection, rules: Rulebook, day: date) -> Ground:
    """What findings are looked for in, as of a day that has closed."""
    reports = await read_reports(connection, day)
    report = report_in_force(reports, day)
    former = None if report is None else _last_before(report.period, reports, day)
    return Ground(day, rules.program, _needs(rules, day), tuple(reports), report, former)


async def look_for(
    connection: asyncpg.Connection,
    ground: Ground,
    kind: FindingKind,
    most: int | None = None,
    limit: timedelta | None = None,
) -> Found:
    """The findings of a kind, at most so many of them; None for all. A statement takes no longer than the limit.

    Nothing is written, and no load or run waits for it. What nothing rests on by the edition in force is no finding."""
    declared = KINDS[kind]
    if not declared.is_needed(ground):
        return Found(kind, 0, ())
    text = statement("engine/list_findings").format(kind=text_of(kind), most="ALL" if most is None else most)
    async with snapshot(connection, limit):
        rows = await connection.fetch(text, *(take(ground) for take in declared.takes))
    return Found(kind, next((row["total"] for row in rows), 0), tuple(_finding(kind, row) for row in rows))


def _finding(kind: FindingKind, row: asyncpg.Record) -> Finding:
    about = (row[name] for name in ("size", "partner", "client", "employee", "period", "detail"))
    return Finding(kind, *about)


def _last_before(period: date, reports: Iterable[Report], day: date) -> Report | None:
    """The last report of the months before: a revision is compared with them, and not with the one that it corrects."""
    return report_in_force((report for report in reports if report.period < period), day)


def _needs(rules: Rulebook, day: date) -> Needs | None:
    try:
        return needs_of(rules.in_force(day))
    except NoEditionInForce:
        return None
