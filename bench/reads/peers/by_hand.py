"""A peer: a route for each query, whose statement builds the answer in PostgreSQL. No GraphQL, the same bytes."""

from importlib.resources import files

import asyncpg
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.reads.peers.serving import check_token, open_pool, serve

NESTED, PAGE, PARTNER, TINY = (
    files("bench").joinpath("reads", "sql", f"by_hand_{name}.sql").read_text(encoding="utf-8")
    for name in ("nested", "page", "partner", "tiny")
)


async def nested(request: Request) -> Response:
    return await answer(request, NESTED, *position(request))


async def page(request: Request) -> Response:
    return await answer(request, PAGE, *position(request))


async def partner(request: Request) -> Response:
    return await answer(request, PARTNER, request.path_params["name"])


async def tiny(request: Request) -> Response:
    return await answer(request, TINY, request.path_params["name"])


async def answer(request: Request, statement: str, *values: object) -> Response:
    """The one value of the statement, as it is."""
    check_token(request)
    return Response(await request.app.state.pool.fetchval(statement, *values), media_type="application/json")


def position(request: Request) -> tuple[str, str]:
    """Where a list goes on: a cursor is the row's external id and its name."""
    external_id, _, name = request.query_params.get("after", "").partition(":")
    return name, external_id


async def take_text_as_bytes(connection: asyncpg.Connection) -> None:
    """The answer comes in UTF-8 and goes in UTF-8."""
    await connection.set_type_codec("text", schema="pg_catalog", encoder=str.encode, decoder=bytes, format="binary")


async def keep_as_it_is(_: asyncpg.Connection) -> None:
    """No request leaves anything behind in a session, so that nothing has to be reset."""


app = Starlette(
    routes=[
        Route("/nested", nested),
        Route("/page", page),
        Route("/partner/{name}", partner),
        Route("/tiny/{name}", tiny),
    ],
    lifespan=open_pool(init=take_text_as_bytes, reset=keep_as_it_is),
)

if __name__ == "__main__":
    serve(app)
