"""Partners in Tierline's tables, and decisions that change their tiers."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import asyncpg

from bench.live.document import EFFECTIVE_ON, tier_of

PARTNERS = """
INSERT INTO partner (external_id, name, domains, domain_keys, joined_on)
SELECT 'p' || i, 'Partner ' || i, ARRAY['d' || i || '.example'], ARRAY['d' || i || '.example'], '2016-01-01'
FROM generate_series(1, $1::bigint) AS i
"""
DECISIONS = """
INSERT INTO tier_decision (partner_id, effective_on, as_of, revision, tier, rank, edition, metrics,
                           provisional, known_at)
SELECT partner, $3::date, $3::date - 1, coalesce(max(revision), 0) + 1, given.tier, 1, '2018-05',
       '{"SOLD_MRR": 0, "MANAGED_MRR": 0, "MEDIAN_APP_USAGE": null, "CERTIFIED": 1}', false, $4
FROM unnest($1::bigint[], $2::text[]) AS given (partner, tier)
LEFT JOIN tier_decision ON partner_id = partner AND effective_on = $3::date
GROUP BY partner, given.tier
ORDER BY partner
RETURNING id
"""


async def add_partners(connection: asyncpg.Connection, partners: int) -> None:
    """Fills an empty database, so that every id is its row's number."""
    await connection.execute(PARTNERS, partners)
    await connection.execute("VACUUM ANALYZE")


async def add_decisions(connection: asyncpg.Connection, partners: Sequence[int]) -> list[int]:
    """The next revision of the decision about each of these partners; returns the new rows."""
    tiers = [tier_of(partner) for partner in partners]
    effective_on = date.fromisoformat(EFFECTIVE_ON)
    rows = await connection.fetch(DECISIONS, partners, tiers, effective_on, datetime.now(UTC))
    return [row["id"] for row in rows]
