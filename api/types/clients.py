"""Clients, as far as the viewer may know them."""

from datetime import date

import strawberry

from api.reading.declared import Many, One, Part, Relation, column, declared, stored, value
from api.reading.listings import GREATEST_SIZE, Listing, Order, by_name
from api.reading.sql import Sql, literal
from api.types.accesses import ACCESSES, NEWEST_ACCESS, Access
from api.types.connections import NODES, Connection, Paged, paged
from api.types.credits import CREDIT, ClientCredit, Money
from api.types.measures import NEWEST_MEASURE, OF_CLIENT, Measure
from api.types.nodes import Node
from api.types.references import PARTNERS, LazyPartner
from api.types.sales import NEWEST_SALE, SALES, Sale
from engine.background import LOOKED_BACK
from models import clients as rows
from tiers.apps import APPS

# What a client, `parent`, counts with: nothing before a report of a later month than that of its registration. Amounts
# in several currencies have no sum but by the rates of an edition, of which there may be none for one of them.
COUNTED_MRR = Sql(
    "(SELECT coalesce(sum(l.amount), 0.00) AS amount, min(l.currency) AS currency, n.day"
    " FROM newest_day n JOIN mrr_report r ON r.id = n.report_id LEFT JOIN mrr_line l"
    " ON l.client_id = parent.id AND l.period = r.period AND l.revision = r.revision"
    " WHERE parent.registered_on < r.period AND parent.registered_on <= n.day GROUP BY n.day"
    " HAVING count(DISTINCT l.currency) <= 1)"
)


# The apps that anybody used in the account of a client, `parent`. Days are added up before they are taken apart by app.
_BITS = ", ".join(f"({1 << bit}::bigint, {literal(app.key)}, {literal(app.name)})" for bit, app in enumerate(APPS))
USED = Sql(
    "(SELECT app.key, app.name, max(used.day) AS last_used_on FROM ("
    "SELECT a.day, bit_or(a.apps) AS apps FROM newest_day n JOIN daily_activity a ON a.client_id = parent.id"
    f" AND a.day > n.day - {LOOKED_BACK} AND a.day <= n.day GROUP BY a.day) used"
    f" JOIN (VALUES {_BITS}) app (bit, key, name) ON used.apps & app.bit <> 0 GROUP BY app.key, app.name)"
)
PARTNERS_OF = Listing(
    "clientPartners",
    PARTNERS,
    Sql("this_credit.client_id = parent.id"),
    tables=Sql("client_credit this_credit JOIN partner this ON this.id = this_credit.partner_id"),
    columns=f"this.*, {CREDIT}",
    of_parent=False,
)
BY_NAME = Order("NAME", by_name("this"))


@stored(scope="EXISTS (SELECT FROM client_credit k WHERE k.client_id = parent.id AND k.partner_id = {viewer}::bigint)")
@strawberry.type(description="An app that somebody used in a client's account.")
class UsedApp:
    key: str = column("What facts call it.")
    name: str = column("What people call it.")
    last_used_on: date = column("The last day on which anybody used it.")


@strawberry.type(description="A partner under which a client appears, and why the client counts there or does not.")
class ClientPartnerEdge:
    cursor: str = strawberry.field(description="Where the edge is in this list, for `after` and `before`.")
    node: LazyPartner = strawberry.field(description="The partner.")
    credit: ClientCredit = declared("The client's credits under this partner on the newest computed day.", Part())


@strawberry.type(description="A page of the partners under which a client appears.")
class ClientPartnerConnection(Paged):
    edges: list[ClientPartnerEdge] = strawberry.field(
        description=f"In the list's order, whichever end was asked for; at most {GREATEST_SIZE}."
    )
    nodes: list[LazyPartner] = strawberry.field(description=NODES)


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
        "Its counted MRR on the newest computed day; null while it waits for a report, if no day is computed, and where"
        " its product lines are in several currencies, which `ClientCredit.ways` has each. A partner sees it only where"
        " one of its two credits counts.",
        One(Sql("true"), source=COUNTED_MRR),
    )

    used_apps: list[UsedApp] = declared(
        f"Which apps anybody used in its account in the {LOOKED_BACK} days up to the newest computed one, those of the"
        " last days first; at most 63. A partner sees them while the client appears under it.",
        Many(Sql("true"), source=USED, order='this.last_used_on DESC, this.key COLLATE "C"'),
    )

    partners = paged(
        "The partners under which it appears on the newest computed day, by name. A partner sees only itself.",
        ClientPartnerConnection,
        PARTNERS_OF,
        BY_NAME,
    )
    accesses = paged(
        "Who has, had or will have access to its account, newest first. A partner sees only its own people.",
        Connection[Access],
        ACCESSES,
        NEWEST_ACCESS,
    )
    sales = paged(
        "Sales of single product lines to it, newest first. A partner sees only its own sales.",
        Connection[Sale],
        SALES,
        NEWEST_SALE,
    )
    measures = paged(
        "The numbers that were reported about it, newest first. A partner sees them while the client appears under it.",
        Connection[Measure],
        OF_CLIENT,
        NEWEST_MEASURE,
    )
