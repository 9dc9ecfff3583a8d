"""A portfolio to recompute, made by SQL, the same in every run."""

import re
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

import asyncpg

from tiers.periods import plus_months

DAYS = 20  # of activity in each client
NEWEST = date(2018, 5, 14)  # of them
_WRITTEN_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


@dataclass(frozen=True)
class Portfolio:
    """How many of each there are."""

    partners: int
    clients: int

    @property
    def daily_rows(self) -> int:
        return self.clients * DAYS


async def build(connection: asyncpg.Connection, portfolio: Portfolio, months: int = 0) -> None:
    """Fills an empty database; afterwards it is as one that has been in use for a while. All is by so many months later
    than `bench/sql/portfolio.sql` has it."""
    text = _WRITTEN_DAY.sub(
        lambda day: plus_months(date.fromisoformat(day[0]), months).isoformat(), read_sql("portfolio")
    )
    await connection.execute(read_sql("names"))
    await connection.execute(text.format(partners=portfolio.partners, clients=portfolio.clients, days=DAYS))
    await connection.execute("VACUUM ANALYZE")


def read_sql(name: str) -> str:
    """The text of `bench/sql/NAME.sql`."""
    return files("bench").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
