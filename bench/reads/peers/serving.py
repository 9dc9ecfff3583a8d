"""What the peers in Python have in common: the same token, pool and server as Tierline."""

import os
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import asyncpg
import jwt
import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from api.http.server import server_config

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]
Hook = Callable[[asyncpg.Connection], Coroutine[None, None, None]]


def serve(app: Starlette) -> None:
    """Serves the app as `tierline api` serves its own, on the port that the environment names."""
    uvicorn.Server(server_config(app, "127.0.0.1", int(os.environ["PORT"]), log_config=None, access_log=False)).run()


def open_pool(init: Hook | None = None, reset: Hook | None = None) -> Lifespan:
    """A lifespan with a pool in `app.state.pool`; `init` is for each new connection, `reset` for each that comes back
    (asyncpg's own by default, which is a statement)."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        pool = asyncpg.create_pool(
            os.environ["DATABASE_URL"],
            min_size=1,
            max_size=int(os.environ["POOL_SIZE"]),
            server_settings={"jit": "off"},
            init=init,
            reset=reset,
        )
        async with pool:
            app.state.pool = pool
            yield

    return lifespan


def check_token(request: HTTPConnection) -> None:
    """Raises HTTPException, 401, for a token that does not hold."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    try:
        if scheme.lower() != "bearer":
            raise jwt.InvalidTokenError("no bearer token")
        jwt.decode(token, os.environ["TIERLINE_SECRET"], algorithms=["HS256"], options={"require": ["exp"]})
    except jwt.InvalidTokenError as error:
        raise HTTPException(401, str(error)) from error
