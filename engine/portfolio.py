"""Who moved on a day, and who lacks least for the next tier, of what has been decided and computed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import asyncpg

from models.statements import statement
from tiers.decisions import TierChangeKind

ShownGate = Mapping[str, str | None]
"""A gate's `metric`, `comparison` and numbers, as decimals in text: `required`, `actual`, and `before` or `missing`."""


@dataclass(frozen=True, slots=True)
class Mover:
    """A partner whose tier changed, and the gates by which it did; tiers are keys, None for none."""

    partner: str
    name: str
    edition: str
    previous_tier: str | None
    tier: str | None
    change: TierChangeKind
    gates: Sequence[ShownGate]


@dataclass(frozen=True, slots=True)
class NearPartner:
    """A partner with the gates that it lacks for the next tier; `lack` is the sum of what parts of them are lacking."""

    partner: str
    name: str
    as_of: date
    edition: str
    tier: str | None
    next_tier: str
    lack: str
    gates: Sequence[ShownGate]


async def find_newest_day(connection: asyncpg.Connection, today: date) -> date | None:
    """The newest day on which decisions took effect; None before the first one."""
    found: date | None = await connection.fetchval("SELECT newest_decision_until($1)", today)
    return found


async def find_movers(connection: asyncpg.Connection, program: str, on: date) -> list[Mover]:
    """Who rose and who fell by the latest decisions of the day, by name."""
    rows = await connection.fetch(statement("engine/movers"), program, on)
    return [
        Mover(
            partner=row["external_id"],
            name=row["name"],
            edition=row["edition"],
            previous_tier=row["previous_tier"],
            tier=row["tier"],
            change=TierChangeKind(row["change"]),
            gates=json.loads(row["gates"]),
        )
        for row in rows
    ]


async def find_near(connection: asyncpg.Connection, most: int) -> list[NearPartner]:
    """Those who lack least for the next tier on the newest computed day, least first."""
    rows = await connection.fetch(statement("engine/near_next"), most)
    return [
        NearPartner(
            partner=row["external_id"],
            name=row["name"],
            as_of=row["as_of"],
            edition=row["edition"],
            tier=row["tier"],
            next_tier=row["next_tier"],
            lack=row["lack"],
            gates=json.loads(row["gates"]),
        )
        for row in rows
    ]
