"""Clients, as far as the viewer may know them."""

from datetime import date

import strawberry

from api.reading.declared import One, Relation, column, declared, field, stored, value
from api.reading.listings import Page, page
from api.reading.sql import Sql
from api.types.connections import After, Before, Connection, First, Last
from api.types.credits import Money
from api.types.measures import NEWEST_MEASURE, OF_CLIENT, Measure
from api.types.nodes import Node
from api.types.references import LazyPartner
from api.types.sales import NEWEST_SALE, SALES, Sale
from models import clients as rows

# What a client, `parent`, counts with: nothing before a report of a later month than that of its registration.
COUNTED_MRR = Sql(
    "(SELECT coalesce(sum(l.amount), 0.00) AS amount, l.currency, n.day"
    " FROM newest_day n JOIN mrr_report r ON r.id = n.report_id LEFT JOIN mrr_line l"
    " ON l.client_id = parent.id AND l.period = r.period AND l.revision = r.revision"
    " WHERE parent.registered_on < r.period AND parent.registered_on <= n.day GROUP BY n.day, l.currency)"
)


@stored(
    rows.Client,
    scope="EXISTS (SELECT FROM client_credit k WHERE k.client_id = this.id AND k.partner_id = {viewer}::bigint)",
)
@strawberry.type(description="A customer of the vendor, with its account. A partner sees those that appear under it.")
class Client(Node):
    external_id: str = column("The id in the facts that were loaded.")
    name: str = column("Its name.")
    country: str | None = column("ISO 3166-1 alpha-2, or null if it is not known.")
    registered_on: date = column("When its account was made.")
    sold_by: LazyPartner | None = declared(
        "The partner that sold it; null if none did. A partner sees only itself here.", Relation()
    )
    sold_on: date | None = value(
        "When it was sold; null if no partner sold it. A partner sees only its own sales.",
        "this.sold_on",
        for_partners="CASE WHEN this.sold_by_id = {viewer}::bigint THEN this.sold_on END",
    )
    mrr: Money | None = declared(
        "Its counted MRR on the newest computed day; null while it waits for a report, or if no day is"
        " computed. A partner sees it only where one of its two credits counts.",
        One(Sql("true"), source=COUNTED_MRR),
    )

    @field("Sales of single product lines to it, newest first. A partner sees only its own sales.", Connection[Sale])
    def sales(self, *, first: First = None, after: After = None, last: Last = None, before: Before = None) -> Page:
        return page(SALES, NEWEST_SALE, first=first, after=after, last=last, before=before)

    @field(
        "The numbers that were reported about it, newest first. A partner sees them while the client appears under it.",
        Connection[Measure],
    )
    def measures(self, *, first: First = None, after: After = None, last: Last = None, before: Before = None) -> Page:
        return page(OF_CLIENT, NEWEST_MEASURE, first=first, after=after, last=last, before=before)
