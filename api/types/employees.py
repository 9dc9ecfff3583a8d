"""Employees of partners."""

import strawberry

from api.context import Info
from api.ids import encode_id
from api.sql import Row
from api.stored import existing
from api.types import partners
from api.types.nodes import Node
from api.types.references import LazyPartner
from api.types.resolved import resolved


@strawberry.type(description="A person who works for a partner. A partner sees its own.")
class Employee(Node):
    employer: strawberry.Private[int]
    external_id: str = strawberry.field(description="The id in the facts that were loaded.")
    email: str = strawberry.field(description="As it was loaded; what this address does is what the employee does.")

    @resolved("The partner that the employee works for.")
    async def partner(self, info: Info) -> LazyPartner:
        return partners.Partner.from_row(existing(await info.context.loaders.partner.load(self.employer)))

    @classmethod
    def from_row(cls, row: Row) -> "Employee":
        return cls(
            id=encode_id("Employee", row["id"]),
            employer=row["partner_id"],
            external_id=row["external_id"],
            email=row["email"],
        )
