"""A portfolio to recompute, made by SQL, the same in every run."""

from dataclasses import dataclass
from importlib.resources import files

import asyncpg

DAYS = 20  # of activity in each client


@dataclass(frozen=True)
class Portfolio:
    """How many of each there are."""

    partners: int
    clients: int

    @property
    def daily_rows(self) -> int:
        return self.clients * DAYS


async def build(connection: asyncpg.Connection, portfolio: Portfolio) -> None:
    """Fills an empty database; afterwards it is as one that has been in use for a while."""
    text = files("bench").joinpath("sql", "portfolio.sql").read_text(encoding="utf-8")
    await connection.execute(text.format(partners=portfolio.partners, clients=portfolio.clients, days=DAYS))
    await connection.execute("VACUUM ANALYZE")
