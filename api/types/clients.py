"""Clients, as far as the viewer may know them."""

from datetime import date

import strawberry

from api.context import Info
from api.ids import encode_id
from api.scalars import money
from api.scope import only_partner, sees_partner
from api.sql import Row
from api.types import partners
from api.types.credits import Money
from api.types.nodes import Node
from api.types.references import LazyPartner
from api.types.resolved import resolved


@strawberry.type(description="A customer of the vendor, with its account. A partner sees those that appear under it.")
class Client(Node):
    pk: strawberry.Private[int]
    seller: strawberry.Private[int | None]
    sale: strawberry.Private[date | None]
    external_id: str = strawberry.field(description="The id in the facts that were loaded.")
    name: str = strawberry.field(description="Its name.")
    country: str | None = strawberry.field(description="ISO 3166-1 alpha-2, or null if it is not known.")
    registered_on: date = strawberry.field(description="When its account was made.")

    @resolved("The partner that sold it; null if none did. A partner sees only itself here.")
    async def sold_by(self, info: Info) -> LazyPartner | None:
        if self.seller is None or not sees_partner(info, self.seller):
            return None
        row = await info.context.loaders.partner.load(self.seller)
        return None if row is None else partners.Partner.from_row(row)

    @resolved("When it was sold; null if no partner sold it. A partner sees only its own sales.")
    def sold_on(self, info: Info) -> date | None:
        return self.sale if sees_partner(info, self.seller) else None

    @resolved(
        "Its counted MRR on the newest computed day; null while it waits for a report, or if no day is"
        " computed. A partner sees it only where one of its two credits counts."
    )
    async def mrr(self, info: Info) -> Money | None:
        row = await info.context.loaders.mrr.load((self.pk, only_partner(info)))
        if row is None:
            return None
        currency = row["currency"] or info.context.rules.in_force(row["day"]).currency
        return Money(amount=money(row["amount"]), currency_code=currency)

    @classmethod
    def from_row(cls, row: Row) -> "Client":
        return cls(
            id=encode_id("Client", row["id"]),
            pk=row["id"],
            seller=row["sold_by_id"],
            sale=row["sold_on"],
            external_id=row["external_id"],
            name=row["name"],
            country=row["country"],
            registered_on=row["registered_on"],
        )
