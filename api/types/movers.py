"""Who rose and who fell on a day, and who lacks least for the next tier: lists of all partners."""

from datetime import date
from decimal import Decimal

import strawberry

from api.execution.errors import BadInput
from api.reading.cursors import INTEGER, NUMBER
from api.reading.declared import OF_PARENT, EditionValue, Many, Part, column, declared, stored
from api.reading.derived import CHANGE, PRECEDING
from api.reading.filters import EXTERNAL_ID, changing
from api.reading.listings import GREATEST_SIZE, Condition, Key, Listing, Order
from api.reading.sql import Sql
from api.types.connections import NODES, Paged
from api.types.decisions import TierDecision
from api.types.editions import Tier
from api.types.enums import Comparison, TierChangeKind
from api.types.metrics import Metric
from api.types.partners import Partner
from api.types.standings import GATES_AHEAD, WITH_EDITION, Gate

MOVERS = Listing(
    "movers",
    TierDecision,
    Sql(f"{CHANGE} <> '{TierChangeKind.UNCHANGED}'"),
    tables=Sql("latest_decision this JOIN partner this_partner ON this_partner.id = this.partner_id"),
    of_parent=False,
)

NUMBERS = (
    "this_numbers.as_of, this_numbers.program, this_numbers.edition, this_numbers.tier, this_numbers.metrics,"
    " this_numbers.factors"
)
NEAREST = (
    "nearest_alternative(this_numbers.program, this_numbers.edition, this_numbers.tier, this_numbers.metrics,"
    " this_numbers.factors)"
)
NEAR_NEXT = Listing(
    "nearNext",
    Partner,
    Sql("this_nearest.lacking > 0"),
    tables=Sql(
        "newest_standing this_numbers JOIN partner this ON this.id = this_numbers.partner_id"
        f" CROSS JOIN LATERAL {NEAREST} this_nearest"
    ),
    columns=f"this.*, this.id AS partner_id, {NUMBERS}, this_nearest.tier AS next_tier, this_nearest.alternative,"
    " this_nearest.lack",
    of_parent=False,
)
LEAST_FIRST = Order(
    "LACK", (Key(Sql("this_nearest.lacking"), INTEGER), Key(Sql("this_nearest.lack"), NUMBER), EXTERNAL_ID)
)

GATES_OF_MOVE = Sql(WITH_EDITION.format("gates_of_move(parent.id)"))


@stored(scope=OF_PARENT)
@strawberry.type(description="A gate by which a partner rose or fell.")
class MoverGate:
    metric: Metric = declared("What it looks at.", Part("metric_"))
    comparison: Comparison = column("Whether the required number itself passes.")
    required: Decimal = column(
        "What the number has to reach, or to exceed, in the partner's country; money in the program's currency.",
        money=True,
    )
    actual: Decimal | None = column("The number that was decided on; null if there is none.", money=True)
    before: Decimal | None = column("The number at the decision before; null if there is none.", money=True)


@strawberry.type(description="A partner that rose or fell, as the decision says it, and by what.")
class MoverEdge:
    cursor: str = strawberry.field(description="Where the edge is in this list, for `after` and `before`.")
    node: TierDecision = strawberry.field(description="The decision, in its latest revision.")
    gates: list[MoverGate] = declared(
        "Of who fell, the gates that keep it from the tier it lost; of who rose, the gates of its tier that its"
        " numbers before did not pass. None where only the edition has changed, and where it lacks the tier.",
        Many(Sql("true"), of_parent=True, source=GATES_OF_MOVE, order="this.alternative, this.place"),
    )


@strawberry.type(description="A page of those who rose or fell.")
class MoverConnection(Paged):
    edges: list[MoverEdge] = strawberry.field(
        description=f"In the list's order, whichever end was asked for; at most {GREATEST_SIZE}."
    )
    nodes: list[TierDecision] = strawberry.field(description=NODES)


@strawberry.type(description="A partner, and what it lacks for the next tier.")
class NearNextEdge:
    cursor: str = strawberry.field(description="Where the edge is in this list, for `after` and `before`.")
    node: Partner = strawberry.field(description="The partner.")
    tier: Tier = declared(
        "The tier after the one that its numbers give on the newest computed day.",
        EditionValue(Tier.held, "this.edition", "this.next_tier"),
    )
    lack: Decimal = column(
        "What the gates lack, each as a part of what it requires, added up: 0.1 for 90 of 100. Rounded to a millionth."
    )
    gates: list[Gate] = declared(
        "Those that it lacks, of the alternative that lacks least.",
        Many(
            Sql("NOT this.passed AND this.alternative = parent.alternative"),
            of_parent=True,
            source=GATES_AHEAD,
            order="this.place",
        ),
    )


@strawberry.type(description="A page of those who lack something for the next tier.")
class NearNextConnection(Paged):
    edges: list[NearNextEdge] = strawberry.field(
        description=f"In the list's order, whichever end was asked for; at most {GREATEST_SIZE}."
    )
    nodes: list[Partner] = strawberry.field(description=NODES)


def moved(program: str, on: date | None, change: TierChangeKind | None) -> list[Condition]:
    """Only decisions of the day, by default of the newest one; raises BadInput for those by which nobody moves."""
    if change is TierChangeKind.UNCHANGED:
        raise BadInput("change: who keeps a tier has not moved; ask for PROMOTED or DEMOTED")
    day = Sql("newest_decision_until({today}::date)") if on is None else Sql("{}::date", (on,))
    of_day = Sql("this.program = {}::text AND this.effective_on =", (program,)) + day
    return [Condition(of_day, (PRECEDING,)), *changing(change)]
