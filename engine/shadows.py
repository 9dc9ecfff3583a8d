"""Tables of facts of a transaction's own, in which facts can be supposed (decision 0091).

They have the names of the tables of facts, so that loads' statements and the engine's work on them as they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_hex

import asyncpg

from intake.record_type import Kind
from intake.registry import REGISTRY
from intake.types.activity import ACTIVITY
from intake.types.client import CLIENT
from intake.types.employee import EMPLOYEE
from intake.types.mrr import MRR
from intake.types.mrr_report import MRR_REPORT
from intake.types.partner import PARTNER
from intake.types.sale import SALE
from models.rights import quoted
from models.statements import statement
from tiers.reports import Report

BESIDE = ("actor", "seen_event", "stale_day", "calendar")
"""What loads write or lock besides the tables of their records."""
MARKS = {"stale_client": "client_id bigint", "stale_partner": "partner_id bigint, with_clients boolean"}
"""Where loads note what the next run looks at, with the columns that they fill; whoever asks may not read those."""
_KEYS = {kind.table: [kind.column(name) for name in kind.key] for kind in REGISTRY if kind is not ACTIVITY} | {
    "actor": ["address"],
    "seen_event": ["external_id"],
}
_WITHOUT_NEW_ROWS = frozenset({"seen_event", "calendar"})


@dataclass(frozen=True, slots=True)
class Shadows:
    """The shadows that a transaction has.

    `hidden` are the clients in them that whoever asks may not see. `events` is where events are that no run has taken
    in yet, `mrr_lines` where all lines of reports are that may be compared with.
    """

    hidden: frozenset[int]
    events: str
    mrr_lines: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What shadows hold: what the looks at a partner need, and what staged facts of some `kinds` name.

    Where it is the partner that asks (`own`), what it may not see cannot be named, and of clients whose MRR it may not
    see there is none. `reports` are those whose lines are looked at, but all if reports are among the facts.
    """

    partner: int
    kinds: Sequence[Kind]
    reports: Sequence[Report]
    own: bool


async def make_shadows(connection: asyncpg.Connection, narrowing: Narrowing) -> Shadows:
    """Makes the shadows in the transaction that the facts are staged in; from then on nothing else can be written."""
    schema: str = await connection.fetchval(
        "SELECT relnamespace::regnamespace::text FROM pg_class WHERE oid = 'client'::regclass"
    )
    maker = _Maker(connection, narrowing, schema)
    reach = await maker.find_reach()
    await connection.execute(_tables(schema))
    await maker.fill(reach)
    if narrowing.own:
        await maker.hide(reach)
    await connection.execute(statement("engine/shadow_begin"))
    unseen_lines = f" UNION ALL SELECT * FROM {schema}.mrr_line WHERE client_id NOT IN (SELECT id FROM client)"
    return Shadows(
        frozenset(reach.clients) - reach.seen if narrowing.own else frozenset(),
        f"(SELECT * FROM {schema}.activity_event UNION ALL SELECT * FROM activity_event)",
        "mrr_line" if narrowing.own else f"(SELECT * FROM mrr_line{unseen_lines})",
    )


@dataclass(frozen=True, slots=True)
class _Reach:
    """Rows by their ids: those that are named, all clients that can matter, and those seen, with and without MRR."""

    partners: list[int]
    employees: list[int]
    clients: list[int]
    seen: frozenset[int]
    showing_mrr: list[int]


