"""Sales of product lines to clients."""

from datetime import date

import strawberry

from api.reading.declared import Relation, column, declared, stored
from api.reading.listings import Listing, Order, by_day, by_external_id
from api.reading.sql import Sql
from api.types.enums import SaleKind
from api.types.nodes import Node
from api.types.references import LazyPartner
from models import clients as rows


@stored(rows.Sale, scope="this.partner_id = {viewer}::bigint")
@strawberry.type(
    description="A partner's sale of one product line to a client. The client's `soldBy` is its sale of everything that"
    " has no sale of its own. A partner sees only its own sales."
)
class Sale(Node):
    external_id: str = column("The id in the facts that were loaded.")
    partner: LazyPartner = declared("Who sold it.", Relation(of_parent=True))
    line: str = column("The product line.")
    kind: SaleKind = column("Who found the client.")
    sold_on: date = column("The day of the sale.")
    ended_on: date | None = column("The first day on which it is no sale any more; null while that is not known.")


SALES = Listing("sales", Sale, Sql("this.client_id = parent.id"), of_parent=False)
NEWEST_SALE = Order("SOLD_ON", (by_day("this.sold_on"), by_external_id("this")), descending=True)
