"""All rows of a database as they are stored, and nothing but a look at them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.database import acquire

Row = Mapping[str, Any]

NAMES = """edition partner certification employee credential client sale access measure mrr_report mrr_line
daily_activity computed_day standing client_credit tier_decision decision_credit forecast
recompute_job recompute_run recompute_chunk worker
dry_run dry_run_day dry_run_partner event finding finding_look""".split()


@dataclass(frozen=True)
class Tables:
    """The rows by the name of their table."""

    rows: Mapping[str, Sequence[Row]]
    by_id: dict[str, dict[str, Row]] = field(default_factory=dict)  # of the types that ids were looked up of
    _by_value: dict[tuple[str, str], dict[object, list[Row]]] = field(default_factory=dict)

    def __getitem__(self, table: str) -> Sequence[Row]:
        return self.rows[table]

    def where(self, table: str, column: str, value: object) -> list[Row]:
        """The rows with the value."""
        if (table, column) not in self._by_value:
            found: dict[object, list[Row]] = {}
            for row in self.rows[table]:
                found.setdefault(row[column], []).append(row)
            self._by_value[table, column] = found
        return self._by_value[table, column].get(value, [])

    def find(self, table: str, key: object, column: str = "id") -> Row | None:
        """The one row with the value, None if there is none."""
        rows = self.where(table, column, key)
        assert len(rows) <= 1
        return rows[0] if rows else None

    def get(self, table: str, key: object) -> Row:
        """The row of that key, which is there."""
        (row,) = self.where(table, "id", key)
        return row


async def load_tables() -> Tables:
    """Everything there is."""
    async with acquire() as connection:
        rows = {name: [dict(row) for row in await connection.fetch(f"SELECT * FROM {name}")] for name in NAMES}
    return Tables({**rows, "program": list(programs_of(rows["edition"]))})


def programs_of(editions: Sequence[Row]) -> Iterator[Row]:
    """A row for each program: it is called as its newest edition is, of those published if there are any."""
    kept = [row for row in editions if row["status"] != "WITHDRAWN"]
    for key in sorted({row["program"] for row in kept}):
        own = [row for row in kept if row["program"] == key]
        published = [row for row in own if row["status"] == "PUBLISHED"]
        newest = max(published or own, key=lambda row: (row["effective_from"], row["id"]))
        yield {"id": min(row["id"] for row in own), "key": key, "name": newest["name"], "newest": newest}
