"""Tier decisions, their revisions and their evidence."""

from datetime import date, datetime

import strawberry

from api.auth.context import Info
from api.reading.declared import EditionValue, Many, One, Part, Relation, column, declared, field, stored, value
from api.reading.derived import CHANGE, PRECEDING, newest_decision
from api.reading.listings import Listing, Order, by_name
from api.reading.sql import Sql
from api.types.connections import Connection, paged
from api.types.credits import ClientCredit
from api.types.editions import Tier
from api.types.enums import TierChangeKind
from api.types.metrics import Key, Measured, MetricValue, all_values, one_value
from api.types.nodes import Node
from api.types.programs import BY_EDITION, Edition
from api.types.references import LazyClient, LazyCreditedClient, LazyPartner, LazyTierDecision
from models import decisions as rows

MOST_REVISIONS = 100

EFFECTIVE = Sql("this.effective_on <= {today}::date")
CREDITS = (
    "SELECT k.*, d.as_of, d.partner_id, d.effective_on, d.revision FROM decision_credit k"
    " JOIN tier_decision d ON d.id = k.decision_id"
)
REVISIONS = Sql(
    "(SELECT d.* FROM tier_decision d WHERE d.partner_id = parent.partner_id AND d.effective_on = parent.effective_on"
    f" ORDER BY d.revision DESC LIMIT {MOST_REVISIONS})"
)


@stored(rows.DecisionCredit, source=CREDITS, scope="this.partner_id = {viewer}::bigint", visible=EFFECTIVE)
@strawberry.type(description="A client whose credits a decision rests on, as they were when it was decided.")
class CreditedClient(Node):
    credit: ClientCredit = declared("Its credits on the decision's as-of day.", Part())
    client: LazyClient = declared(
        "The client, also where it does not appear under the partner any more.", Relation(of_parent=True)
    )


EVIDENCE = Listing(
    "creditedClients",
    CreditedClient,
    Sql("this.decision_id = parent.id"),
    tables=Sql(f"({CREDITS}) this JOIN client this_client ON this_client.id = this.client_id"),
)
BY_CLIENT = Order("NAME", by_name("this_client"))


@stored(rows.TierDecision, scope="this.partner_id = {viewer}::bigint", visible=EFFECTIVE)
@strawberry.type(
    description="What the 15th of a month decided on the standing as of the day before. It is never rewritten: later"
    " facts for that day add a revision."
)
class TierDecision(Measured, Node):
    effective_on: date = column("The day from which the tier is held.")
    as_of: date = column("The day whose standing it was decided on.")
    change: TierChangeKind = value(
        "How the tier compares with the previous one.",
        CHANGE,
        PRECEDING,
    )
    certified: bool | None = column(
        "Whether the partner was certified on the as-of day; null in editions without CERTIFIED."
    )
    metrics: list[MetricValue] = declared(
        "The values of all metrics of its edition on the as-of day, in its order.", all_values()
    )
    revision: int = column("1 for the first decision, and one more for every later outcome.")
    known_at: datetime = column("When this revision was decided.")
    superseded_at: datetime | None = value(
        "When the revision after it was decided; null for the latest.",
        "(SELECT n.known_at FROM tier_decision n WHERE n.partner_id = this.partner_id"
        " AND n.effective_on = this.effective_on AND n.revision > this.revision ORDER BY n.revision LIMIT 1)",
    )
    provisional: bool = column(
        "Whether the newest MRR report due by the as-of day had not run; the tier holds all the same."
    )
    partner: LazyPartner = declared("The partner whose tier was decided.", Relation(of_parent=True))
    tier: Tier | None = declared(
        "The tier; null if not even the lowest one's gates passed.",
        EditionValue(Tier.held, "this.edition", "this.tier"),
    )
    performing_tier: Tier | None = declared(
        "What the partner's numbers gave on the as-of day. By the policies of the editions so far that is the tier.",
        EditionValue(Tier.held, "this.edition", "this.tier"),
    )
    previous_tier: Tier | None = declared(
        "The tier by the latest revision of the decision before it; null without either.",
        EditionValue(Tier.held, "this_preceding.edition", "this_preceding.tier", joins=(PRECEDING,)),
    )
    edition: Edition = declared(
        "The rules that it was decided by.", One(BY_EDITION, of_parent=True, edition="this.edition")
    )
    revisions: list[LazyTierDecision] = declared(
        f"All revisions of this decision, oldest first; where there are more, the newest {MOST_REVISIONS}.",
        Many(Sql("true"), of_parent=True, source=REVISIONS, order="this.revision"),
    )

    @field("The value of one metric on the as-of day; null in editions without it.", MetricValue | None)
    def metric(self, info: Info, key: Key) -> One:
        return one_value(info, key)

    credits = paged(
        "The evidence: every client that appeared under the partner, by name.",
        Connection[LazyCreditedClient],
        EVIDENCE,
        BY_CLIENT,
    )


DECISIONS = Listing(
    "tierDecisions",
    TierDecision,
    EFFECTIVE,
    tables=Sql("latest_decision this JOIN partner this_partner ON this_partner.id = this.partner_id"),
    of_parent=False,
)
BY_PARTNER = Order("NAME", by_name("this_partner"))


def decision_on(day: date, known_at: datetime | None) -> Sql:
    """The decision of a partner, `parent`, that is in effect on a day by the revisions that were known at a moment."""
    own, values = "d.partner_id = parent.id AND d.effective_on <= {}::date", (day,)
    known = Sql("") if known_at is None else Sql("AND d.known_at <= {}::timestamptz", (known_at,))
    return Sql(newest_decision(f"{own} {known.text}"), values + known.values)
