"""A subscriber over a real websocket, speaking graphql-transport-ws by hand."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

PATIENCE = 30.0


class Watcher:
    """One subscription on one socket."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    async def next(self) -> dict[str, Any]:
        """The data of the next message."""
        while (message := await self._receive())["type"] == "ping":
            await self._socket.send(json.dumps({"type": "pong"}))
        assert message["type"] == "next", message
        assert "errors" not in message["payload"], message
        data: dict[str, Any] = message["payload"]["data"]
        return data

    async def open(self, token: str, query: str) -> None:
        await self._socket.send(
            json.dumps({"type": "connection_init", "payload": {"authorization": f"Bearer {token}"}})
        )
        assert (await self._receive())["type"] == "connection_ack"
        await self._socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": {"query": query}}))

    async def _receive(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(await asyncio.wait_for(self._socket.recv(), PATIENCE))
        return message


@asynccontextmanager
async def watch(url: str, token: str, query: str) -> AsyncIterator[Watcher]:
    address = f"{url.replace('http', 'ws', 1)}/graphql"
    async with connect(address, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
        watcher = Watcher(socket)
        await watcher.open(token, query)
        yield watcher
