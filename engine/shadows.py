"""Tables of facts of a transaction's own, in which facts can be supposed (decision 0058).

They have the names of the tables of facts, so that loads' statements and the engine's work on them as they are."""

from collections.abc import Iterable, Iterator, Sequence
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
    reach = await _find_reach(connection, narrowing, schema)
    hidden = _hide(narrowing, reach) if narrowing.own else ()
    # In one round trip, and prepared by nobody: it is another text each time.
    script = (*_tables(schema), *_fill(narrowing, reach, schema), *hidden, statement("engine/shadow_begin"))
    await connection.execute(";\n".join(script))
    unseen_lines = f" UNION ALL SELECT * FROM {schema}.mrr_line WHERE client_id NOT IN (SELECT id FROM client)"
    return Shadows(
        frozenset(reach.clients) - frozenset(reach.seen) if narrowing.own else frozenset(),
        f"(SELECT * FROM {schema}.activity_event UNION ALL SELECT * FROM activity_event)",
        "mrr_line" if narrowing.own else f"(SELECT * FROM mrr_line{unseen_lines})",
    )


async def hide_lines(connection: asyncpg.Connection, counted: Iterable[tuple[Report, int]]) -> None:
    """Takes out of a partner's shadows what clients paid when they did not count for it: it sees that of now.

    `counted` are the reports that are looked at, each with a client that counts by it as the facts are.
    """
    rows = list(counted)
    columns = ([one.period for one, _ in rows], [one.revision for one, _ in rows], [client for _, client in rows])
    await connection.execute(statement("engine/shadow_hide_lines"), *columns)


async def hide_sales(connection: asyncpg.Connection, narrowing: Narrowing, sold: Iterable[int]) -> None:
    """Takes out of a partner's shadows what others have sold, but where its numbers show that anyway.

    `sold` are the clients that count as sold by it as the facts are."""
    told = f"SELECT client, line FROM {SALE.staging}" if SALE in narrowing.kinds else "SELECT '' AS client, '' AS line"
    text = statement("engine/shadow_hide_sales").format(told=told)
    await connection.execute(text, narrowing.partner, list(sold))


@dataclass(frozen=True, slots=True)
class _Reach:
    """Rows by their ids: those that are named, all clients that can matter, and those seen, with and without MRR."""

    partners: Sequence[int]
    employees: Sequence[int]
    clients: Sequence[int]
    seen: Sequence[int]
    showing_mrr: Sequence[int]


async def _find_reach(connection: asyncpg.Connection, narrowing: Narrowing, schema: str) -> _Reach:
    own, partner = narrowing.own, narrowing.partner

    async def find_named(entity: Kind, condition: str = "") -> list[int]:
        sources = [f"SELECT {field} FROM {kind.staging}" for kind in narrowing.kinds for field in _naming(kind, entity)]
        if not sources:
            return []
        named = " UNION ALL ".join(sources)
        rows = await connection.fetch(
            f"SELECT id FROM {schema}.{entity.table} WHERE external_id IN ({named}){condition}"
        )
        return [row["id"] for row in rows]

    async def find_seen(clients: Sequence[int]) -> dict[int, bool]:
        rows = await connection.fetch(statement("engine/shadow_seen"), partner, clients)
        return {row["client_id"]: row["shows_mrr"] for row in rows}

    partners = [partner] if own else [partner, *await find_named(PARTNER)]
    employees = await find_named(EMPLOYEE, f" AND partner_id = {partner:d}" if own else "")
    named = await find_named(CLIENT)
    if own:
        named = list(await find_seen(named))
    rows = await connection.fetch(statement("engine/shadow_reach"), partner, named, employees)
    clients = [row["client_id"] for row in rows]
    if not own:
        return _Reach(partners, employees, clients, clients, clients)
    seen = await find_seen(clients)
    return _Reach(partners, employees, clients, list(seen), [client for client in seen if seen[client]])


def _naming(kind: Kind, entity: Kind) -> list[str]:
    """The staged columns that have the ids of such things."""
    own = ["id"] if kind is entity else []
    return [*own, *(reference.field for reference in kind.references if reference.to is entity)]


def _tables(schema: str) -> Iterator[str]:
    tables = [*(kind.table for kind in REGISTRY), *BESIDE]
    like = {table: f"LIKE {schema}.{table}{_unique(_KEYS.get(table, ()))}" for table in tables}
    for table, columns in (like | MARKS).items():
        yield statement("engine/shadow_table").format(table=table, columns=columns)
    yield statement("engine/shadow_ids")
    for table in tables:
        if table not in _WITHOUT_NEW_ROWS:
            yield f"ALTER TABLE pg_temp.{table} ALTER id SET DEFAULT nextval('pg_temp.supposed_id')"


