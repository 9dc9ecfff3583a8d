"""Standings, and what is missing for the next tier."""

from datetime import date, datetime
from decimal import Decimal

import strawberry

from api.auth.context import Info
from api.reading.declared import OF_PARENT, EditionValue, Many, One, Part, column, declared, field, stored, value
from api.reading.ids import PARTNER_OF, id_in_sql
from api.reading.sql import Sql
from api.types.editions import FOR_CACHES, Tier
from api.types.enums import Comparison
from api.types.metrics import Key, Metric, MetricValue, all_values, one_value
from models import standings as rows
from tiers.editions.edition import Edition
from tiers.editions.ladder import Tier as Rung
from tiers.gates import next_tier

# What tells a standing from all others, and a gate of it.
OWN = (PARTNER_OF, "this.as_of")
OF_STANDING = tuple(part.replace("this.", "parent.") for part in OWN)

GATES_AHEAD = Sql("gates_ahead(parent.program, parent.edition, parent.tier, parent.metrics, parent.factors)")
FIRST = Sql("this.alternative = 0")
EACH = Sql("true")


def show_next(edition: Edition, tier: Rung | None) -> Tier | None:
    """The tier after the held one; None when that is the highest."""
    following = next_tier(edition, tier)
    return None if following is None else Tier.of(edition, following)


@stored(scope=OF_PARENT)
@strawberry.type(description="One requirement of a tier beside the partner's number.")
class Gate:
    id: strawberry.ID = value(
        FOR_CACHES, id_in_sql("Gate", *OF_STANDING, "this.tier", "this.alternative", "this.place")
    )
    metric: Metric = declared("What it looks at.", Part("metric_"))
    comparison: Comparison = column("Whether the required number itself passes.")
    required: Decimal = column(
        "What the number has to reach, or to exceed, in the partner's country; money in the program's currency.",
        money=True,
    )
    actual: Decimal | None = column("The partner's number; null if there is none.", money=True)
    passed: bool = column("Whether the number reaches, or exceeds, what is required.")
    missing: Decimal = column(
        "What is lacking: 0 when passed and never otherwise, all of it when there is no number.", money=True
    )


@stored(rows.Standing, scope="this.partner_id = {viewer}::bigint")
@strawberry.type(description="A partner's numbers as of a day.")
class Standing:
    id: strawberry.ID = value(FOR_CACHES, id_in_sql("Standing", *OWN))
    as_of: date = column("The day; only facts dated up to it are in the numbers.")
    sold_mrr: Decimal | None = column("The value of SOLD_MRR; null in editions without it.")
    managed_mrr: Decimal | None = column("The value of MANAGED_MRR; null in editions without it.")
    median_app_usage: Decimal | None = column(
        "The value of MEDIAN_APP_USAGE; null in editions without it, and where no client adds a positive amount."
    )
    certified: bool | None = column("Whether the partner is certified on the day; null in editions without CERTIFIED.")
    metrics: list[MetricValue] = declared("The values of all metrics of its edition, in its order.", all_values())
    provisional: bool = column("Whether the newest MRR report due by the day has not run yet.")
    computed_at: datetime = column("When a run first came to these numbers.")
    tier: Tier | None = declared(
        "The tier that these numbers give; null if not even the lowest one's gates pass.",
        EditionValue(Tier.held, "this.edition", "this.tier"),
    )
    performing_tier: Tier | None = declared(
        "The same: what the partner's numbers give on the day, whatever tier it holds.",
        EditionValue(Tier.held, "this.edition", "this.tier"),
    )
    next_tier: Tier | None = declared(
        "The tier after that; null when it is the highest.",
        EditionValue(show_next, "this.edition", "this.tier", always=True),
    )
    gates: list[Gate] = declared(
        "The gates of the next tier, or of the highest when it is held: those of its first alternative.",
        Many(FIRST, of_parent=True, source=GATES_AHEAD, order="this.place"),
    )
    alternatives: list[list[Gate]] = declared(
        "The gates of each alternative of that tier, of which one has to pass.",
        Many(EACH, of_parent=True, source=GATES_AHEAD, order="this.place", lists="this.alternative"),
    )

    @field("The value of one metric; null in editions without it.", MetricValue | None)
    def metric(self, info: Info, key: Key) -> One:
        return one_value(info, key)
