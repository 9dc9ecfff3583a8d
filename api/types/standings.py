"""Standings, and what is missing for the next tier."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

import strawberry

from api.auth.context import Info
from api.reading.declared import (
    OF_PARENT,
    EditionValue,
    Many,
    One,
    Part,
    column,
    declared,
    field,
    stored,
    value,
)
from api.reading.filters import plain
from api.reading.ids import PARTNER_OF, id_in_sql
from api.reading.sql import Sql
from api.types.editions import FOR_CACHES, Tier
from api.types.enums import Comparison
from api.types.explanations import EXPLAINED, Explanation
from api.types.metrics import Key, Measured, Metric, MetricValue, all_values, one_value
from api.types.programs import BY_EDITION, Edition
from models import standings as rows
from tiers.editions.edition import Edition as Rules
from tiers.editions.ladder import Tier as Rung
from tiers.gates import next_tier

# What tells a standing from all others, and a gate of it.
OWN = (PARTNER_OF, "this.as_of")
OF_STANDING = tuple(part.replace("this.", "parent.") for part in OWN)

WITH_EDITION = "(SELECT g.*, parent.edition AS metric_edition FROM {} g)"  # whose metrics they look at
GATES_AHEAD = Sql(
    WITH_EDITION.format("gates_ahead(parent.program, parent.edition, parent.tier, parent.metrics, parent.factors)")
)
# The same of any tier: of the one below it that is ahead.
HELD_BELOW = (
    "(SELECT g.held FROM edition_gate g WHERE g.program = parent.program AND g.edition = parent.edition"
    " AND g.tier = {tier} LIMIT 1)"
)
OF_TIER = f"gates_ahead(parent.program, parent.edition, {HELD_BELOW}, parent.metrics, parent.factors)"
TierKey = Annotated[str | None, strawberry.argument(description="A tier's key; by default that of the next one.")]
FIRST = Sql("this.alternative = 0")
EACH = Sql("true")


def show_next(edition: Rules, tier: Rung | None) -> Tier | None:
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
    limiting: bool = value(
        "Whether it keeps the partner from the tier: it fails, and so does every alternative of the tier.",
        f"NOT this.passed AND NOT EXISTS (SELECT FROM {OF_TIER.format(tier='this.tier')} every"
        " GROUP BY every.alternative HAVING bool_and(every.passed))",
    )


@stored(rows.Standing, scope="this.partner_id = {viewer}::bigint")
@strawberry.type(description="A partner's numbers as of a day.")
class Standing(Measured):
    id: strawberry.ID = value(FOR_CACHES, id_in_sql("Standing", *OWN))
    as_of: date = column("The day; only facts dated up to it are in the numbers.")
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
    edition: Edition = declared(
        "The rules by which these numbers were computed.", One(BY_EDITION, of_parent=True, edition="this.edition")
    )
    explain: Explanation | None = declared(
        "What is behind the numbers of its day, by the facts of today, which may give others by now; null if the"
        " partner had not joined by then.",
        EXPLAINED,
    )

    @field("The value of one metric; null in editions without it.", MetricValue | None)
    def metric(self, info: Info, key: Key) -> One:
        return one_value(info, key)

    @field(
        "The gates of the next tier, or of the highest when it is held, or of the one that is named: those of its first"
        " alternative. None of a tier that the edition lacks.",
        list[Gate],
    )
    def gates(self, tier: TierKey = None) -> Many:
        return _gates(tier, FIRST)

    @field("The gates of each alternative of that tier, of which one has to pass.", list[list[Gate]])
    def alternatives(self, tier: TierKey = None) -> Many:
        return _gates(tier, EACH, lists="this.alternative")


def _gates(tier: str | None, which: Sql, lists: str | None = None) -> Many:
    if tier is None:
        return Many(which, of_parent=True, source=GATES_AHEAD, order="this.place", lists=lists)
    key = plain("tier", tier)
    own = which + Sql("AND this.tier = {}::text", (key,))
    source = Sql(WITH_EDITION.format(OF_TIER.format(tier="{}::text")), (key,))
    return Many(own, of_parent=True, source=source, order="this.place", lists=lists)
