"""`tierline api`."""

import asyncio
import logging
import socket
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated

import asyncpg
import typer
import uvicorn
from starlette.applications import Starlette

from api.http.app import create_app
from api.http.build import DIRECTORY
from api.http.server import server_config
from ops.identities import request_name
from ops.installation import Installation
from ops.listening import listen, url_of
from ops.logs import logging_as
from ops.parameters import DEFAULT_DATA, Data, Host, Port
from ops.settings import LogFormat
from ops.tether import hold_tether

logger = logging.getLogger(__name__)


def api(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    *,
    listener: Annotated[int | None, typer.Option(hidden=True, help="A listening socket of the parent.")] = None,
    data: Data = DEFAULT_DATA,
) -> None:
    installation = Installation.find(data)
    at_home = listener is not None  # `tierline up` is for getting to know Tierline, so it shows itself
    with logging_as(installation.settings.log_format or (LogFormat.TEXT if at_home else LogFormat.JSON)):
        app = _make_app(installation, at_home=at_home)
        if listener is None:
            taken = listen(host, port)
            # A database that is away may come back, one that goes by other days or rules will not.
            with suppress(OSError, asyncpg.PostgresError):
                asyncio.run(_check_fit(installation))
            logger.info("API at %s/graphql", url_of(taken, host))
        else:
            hold_tether()
            taken = socket.socket(fileno=listener)
        ping = installation.settings.ping_seconds
        config = server_config(app, host, port, ping_seconds=ping, log_config=None, access_log=False)
        uvicorn.Server(config).run(sockets=[taken])


def _make_app(installation: Installation, *, at_home: bool) -> Starlette:
    graphiql, introspection = installation.settings.graphiql, installation.settings.introspection
    return create_app(
        database_url=installation.api_url,
        redis_url=installation.redis_url,
        rules=installation.rules,
        secret=installation.secret,
        clock=lambda: datetime.now(UTC),
        identify=request_name,
        graphiql=at_home if graphiql is None else graphiql,
        dashboard=DIRECTORY if installation.settings.dashboard else None,
        introspection=at_home if introspection is None else introspection,
        ping_seconds=installation.settings.ping_seconds,
        origins=installation.settings.origins,
        longest_token=installation.settings.longest_token,
        allowance=installation.settings.allowance,
    )


async def _check_fit(installation: Installation) -> None:
    async with installation.opened(decides=True, url=installation.api_url):
        pass
