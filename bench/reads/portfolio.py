"""What is read, made by SQL, the same in every run."""

from importlib.resources import files

import asyncpg

from bench.portfolio import Portfolio
from bench.portfolio import read_sql as read_shared


def partner_called(number: int) -> str:
    """The external id of a partner, by its row's number."""
    return f"p{10_000_000 + number}"


async def build(url: str, portfolio: Portfolio) -> None:
    """Fills an empty database; afterwards it is as one that has been in use for a while."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(read_shared("names"))
        made = read_sql("portfolio").format(partners=portfolio.partners, clients=portfolio.clients)
        await connection.execute(made)
        await connection.execute(read_sql("postgraphile"))
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


def read_sql(name: str) -> str:
    """The text of `bench/reads/sql/NAME.sql`."""
    return files("bench").joinpath("reads", "sql", f"{name}.sql").read_text(encoding="utf-8")
