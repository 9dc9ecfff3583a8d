"""MRR reports that were taken by confirmation: nothing is wrong with them, but somebody answers for them."""

from datetime import datetime

from models.database import acquire
from models.statements import statement
from ops.status.lines import tell_moment
from tiers.periods import format_month


def tell_confirmation(by: str, at: datetime) -> str:
    """What is to be known of a report that somebody confirmed."""
    return f"has less than half of the one before it: confirmed by {by} on {tell_moment(at)}"


async def find_confirmed_reports() -> list[str]:
    """A line for each of the newest months whose last report has less than half of the one before it."""
    async with acquire() as connection:
        rows = await connection.fetch(statement("ops/confirmed_reports"))
    return [
        f"the report of {format_month(row['period'])}, revision {row['revision']}, ran on {row['ran_on']},"
        f" {tell_confirmation(row['confirmed_by'], row['confirmed_at'])}"
        for row in rows
    ]
