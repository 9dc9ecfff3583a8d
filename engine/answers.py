"""Any partner, or all of them, assessed as of any day for whoever asks: read in a snapshot, and nothing is written."""

from collections.abc import AsyncGenerator, Collection
from contextlib import aclosing

import asyncpg

from engine.activity import EVENTS, activity_overlaid, app_keys, find_last_day
from engine.assessment import AssessedPartner, assess_part
from engine.gather import GatheredPart, clients_of, managers_of, partners_of
from engine.gather_sql import PARAMETERS, gather_statement, gather_values
from models.statements import statement
from tiers.basis import Basis
from tiers.needs import even_ways

ROWS_A_PART = 20_000
_ROWS_AT_ONCE = 2_000


async def gather_partners(
    connection: asyncpg.Connection, basis: Basis, partners: Collection[int] | None = None, *, events: str = EVENTS
) -> AsyncGenerator[GatheredPart]:
    """Those of the partners that have joined by the basis's day, all for None, in parts of about ROWS_A_PART rows.

    To be called in a snapshot (`engine/snapshots.py`), and closed before that ends. Events that no run has taken in
    yet count, which are in the table `events`. The day may be a future one: then activity is that up to now, and facts
    are those that are valid on it.
    """
    clients = None if partners is None else await clients_under(connection, partners)
    text, values = await narrowed_statement(connection, basis, clients, partners, events=events)
    rows: list[asyncpg.Record] = []
    async for row in connection.cursor(text, *values, prefetch=_ROWS_AT_ONCE):
        if len(rows) >= ROWS_A_PART and row["partner"] != rows[-1]["partner"]:
            yield await _part(connection, basis, rows, events)
            rows = []
        rows.append(row)
    if rows:
        yield await _part(connection, basis, rows, events)


async def assess_partners(
    connection: asyncpg.Connection, basis: Basis, partners: Collection[int] | None = None
) -> AsyncGenerator[AssessedPartner]:
    """Those of the partners that have joined by the basis's day, assessed, in the order of their ids.

    To be called as `gather_partners` is.
    """
    async with aclosing(gather_partners(connection, basis, partners)) as parts:
        async for part in parts:
            for assessed in assess_part(part):
                yield assessed


async def narrowed_statement(
    connection: asyncpg.Connection,
    basis: Basis,
    clients: Collection[int] | None,
    partners: Collection[int] | None,
    *,
    events: str = EVENTS,
) -> tuple[str, list[object]]:
    """The statement that gathers, and its values: of some clients and partners only, by their rows' ids; None for all.

    It counts events that no run has taken in yet, as `gather_partners` does.
    """
    values: list[object] = [*gather_values(basis), app_keys(), await find_last_day(connection)]
    apps, last_day = PARAMETERS + 1, PARAMETERS + 2
    assert len(values) == last_day
    of_clients = of_partners = ""
    if clients is not None:
        values.append(list(clients))
        of_clients = f"AND client_id = ANY (${len(values)}::bigint[])"
    if partners is not None:
        values.append(list(partners))
        of_partners = f"AND p.id = ANY (${len(values)}::bigint[])"
    activity = activity_overlaid(of_clients, apps, last_day, events)
    return gather_statement(basis, activity, of_clients, of_partners), values


async def clients_under(connection: asyncpg.Connection, partners: Collection[int]) -> list[int]:
    """The clients that any of the partners has sold something, or was ever given access to, by their rows."""
    rows = await connection.fetch(statement("engine/clients_under"), list(partners))
    return [row["client_id"] for row in rows]


async def _part(connection: asyncpg.Connection, basis: Basis, rows: list[asyncpg.Record], events: str) -> GatheredPart:
    partners = list(partners_of(basis, rows))
    if not even_ways(basis.edition):
        return GatheredPart(basis, partners, {})
    clients = clients_of(partners)
    sharing = [row["partner_id"] for row in await connection.fetch(statement("engine/partners_with_access"), clients)]
    text, values = await narrowed_statement(connection, basis, clients, sharing, events=events)
    return GatheredPart(basis, partners, managers_of(basis, await connection.fetch(text, *values)))
