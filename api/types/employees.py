"""Employees of partners."""

import strawberry

from api.reading.declared import Relation, column, declared, stored
from api.types.nodes import Node
from api.types.references import LazyPartner
from models import partners as rows


@stored(rows.Employee, scope="this.partner_id = {viewer}::bigint")
@strawberry.type(description="A person who works for a partner. A partner sees its own.")
class Employee(Node):
    external_id: str = column("The id in the facts that were loaded.")
    email: str = column("As it was loaded; what this address does is what the employee does.")
    partner: LazyPartner = declared("The partner that the employee works for.", Relation(of_parent=True))
