"""The API behind real uvicorn, and the clients that tests talk to it with."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.frames import Close
from websockets.typing import Subprotocol

from api.auth.minting import mint_token
from api.auth.principals import Role
from api.execution.limits.allowance import Allowance
from api.http.app import create_app
from api.http.origins import Origins
from api.http.server import server_config
from api.live.pings import PING_SECONDS
from models.rulebook import Rulebook
from ops.identities import request_name
from tests.api.reading import NOW, load_rules

SECRET = "a secret of thirty-two bytes or more"
RULES = load_rules()
PATIENCE = 10.0
VIEWER = "{ viewer { role } }"
PROTOCOL = "graphql-transport-ws"

OPERATOR = mint_token(SECRET, Role.OPERATOR, partner=None, ttl=timedelta(hours=1), now=NOW, subject="ada")
INGEST = mint_token(SECRET, Role.INGEST, partner=None, ttl=timedelta(hours=1), now=NOW)
METRICS = mint_token(SECRET, Role.METRICS, partner=None, ttl=timedelta(days=365), now=NOW)


def partner_token(partner: str, ttl: timedelta = timedelta(hours=1)) -> str:
    return mint_token(SECRET, Role.PARTNER, partner=partner, ttl=ttl, now=NOW)


def at_now() -> datetime:
    return NOW


def make_app(
    database_url: str,
    redis_url: str,
    *,
    rules: Rulebook | None = None,
    secret: str = SECRET,
    clock: Callable[[], datetime] = at_now,
    graphiql: bool = True,
    dashboard: Path | None = None,
    introspection: bool = True,
    ping_seconds: float = PING_SECONDS,
    origins: str = "",
    allowance: Allowance = Allowance(),  # noqa: B008 (it never changes)
) -> Starlette:
    return create_app(
        database_url=database_url,
        redis_url=redis_url,
        rules=rules or replace(RULES),  # it learns of what is published in its database
        secret=secret,
        clock=clock,
        identify=request_name,
        pool_size=4,
        graphiql=graphiql,
        dashboard=dashboard,
        introspection=introspection,
        ping_seconds=ping_seconds,
        origins=Origins.parse(origins),
        allowance=allowance,
    )


def told(answer: httpx.Response) -> dict[str, Any]:
    """What an answer says, without what is left to spend, which depends on the moment."""
    said: dict[str, Any] = answer.json()
    assert said["extensions"].pop("budget").keys() == {"cost", "bytes"}
    return said


@dataclass
class Socket:
    """A graphql-transport-ws client that says and hears single messages."""

    connection: ClientConnection

    async def say(self, message: object) -> None:
        await self.connection.send(message if isinstance(message, str | bytes) else json.dumps(message))

    async def hear(self) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE):
            message: dict[str, Any] = json.loads(await self.connection.recv())
        return message

    async def close_code(self) -> tuple[int, str]:
        """How the server closes the socket, whatever it says before."""
        async with asyncio.timeout(PATIENCE):
            try:
                while True:
                    await self.connection.recv()
            except ConnectionClosed as closed:
                close = closed.rcvd or Close(1006, "")
                return close.code, close.reason

    async def subscribe(self, query: str, variables: Mapping[str, Any] | None = None, *, name: str = "1") -> None:
        await self.say({"type": "subscribe", "id": name, "payload": {"query": query, "variables": variables}})

    async def next(self, name: str = "1") -> dict[str, Any]:
        """The data of the next event of an operation."""
        message = await self.hear()
        assert (message["type"], message["id"]) == ("next", name), message
        assert "errors" not in message["payload"], message
        data: dict[str, Any] = message["payload"]["data"]
        return data

    async def error(self, name: str = "1") -> tuple[str, str]:
        """The code and the message of the error that ends an operation."""
        message = await self.hear()
        assert (message["type"], message["id"]) == ("error", name), message
        (error,) = message["payload"]
        return error["extensions"]["code"], error["message"]

    async def ask(self, name: str = "1") -> None:
        """Shows that the socket still answers."""
        await self.subscribe(VIEWER, name=name)
        assert await self.next(name) == {"viewer": {"role": "OPERATOR"}}
        assert await self.hear() == {"type": "complete", "id": name}

    async def silent(self) -> bool:
        """Whether nothing has been sent: the answer to a ping comes first."""
        await self.say({"type": "ping"})
        return await self.hear() == {"type": "pong"}


@dataclass
class Api:
    """A running API."""

    app: Starlette
    http: httpx.AsyncClient
    port: int

    async def post(self, token: str | None, query: str, variables: Mapping[str, Any] | None = None) -> httpx.Response:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        return await self.http.post("/graphql", headers=headers, json={"query": query, "variables": variables})

    async def ask(self, token: str, query: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The data of an answer without errors."""
        answer = (await self.post(token, query, variables)).json()
        assert "errors" not in answer, answer
        data: dict[str, Any] = answer["data"]
        return data

    async def fail(self, token: str, query: str, variables: Mapping[str, Any] | None = None) -> tuple[str, str]:
        """The code and the message of the one error of an answer that has nothing else."""
        answer = (await self.post(token, query, variables)).json()
        assert not any((answer.get("data") or {}).values()), answer
        (error,) = answer["errors"]
        return error["extensions"]["code"], error["message"]

    @asynccontextmanager
    async def open_socket(self, *protocols: str) -> AsyncIterator[Socket]:
        names = [Subprotocol(protocol) for protocol in protocols or (PROTOCOL,)]
        async with connect(f"ws://127.0.0.1:{self.port}/graphql", subprotocols=names, compression=None) as connection:
            yield Socket(connection)

    @asynccontextmanager
    async def socket(self, token: str) -> AsyncIterator[Socket]:
        """A socket whose connection is acknowledged."""
        async with self.open_socket() as socket:
            await socket.say({"type": "connection_init", "payload": {"authorization": f"Bearer {token}"}})
            assert await socket.hear() == {"type": "connection_ack"}
            yield socket


@asynccontextmanager
async def serving(app: Starlette, *, ping_seconds: float = PING_SECONDS) -> AsyncIterator[Api]:
    """The application behind uvicorn, on a port of its own."""
    config = server_config(app, "127.0.0.1", 0, ping_seconds=ping_seconds, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    try:
        async with asyncio.timeout(PATIENCE):
            while not server.started:
                assert not running.done(), running
                await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as http:
            yield Api(app, http, port)
    finally:
        server.should_exit = True
        await running
