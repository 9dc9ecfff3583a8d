"""Numbers that were reported about partners and clients."""

from datetime import date
from decimal import Decimal

import strawberry

from api.reading.declared import column, stored
from api.reading.listings import Listing, Order, by_day, by_text
from api.reading.sql import Sql
from api.types.nodes import Node
from models import measures as rows


@stored(
    rows.Measure,
    scope="this.partner_id = {viewer}::bigint OR EXISTS ("
    "SELECT FROM client_credit k WHERE k.client_id = this.client_id AND k.partner_id = {viewer}::bigint)",
)
@strawberry.type(
    description="A number about a partner or a client on a day. A partner sees its own, and those of the clients that"
    " appear under it."
)
class Measure(Node):
    name: str = column("What is measured.")
    on: date = column("The day that the number is of.")
    value: Decimal = column("The number; money in units of the currency.")
    currency_code: str | None = column("ISO 4217; null for what is no money.", source="currency")


OF_PARTNER = Listing("partnerMeasures", Measure, Sql("this.partner_id = parent.id"))
OF_CLIENT = Listing("clientMeasures", Measure, Sql("this.client_id = parent.id"), of_parent=False)
NEWEST_MEASURE = Order("ON", (by_day("this.on"), by_text("this.name")), descending=True)
