"""What is kept of the decisions to come, for all partners."""

from datetime import date

import strawberry

from api.reading.cursors import NUMBER
from api.reading.declared import Amount, EditionValue, One, Relation, column, declared, stored, value
from api.reading.ids import PARTNER_OF, id_in_sql
from api.reading.listings import Condition, Key, Listing, Order, by_external_id
from api.reading.sql import Sql
from api.types.credits import Money
from api.types.editions import FOR_CACHES, Tier
from api.types.enums import TierChangeKind
from api.types.metrics import Metric
from api.types.references import LazyClient, LazyPartner
from models import forecasts as rows

METRIC = Sql(
    "(SELECT m.* FROM edition_metric m"
    " WHERE m.program = parent.program AND m.edition = parent.edition AND m.key = parent.metric)"
)


@stored(rows.Forecast, scope="this.partner_id = {viewer}::bigint")
@strawberry.type(
    description="A decision to come for a partner, as it was foreseen after a computed day, if activity continues."
)
class ForeseenDecision:
    id: strawberry.ID = value(
        FOR_CACHES, id_in_sql("ForeseenDecision", PARTNER_OF, "this.effective_on", "this.foreseen_on")
    )
    partner: LazyPartner = declared("The partner whose tier will be decided.", Relation(of_parent=True))
    effective_on: date = column("The day on which it takes effect.")
    tier: Tier | None = declared(
        "The tier that it gives; null for none.", EditionValue(Tier.held, "this.edition", "this.tier")
    )
    change: TierChangeKind = column("How that compares with the decision before it.")
    metric: Metric | None = declared(
        "Of the first decision that demotes the partner: what keeps it from the tier that it had; of several what ends"
        " first. Null of all others, and where its tier is no longer there.",
        One(Sql("true"), of_parent=True, source=METRIC),
    )
    client: LazyClient | None = declared(
        "The client whose credit of that ends first; null where the certification does, or nothing, and for a partner"
        " under which it does not appear on the newest computed day.",
        Relation(),
    )
    last_day: date | None = column("The last day on which that is there; null where nothing ends.")
    mrr: Money = declared(
        "All that the partner's metrics of MRR are together on the day after which it was foreseen.",
        Amount("mrr", day="this.foreseen_on"),
    )
    foreseen_on: date = column("The computed day since which the same is foreseen.")


AT_RISK = Listing(
    "atRisk",
    ForeseenDecision,
    Sql("this.falls_first"),
    tables=Sql("forecast this JOIN partner this_partner ON this_partner.id = this.partner_id"),
)
LARGEST = Order("MRR", (Key(Sql("this.mrr"), NUMBER), by_external_id("this_partner")), descending=True)


def within(program: str, decisions: int) -> Condition:
    """That it is one of the next so many decisions in the program."""
    return Condition(Sql("this.program = {}::text AND this.place <= {}::int", (program, decisions)))
