"""Why one partner's numbers are what they are, for whoever asks: read in a snapshot, and nothing is written."""

from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass

import asyncpg

from engine.answers import gather_partners
from engine.assessment import assess_part, shares_of
from engine.background import find_background
from engine.gather import clients_of
from tiers.basis import Basis
from tiers.partner_explanation import Explanation, explain_partner


@dataclass(frozen=True, slots=True)
class NamedClient:
    """A client, as people know it."""

    external_id: str
    name: str


@dataclass(frozen=True, slots=True)
class NamedEmployee:
    """An employee of the partner, as people know it."""

    external_id: str
    email: str


@dataclass(frozen=True, slots=True)
class ExplainedPartner:
    """A partner's explanation on the basis's day, with what its clients and employees, by their rows' ids, are called.

    `domains` are the partner's, which an employee's address has to be in.
    """

    basis: Basis
    external_id: str
    domains: Sequence[str]
    explanation: Explanation
    clients: Mapping[int, NamedClient]
    employees: Mapping[int, NamedEmployee]


async def explain(connection: asyncpg.Connection, basis: Basis, partner: int) -> ExplainedPartner | None:
    """Explains the assessment of a partner, by its row's id; None if it has not joined by the basis's day.

    To be called in a snapshot (`engine/snapshots.py`).
    """
    async with aclosing(gather_partners(connection, basis, [partner])) as parts:
        async for part in parts:
            [assessed] = assess_part(part)
            facts = assessed.gathered.facts
            clients = clients_of([assessed.gathered])
            background = await find_background(connection, basis, partner, clients)
            shares = shares_of(part, assessed.gathered)
            return ExplainedPartner(
                basis,
                assessed.gathered.external_id,
                await connection.fetchval("SELECT domains FROM partner WHERE id = $1", partner),
                explain_partner(basis, facts, assessed.assessment, background, shares),
                await _name_clients(connection, clients),
                await _name_employees(connection, partner),
            )
    return None


async def _name_clients(connection: asyncpg.Connection, clients: Sequence[int]) -> Mapping[int, NamedClient]:
    rows = await connection.fetch("SELECT id, external_id, name FROM client WHERE id = ANY ($1::bigint[])", clients)
    return {row["id"]: NamedClient(row["external_id"], row["name"]) for row in rows}


async def _name_employees(connection: asyncpg.Connection, partner: int) -> Mapping[int, NamedEmployee]:
    rows = await connection.fetch("SELECT id, external_id, email FROM employee WHERE partner_id = $1", partner)
    return {row["id"]: NamedEmployee(row["external_id"], row["email"]) for row in rows}
