"""Databases as earlier versions left them, with data."""

from collections import defaultdict
from io import BytesIO

import asyncpg
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.migrations.executor import MigrationTarget

from models.database import tortoise_config
from models.migrate import Executor
from tests.roles import connected

MADE_BY_MIGRATIONS = ("installation", "tortoise_migrations")
FORMER = {"edition": "program", "edition_digest": "program_digest"}  # what columns were called, where they lacked these
MADE_OF_OTHERS = {"metrics"}  # by migrations, of what earlier versions had in columns
MONTHS = "SELECT make_activity_months('2018-06-01', '2019-09-01')"

_COLUMNS = """
SELECT relname AS table, attname AS column, attgenerated <> '' AS generated
FROM pg_class
JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
  AND relname <> ALL ($1::text[])
"""
_FURTHER = """
WHERE factors IS NOT NULL
   OR NOT metrics ?& ARRAY['SOLD_MRR', 'MANAGED_MRR', 'MEDIAN_APP_USAGE', 'CERTIFIED']
   OR metrics - ARRAY['SOLD_MRR', 'MANAGED_MRR', 'MEDIAN_APP_USAGE', 'CERTIFIED'] <> '{}'
"""
_OF_NO_PERIOD = "SELECT id FROM recompute_job WHERE first_day IS NULL AND month IS NULL"
_NUMBERED = """
SELECT pg_get_serial_sequence(table_name, column_name) AS sequence, table_name, column_name
FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = ANY ($1::text[])
  AND pg_get_serial_sequence(table_name, column_name) IS NOT NULL
"""


async def migrate_up_to(url: str, name: str) -> None:
    """As a version did whose newest migration that was."""
    config = tortoise_config(url, pool_size=2)
    async with TortoiseContext() as context:
        await context.init(config=config)
        executor = Executor(get_connection("default"), config["apps"])
        await executor.migrate(targets=[MigrationTarget("models", name)])


async def fill_earlier(earlier_url: str, url: str) -> None:
    """Gives a database of an earlier version all that it can hold of what is in one of this version.

    The rest goes from that one, too: tables that the earlier version lacks are emptied, columns become what they are by
    default, and lines of product lines go, which nothing tells apart there, and what is by further metrics, and jobs of
    neither days nor a month."""
    async with connected(url) as current, connected(earlier_url) as earlier:
        known, now = await _columns(earlier), await _columns(current)
        await earlier.execute("SET session_replication_role = replica")
        await earlier.execute(MONTHS)
        if later := sorted(now.keys() - known.keys()):
            await current.execute(f"TRUNCATE {', '.join(later)}")
        await _drop_later(current, known)
        for table in known.keys() & now.keys():
            plain = {column for column, generated in known[table].items() if not generated}
            kept = {column: column for column in plain & now[table].keys()}
            for column in (now[table].keys() - plain) & FORMER.keys():
                if FORMER[column] in plain:
                    kept.pop(FORMER[column], None)  # another column by now
                    kept[column] = FORMER[column]
            own = {column for column, generated in now[table].items() if not generated}
            if unknown := sorted(own - kept.keys() - MADE_OF_OTHERS):
                await current.execute(f"UPDATE {table} SET " + ", ".join(f'"{column}" = DEFAULT' for column in unknown))
            text = BytesIO()
            named = ", ".join(f'"{column}"' for column in kept)
            await current.copy_from_query(f"SELECT {named} FROM {table}", output=text)
            text.seek(0)
            await earlier.copy_to_table(table, source=text, columns=list(kept.values()))
        for row in await earlier.fetch(_NUMBERED, list(known)):
            newest = f"SELECT setval($1, max({row['column_name']})) FROM {row['table_name']}"
            await earlier.execute(newest, row["sequence"])


async def _drop_later(current: asyncpg.Connection, known: dict[str, dict[str, bool]]) -> None:
    """Drops the rows that tables of an earlier version could not hold."""
    if "metrics" not in known["standing"]:
        await current.execute(
            f"DELETE FROM decision_credit WHERE decision_id IN (SELECT id FROM tier_decision {_FURTHER})"
        )
        for table in ("tier_decision", "standing"):
            await current.execute(f"DELETE FROM {table} {_FURTHER}")
    if "arguments" not in known["recompute_job"]:
        await current.execute(f"DELETE FROM event WHERE job_id IN ({_OF_NO_PERIOD})")
        await current.execute(f"DELETE FROM recompute_job WHERE id IN ({_OF_NO_PERIOD})")
    if "lease_until" not in known.get("worker", {}):
        await current.execute("DELETE FROM worker")
    if "line" not in known["mrr_line"]:
        await current.execute("DELETE FROM mrr_line WHERE line IS NOT NULL")


async def _columns(connection: asyncpg.Connection) -> dict[str, dict[str, bool]]:
    """By table and name: whether the column is made of others."""
    found = defaultdict[str, dict[str, bool]](dict)
    for row in await connection.fetch(_COLUMNS, list(MADE_BY_MIGRATIONS)):
        found[row["table"]][row["column"]] = row["generated"]
    return found
