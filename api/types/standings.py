"""Standings, and what is missing for the next tier."""

from datetime import date, datetime
from decimal import Decimal

import strawberry

from api.reading.declared import EditionValue, column, declared, stored, value
from api.reading.ids import PARTNER_OF, id_in_sql
from api.reading.sql import Sql, literal
from api.types.editions import FOR_CACHES, MONEY, Tier, measure
from api.types.enums import Metric
from models import standings as rows
from tiers.editions.edition import Edition
from tiers.editions.ladder import Tier as Rung
from tiers.gates import next_tier
from tiers.stored import minima

# What tells a standing from all others.
OWN = (PARTNER_OF, "this.as_of")

METRICS = "this.sold_mrr, this.managed_mrr, this.median_app_usage, this.certified"


def show_next(edition: Edition, tier: Rung | None) -> Tier | None:
    """The tier after the held one; None when that is the highest."""
    following = next_tier(edition, tier)
    return None if following is None else Tier.of(edition, following)


def show_gates(edition: Edition, tier: Rung | None) -> list[dict[str, object]]:
    """The gates of the tier after the held one, or of the highest, over a standing's row."""
    target = next_tier(edition, tier) or edition.tiers[-1]
    return [show_gate(target, metric, minimum) for metric, minimum in minima(target).items()]


def show_gate(tier: Rung, metric: Metric, minimum: Decimal) -> dict[str, object]:
    """One of them, with its members' names in Python."""
    actual = f"metric_value({literal(metric)}, {METRICS})"
    required = measure(metric, minimum)
    written = "round({}, 2)" if metric in MONEY else "trim_scale({})"
    return {
        "id": Sql(id_in_sql("Gate", *OWN, literal(tier.key), literal(metric))),
        "metric": metric,
        "required": required,
        "actual": Sql(written.format(actual)),
        "passed": Sql(f"gate_passed({actual}, {required:f})"),
        "missing": Sql(written.format(f"gate_missing({actual}, {required:f})")),
    }


@strawberry.type(description="One requirement of a tier beside the partner's number.")
class Gate:
    id: strawberry.ID = strawberry.field(description=FOR_CACHES)
    metric: Metric = strawberry.field(description="What it looks at.")
    required: Decimal = strawberry.field(description="The least that passes; money in the program's currency.")
    actual: Decimal | None = strawberry.field(description="The partner's number; null if there is none.")
    passed: bool = strawberry.field(description="Whether the number is at least what is required.")
    missing: Decimal = strawberry.field(
        description="What is lacking: 0 when passed, all of it when there is no number."
    )


@stored(rows.Standing, scope="this.partner_id = {viewer}::bigint")
@strawberry.type(description="A partner's numbers as of a day.")
class Standing:
    id: strawberry.ID = value(FOR_CACHES, id_in_sql("Standing", *OWN))
    as_of: date = column("The day; only facts dated up to it are in the numbers.")
    sold_mrr: Decimal = column("Counted MRR of clients sold, in the program's currency.")
    managed_mrr: Decimal = column("Counted MRR of clients managed, in the program's currency.")
    median_app_usage: Decimal | None = column(
        "Median number of counted apps in use by clients that add a positive amount; null without any."
    )
    certified: bool = column("Whether the partner is certified on the day.")
    provisional: bool = column("Whether the newest MRR report due by the day has not run yet.")
    computed_at: datetime = column("When a run first came to these numbers.")
    tier: Tier | None = declared(
        "The tier that these numbers give; null if not even the lowest one's gates pass.",
        EditionValue(Tier.held, "this.edition", "this.tier"),
    )
    next_tier: Tier | None = declared(
        "The tier after that; null when it is the highest.",
        EditionValue(show_next, "this.edition", "this.tier", always=True),
    )
    gates: list[Gate] = declared(
        "The gates of the next tier, or of the highest when it is held; one for each metric.",
        EditionValue(show_gates, "this.edition", "this.tier", always=True),
    )
