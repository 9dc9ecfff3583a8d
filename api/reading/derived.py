"""What rows are read with that no column has, because it follows from other rows."""

from api.reading.declared import Join
from api.reading.sql import Sql

NEWEST_DAY = "(SELECT max(day) FROM computed_day)"

STANDING_NOW = Join(
    Sql(
        "LEFT JOIN standing this_standing ON this_standing.partner_id = this.id"
        f" AND this_standing.as_of = {NEWEST_DAY} AND this_standing.as_of >= this.joined_on"
    )
)
"""A partner's standing on the newest computed day."""

DECISION_NOW = Join(
    Sql(
        "LEFT JOIN LATERAL (SELECT d.tier, d.rank, d.program FROM tier_decision d WHERE d.partner_id = this.id"
        " AND d.effective_on <= {today}::date ORDER BY d.effective_on DESC, d.revision DESC LIMIT 1) this_now ON true"
    )
)
"""A partner's newest decision already effective, in its latest revision."""

PRECEDING = Join(
    Sql(
        "LEFT JOIN LATERAL (SELECT b.tier, b.rank, b.program FROM tier_decision b"
        " WHERE b.partner_id = this.partner_id AND b.effective_on < this.effective_on"
        " ORDER BY b.effective_on DESC, b.revision DESC LIMIT 1) this_preceding ON true"
    )
)
"""The decision before a decision, in its latest revision."""
