"""Rows as they are thought up, and their way into the tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

from models.database import transaction
from tests.differential.reference.tables import NAMES

T = TypeVar("T")

TODAY = date(2019, 7, 1)
WITHOUT_KEYS = ("computed_day", "event", "finding_look", "recompute_chunk", "worker")
SMALL, GREAT = 5_000, 2**53  # keys beyond what a binary float can hold are in use, too
MOMENTS = tuple(
    datetime(2019, 6, 15, 4, 0, second, fraction, tzinfo=UTC)
    for second, fraction in ((0, 0), (0, 1), (0, 500_000), (7, 120_000), (59, 999_999))
)
AMOUNTS = tuple(map(Decimal, "0.00 0.00 0.01 7.00 50.00 50.00 100.10 1125.00 9999999999999999.99".split()))
SUMS = (*AMOUNTS, *map(Decimal, "1124.99 2100.00 6000.00 20000.00 1000000.00 9999999999999999999999.99".split()))
MEDIANS = (None, *map(Decimal, "0.0 0.5 2.5 3.0 3.0 10.0 16.0 100.0 99999999999.5".split()))


@dataclass
class Ledger:
    """All rows by table, in an order in which they can be inserted."""

    rng: Random
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: str, **values: object) -> int:
        """Notes a row and gives its key, 0 for a table without one. Keys say nothing of the order of adding."""
        if table in WITHOUT_KEYS:
            self.rows.setdefault(table, []).append(values)
            return 0
        taken = {row["id"] for row in self.rows.get(table, ())}
        key = next(key for key in iter(self._number, 0) if key not in taken)
        self.rows.setdefault(table, []).append({"id": key, **values})
        return key

    def _number(self) -> int:
        return self.rng.randint(1, SMALL) + (GREAT if self.chance(0.3) else 0)

    def __getitem__(self, table: str) -> Sequence[dict[str, Any]]:
        return self.rows.get(table, ())

    def keys(self, table: str) -> list[int]:
        return [row["id"] for row in self[table]]

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def pick(self, values: Sequence[T]) -> T:
        return self.rng.choice(values)

    def partner(self) -> int:
        """The key of a partner; the first one's so often that its lists are long."""
        keys = self.keys("partner")
        return keys[0] if self.chance(0.3) else self.rng.choice(keys)

    def sample(self, values: Sequence[T], most: int) -> list[T]:
        """Some of the values, each at most once, in any order."""
        return self.rng.sample(values, min(len(values), self.rng.randint(0, most)))

    def day(self, first: int = -400, last: int = 30) -> date:
        """A day around TODAY; half of the time one of a few, so that days meet."""
        days = self.rng.choice((-365, -30, -1, 0)) if self.chance(0.5) else self.rng.randint(first, last)
        return TODAY + timedelta(days=min(max(days, first), last))

    def moment(self) -> datetime:
        """Of a day around then, with and without a fraction of a second."""
        return self.pick(MOMENTS) + timedelta(hours=self.rng.randint(-9000, 600) if self.chance(0.7) else 0)


async def empty_tables() -> None:
    """Takes all rows away."""
    async with transaction() as connection:
        await connection.execute(f"TRUNCATE {', '.join(NAMES)}, actor CASCADE")


async def insert(ledger: Ledger) -> None:
    """Puts all rows into the tables, and the numbering of new ones after them."""
    async with transaction() as connection:
        for table, rows in ledger.rows.items():
            columns = list(rows[0])
            records = [tuple(row[column] for column in columns) for row in rows]
            await connection.copy_records_to_table(table, records=records, columns=columns)
            if table not in WITHOUT_KEYS:
                numbering = "SELECT setval(pg_get_serial_sequence($1, 'id'), $2)"
                await connection.execute(numbering, table, max(row["id"] for row in rows))
