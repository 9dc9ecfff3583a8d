"""What explanations know of other days than the one that they are about."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import asyncpg

from engine.activity import activity_overlaid, app_keys, find_last_day
from engine.reports import read_reports
from models.statements import statement
from tiers.basis import Basis
from tiers.counting_days import ActiveSpan, Background
from tiers.editions.ways import Managed
from tiers.needs import activity_days
from tiers.periods import days_before

LOOKED_BACK = 366
"""For how many days before a day activity is looked at, or for as many as the edition's longest window has."""


async def find_background(
    connection: asyncpg.Connection, basis: Basis, partner: int, clients: Sequence[int]
) -> Background:
    """What is known about some clients of a partner, by their rows' ids. To be called in a snapshot."""
    reports = list(await read_reports(connection, date.max))
    kept_from: date | None = await connection.fetchval("SELECT activity_from FROM calendar")
    looked_at = days_before(basis.as_of, max(LOOKED_BACK, activity_days(basis.edition)))
    active_from = max(looked_at, kept_from or date.min)
    found: dict[tuple[int, bool], dict[int, list[ActiveSpan]]] = {}
    spans = {}
    for _, way in basis.managed:
        key = way.days, way.logins_count
        if key not in found:  # ways differ by their lines more often than by these
            found[key] = await _find_spans(connection, basis, way, active_from, partner, clients)
        spans[way.key] = found[key]
    return Background(reports, spans, active_from)


async def _find_spans(
    connection: asyncpg.Connection, basis: Basis, way: Managed, active_from: date, partner: int, clients: Sequence[int]
) -> dict[int, list[ActiveSpan]]:
    values = (basis.as_of, active_from, active_from, way.days, way.logins_count, partner)
    apps, last_day = len(values) + 1, len(values) + 2
    of_clients = f"AND client_id = ANY (${len(values) + 3}::bigint[])"
    text = statement("engine/active_spans").format(
        activity=activity_overlaid(of_clients, apps, last_day), of_clients=of_clients
    )
    rows = await connection.fetch(text, *values, app_keys(), await find_last_day(connection), list(clients))
    spans: defaultdict[int, list[ActiveSpan]] = defaultdict(list)
    for row in rows:
        spans[row["client_id"]].append(ActiveSpan(row["employee_id"], row["first_on"], row["last_on"]))
    return dict(spans)
