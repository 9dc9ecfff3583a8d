"""Staging tables: the rows of one load by type, and its rejected lines, in tables of the load's own transaction."""

from typing import Any

import asyncpg

from intake.missing import Reports
from intake.record_type import Kind, Row
from intake.rejections import BadLine
from models.rights import quoted
from models.statements import statement

_BATCH_ROWS = 10_000
_BATCH_BYTES = 4 << 20

_REJECTED = "intake_rejection"
_OF_REJECTED = ("number", "field", "reason", "of_report", "period", "revision")


class Staging:
    """Rows on their way into the staging tables, in batches, so that memory does not grow with the file.

    A type's table is made when its first row comes. To be used inside one transaction."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self.kinds: set[Kind] = set()
        self._connection = connection
        self._rows: dict[Kind, list[tuple[Any, ...]]] = {}
        self._rejected: list[tuple[Any, ...]] = []
        self._count = 0
        self._bytes = 0

    async def begin(self) -> None:
        await self._connection.execute(statement("intake/begin"))

    def add(self, number: int, kind: Kind, row: Row, size: int) -> None:
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
            if kind not in self.kinds:
                columns = ", ".join(f"{quoted(name)} {type_}" for name, type_ in kind.columns.items())
                text = statement("intake/stage").format(staging=kind.staging, columns=columns)
                await self._connection.execute(text)
                self.kinds.add(kind)
            await self._connection.copy_records_to_table(kind.staging, records=rows, columns=["number", *kind.columns])
        if self._rejected:
            await self._connection.copy_records_to_table(_REJECTED, records=self._rejected, columns=_OF_REJECTED)
        self._rows = {}
        self._rejected = []
        self._count = 0
        self._bytes = 0

    async def finish(self) -> None:
        """Copies the rest, and tells the planner how much there is."""
        await self.flush()
        for kind in self.kinds:
            await self._connection.execute(f"ANALYZE {kind.staging}")
