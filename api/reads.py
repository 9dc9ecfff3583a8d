"""What nested fields read, each in one statement for any number of rows. The result has one entry per key, in order."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import date
from typing import Any

from api.listings import CREDIT, DECISION, PRECEDING
from api.sql import Row, Sql, fetch

MOST_REVISIONS = 100

_NEWEST_DAY = "(SELECT max(day) FROM computed_day)"


def by_key(statement: str, column: str = "id") -> Callable[[Sequence[Any]], Awaitable[list[Row | None]]]:
    """Reads the row of each key; the statement takes all keys at once and gives each back in the column."""

    async def read(keys: Sequence[Any]) -> list[Row | None]:
        rows = {row[column]: row for row in await fetch(Sql(statement, (tuple(dict.fromkeys(keys)),)))}
        return [rows.get(key) for key in keys]

    return read


read_partners = by_key("SELECT p.* FROM partner p WHERE p.id = ANY ({}::bigint[])")
read_partners_by_name = by_key("SELECT p.* FROM partner p WHERE p.external_id = ANY ({}::text[])", "external_id")
read_clients = by_key("SELECT c.* FROM client c WHERE c.id = ANY ({}::bigint[])")
read_clients_by_name = by_key("SELECT c.* FROM client c WHERE c.external_id = ANY ({}::text[])", "external_id")
read_employees = by_key("SELECT e.* FROM employee e WHERE e.id = ANY ({}::bigint[])")
read_jobs = by_key("SELECT j.* FROM recompute_job j WHERE j.id = ANY ({}::bigint[])")
read_decisions = by_key(f"SELECT {DECISION} FROM tier_decision d {PRECEDING} WHERE d.id = ANY ({{}}::bigint[])")
read_credited = by_key(
    f"SELECT k.id, k.client_id, {CREDIT}, d.as_of, d.partner_id, d.effective_on FROM decision_credit k"
    " JOIN tier_decision d ON d.id = k.decision_id WHERE k.id = ANY ({}::bigint[])"
)
read_newest_standings = by_key(
    "SELECT s.* FROM standing s JOIN partner p ON p.id = s.partner_id WHERE s.partner_id = ANY ({}::bigint[])"
    f" AND s.as_of = {_NEWEST_DAY} AND s.as_of >= p.joined_on",
    "partner_id",
)


async def read_current_decisions(partners: Sequence[int], on: date) -> list[Row | None]:
    """Each partner's newest decision effective by the day, in its latest revision."""
    statement = Sql(
        f"SELECT {DECISION} FROM unnest({{}}::bigint[]) AS partner(id) CROSS JOIN LATERAL"
        " (SELECT d.* FROM tier_decision d WHERE d.partner_id = partner.id AND d.effective_on <= {}::date"
        f" ORDER BY d.effective_on DESC, d.revision DESC LIMIT 1) d {PRECEDING}",
        (tuple(dict.fromkeys(partners)), on),
    )
    return _in_order(await fetch(statement), partners)


async def read_tier_starts(partners: Sequence[int], on: date) -> list[date | None]:
    """When the unbroken run of decisions with the tier of the newest one began; None without a tier."""
    statement = Sql(
        "WITH latest AS (SELECT DISTINCT ON (d.partner_id, d.effective_on) d.partner_id, d.effective_on, d.tier"
        " FROM tier_decision d WHERE d.partner_id = ANY ({}::bigint[]) AND d.effective_on <= {}::date"
        " ORDER BY d.partner_id, d.effective_on DESC, d.revision DESC),"
        " compared AS (SELECT *, first_value(tier) OVER newest_first AS current FROM latest"
        " WINDOW newest_first AS (PARTITION BY partner_id ORDER BY effective_on DESC)),"
        " runs AS (SELECT *, count(*) FILTER (WHERE tier IS DISTINCT FROM current) OVER newest_first AS breaks"
        " FROM compared WINDOW newest_first AS (PARTITION BY partner_id ORDER BY effective_on DESC))"
        " SELECT partner_id, min(effective_on) AS since FROM runs WHERE breaks = 0 AND tier IS NOT NULL"
        " GROUP BY partner_id",
        (tuple(dict.fromkeys(partners)), on),
    )
    return [None if row is None else row["since"] for row in _in_order(await fetch(statement), partners)]


async def read_certified_until(partners: Sequence[int], on: date) -> list[date | None]:
    """The end of the certification that covers the day."""
    statement = Sql(
        "SELECT partner_id, valid_until FROM certification WHERE partner_id = ANY ({}::bigint[])"
        " AND {}::date BETWEEN valid_from AND valid_until",
        (tuple(dict.fromkeys(partners)), on),
    )
    return [None if row is None else row["valid_until"] for row in _in_order(await fetch(statement), partners)]


async def read_standings_on(keys: Sequence[tuple[int, date]]) -> list[Row | None]:
    """The standings of (partner, day), where the day was computed and is not before the partner joined."""
    partners, days = zip(*dict.fromkeys(keys), strict=True)
    statement = Sql(
        "SELECT s.* FROM unnest({}::bigint[], {}::date[]) AS key(partner, day) JOIN standing s"
        " ON s.partner_id = key.partner AND s.as_of = key.day"
        " JOIN partner p ON p.id = s.partner_id AND p.joined_on <= s.as_of",
        (partners, days),
    )
    rows = {(row["partner_id"], row["as_of"]): row for row in await fetch(statement)}
    return [rows.get(key) for key in keys]


