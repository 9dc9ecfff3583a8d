"""Why one partner's numbers are what they are, for whoever asks: read in a snapshot, and nothing is written."""

from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

import asyncpg

from engine.answers import gather_partners
from engine.assessment import assess_part, shares_of
from engine.background import find_background
from engine.gather import Gathered, clients_of
from engine.reports import find_basis
from engine.snapshots import snapshot_of
from models.rulebook import Rulebook
from models.statements import statement
from tiers.assessment import Assessment
from tiers.basis import Basis
from tiers.changes import MetricChange, compare_days
from tiers.contributions import Contributors
from tiers.facts import Credential, Person
from tiers.needs import needs_of
from tiers.partner_explanation import Explanation, explain_partner


@dataclass(frozen=True, slots=True)
class NamedClient:
    """A client, as people know it."""

    external_id: str
    name: str


@dataclass(frozen=True, slots=True)
class NamedEmployee:
    """An employee of the partner, as people know it; `domain` is the address's, in the form in which it is compared."""

    external_id: str
    email: str
    domain: str


@dataclass(frozen=True, slots=True)
class ExplainedPartner:
    """A partner's explanation on the basis's day; `clients` and `employees` say who the rows of these ids are.

    `domains` are the partner's, in the form in which they are compared.
    """

    basis: Basis
    external_id: str
    domains: Sequence[str]
    explanation: Explanation
    clients: Mapping[int, NamedClient]
    employees: Mapping[int, NamedEmployee]


@dataclass(frozen=True, slots=True)
class ComparedPartner:
    """What has changed of a partner's metrics from one day to another, and what the clients that it names are called.

    Each day's assessment is by the edition that was in force on it, and both by the facts of one moment.
    """

    external_id: str
    before: Assessment
    after: Assessment
    changes: Sequence[MetricChange]
    clients: Mapping[int, NamedClient]


async def explain_day(
    connection: asyncpg.Connection, rules: Rulebook, partner: int, day: date, limit: timedelta | None = None
) -> ExplainedPartner | None:
    """Explains the assessment of a partner, by its row's id, on a day; None if it has not joined by then.

    Read in one snapshot, whose statements take no longer than the limit. Raises NoEditionInForce, ActivityDropped.
    """
    async with snapshot_of(connection, rules.in_force(day), day, limit) as basis:
        return await explain(connection, basis, partner)


async def compare_two_days(
    connection: asyncpg.Connection,
    rules: Rulebook,
    partner: int,
    first: date,
    last: date,
    limit: timedelta | None = None,
) -> ComparedPartner | None:
    """Compares the assessments of a partner on two days; None if it has not joined by the first.

    Read as `explain_day` does, and raises the same.
    """
    async with snapshot_of(connection, rules.in_force(first), first, limit) as earlier:
        later = await find_basis(connection, rules.in_force(last), last)
        return await compare_partner(connection, earlier, later, partner)


async def explain(connection: asyncpg.Connection, basis: Basis, partner: int) -> ExplainedPartner | None:
    """What `explain_day` gives, in a snapshot that there is already."""
    found = await _gather(connection, basis, partner)
    if found is None:
        return None
    gathered, of = found
    # Runs do not ask who people are, nor from when on and until when they hold what they hold.
    of = replace(of, facts=replace(of.facts, people=await _find_people(connection, basis, partner)))
    clients = clients_of([gathered])
    background = await find_background(connection, basis, partner, clients)
    return ExplainedPartner(
        basis,
        gathered.external_id,
        await connection.fetchval("SELECT domain_keys FROM partner WHERE id = $1", partner),
        explain_partner(of, background),
        await name_clients(connection, clients),
        await _name_employees(connection, partner),
    )


async def compare_partner(
    connection: asyncpg.Connection, first: Basis, last: Basis, partner: int
) -> ComparedPartner | None:
    """What `compare_two_days` gives, in a snapshot of the first day."""
    before, after = await _gather(connection, first, partner), await _gather(connection, last, partner)
    if before is None or after is None:
        return None
    changes = compare_days(before[1], after[1])
    clients = {one.client for change in changes for one in change.clients}
    return ComparedPartner(
        after[0].external_id,
        before[1].assessment,
        after[1].assessment,
        changes,
        await name_clients(connection, list(clients)),
    )


async def _gather(connection: asyncpg.Connection, basis: Basis, partner: int) -> tuple[Gathered, Contributors] | None:
    async with aclosing(gather_partners(connection, basis, [partner])) as parts:
        async for part in parts:
            [one] = assess_part(part)
            gathered = one.gathered
            return gathered, Contributors(basis, gathered.facts, one.assessment, shares_of(part, gathered))
    return None


async def _find_people(connection: asyncpg.Connection, basis: Basis, partner: int) -> Sequence[Person]:
    names = sorted(needs_of(basis.edition).credentials)
    rows = await connection.fetch(statement("engine/people_of"), partner, names) if names else []
    return [
        Person(
            employee,
            tuple(Credential(row["name"], row["valid_from"], row["valid_until"]) for row in own),
            left_on,
        )
        for (employee, left_on), own in groupby(rows, itemgetter("employee", "left_on"))
    ]


async def name_clients(connection: asyncpg.Connection, clients: Sequence[int]) -> Mapping[int, NamedClient]:
    """What the clients of these rows are called."""
    rows = await connection.fetch("SELECT id, external_id, name FROM client WHERE id = ANY ($1::bigint[])", clients)
    return {row["id"]: NamedClient(row["external_id"], row["name"]) for row in rows}


async def _name_employees(connection: asyncpg.Connection, partner: int) -> Mapping[int, NamedEmployee]:
    rows = await connection.fetch(
        "SELECT id, external_id, email, email_domain FROM employee WHERE partner_id = $1", partner
    )
    return {row["id"]: NamedEmployee(row["external_id"], row["email"], row["email_domain"]) for row in rows}
