"""What rows are read with that no column has, because it follows from other rows."""

from api.reading.declared import Join
from api.reading.sql import Sql

NEWEST_DAY = "(SELECT day FROM newest_day)"

STANDING_NOW = Join(Sql("LEFT JOIN newest_standing this_standing ON this_standing.partner_id = this.id"))
"""A partner's standing on the newest computed day."""

TIER_NOW = Join(Sql("LEFT JOIN LATERAL tier_on(this.id, {today}::date) this_now ON true"))
"""The tier that a partner holds today, and since when."""

PRECEDING = Join(
    Sql(
        "LEFT JOIN LATERAL decision_in_effect(this.partner_id, this.effective_on - 1, this.program) this_preceding"
        " ON true"
    )
)
"""The decision before a decision: the one in effect on the day before."""


def newest_decision(conditions: str) -> str:
    """A table of the newest of the decisions `d` that fulfil the conditions, in the latest revision that does."""
    newest = "ORDER BY d.effective_on DESC, d.revision DESC LIMIT 1"
    return f"(SELECT d.edition, d.tier, d.rank FROM tier_decision d WHERE {conditions} {newest})"


_EARLIER = (
    "d.partner_id = this.partner_id AND d.program = this.program AND d.effective_on < this.effective_on"
    " AND d.known_at <= this.seen_at"
)
PRECEDING_KNOWN = Join(Sql(f"LEFT JOIN LATERAL {newest_decision(_EARLIER)} this_preceding ON true"))
"""The same of a row that has in `seen_at` the moment at which it is looked at: by what was known then."""

CHANGE_NOW = (
    "(SELECT tier_change(d.rank, before.rank) FROM decision_in_effect(this.id, {today}::date) e"
    " JOIN tier_decision d ON d.id = e.id"
    " LEFT JOIN LATERAL decision_in_effect(d.partner_id, d.effective_on - 1, d.program) before ON true)"
)
"""How the tier of a partner's newest decision in effect compares with the one before; null without a decision."""

_COVERS_TODAY = (
    "FROM certification c WHERE c.partner_id = this.id AND {today}::date BETWEEN c.valid_from AND c.valid_until"
)

CERTIFIED_UNTIL = f"(SELECT c.valid_until {_COVERS_TODAY})"
"""The last day of a partner's certification that covers today; null without one."""

IS_CERTIFIED = f"EXISTS (SELECT {_COVERS_TODAY})"
"""Whether a partner's certification covers today."""

CHANGE = "tier_change(this.rank, this_preceding.rank)"
"""How a decision's tier compares with the one of the decision before."""
