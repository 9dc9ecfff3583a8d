"""Staging tables: the rows of one load by type, and its rejected lines, in tables of the load's own transaction."""

from collections.abc import Sequence
from typing import Any

import asyncpg

from intake.missing import Reports
from intake.records import (
    Access,
    Activity,
    Certification,
    Client,
    Employee,
    Mrr,
    MrrReport,
    Partner,
    Record,
)
from intake.rejections import BadLine, Rejection
from intake.rows import Row
from models.statements import statement

_BATCH_ROWS = 10_000
_BATCH_BYTES = 4 << 20

_REJECTED = "intake_rejection"
_COLUMNS: dict[str, dict[str, str]] = {
    "intake_partner": {
        "id": "text",
        "name": "text",
        "domains": "text[]",
        "domain_keys": "text[]",
        "country": "text",
        "joined_on": "date",
    },
    "intake_certification": {"partner": "text", "valid_from": "date", "valid_until": "date"},
    "intake_employee": {"id": "text", "partner": "text", "email": "text", "email_domain": "text", "address": "text"},
    "intake_client": {
        "id": "text",
        "name": "text",
        "registered_on": "date",
        "country": "text",
        "sold_by": "text",
        "sold_on": "date",
    },
    "intake_access": {"client": "text", "employee": "text", "granted_on": "date", "revoked_on": "date"},
    "intake_mrr": {
        "period": "date",
        "revision": "integer",
        "client": "text",
        "amount": "numeric(18, 2)",
        "currency": "text",
    },
    "intake_mrr_report": {
        "period": "date",
        "revision": "integer",
        "ran_on": "date",
        "lines": "integer",
        "total": "numeric",
    },
    "intake_activity": {
        "id": "text",
        "client": "text",
        "address": "text",
        "kind": "text",
        "app": "text",
        "at": "timestamptz",
        "day": "date",
    },
}
TABLES: dict[type[Record], str] = {
    Partner: "intake_partner",
    Certification: "intake_certification",
    Employee: "intake_employee",
    Client: "intake_client",
    Access: "intake_access",
    Mrr: "intake_mrr",
    MrrReport: "intake_mrr_report",
    Activity: "intake_activity",
}


class Staging:
    """Rows on their way into the staging tables, in batches, so that memory does not grow with the file.

    A type's table is made when its first row comes. To be used inside one transaction."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self.tables: set[type[Record]] = set()
        self._connection = connection
        self._rows: dict[type[Record], list[tuple[Any, ...]]] = {}
        self._rejected: list[tuple[Any, ...]] = []
        self._count = 0
        self._bytes = 0

    async def begin(self) -> None:
        await self._connection.execute(statement("intake/begin"))

    def add(self, number: int, kind: type[Record], row: Row, size: int) -> None:
        """Takes a row that was made of a line of `size` bytes."""
        try:
            self._rows[kind].append((number, *row))
        except KeyError:
            self._rows[kind] = [(number, *row)]
        self._count += 1
        self._bytes += size

    def reject(self, number: int, bad: BadLine, reports: Reports | None) -> None:
        """Takes a bad line, and the reports that it may be a line of."""
        period, revision = (None, None) if reports is None else (reports.period, reports.revision)
        self._rejected.append((number, bad.field, bad.reason, reports is not None, period, revision))
        self._count += 1

    @property
    def full(self) -> bool:
        return self._count >= _BATCH_ROWS or self._bytes >= _BATCH_BYTES

    async def flush(self) -> None:
        """Copies what has come so far into the tables."""
        for kind, rows in self._rows.items():
            table = TABLES[kind]
            if kind not in self.tables:
                columns = ", ".join(f"{name} {type_}" for name, type_ in _COLUMNS[table].items())
                await self._connection.execute(statement("intake/stage").format(table=table, columns=columns))
                self.tables.add(kind)
            await self._connection.copy_records_to_table(table, records=rows, columns=["number", *_COLUMNS[table]])
        if self._rejected:
            await self._connection.copy_records_to_table(_REJECTED, records=self._rejected)
        self._rows = {}
        self._rejected = []
        self._count = 0
        self._bytes = 0

    async def finish(self) -> None:
        """Copies the rest, and tells the planner how much there is."""
        await self.flush()
        for kind in self.tables:
            await self._connection.execute(f"ANALYZE {TABLES[kind]}")


async def reject_staged(connection: asyncpg.Connection, kind: type[Record], rejections: Sequence[Rejection]) -> None:
    """Moves staged lines of one type to the rejected ones."""
    columns = [[getattr(one, name) for one in rejections] for name in ("number", "field", "reason")]
    await connection.execute(statement("intake/reject_judged").format(table=TABLES[kind]), *columns)
