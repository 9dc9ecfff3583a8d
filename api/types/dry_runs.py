"""Dry runs: what an edition would decide beside the one in force, of which nothing takes effect. For operators only."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

import strawberry

from api.execution.errors import BadInput
from api.reading.cursors import INTEGER
from api.reading.declared import (
    OF_PARENT,
    OPERATORS_ONLY,
    Many,
    One,
    Part,
    Relation,
    column,
    declared,
    field,
    stored,
    value,
)
from api.reading.filters import plain
from api.reading.ids import PARTNER_OF, decode_number, id_in_sql
from api.reading.listings import Condition, Key, Listing, Order, Page, by_day, by_external_id, page
from api.reading.sql import Sql
from api.types.connections import After, Before, Connection, First, Last
from api.types.editions import FOR_CACHES
from api.types.enums import Comparison, TierChangeKind
from api.types.inputs import DryRunDecisionFilter
from api.types.jobs import RecomputeJob
from api.types.metrics import Metric
from api.types.nodes import Node
from api.types.references import LazyDryRunDecision, LazyPartner
from models import dry_runs as rows

# What is written of one before all of it is there is nobody's to read.
IS_COMPLETE = "EXISTS (SELECT FROM dry_run d WHERE d.id = {run} AND d.known_at IS NOT NULL)"
TIERS = Sql(
    "(SELECT t.* FROM jsonb_to_recordset(parent.tiers) AS t"
    ' (place int, key text, name text, "before" int, "after" int))'
)
MOVES = Sql(
    "(SELECT t.* FROM jsonb_to_recordset(parent.moves) AS t"
    " (place int, tier_before text, tier_after text, partners int))"
)
# The edition of a dry run may be nobody's yet. Its currency is that of its program, and so of the edition in force.
GATES = Sql(
    "(SELECT t.*, (SELECT d.edition FROM dry_run_day d WHERE d.dry_run_id = parent.dry_run_id"
    " AND d.effective_on = parent.effective_on) AS metric_edition FROM jsonb_to_recordset(coalesce(parent.gates, '[]'))"
    " AS t (place int, edition text, metric_key text, metric_name text, metric_unit text, metric_description text,"
    " comparison text, required numeric, actual numeric, missing numeric))"
)


@stored(scope=OF_PARENT)
@strawberry.type(description="How many partners have a tier before, by the edition in force, and by that of a dry run.")
class DryRunTier:
    key: str | None = column("The tier's key; null for no tier.")
    name: str | None = column("What people call it; null for no tier.")
    before: int = column("How many partners have it by the edition in force.")
    after: int = column("How many partners have it by the edition of the dry run.")


@stored(scope=OF_PARENT)
@strawberry.type(description="How many partners would move from one tier to another.")
class DryRunMove:
    tier_before: str | None = column("The key of the tier that they have by the edition in force; null for none.")
    tier_after: str | None = column("The key of the one that they would have; null for none.")
    partners: int = column("How many.")


@stored(rows.DryRunDay, scope=OPERATORS_ONLY)
@strawberry.type(description="What a dry run has found of one of its days.")
class DryRunDay:
    effective_on: date = column("The day on which its decisions would take effect.")
    as_of: date = column("The day that they look at.")
    edition_in_force: str = column("The key of the edition in force then.", source="edition")
    partners: int = column("How many partners have joined by then.")
    tiers: list[DryRunTier] = declared(
        "The tiers of both editions, lowest first, and no tier at last.",
        Many(Sql("true"), of_parent=True, source=TIERS, order="this.place"),
    )
    moves: list[DryRunMove] = declared(
        "From which tier to which partners would move, those of most partners first.",
        Many(Sql("true"), of_parent=True, source=MOVES, order="this.place"),
    )


@stored(scope=OF_PARENT)
@strawberry.type(description="A gate that makes the difference between two tiers, beside the partner's number.")
class DryRunGate:
    metric: Metric = declared("What it looks at.", Part("metric_"))
    edition: str = column("The key of the edition whose gate it is: the one that gives the lower tier.")
    comparison: Comparison = column("Whether the required number itself passes.")
    required: Decimal = column("What the number has to reach, or to exceed.", money=True)
    actual: Decimal | None = column("The partner's number; null if there is none.", money=True)
    missing: Decimal = column("What is lacking, which is never 0.", money=True)


@stored(rows.DryRunPartner, scope=OPERATORS_ONLY)
@strawberry.type(description="What would be decided of a partner on one of the days of a dry run.")
class DryRunDecision:
    id: strawberry.ID = value(
        FOR_CACHES, id_in_sql("DryRunDecision", "this.dry_run_id", "this.effective_on", PARTNER_OF)
    )
    partner: LazyPartner = declared("The partner.", Relation(of_parent=True))
    effective_on: date = column("The day on which the decision would take effect.")
    tier_before: str | None = column(
        "The key of the tier that the edition in force gives by the same facts; null for none."
    )
    tier_after: str | None = column("The key of the tier that the edition of the dry run gives; null for none.")
    performing_before: str | None = column(
        "What the partner's numbers give by the edition in force. By the policies of the editions so far that is the"
        " tier.",
        source="tier_before",
    )
    performing_after: str | None = column(
        "What they give by the edition of the dry run. By the policies of the editions so far that is the tier.",
        source="tier_after",
    )
    change: TierChangeKind = column("How the tier after compares with the one before.")
    gates: list[DryRunGate] = declared(
        "The gates that keep the partner from the higher of both tiers by the edition that gives the lower one; where"
        " that has no such tier, from its next one. None of one that is UNCHANGED.",
        Many(Sql("true"), of_parent=True, source=GATES, order="this.place"),
    )

    @field("The same by another dry run; null if that has no such day, or is not complete.", LazyDryRunDecision | None)
    def by(
        self,
        dry_run: Annotated[strawberry.ID, strawberry.argument(description="The id, or the number, of a dry run.")],
    ) -> One:
        other = decode_number(dry_run, "DryRun")
        same = "this.partner_id = parent.partner_id AND this.effective_on = parent.effective_on"
        own = f"{same} AND this.dry_run_id = {{}}::bigint AND {IS_COMPLETE.format(run='this.dry_run_id')}"
        return One(Sql(own, (other,)), of_parent=True)


DECISIONS = Listing(
    "dryRunDecisions",
    DryRunDecision,
    Sql("this.dry_run_id = parent.id AND parent.known_at IS NOT NULL"),
    tables=Sql("dry_run_partner this JOIN partner this_partner ON this_partner.id = this.partner_id"),
)
BY_DAY = Order("EFFECTIVE_ON", (by_day("this.effective_on"), by_external_id("this_partner")))


@stored(rows.DryRun, scope=OPERATORS_ONLY)
@strawberry.type(
    description="What an edition would decide of the whole portfolio on some days, by the facts of one moment, beside"
    " the edition in force. Nothing of it takes effect. The newest 50 are kept."
)
class DryRun(Node):
    number: strawberry.ID = value(
        "What the command line calls it, and its job. As an argument it is as good as the id.", "this.id::text"
    )
    job: RecomputeJob = declared(
        "The job that does it, by which it is watched, cancelled and tried again.",
        One(Sql("this.id = parent.id"), of_parent=True),
    )
    edition_key: str = column("The key of the edition.", source="edition")
    edition_name: str = column("What people call it.", source="name")
    edition_digest: str = column("What it says, in short, as it was when the dry run was asked for.", source="digest")
    edition_text: str = column("Its file (TOML), as it was then.", source="text")
    first_on: date = column("The first day on which it decides.", name="from")
    last_on: date = column("The last day on which it decides.", name="to")
    known_at: datetime | None = column(
        "The moment by whose facts and editions all of it is decided; null until it is complete."
    )
    days: list[DryRunDay] = declared(
        "What has come of each of its days, in their order; none until it is complete.",
        Many(Sql("this.dry_run_id = parent.id"), of_parent=True, order="this.effective_on"),
    )

    @field(
        "What would be decided of each partner, by day and by the partners' external ids; none until it is complete.",
        Connection[DryRunDecision],
    )
    def decisions(
        self,
        *,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: Annotated[DryRunDecisionFilter | None, strawberry.argument(description="Only these.")] = None,  # noqa: A002
    ) -> Page:
        conditions = [] if filter is None else _conditions(filter)
        given = {"filter": filter}
        return page(DECISIONS, BY_DAY, conditions, given=given, first=first, after=after, last=last, before=before)


def _conditions(wanted: DryRunDecisionFilter) -> list[Condition]:
    """What is asked of decisions; raises BadInput for what cannot be."""
    found = []
    if wanted.on is not None:
        found.append(Condition(Sql("this.effective_on = {}::date", (wanted.on,))))
    if wanted.changes is not None:
        names = [one.value for one in wanted.changes]
        found.append(Condition(Sql("this.change = ANY ({}::text[])", (names,))))
    if wanted.moved is not None:
        moved = f"this.tier_before IS {'' if wanted.moved else 'NOT '}DISTINCT FROM this.tier_after"
        found.append(Condition(Sql(moved)))
    for side in ("before", "after"):
        tier, untiered = getattr(wanted, f"tier_{side}"), getattr(wanted, f"untiered_{side}")
        name = side.capitalize()
        if tier is not None and untiered:
            raise BadInput(f"tier{name}, untiered{name}: a tier is not none; give one of the two")
        if tier is not None:
            own = Sql(f"this.tier_{side} = {{}}::text", (plain(f"tier{name}", tier),))
            found.append(Condition(own))
        if untiered is not None:
            none = f"this.tier_{side} IS {'' if untiered else 'NOT '}NULL"
            found.append(Condition(Sql(none)))
    if wanted.differs_from is not None:
        other = decode_number(wanted.differs_from, "DryRun")
        same = (
            "NOT EXISTS (SELECT FROM dry_run_partner o WHERE o.dry_run_id = {}::bigint"
            " AND o.partner_id = this.partner_id AND o.effective_on = this.effective_on"
            f" AND o.tier_after IS NOT DISTINCT FROM this.tier_after AND {IS_COMPLETE.format(run='o.dry_run_id')})"
        )
        found.append(Condition(Sql(same, (other,))))
    return found


DRY_RUNS = Listing("dryRuns", DryRun, of_parent=False)
NEWEST_DRY_RUN = Order("REQUESTED", (Key(Sql("this.id"), INTEGER),), descending=True)
