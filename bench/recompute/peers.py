"""The same day by one SQL statement, kept to be compared with what the workers write."""

import time
from datetime import date, datetime
from importlib.resources import files

import asyncpg

DERIVED = "standing, client_credit, computed_day, tier_decision, decision_credit, event, recompute_job"
STANDING = "partner_id, as_of, sold_mrr, managed_mrr, median_app_usage, certified, provisional, tier, edition"
CREDIT = (
    "partner_id, client_id, sold_amount, sold_status, sold_until, managed_amount, managed_status, managed_until,"
    " apps_used, counts_in_median"
)


async def forget_derived(connection: asyncpg.Connection) -> None:
    """Leaves the facts only."""
    await connection.execute(f"TRUNCATE {DERIVED} CASCADE")


async def time_one_statement(connection: asyncpg.Connection, day: date, now: datetime) -> float:
    """How many seconds the statement takes to fill the empty tables, its commit included."""
    text = read_sql("one_statement")
    start = time.perf_counter()
    await connection.execute(text, day, now)
    return time.perf_counter() - start


async def keep_answer(connection: asyncpg.Connection) -> None:
    """Sets aside what was computed."""
    await connection.execute("DROP TABLE IF EXISTS peer_standing, peer_credit")
    await connection.execute(f"CREATE TABLE peer_standing AS SELECT {STANDING} FROM standing")
    await connection.execute(f"CREATE TABLE peer_credit AS SELECT {CREDIT} FROM client_credit")


async def expect_same_answer(connection: asyncpg.Connection) -> str:
    """What is there beside what was kept, in words. Raises SystemExit when they differ: one of them is wrong."""
    for peer, table, columns in (
        ("peer_standing", "standing", STANDING),
        ("peer_credit", "client_credit", CREDIT),
    ):
        theirs, ours = f"SELECT {columns} FROM {peer}", f"SELECT {columns} FROM {table}"
        differing = await connection.fetchval(
            f"SELECT count(*) FROM (({theirs} EXCEPT ALL {ours}) UNION ALL ({ours} EXCEPT ALL {theirs})) AS one"
        )
        if differing:
            raise SystemExit(f"two ways of computing the same disagree: {differing:,} rows of {table} differ")
    tiers = await connection.fetch("SELECT tier, count(*) FROM standing GROUP BY tier ORDER BY count(*) DESC")
    credits_written = await connection.fetchval("SELECT count(*) FROM client_credit")
    found = ", ".join(f"{row['count']:,} {row['tier'] or 'without tier'}" for row in tiers)
    return f"{credits_written:,} credits and every standing are the same both ways: {found}"


def read_sql(name: str) -> str:
    """The text of `bench/recompute/sql/NAME.sql`."""
    return files("bench.recompute").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
