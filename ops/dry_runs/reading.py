"""A dry run as data that JSON can say: days are ISO 8601, numbers of metrics decimals in text."""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import asyncpg

from models.statements import statement

Data = dict[str, Any]

_ROWS_AT_ONCE = 2_000


async def read_dry_run(connection: asyncpg.Connection, number: int) -> Data:
    """All that is known of one that is complete, but for the partners that stay in their tiers."""
    row = await connection.fetchrow(statement("ops/dry_run"), number)
    assert row is not None, "its job has succeeded"
    days = {
        day["effective_on"]: {
            "effectiveOn": day["effective_on"].isoformat(),
            "asOf": day["as_of"].isoformat(),
            "inForce": day["edition"],
            "partners": day["partners"],
            "tiers": [
                {key: one[key] for key in ("key", "name", "before", "after")} for one in json.loads(day["tiers"])
            ],
            "moves": [_move(one) for one in json.loads(day["moves"])],
            "moved": [],
        }
        for day in await connection.fetch(statement("ops/dry_run_days"), number)
    }
    async with aclosing(read_partners(connection, number, moved=True)) as partners:
        async for partner in partners:
            days[partner["effective_on"]]["moved"].append(_partner(partner))
    return {
        "dryRun": number,
        "program": row["program"],
        "edition": row["edition"],
        "name": row["name"],
        "digest": row["digest"],
        "from": row["first"].isoformat(),
        "to": row["last"].isoformat(),
        "knownAt": row["known_at"].isoformat(),
        "days": list(days.values()),
    }


async def read_partners(
    connection: asyncpg.Connection, number: int, *, moved: bool = False
) -> AsyncGenerator[asyncpg.Record]:
    """Its partners on each of the days, or only those that have another tier."""
    async with connection.transaction():
        rows = connection.cursor(statement("ops/dry_run_partners"), number, moved, prefetch=_ROWS_AT_ONCE)
        async for row in rows:
            yield row


def gates_of(row: asyncpg.Record) -> list[Data]:
    """The gates that make the difference for a partner."""
    gates: list[Data] = [] if row["gates"] is None else json.loads(row["gates"])
    return gates


def _move(one: Data) -> Data:
    return {"before": one["tier_before"], "after": one["tier_after"], "partners": one["partners"]}


def _partner(row: asyncpg.Record) -> Data:
    return {
        "partner": row["partner"],
        "name": row["name"],
        "before": row["tier_before"],
        "after": row["tier_after"],
        "change": row["change"],
        "gates": [
            {
                "metric": gate["metric_key"],
                "edition": gate["edition"],
                "comparison": gate["comparison"],
                "required": gate["required"],
                "actual": gate["actual"],
                "missing": gate["missing"],
            }
            for gate in gates_of(row)
        ],
    }