async def read_standing_ranges(partners: Sequence[int], days: tuple[date, date]) -> list[list[Row]]:
    """The computed standings within the days, both included, oldest first."""
    statement = Sql(
        "SELECT s.* FROM standing s JOIN partner p ON p.id = s.partner_id"
        " AND p.joined_on <= s.as_of WHERE s.partner_id = ANY ({}::bigint[]) AND s.as_of BETWEEN {}::date AND {}::date"
        " ORDER BY s.as_of",
        (tuple(dict.fromkeys(partners)), *days),
    )
    return _grouped(await fetch(statement), partners)


async def read_daily_activity(partners: Sequence[int], days: tuple[date, date]) -> list[list[Row]]:
    """What the partner's employees did, by day, in clients where they had access on that day.

    Two employees of one e-mail address, or two accesses that overlap, make an event no second one.
    """
    statement = Sql(
        "WITH active AS (SELECT DISTINCT e.partner_id, a.id, a.day, a.client_id, a.events, e.id AS employee_id"
        " FROM employee e JOIN access x ON x.employee_id = e.id"
        " JOIN daily_activity a ON a.client_id = x.client_id AND a.actor_id = e.actor_id"
        " AND a.day >= x.granted_on AND (x.revoked_on IS NULL OR a.day < x.revoked_on)"
        " WHERE e.partner_id = ANY ({}::bigint[]) AND a.day BETWEEN {}::date AND {}::date),"
        " numbered AS (SELECT *, row_number() OVER (PARTITION BY partner_id, id ORDER BY employee_id) AS place"
        " FROM active)"
        " SELECT partner_id, day, count(DISTINCT client_id) AS active_clients,"
        " count(DISTINCT employee_id) AS active_employees, sum(events) FILTER (WHERE place = 1) AS events"
        " FROM numbered GROUP BY partner_id, day ORDER BY day",
        (tuple(dict.fromkeys(partners)), *days),
    )
    return _grouped(await fetch(statement), partners)


async def read_revisions(keys: Sequence[tuple[int, date]]) -> list[list[Row]]:
    """The newest revisions of the decisions of (partner, effective day), oldest first."""
    partners, days = zip(*dict.fromkeys(keys), strict=True)
    statement = Sql(
        f"SELECT {DECISION} FROM unnest({{}}::bigint[], {{}}::date[]) AS key(partner, day) CROSS JOIN LATERAL"
        " (SELECT d.* FROM tier_decision d WHERE d.partner_id = key.partner AND d.effective_on = key.day"
        f" ORDER BY d.revision DESC LIMIT {MOST_REVISIONS}) d {PRECEDING} ORDER BY d.revision",
        (partners, days),
    )
    rows: dict[tuple[int, date], list[Row]] = {}
    for row in await fetch(statement):
        rows.setdefault((row["partner_id"], row["effective_on"]), []).append(row)
    return [rows.get(key, []) for key in keys]


async def read_appearances(keys: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether, for (partner, client), the client appears under the partner on the newest computed day."""
    partners, clients = zip(*dict.fromkeys(keys), strict=True)
    statement = Sql(
        "SELECT k.partner_id, k.client_id FROM client_credit k"
        " JOIN unnest({}::bigint[], {}::bigint[]) AS key(partner, client)"
        " ON k.partner_id = key.partner AND k.client_id = key.client",
        (partners, clients),
    )
    found = {(row["partner_id"], row["client_id"]) for row in await fetch(statement)}
    return [key in found for key in keys]


async def read_mrr(clients: Sequence[int], viewer: int | None) -> list[Row | None]:
    """The counted MRR on the newest computed day, of clients that count for the viewer; None while pending."""
    statement = Sql(
        "SELECT c.id, coalesce(l.amount, 0) AS amount, l.currency, n.day"
        " FROM computed_day n JOIN mrr_report r ON r.id = n.report_id"
        " JOIN client c ON c.registered_on < r.period AND c.registered_on <= n.day"
        " LEFT JOIN mrr_line l ON l.client_id = c.id AND l.period = r.period AND l.revision = r.revision"
        f" WHERE n.day = {_NEWEST_DAY} AND c.id = ANY ({{}}::bigint[]) AND ({{}}::bigint IS NULL OR EXISTS"
        " (SELECT FROM client_credit k WHERE k.client_id = c.id AND k.partner_id = {}::bigint"
        " AND 'COUNTED' IN (k.sold_status, k.managed_status)))",
        (tuple(dict.fromkeys(clients)), viewer, viewer),
    )
    return _in_order(await fetch(statement), clients, "id")


async def count_tiers(on: date) -> list[Row]:
    """How many partners that joined by the day hold which tier on it; one row without a tier."""
    statement = Sql(
        "SELECT d.program, d.tier, count(*) AS partners FROM partner p LEFT JOIN LATERAL (SELECT d.tier, d.program"
        " FROM tier_decision d WHERE d.partner_id = p.id AND d.effective_on <= {}::date"
        " ORDER BY d.effective_on DESC, d.revision DESC LIMIT 1) d ON true WHERE p.joined_on <= {}::date"
        " GROUP BY d.program, d.tier",
        (on, on),
    )
    return list(await fetch(statement))


def _in_order(rows: Iterable[Row], keys: Sequence[int], column: str = "partner_id") -> list[Row | None]:
    found = {row[column]: row for row in rows}
    return [found.get(key) for key in keys]


def _grouped(rows: Iterable[Row], partners: Sequence[int]) -> list[list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row["partner_id"], []).append(row)
    return [found.get(partner, []) for partner in partners]
