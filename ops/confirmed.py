"""MRR reports that were taken by confirmation: nothing is wrong with them, but somebody answers for them."""

from datetime import datetime

from models.database import acquire
from ops.status.lines import tell_moment
from tiers.periods import format_month

_CONFIRMED = """
SELECT period, revision, ran_on, confirmed_by, confirmed_at
FROM mrr_report r
WHERE confirmed_at IS NOT NULL
  AND NOT EXISTS (SELECT FROM mrr_report later WHERE later.period = r.period AND later.revision > r.revision)
ORDER BY period DESC LIMIT 5
"""


def tell_confirmation(by: str, at: datetime) -> str:
    """What is to be known of a report that somebody confirmed."""
    return f"has less than half of the one before it: confirmed by {by} on {tell_moment(at)}"


async def find_confirmed_reports() -> list[str]:
    """A line for each of the newest months whose last report has less than half of the one before it."""
    async with acquire() as connection:
        rows = await connection.fetch(_CONFIRMED)
    return [
        f"the report of {format_month(row['period'])}, revision {row['revision']}, ran on {row['ran_on']},"
        f" {tell_confirmation(row['confirmed_by'], row['confirmed_at'])}"
        for row in rows
    ]
