"""Who of the partners' employees has access to clients' accounts."""

from datetime import date

import strawberry

from api.reading.declared import Relation, column, declared, stored, value
from api.reading.listings import Listing, Order, by_day, by_external_id
from api.reading.sql import Sql
from api.types.employees import Employee
from api.types.nodes import Node
from api.types.references import LazyClient
from engine.background import LOOKED_BACK
from models import clients as rows

LAST_ACTIVE = (
    "SELECT max(a.day) FROM employee e, newest_day n, daily_activity a WHERE e.id = this.employee_id"
    " AND a.client_id = this.client_id AND a.actor_id = e.actor_id AND a.day < coalesce(e.left_on, 'infinity')"
    f" AND a.day > n.day - {LOOKED_BACK} AND a.day <= n.day"
)
# Who works for several partners under one address is active there for whichever has given it access.
OF_OWN = (
    "EXISTS (SELECT FROM access x JOIN employee h ON h.id = x.employee_id"
    " WHERE x.client_id = this.client_id AND h.actor_id = e.actor_id AND h.partner_id = {viewer}::bigint"
    " AND a.day >= x.granted_on AND a.day < coalesce(least(x.revoked_on, h.left_on), 'infinity'))"
)


@stored(
    rows.Access,
    scope="EXISTS (SELECT FROM employee e WHERE e.id = this.employee_id AND e.partner_id = {viewer}::bigint)",
)
@strawberry.type(description="An employee's access to a client's account. A partner sees those of its own people.")
class Access(Node):
    employee: Employee = declared("Who has it.", Relation(of_parent=True))
    client: LazyClient | None = declared(
        "The client; null for a partner under which it does not appear on the newest computed day.", Relation()
    )
    granted_on: date = column("The first day.")
    revoked_on: date | None = column(
        "The first day without it; null while none is known. An access also ends when its employee leaves."
    )
    last_active_on: date | None = value(
        f"When the employee was last active there, logins included, in the {LOOKED_BACK} days up to the newest computed"
        " one and before it left, with this access or another; null if not. A partner sees only days on which somebody"
        " of its own with the employee's address had access.",
        f"({LAST_ACTIVE})",
        for_partners=f"({LAST_ACTIVE} AND {OF_OWN})",
    )


ACCESSES = Listing(
    "accesses",
    Access,
    Sql("this.client_id = parent.id"),
    tables=Sql("access this JOIN employee this_employee ON this_employee.id = this.employee_id"),
    of_parent=False,
)
NEWEST_ACCESS = Order("GRANTED_ON", (by_day("this.granted_on"), by_external_id("this_employee")), descending=True)
