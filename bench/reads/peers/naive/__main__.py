"""A peer: the same reading with plain Strawberry: resolvers, DataLoaders, and the view as it comes."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

import strawberry
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL

from bench.reads.peers.naive.loaders import loaders
from bench.reads.peers.naive.types import (
    Client,
    ClientEdge,
    Clients,
    Context,
    Info,
    PageInfo,
    Partner,
    PartnerEdge,
    Partners,
    Row,
)
from bench.reads.peers.serving import check_token, open_pool, serve


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
    name, external_id = json.loads(urlsafe_b64decode(after)) if after else ("", "")
    rows = await info.context["pool"].fetch(
        f'SELECT * FROM {table} WHERE (name_key, name COLLATE "C", external_id COLLATE "C") > (folded($1), $1, $2)'
        ' ORDER BY name_key, name COLLATE "C", external_id COLLATE "C" LIMIT $3',
        name,
        external_id,
        first + 1,
    )
    found = rows[:first]
    return found, PageInfo(has_next_page=len(rows) > first, end_cursor=cursor_of(found[-1]) if found else None)


def cursor_of(row: Row) -> str:
    return urlsafe_b64encode(json.dumps([row["name"], row["external_id"]]).encode()).decode()


class View(GraphQL[Context, None]):
    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context:  # noqa: ARG002
        check_token(request)
        pool = request.app.state.pool
        return {"pool": pool, **loaders(pool)}


schema = strawberry.Schema(query=Query)
app = Starlette(routes=[Route("/graphql", View(schema))], lifespan=open_pool())

if __name__ == "__main__":
    serve(app)
