"""Employees of partners."""

from datetime import date

import strawberry

from api.reading.declared import Relation, column, declared, stored
from api.reading.listings import Listing, Order, by_day, by_text
from api.reading.sql import Sql
from api.types.connections import Connection, paged
from api.types.nodes import Node
from api.types.references import LazyPartner
from models import partners as rows


@stored(
    rows.Credential,
    scope="EXISTS (SELECT FROM employee e WHERE e.id = this.employee_id AND e.partner_id = {viewer}::bigint)",
)
@strawberry.type(description="A period in which an employee holds a credential. A partner sees those of its people.")
class Credential(Node):
    name: str = column("What was passed or earned.")
    valid_from: date = column("The first day.")
    valid_until: date | None = column("The last day; null for ever.")


CREDENTIALS = Listing("credentials", Credential, Sql("this.employee_id = parent.id"))
NEWEST_CREDENTIAL = Order("VALID_FROM", (by_day("this.valid_from"), by_text("this.name")), descending=True)


@stored(rows.Employee, scope="this.partner_id = {viewer}::bigint")
@strawberry.type(description="A person who works for a partner. A partner sees its own.")
class Employee(Node):
    external_id: str = column("The id in the facts that were loaded.")
    name: str | None = column("What the employee is called; null where the facts do not say it.")
    email: str = column("As it was loaded; what this address does is what the employee does.")
    partner: LazyPartner = declared("The partner that the employee works for.", Relation(of_parent=True))
    left_on: date | None = column(
        "From this day on none of its accesses and credentials counts; null while the employee has not left."
    )

    credentials = paged(
        "The credentials of all times, newest first.", Connection[Credential], CREDENTIALS, NEWEST_CREDENTIAL
    )
