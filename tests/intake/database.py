"""What the tests of the intake share: loading records, and what is in the tables, by the format's own keys."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from intake.load import IntakeSummary, load_facts
from intake.rejections import Rejection, Warned
from intake.terms import Confirmation, Terms
from models.database import acquire
from models.editions import load_editions
from tiers.editions.counted import counted_currencies

TERMS = Terms(counted_currencies(load_editions()), ZoneInfo("UTC"))
CONFIRMATION = Confirmation("ann", datetime(2018, 7, 1, 9, tzinfo=UTC))
CONFIRMED = replace(TERMS, confirmation=CONFIRMATION)

Fact = dict[str, Any]

TABLES = {
    "partner": "SELECT external_id, name, domains, domain_keys, country, joined_on FROM partner",
    "certification": """
        SELECT p.external_id, valid_from, valid_until FROM certification c JOIN partner p ON p.id = c.partner_id""",
    "employee": """
        SELECT e.external_id, p.external_id AS partner, email, email_domain, a.address, e.name, left_on
        FROM employee e JOIN partner p ON p.id = e.partner_id JOIN actor a ON a.id = e.actor_id""",
    "credential": """
        SELECT e.external_id, c.name, valid_from, valid_until
        FROM credential c JOIN employee e ON e.id = c.employee_id""",
    "client": """
        SELECT c.external_id, c.name, registered_on, c.country, p.external_id AS sold_by, sold_on
        FROM client c LEFT JOIN partner p ON p.id = c.sold_by_id""",
    "sale": """
        SELECT s.external_id, p.external_id AS partner, c.external_id AS client, line, kind, s.sold_on, ended_on
        FROM sale s JOIN partner p ON p.id = s.partner_id JOIN client c ON c.id = s.client_id""",
    "access": """
        SELECT c.external_id, e.external_id AS employee, granted_on, revoked_on
        FROM access a JOIN client c ON c.id = a.client_id JOIN employee e ON e.id = a.employee_id""",
    "measure": """
        SELECT p.external_id AS partner, c.external_id AS client, m.name, m.on, value, currency
        FROM measure m LEFT JOIN partner p ON p.id = m.partner_id LEFT JOIN client c ON c.id = m.client_id""",
    "mrr": """
        SELECT period, revision, c.external_id, amount, currency, line
        FROM mrr_line m JOIN client c ON c.id = m.client_id""",
    "mrr_report": "SELECT period, revision, ran_on, confirmed_by FROM mrr_report",
    "activity": """
        SELECT v.external_id, c.external_id AS client, a.address, kind, app, at
        FROM activity_event v JOIN client c ON c.id = v.client_id JOIN actor a ON a.id = v.actor_id""",
}
STALE = "SELECT c.external_id, s.day FROM stale_day s JOIN client c ON c.id = s.client_id"

PARTNER: Fact = {
    "type": "partner",
    "id": "p1",
    "name": "Agency",
    "domains": ["agency.example"],
    "joined_on": "2017-01-01",
}
EMPLOYEE: Fact = {"type": "employee", "id": "e1", "partner": "p1", "email": "Ann@agency.example"}
CLIENT: Fact = {"type": "client", "id": "c1", "name": "Customer", "registered_on": "2018-01-01"}
CERTIFICATION: Fact = {
    "type": "certification",
    "partner": "p1",
    "valid_from": "2018-01-01",
    "valid_until": "2018-12-31",
}
CREDENTIAL: Fact = {"type": "credential", "employee": "e1", "name": "Analytics", "valid_from": "2018-01-01"}
SALE: Fact = {
    "type": "sale",
    "id": "s1",
    "partner": "p1",
    "client": "c1",
    "line": "CRM",
    "kind": "SOURCED",
    "sold_on": "2018-01-10",
}
MEASURE: Fact = {"type": "measure", "partner": "p1", "name": "SEATS", "on": "2018-03-31", "value": "12.5"}
ACCESS: Fact = {"type": "access", "client": "c1", "employee": "e1", "granted_on": "2018-02-01"}
MRR: Fact = {"type": "mrr", "period": "2018-05", "client": "c1", "amount": "100.50"}
REPORT: Fact = {"type": "mrr_report", "period": "2018-05", "ran_on": "2018-06-03"}
LOGIN: Fact = {
    "type": "activity",
    "id": "v1",
    "client": "c1",
    "actor": "ann@agency.example",
    "kind": "LOGIN",
    "at": "2018-05-02T10:00:00Z",
}
ONE_OF_EACH = [PARTNER, EMPLOYEE, CLIENT, CERTIFICATION, CREDENTIAL, SALE, ACCESS, MEASURE, MRR, REPORT, LOGIN]


async def load(
    records: Sequence[Mapping[str, object]], *, strict: bool = False, terms: Terms = TERMS
) -> tuple[IntakeSummary, list[Rejection]]:
    """Loads one file of these records, from line 1."""
    rejected: list[Rejection] = []
    lines = ((number, json.dumps(record).encode()) for number, record in enumerate(records, 1))
    return await load_facts(lines, terms, strict=strict, on_rejected=rejected.append), rejected


async def counts(records: Sequence[Mapping[str, object]]) -> tuple[int, int, int]:
    """How many lines were accepted, unchanged and rejected."""
    summary, _ = await load(records)
    return summary.accepted, summary.unchanged, summary.rejected


async def refusals(records: Sequence[Mapping[str, object]]) -> list[tuple[int, str | None]]:
    """The numbers and fields of the rejected lines."""
    _, rejected = await load(records)
    return [(one.number, one.field) for one in rejected]


async def warnings(records: Sequence[Mapping[str, object]]) -> list[tuple[int, str | None]]:
    """The numbers and fields of the lines that are warned of."""
    warned: list[Warned] = []
    lines = ((number, json.dumps(record).encode()) for number, record in enumerate(records, 1))
    await load_facts(lines, TERMS, on_warned=warned.append)
    return [(one.number, one.field) for one in warned]


async def table(name: str) -> list[tuple[Any, ...]]:
    """The rows of a type, sorted, without generated ids."""
    async with acquire() as connection:
        rows = await connection.fetch(STALE if name == "stale_day" else TABLES[name])
    return sorted((tuple(row) for row in rows), key=lambda row: [str(value) for value in row])


async def tables() -> dict[str, list[tuple[Any, ...]]]:
    """All facts."""
    return {name: await table(name) for name in TABLES}


async def looked_at_again() -> tuple[set[str], set[str]]:
    """The partners and the clients that the next run looks at again, by external id; from now on no more."""
    async with acquire() as connection:
        found = [
            {
                row["external_id"]
                for row in await connection.fetch(
                    f"DELETE FROM stale_{kind} s USING {kind} e WHERE e.id = s.{kind}_id RETURNING e.external_id"
                )
            }
            for kind in ("partner", "client")
        ]
    return found[0], found[1]


async def forget_everything() -> None:
    """Empties the tables of facts."""
    activity = ["stale_day", "activity_event", "seen_event"]
    names = [
        *activity,
        *"measure sale credential mrr_line mrr_report access employee actor certification client partner".split(),
    ]
    async with acquire() as connection:  # quicker than TRUNCATE while there is little
        await connection.execute(";".join(f"DELETE FROM {name}" for name in names))
