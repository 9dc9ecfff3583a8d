"""The reports that are known, and what a day rests on by them."""

from datetime import date

import asyncpg

from tiers.basis import Basis, basis_of
from tiers.editions.edition import Edition
from tiers.reports import Report, report_in_force


async def find_report(connection: asyncpg.Connection, as_of: date) -> tuple[int, Report] | None:
    """The row and the facts of the report in force on the day; docs/rules.md, rule 2."""
    reports = await read_reports(connection, as_of)
    report = report_in_force(reports, as_of)
    return None if report is None else (reports[report], report)


async def read_reports(connection: asyncpg.Connection, as_of: date) -> dict[Report, int]:
    """The rows of all reports that ran by the day."""
    rows = await connection.fetch("SELECT id, period, revision, ran_on FROM mrr_report WHERE ran_on <= $1", as_of)
    return {Report(row["period"], row["revision"], row["ran_on"]): row["id"] for row in rows}


async def find_basis(connection: asyncpg.Connection, edition: Edition, as_of: date) -> Basis:
    """What all that the edition says of the day rests on, by the reports that are known."""
    found = await find_report(connection, as_of)
    return basis_of(edition, as_of, None if found is None else found[1])