@dataclass(frozen=True, slots=True)
class _Maker:
    connection: asyncpg.Connection
    narrowing: Narrowing
    schema: str

    async def find_reach(self) -> _Reach:
        own, partner = self.narrowing.own, self.narrowing.partner
        partners = [partner] if own else [partner, *await self._named(PARTNER)]
        employees = await self._named(EMPLOYEE, f" AND partner_id = {partner:d}" if own else "")
        named = await self._named(CLIENT)
        if own:
            named = list(await self._seen(named))
        rows = await self.connection.fetch(statement("engine/shadow_reach"), partner, named, employees)
        clients = [row["client_id"] for row in rows]
        if not own:
            return _Reach(partners, employees, clients, frozenset(clients), clients)
        seen = await self._seen(clients)
        return _Reach(partners, employees, clients, frozenset(seen), [client for client in seen if seen[client]])

    async def fill(self, reach: _Reach) -> None:
        own, partner, kinds = self.narrowing.own, self.narrowing.partner, self.narrowing.kinds
        clients = reach.clients
        await self._fill("client", "id = ANY ($1::bigint[])", clients)
        await self._fill("access", "client_id = ANY ($1::bigint[])", clients)
        await self._fill(
            "employee",
            "id IN (SELECT unnest($1::bigint[]) UNION ALL SELECT employee_id FROM pg_temp.access"
            f" UNION ALL SELECT id FROM {self.schema}.employee WHERE partner_id = $2)",
            reach.employees,
            partner,
        )
        await self._fill("sale", "client_id = ANY ($1::bigint[])", clients)
        if SALE in kinds:
            of_own = f" AND partner_id = {partner:d}" if own else ""
            await self._fill(
                "sale",
                f"external_id IN (SELECT id FROM {SALE.staging}) AND client_id <> ALL ($1::bigint[]){of_own}",
                clients,
            )
        await self._fill(
            "partner",
            "id IN (SELECT unnest($1::bigint[]) UNION ALL SELECT partner_id FROM pg_temp.employee"
            " UNION ALL SELECT partner_id FROM pg_temp.sale)",
            reach.partners,
        )
        addresses = "" if own else self._staged_addresses()
        of_own = f" WHERE partner_id = {partner:d}" if own else ""
        await self._fill("actor", f"id IN (SELECT actor_id FROM pg_temp.employee{of_own}{addresses})")
        await self._fill("certification", "partner_id = ANY ($1::bigint[])", reach.partners)
        await self._fill("credential", "employee_id IN (SELECT id FROM pg_temp.employee)")
        await self._fill("measure", "client_id = ANY ($1::bigint[])", clients)
        await self._fill("measure", "partner_id = ANY ($1::bigint[])", reach.partners)
        await self._fill("mrr_report", "true")
        await self._fill_lines(reach.showing_mrr)
        await self._fill("stale_day", "client_id = ANY ($1::bigint[])", clients)
        await self._fill("calendar", "true")
        if ACTIVITY in kinds and not own:
            await self._fill("seen_event", f"external_id IN (SELECT id FROM {ACTIVITY.staging})")

    async def hide(self, reach: _Reach) -> None:
        partner, secret = self.narrowing.partner, token_hex(16)
        rows = await self.connection.fetch("SELECT id FROM pg_temp.employee WHERE partner_id = $1", partner)
        sales = await self.connection.fetch("SELECT id FROM pg_temp.sale WHERE partner_id = $1", partner)
        known = {
            "partner": [partner],
            "employee": [row["id"] for row in rows],
            "client": list(reach.seen),
            "sale": [row["id"] for row in sales],
        }
        for table, ids in known.items():
            await self.connection.execute(statement("engine/shadow_hide").format(table=table), ids, secret)

    async def _fill_lines(self, clients: Sequence[int]) -> None:
        if MRR_REPORT in self.narrowing.kinds:
            await self._fill("mrr_line", "client_id = ANY ($1::bigint[])", clients)
            return
        keys = [(one.period, one.revision) for one in self.narrowing.reports]
        staged = f" UNION SELECT period, revision FROM {MRR.staging}" if MRR in self.narrowing.kinds else ""
        await self._fill(
            "mrr_line",
            "client_id = ANY ($1::bigint[]) AND (period, revision) IN"
            f" (SELECT * FROM unnest($2::date[], $3::integer[]){staged})",
            clients,
            [period for period, _ in keys],
            [revision for _, revision in keys],
        )

    async def _fill(self, table: str, condition: str, *values: object) -> None:
        text = f"INSERT INTO pg_temp.{table} SELECT * FROM {self.schema}.{table} WHERE {condition}"
        await self.connection.execute(text, *values)

    async def _named(self, entity: Kind, condition: str = "") -> list[int]:
        """The rows that the staged facts name."""
        sources = [
            f"SELECT {field} FROM {kind.staging}" for kind in self.narrowing.kinds for field in _naming(kind, entity)
        ]
        if not sources:
            return []
        named = " UNION ALL ".join(sources)
        rows = await self.connection.fetch(
            f"SELECT id FROM {self.schema}.{entity.table} WHERE external_id IN ({named}){condition}"
        )
        return [row["id"] for row in rows]

    async def _seen(self, clients: Sequence[int]) -> dict[int, bool]:
        rows = await self.connection.fetch(statement("engine/shadow_seen"), self.narrowing.partner, clients)
        return {row["client_id"]: row["shows_mrr"] for row in rows}

    def _staged_addresses(self) -> str:
        staged = [f"SELECT {kind.address} FROM {kind.staging}" for kind in self.narrowing.kinds if kind.address]
        if not staged:
            return ""
        return f" UNION ALL SELECT id FROM {self.schema}.actor WHERE address IN ({' UNION ALL '.join(staged)})"


def _naming(kind: Kind, entity: Kind) -> list[str]:
    """The staged columns that have the ids of such things."""
    own = ["id"] if kind is entity else []
    return [*own, *(reference.field for reference in kind.references if reference.to is entity)]


def _tables(schema: str) -> str:
    tables = [*(kind.table for kind in REGISTRY), *BESIDE]
    like = {table: f"LIKE {schema}.{table}{_unique(_KEYS.get(table, ()))}" for table in tables}
    made = [
        statement("engine/shadow_table").format(table=table, columns=columns)
        for table, columns in (like | MARKS).items()
    ]
    with_ids = [
        f"ALTER TABLE pg_temp.{table} ALTER id SET DEFAULT nextval('pg_temp.supposed_id')"
        for table in tables
        if table not in _WITHOUT_NEW_ROWS
    ]
    return ";\n".join([*made, statement("engine/shadow_ids"), *with_ids])


def _unique(columns: Sequence[str]) -> str:
    return f", UNIQUE NULLS NOT DISTINCT ({', '.join(map(quoted, columns))})" if columns else ""
