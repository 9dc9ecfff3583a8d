"""Whether an edition fits the facts that are loaded: what it leaves without worth, and what it looks for in vain."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import asyncpg

from jobs.refusals import RefusalCode
from jobs.requests import Refusal
from models.statements import statement
from tiers.editions.counted import counted_currencies
from tiers.editions.edition import Edition
from tiers.editions.metrics.common import Unit
from tiers.editions.metrics.facts import Measured, MeasureOf
from tiers.measures import measures_since
from tiers.needs import needs_of
from tiers.periods import days_before, format_month
from tiers.reports import Report, days_in_force

_TODAY = "SELECT ($1 AT TIME ZONE coalesce((SELECT timezone FROM calendar), 'UTC'))::date"


@dataclass(frozen=True, slots=True)
class _Use:
    """Amounts in a currency that are looked at on days, both included; `what` says in words what they are of."""

    currency: str
    first: date
    last: date
    what: str


async def find_dropped_currencies(
    connection: asyncpg.Connection, edition: Edition, others: Sequence[Edition], now: datetime
) -> list[Refusal]:
    """A refusal for each currency that does not count on some of the edition's days on which it looks at amounts in it.

    Those are lines of reports in force and measures of money. `others` are the published editions of its program. A
    report or measure that no other one follows is looked at up to the day of `now` on the program's calendar, or on the
    edition's first day if that is later."""
    today: date = await connection.fetchval(_TODAY, now)
    return [
        Refusal(
            RefusalCode.CURRENCY_IN_USE,
            f"{edition.program} {edition.key}: currencies: {currency} is missing on {day}, when {what} in it: say what"
            " it is worth",
            ("text",),
        )
        for currency, (day, what) in sorted((await _find_gaps(connection, edition, others, today)).items())
    ]


async def find_ending_currencies(
    connection: asyncpg.Connection, edition: Edition, others: Sequence[Edition]
) -> list[str]:
    """A warning for each currency that would be missing on a later of the edition's days if no other facts came."""
    return [
        f"{edition.program} {edition.key}: currencies: {currency} is missing on {day}, which cannot be computed if"
        f" {what} in it still: say what it is worth from then on"
        for currency, (day, what) in sorted((await _find_gaps(connection, edition, others, date.max)).items())
    ]


async def _find_gaps(
    connection: asyncpg.Connection, edition: Edition, others: Sequence[Edition], today: date
) -> Mapping[str, tuple[date, str]]:
    """The currencies of what it looks at on days on which they do not count: the first of these, and what is in it."""
    until = next_start(edition, others)
    counted = counted_currencies([*others, edition])
    found: dict[str, tuple[date, str]] = {}
    for use in [
        *await _reported(connection, edition, until, today),
        *await _measured(connection, edition, until, today),
    ]:
        gap = counted.first_gap(use.currency, use.first, use.last)
        if gap is not None and (use.currency not in found or gap < found[use.currency][0]):
            found[use.currency] = gap, use.what
    return found


def next_start(edition: Edition, others: Iterable[Edition]) -> date | None:
    """The first day of the edition that follows among `others`, None where none does."""
    return min((one.effective_from for one in others if one.effective_from > edition.effective_from), default=None)


async def _reported(
    connection: asyncpg.Connection, edition: Edition, until: date | None, today: date
) -> Sequence[_Use]:
    """What reports have lines in that are in force on the edition's days, if it looks at MRR."""
    if not needs_of(edition).reports:
        return []
    rows = await connection.fetch("SELECT period, revision, ran_on FROM mrr_report")
    reports = [Report(row["period"], row["revision"], row["ran_on"]) for row in rows]
    looked_at = {
        (report.period, report.revision): days
        for report in reports
        if (days := _common_days(days_in_force(report, reports), edition.effective_from, until, today)) is not None
    }
    keys = [period for period, _ in looked_at], [revision for _, revision in looked_at]
    return [
        _Use(
            row["currency"],
            *looked_at[row["period"], row["revision"]],
            f"revision {row['revision']} of {format_month(row['period'])} is in force, which has lines",
        )
        for row in await connection.fetch(statement("engine/report_currencies"), *keys)
    ]


async def _measured(
    connection: asyncpg.Connection, edition: Edition, until: date | None, today: date
) -> Sequence[_Use]:
    """What measures of money are in that the edition looks at on its days."""
    names = {
        of: [
            one.measure
            for one in edition.metrics
            if isinstance(one, Measured) and one.of is of and one.unit is Unit.MONEY
        ]
        for of in MeasureOf
    }
    first = edition.effective_from
    last = max(first, today) if until is None else days_before(until, 1)
    uses = []
    for row in await connection.fetch(
        statement("engine/measure_currencies"), names[MeasureOf.PARTNER], names[MeasureOf.CLIENTS]
    ):
        of, name = MeasureOf.CLIENTS if row["of_clients"] else MeasureOf.PARTNER, row["name"]
        # The day from which on values are looked at, and the newest from before it, moves on with the day.
        days = range(max(first, row["first_on"]).toordinal(), last.toordinal() + 1)
        looked_at = bisect_right(
            days, row["until"], key=lambda day: measures_since(edition, date.fromordinal(day), of)[name]
        )
        if looked_at:
            what = f'measures "{name}" of {"clients" if row["of_clients"] else "partners"} are looked at that are'
            start = date.fromordinal(days[0])
            uses.append(_Use(row["currency"], start, date.fromordinal(days[looked_at - 1]), what))
    return uses


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
