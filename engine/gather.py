"""From rows to the facts that the rules take: SQL gathers, `tiers` decides."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType

import asyncpg

from engine.invalidation import Scope
from models.statements import statement
from tiers.apps import APPS, app_bit
from tiers.credits import basis_of, qualifies_as_manager
from tiers.facts import Access, ClientFacts, PartnerFacts, Report, report_in_force
from tiers.periods import days_before
from tiers.program import Program, Split
from tiers.standings import NOTHING_KEPT, Kept

ANALYZE_FROM = 10_000  # rows at once that the planner should hear of before the server gets round to it,
ANALYZE_PART = 10  # if they are one of so many that it knows of: to look at all of the activity takes a while

_NEEDS_ANALYZE = """
SELECT $1::bigint * $2 >= sum(greatest(reltuples, 0))
FROM pg_partition_tree('daily_activity') JOIN pg_class ON oid = relid WHERE isleaf
"""

Managers = Mapping[int, Sequence[str]]

NO_KEPT: Mapping[int, Kept] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Gathered:
    """One partner of a run: its row, its external id and its facts; what its other clients add, if it has others.

    `usage_until` is, per client, a day up to which the apps in use stay the same, None when there are none.
    """

    id: int
    external_id: str
    facts: PartnerFacts
    usage_until: Mapping[int, date | None]
    kept: Kept


async def find_report(connection: asyncpg.Connection, as_of: date) -> tuple[int, Report] | None:
    """The row and the facts of the report in force on the day; docs/rules.md, rule 2."""
    rows = await connection.fetch("SELECT id, period, revision, ran_on FROM mrr_report WHERE ran_on <= $1", as_of)
    reports = {Report(row["period"], row["revision"], row["ran_on"]): row["id"] for row in rows}
    report = report_in_force(reports, as_of)
    return None if report is None else (reports[report], report)


async def take_in_activity(connection: asyncpg.Connection, last_day: date) -> None:
    """Rebuilds the daily activity of all days up to `last_day` for which events were loaded since."""
    narrowed = "JOIN client_days d ON d.client_id = e.client_id AND d.day = e.day"
    folded = statement("engine/fold_activity").format(events="activity_event", narrowed=narrowed)
    text = statement("engine/take_in_activity").format(folded=folded)
    status = await connection.execute(text, last_day, [app.key for app in APPS])
    rows = int(status.rpartition(" ")[2])
    if rows >= ANALYZE_FROM and await connection.fetchval(_NEEDS_ANALYZE, rows, ANALYZE_PART):
        await connection.execute("SELECT analyze_table('daily_activity')")


async def gather(
    connection: asyncpg.Connection, run: int, scope: Scope, program: Program, as_of: date, report: Report | None
) -> None:
    """Makes the run's table of everything that the rules need, in one statement and so of one moment."""
    counted = sum(1 << bit for bit in map(app_bit, program.apps) if bit is not None)
    text = statement("engine/gather").format(
        run=run, of_touched=scope.of_touched(run), touched_partners=scope.touched_partners(run)
    )
    await connection.execute(
        text,
        as_of,
        days_before(as_of, program.activity_days),
        days_before(as_of, program.usage_days),
        program.logins_count,
        counted,
        None if report is None else report.period,
        None if report is None else report.revision,
    )


async def read_partners(
    connection: asyncpg.Connection, run: int, scope: Scope, first: int, last: int
) -> list[Gathered]:
    """The gathered partners whose ids lie between the two, both included, by id."""
    kept: dict[int, Kept] = {}
    if scope.base_day is not None:
        for row in await connection.fetch(
            f"SELECT * FROM kept_credit_{run} WHERE partner_id BETWEEN $1 AND $2", first, last
        ):
            partner, *rest = row
            kept[partner] = Kept(*rest)
    rows = await connection.fetch(
        f"SELECT * FROM gathered_{run} WHERE partner BETWEEN $1 AND $2 ORDER BY partner, client, employee, granted_on",
        first, last,
    )  # fmt: skip
    return list(_partners(rows, kept))


async def find_managers(
    connection: asyncpg.Connection, run: int, program: Program, as_of: date, report: Report | None,
    clients: Iterable[int],
) -> Managers | None:  # fmt: skip
    """Who manages each of the clients, by external id, where the program divides its MRR among them; else None."""
    if program.managed_split is not Split.EVEN:
        return None
    rows = await connection.fetch(
        f"SELECT * FROM gathered_{run} WHERE client = ANY ($1::bigint[])"
        " ORDER BY partner, client, employee, granted_on",
        list(clients),
    )  # fmt: skip
    basis = basis_of(program, as_of, report)
    managers: defaultdict[int, list[str]] = defaultdict(list)
    for partner in _partners(rows):
        for client in partner.facts.clients:
            if qualifies_as_manager(basis, client):
                managers[client.client].append(partner.external_id)
    return {client: sorted(names) for client, names in managers.items()}


def _partners(rows: Iterable[asyncpg.Record], kept: Mapping[int, Kept] = NO_KEPT) -> Iterator[Gathered]:
    for partner, group in groupby(rows, itemgetter("partner")):
        own = list(group)
        yield Gathered(
            partner,
            own[0]["partner_external_id"],
            PartnerFacts(own[0]["certified"], _clients(own)),
            {row["client"]: row["usage_until"] for row in own},
            kept.get(partner, NOTHING_KEPT),
        )


def _clients(rows: list[asyncpg.Record]) -> list[ClientFacts]:
    """The clients of one partner's rows, which come by client; one row for each access."""
    clients: list[ClientFacts] = []
    accesses: list[Access] = []
    for index, row in enumerate(rows):
        (_, _, _, client, registered_on, sold_on, reported, apps_used, _, employee, *access) = row
        if client is None:
            break
        if employee is not None:
            accesses.append(Access(employee, *access))
        if index + 1 == len(rows) or rows[index + 1]["client"] != client:
            clients.append(ClientFacts(client, registered_on, sold_on, reported, tuple(accesses), apps_used))
            accesses = []
    return clients