def _unique(columns: Sequence[str]) -> str:
    return f", UNIQUE NULLS NOT DISTINCT ({', '.join(map(quoted, columns))})" if columns else ""


def _fill(narrowing: Narrowing, reach: _Reach, schema: str) -> Iterator[str]:
    """Each shadow after those that it is filled by."""
    own, kinds, clients, partners = narrowing.own, narrowing.kinds, _ids(reach.clients), _ids(reach.partners)
    of_own = f" AND partner_id = {narrowing.partner:d}" if own else ""

    def fill(table: str, condition: str) -> str:
        return f"INSERT INTO pg_temp.{table} SELECT * FROM {schema}.{table} WHERE {condition}"

    yield fill("client", f"id = ANY ({clients})")
    yield fill("access", f"client_id = ANY ({clients})")
    yield fill(
        "employee",
        f"id IN (SELECT unnest({_ids(reach.employees)}) UNION ALL SELECT employee_id FROM pg_temp.access"
        f" UNION ALL SELECT id FROM {schema}.employee WHERE partner_id = {narrowing.partner:d})",
    )
    yield fill("sale", f"client_id = ANY ({clients})")
    if SALE in kinds:
        yield fill("sale", f"external_id IN (SELECT id FROM {SALE.staging}) AND client_id <> ALL ({clients}){of_own}")
    yield fill(
        "partner",
        f"id IN (SELECT unnest({partners}) UNION ALL SELECT partner_id FROM pg_temp.employee"
        " UNION ALL SELECT partner_id FROM pg_temp.sale)",
    )
    staged = [f"SELECT {kind.address} FROM {kind.staging}" for kind in kinds if kind.address and not own]
    addresses = f" UNION ALL SELECT id FROM {schema}.actor WHERE address IN ({' UNION ALL '.join(staged)})"
    yield fill(
        "actor",
        f"id IN (SELECT actor_id FROM pg_temp.employee WHERE true{of_own}{addresses if staged else ''})",
    )
    yield fill("certification", f"partner_id = ANY ({partners})")
    yield fill("credential", "employee_id IN (SELECT id FROM pg_temp.employee)")
    yield fill("measure", f"client_id = ANY ({clients})")
    yield fill("measure", f"partner_id = ANY ({partners})")
    yield fill("mrr_report", "true")
    yield fill("mrr_line", f"client_id = ANY ({_ids(reach.showing_mrr)}){_lines_looked_at(narrowing)}")
    yield fill("stale_day", f"client_id = ANY ({clients})")
    yield fill("calendar", "true")
    if ACTIVITY in kinds and not own:
        yield fill("seen_event", f"external_id IN (SELECT id FROM {ACTIVITY.staging})")


def _lines_looked_at(narrowing: Narrowing) -> str:
    """The condition on lines: those of reports that are looked at; a partner sees none that is not published."""
    published = " AND (period, revision) IN (SELECT period, revision FROM pg_temp.mrr_report)" if narrowing.own else ""
    if MRR_REPORT in narrowing.kinds:
        return published
    keys = ", ".join(f"('{one.period}'::date, {one.revision:d})" for one in narrowing.reports)
    wanted = [f"VALUES {keys}"] if keys else []
    if MRR in narrowing.kinds:
        wanted.append(f"SELECT period, revision FROM {MRR.staging}")
    return f" AND (period, revision) IN ({' UNION ALL '.join(wanted)}){published}" if wanted else " AND false"


def _hide(narrowing: Narrowing, reach: _Reach) -> Iterator[str]:
    secret = token_hex(16)
    of_own = f"partner_id = {narrowing.partner:d}"
    known = {
        "partner": f"id = {narrowing.partner:d}",
        "employee": of_own,
        "client": f"id = ANY ({_ids(reach.seen)})",
        "sale": of_own,
    }
    for table, condition in known.items():
        yield statement("engine/shadow_hide").format(table=table, known=condition, secret=secret)
    # Or whether a client says something new would tell whether somebody else has sold it.
    yield f"UPDATE pg_temp.client SET sold_by_id = NULL, sold_on = NULL WHERE sold_by_id <> {narrowing.partner:d}"


def _ids(rows: Sequence[int]) -> str:
    return f"'{{{','.join(f'{row:d}' for row in rows)}}}'::bigint[]"
