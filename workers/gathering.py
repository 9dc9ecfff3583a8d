"""From rows to the facts that the rules take: SQL gathers, `tiers` decides."""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import asyncpg

from models.statements import statement
from tiers.apps import app_bit
from tiers.credits import basis_of, qualifies_as_manager
from tiers.facts import Access, ClientFacts, PartnerFacts, Report, report_in_force
from tiers.periods import days_before
from tiers.program import Program, Split

ROWS_AT_A_TIME = 5_000

Managers = Mapping[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """One partner of a run: its row, its external id and its facts."""

    id: int
    external_id: str
    facts: PartnerFacts


async def find_report(connection: asyncpg.Connection, as_of: date) -> tuple[int, Report] | None:
    """The row and the facts of the report in force on the day; docs/rules.md, rule 2."""
    rows = await connection.fetch("SELECT id, period, revision, ran_on FROM mrr_report WHERE ran_on <= $1", as_of)
    reports = {Report(row["period"], row["revision"], row["ran_on"]): row["id"] for row in rows}
    report = report_in_force(reports, as_of)
    return None if report is None else (reports[report], report)


async def gather(connection: asyncpg.Connection, program: Program, as_of: date, report: Report | None) -> None:
    """Fills the transaction's own table `gathered` with everything that the rules need, in one statement."""
    await connection.execute(statement("create_gathered"))
    counted = sum(1 << bit for bit in map(app_bit, program.apps) if bit is not None)
    await connection.execute(
        statement("gather"),
        as_of,
        days_before(as_of, program.activity_days),
        days_before(as_of, program.usage_days),
        program.logins_count,
        counted,
        None if report is None else report.period,
        None if report is None else report.revision,
    )


async def gathered_partners(connection: asyncpg.Connection) -> AsyncIterator[Gathered]:
    """Every gathered partner, one at a time, by its row."""
    rows = connection.cursor("SELECT * FROM gathered ORDER BY partner, client", prefetch=ROWS_AT_A_TIME)
    group: list[asyncpg.Record] = []
    async for row in rows:
        if group and row["partner"] != group[0]["partner"]:
            yield _partner(group)
            group = []
        group.append(row)
    if group:
        yield _partner(group)


async def find_managers(
    connection: asyncpg.Connection, program: Program, as_of: date, report: Report | None
) -> Managers | None:
    """Who manages each client, by external id, where the program divides its MRR among them; else None."""
    if program.managed_split is not Split.EVEN:
        return None
    basis = basis_of(program, as_of, report)
    managers: defaultdict[int, list[str]] = defaultdict(list)
    async for partner in gathered_partners(connection):
        for client in partner.facts.clients:
            if qualifies_as_manager(basis, client):
                managers[client.client].append(partner.external_id)
    return {client: sorted(names) for client, names in managers.items()}


def _partner(rows: list[asyncpg.Record]) -> Gathered:
    """The facts of a partner's rows, which come by client; one row for each access."""
    clients: list[ClientFacts] = []
    accesses: list[Access] = []
    for index, row in enumerate(rows):
        (_, _, _, client, registered_on, sold_on, reported, apps_used, employee, *access) = row
        if client is None:
            break
        if employee is not None:
            accesses.append(Access(employee, *access))
        if index + 1 == len(rows) or rows[index + 1]["client"] != client:
            clients.append(ClientFacts(client, registered_on, sold_on, reported, tuple(accesses), apps_used))
            accesses = []
    first = rows[0]
    return Gathered(first["partner"], first["partner_external_id"], PartnerFacts(first["certified"], clients))
