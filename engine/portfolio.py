"""Who moved on a day, and who lacks least for the next tier, of what has been decided and computed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

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

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> Self:
        """From a row of engine/sql/movers.sql."""
        return cls(**{**row, "change": TierChangeKind(row["change"]), "gates": json.loads(row["gates"])})


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

    @classmethod
    def from_row(cls, row: asyncpg.Record) -> Self:
        """From a row of engine/sql/near_next.sql."""
        return cls(**{**row, "gates": json.loads(row["gates"])})


async def find_newest_day(connection: asyncpg.Connection, today: date) -> date | None:
    """The newest day on which decisions took effect; None before the first one."""
    found: date | None = await connection.fetchval("SELECT newest_decision_until($1)", today)
    return found


async def find_movers(connection: asyncpg.Connection, program: str, on: date) -> list[Mover]:
    """Who rose and who fell by the latest decisions of the day, by name."""
    return [Mover.from_row(row) for row in await connection.fetch(statement("engine/movers"), program, on)]


async def find_near(connection: asyncpg.Connection, most: int) -> list[NearPartner]:
    """Those who lack least for the next tier on the newest computed day, least first."""
    return [NearPartner.from_row(row) for row in await connection.fetch(statement("engine/near_next"), most)]
