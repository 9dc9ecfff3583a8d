"""What there is, field by field."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import asyncpg
import strawberry

Row = asyncpg.Record
Context = dict[str, Any]
Info = strawberry.Info[Context, None]


@strawberry.type
class Credit:
    amount: Decimal
    status: str
    counts_until: date | None


@strawberry.type
class ClientCredit:
    row: strawberry.Private[Row]

    @strawberry.field
    def sold(self) -> Credit:
        return Credit(
            amount=self.row["sold_amount"], status=self.row["sold_status"], counts_until=self.row["sold_until"]
        )

    @strawberry.field
    def managed(self) -> Credit:
        return Credit(
            amount=self.row["managed_amount"], status=self.row["managed_status"], counts_until=self.row["managed_until"]
        )


@strawberry.type
class Client:
    external_id: str
    name: str
    country: str | None
    registered_on: date

    @classmethod
    def of(cls, row: Row) -> "Client":
        return cls(
            external_id=row["external_id"],
            name=row["name"],
            country=row["country"],
            registered_on=row["registered_on"],
        )


@strawberry.type
class Tier:
    key: str


@strawberry.type
class Standing:
    tier_key: strawberry.Private[str | None]
    as_of: date
    sold_mrr: Decimal
    managed_mrr: Decimal
    median_app_usage: Decimal | None
    certified: bool
    provisional: bool

    @strawberry.field
    def tier(self) -> Tier | None:
        return Tier(key=self.tier_key) if self.tier_key else None


@strawberry.type
class TierDecision:
    tier_key: strawberry.Private[str | None]
    effective_on: date
    sold_mrr: Decimal
    managed_mrr: Decimal
    median_app_usage: Decimal | None
    certified: bool
    revision: int
    known_at: datetime

    @strawberry.field
    def tier(self) -> Tier | None:
        return Tier(key=self.tier_key) if self.tier_key else None


@strawberry.type
class TierDecisionEdge:
    node: TierDecision


@strawberry.type
class TierHistory:
    edges: list[TierDecisionEdge]


@strawberry.type
class PartnerClientEdge:
    node: Client
    credit: ClientCredit


@strawberry.type
class PartnerClients:
    edges: list[PartnerClientEdge]


@strawberry.type
class Partner:
    pk: strawberry.Private[int]
    external_id: str
    name: str
    country: str | None
    joined_on: date

    @strawberry.field
    async def tier(self, info: Info) -> Tier | None:
        row = await info.context["tier"].load(self.pk)
        return Tier(key=row["tier"]) if row and row["tier"] else None

    @strawberry.field
    async def standing(self, info: Info) -> Standing | None:
        row = await info.context["standing"].load(self.pk)
        if row is None:
            return None
        return Standing(
            tier_key=row["tier"],
            as_of=row["as_of"],
            sold_mrr=row["sold_mrr"],
            managed_mrr=row["managed_mrr"],
            median_app_usage=row["median_app_usage"],
            certified=row["certified"],
            provisional=row["provisional"],
        )

    @strawberry.field
    async def tier_history(self, info: Info, first: int = 20) -> TierHistory:
        rows = await info.context["history"].load((self.pk, first))
        return TierHistory(
            edges=[
                TierDecisionEdge(
                    node=TierDecision(
                        tier_key=row["tier"],
                        effective_on=row["effective_on"],
                        sold_mrr=row["sold_mrr"],
                        managed_mrr=row["managed_mrr"],
                        median_app_usage=row["median_app_usage"],
                        certified=row["certified"],
                        revision=row["revision"],
                        known_at=row["known_at"],
                    )
                )
                for row in rows
            ]
        )

    @strawberry.field
    async def clients(self, info: Info, first: int = 20) -> PartnerClients:
        rows = await info.context["clients"].load((self.pk, first))
        return PartnerClients(
            edges=[PartnerClientEdge(node=Client.of(row), credit=ClientCredit(row=row)) for row in rows]
        )

    @classmethod
    def of(cls, row: Row) -> "Partner":
        return cls(
            pk=row["id"],
            external_id=row["external_id"],
            name=row["name"],
            country=row["country"],
            joined_on=row["joined_on"],
        )


@strawberry.type
class PageInfo:
    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class PartnerEdge:
    cursor: str
    node: Partner


@strawberry.type
class Partners:
    edges: list[PartnerEdge]
    page_info: PageInfo


@strawberry.type
class ClientEdge:
    cursor: str
    node: Client


@strawberry.type
class Clients:
    edges: list[ClientEdge]
    page_info: PageInfo
