"""What mutations may write."""

from typing import Any

from models.database import acquire

TABLES = """partner certification employee credential client sale access measure mrr_line mrr_report actor
activity_event stale_day recompute_job dry_run event edition""".split()


async def all_rows() -> list[Any]:
    """Everything that a mutation can write."""
    async with acquire() as connection:
        return [await connection.fetch(f"SELECT * FROM {table} ORDER BY 1") for table in TABLES]
