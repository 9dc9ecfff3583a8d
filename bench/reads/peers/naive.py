"""A peer: the same reading with plain Strawberry: resolvers, DataLoaders, and the view as it comes."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import asyncpg
import strawberry
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.dataloader import DataLoader

from bench.reads.peers.serving import check_token, open_pool, serve

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


@strawberry.type
class Query:
    @strawberry.field
    async def partner(self, info: Info, external_id: str) -> Partner | None:
        row = await info.context["partner"].load(external_id)
        return Partner.of(row) if row else None

    @strawberry.field
    async def partners(self, info: Info, first: int = 20, after: str | None = None) -> Partners:
        rows, page_info = await read_page(info, "partner", first, after)
        return Partners(
            edges=[PartnerEdge(cursor=cursor_of(row), node=Partner.of(row)) for row in rows], page_info=page_info
        )

    @strawberry.field
    async def clients(self, info: Info, first: int = 20, after: str | None = None) -> Clients:
        rows, page_info = await read_page(info, "client", first, after)
        return Clients(
            edges=[ClientEdge(cursor=cursor_of(row), node=Client.of(row)) for row in rows], page_info=page_info
        )


async def read_page(info: Info, table: str, first: int, after: str | None) -> tuple[list[Row], PageInfo]:
    """A page by name."""
    name, row = json.loads(urlsafe_b64decode(after)) if after else ("", 0)
    rows = await info.context["pool"].fetch(
        f'SELECT * FROM {table} WHERE (name COLLATE "C", id) > ($1, $2) ORDER BY name COLLATE "C", id LIMIT $3',
        name,
        row,
        first + 1,
    )
    found = rows[:first]
    return found, PageInfo(has_next_page=len(rows) > first, end_cursor=cursor_of(found[-1]) if found else None)


def cursor_of(row: Row) -> str:
    return urlsafe_b64encode(json.dumps([row["name"], row["id"]]).encode()).decode()


def loaders(pool: asyncpg.Pool) -> dict[str, DataLoader[Any, Any]]:
    """Those of one request."""

    async def load_partners(names: list[str]) -> list[Row | None]:
        rows = await pool.fetch("SELECT * FROM partner WHERE external_id = ANY ($1)", names)
        return in_order(rows, names, "external_id")

    async def load_tiers(partners: list[int]) -> list[Row | None]:
        rows = await pool.fetch(
            "SELECT DISTINCT ON (partner_id) partner_id, tier FROM tier_decision WHERE partner_id = ANY ($1)"
            " AND effective_on <= current_date ORDER BY partner_id, effective_on DESC, revision DESC",
            partners,
        )
        return in_order(rows, partners, "partner_id")

    async def load_standings(partners: list[int]) -> list[Row | None]:
        rows = await pool.fetch(
            "SELECT * FROM standing WHERE partner_id = ANY ($1) AND as_of = (SELECT max(day) FROM computed_day)",
            partners,
        )
        return in_order(rows, partners, "partner_id")

    async def load_histories(keys: list[tuple[int, int]]) -> list[list[Row]]:
        rows = await pool.fetch(
            "SELECT DISTINCT ON (partner_id, effective_on) * FROM tier_decision WHERE partner_id = ANY ($1)"
            " AND effective_on <= current_date ORDER BY partner_id, effective_on DESC, revision DESC",
            [partner for partner, _ in keys],
        )
        return [[row for row in rows if row["partner_id"] == partner][:first] for partner, first in keys]

    async def load_clients(keys: list[tuple[int, int]]) -> list[list[Row]]:
        rows = await pool.fetch(
            "SELECT found.* FROM unnest($1::bigint[], $2::int[]) AS key (partner, first) CROSS JOIN LATERAL ("
            " SELECT k.*, c.external_id, c.name, c.country, c.registered_on FROM client_credit k"
            " JOIN client c ON c.id = k.client_id WHERE k.partner_id = key.partner"
            ' ORDER BY c.name COLLATE "C", c.id LIMIT key.first) AS found',
            *zip(*keys, strict=True),
        )
        by_partner: dict[int, list[Row]] = {}
        for row in rows:
            by_partner.setdefault(row["partner_id"], []).append(row)
        return [by_partner.get(partner, []) for partner, _ in keys]

    return {
        "partner": DataLoader(load_partners),
        "tier": DataLoader(load_tiers),
        "standing": DataLoader(load_standings),
        "history": DataLoader(load_histories),
        "clients": DataLoader(load_clients),
    }


def in_order(rows: Sequence[Row], keys: Sequence[Any], column: str) -> list[Row | None]:
    by_key = {row[column]: row for row in rows}
    return [by_key.get(key) for key in keys]


class View(GraphQL[Context, None]):
    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context:  # noqa: ARG002
        check_token(request)
        pool = request.app.state.pool
        return {"pool": pool, **loaders(pool)}


view = View(strawberry.Schema(query=Query))
app = Starlette(routes=[Route("/graphql", view)], lifespan=open_pool())

if __name__ == "__main__":
    serve(app)
