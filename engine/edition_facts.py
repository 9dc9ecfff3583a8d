"""Whether an edition fits the facts that are loaded: what it leaves without worth, and what it looks for in vain."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import asyncpg

from jobs.refusals import RefusalCode
from jobs.requests import Refusal
from models.statements import statement
from tiers.editions.counted import counted_currencies
from tiers.editions.edition import Edition
from tiers.needs import needs_of
from tiers.periods import days_before, format_month
from tiers.reports import Report, days_in_force

_TODAY = "SELECT ($1 AT TIME ZONE coalesce((SELECT timezone FROM calendar), 'UTC'))::date"


async def find_dropped_currencies(
    connection: asyncpg.Connection, edition: Edition, others: Sequence[Edition], now: datetime
) -> list[Refusal]:
    """A refusal for each currency of a report in force on the edition's days that does not count on one of them.

    None if it looks at no MRR. `others` are the published editions of its program. A report that no other one follows
    is looked at up to the day of `now` on the program's calendar, or on the edition's first day if that is later."""
    if not needs_of(edition).reports:
        return []
    rows = await connection.fetch("SELECT period, revision, ran_on FROM mrr_report")
    reports = [Report(row["period"], row["revision"], row["ran_on"]) for row in rows]
    today = await connection.fetchval(_TODAY, now)
    until = min((one.effective_from for one in others if one.effective_from > edition.effective_from), default=None)
    looked_at = {
        report: days
        for report in reports
        if (days := _common_days(days_in_force(report, reports), edition.effective_from, until, today)) is not None
    }
    found: dict[str, tuple[date, Report]] = {}
    counted = counted_currencies([*others, edition])
    keys = [one.period for one in looked_at], [one.revision for one in looked_at]
    for row in await connection.fetch(statement("engine/report_currencies"), *keys):
        currency = row["currency"]
        (report,) = (one for one in looked_at if (one.period, one.revision) == (row["period"], row["revision"]))
        gap = counted.first_gap(currency, *looked_at[report])
        if gap is not None and (currency not in found or gap < found[currency][0]):
            found[currency] = gap, report
    return [
        Refusal(
            RefusalCode.CURRENCY_IN_USE,
            f"{edition.program} {edition.key}: currencies: {currency} is missing on {day}, when revision"
            f" {report.revision} of {format_month(report.period)} is in force, which has lines in it: say what it is"
            " worth",
            ("text",),
        )
        for currency, (day, report) in sorted(found.items())
    ]


async def find_unloaded(connection: asyncpg.Connection, edition: Edition) -> list[str]:
    """A warning for each name that the edition looks for in facts, and that no fact has been loaded of."""
    needs = needs_of(edition)
    names = [sorted(one) for one in (needs.partner_measures, needs.client_measures, needs.credentials, needs.lines)]
    rows = await connection.fetch(statement("engine/unloaded_names"), *names)
    return [
        f'{edition.program} {edition.key}: no {row["what"]} "{row["name"]}" has been loaded: load some, or look whether'
        " facts have another name for it"
        for row in rows
    ]


def _common_days(
    in_force: tuple[date, date | None] | None, first: date, until: date | None, today: date
) -> tuple[date, date] | None:
    """The days of a report that lie from `first` on and before `until`; None if there are none."""
    if in_force is None:
        return None
    start = max(in_force[0], first)
    ends: Iterable[date | None] = (in_force[1], None if until is None else days_before(until, 1))
    end = min((day for day in ends if day is not None), default=max(start, today))
    return (start, end) if start <= end else None
