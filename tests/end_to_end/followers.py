"""Subscribers that come back after whatever ends their connection, and go on after the last cursor that they have."""

import asyncio
import json
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage
from websockets.typing import Subprotocol

QUERY = "subscription ($after: String) { tierChanges(after: $after) { cursor decision { revision tier { key } } } }"
PATIENCE = 20.0  # seconds without a word, longer than the server is silent
MORE_THAN_ONE = 0.3  # seconds, before the next attempt, at random
FATAL = {1002, 1003, 1007, 1009, 1011, 4400, 4401, 4406, 4409, 4429, 4500}  # on which graphql-ws clients give up
LOST = (OSError, TimeoutError, ConnectionClosed, InvalidHandshake, InvalidMessage, httpx.HTTPError)


class Connection(Protocol):
    """One way to subscribe, until the connection ends."""

    async def __call__(self, follower: "Follower") -> None: ...


@dataclass
class Follower:
    """One subscriber. `seen` are the cursors that it was told, in the order in which it was."""

    url: str
    token: str
    connection: Connection
    after: str
    seen: list[str] = field(default_factory=list)
    ends: Counter[str] = field(default_factory=Counter)  # how often its connections ended, and how

    async def follow(self) -> None:
        """Follows until it is cancelled. Raises what a client would not come back from."""
        while True:
            try:
                await self.connection(self)
                self.ends["ended"] += 1
            except ConnectionClosed as closed:
                code = closed.rcvd.code if closed.rcvd else 1006
                if code in FATAL:
                    raise
                self.ends[str(code)] += 1
            except LOST as error:
                self.ends[type(error).__name__] += 1
            await asyncio.sleep(random.uniform(0, MORE_THAN_ONE))  # noqa: S311

    def take(self, payload: dict[str, Any]) -> None:
        """Keeps an event, and goes on after it next time."""
        assert "errors" not in payload, payload
        self.after = payload["data"]["tierChanges"]["cursor"]
        self.seen.append(self.after)

    def check_refusal(self, errors: list[dict[str, Any]]) -> None:
        """A subscription may be refused because the database is away, and for nothing else."""
        assert [error["extensions"]["code"] for error in errors] == ["NOT_READY"], errors
        self.ends["NOT_READY"] += 1


async def by_websocket(follower: Follower) -> None:
    """graphql-transport-ws."""
    address = f"{follower.url.replace('http', 'ws', 1)}/graphql"
    async with connect(
        address, subprotocols=[Subprotocol("graphql-transport-ws")], compression=None, open_timeout=PATIENCE
    ) as socket:
        hello = {"type": "connection_init", "payload": {"authorization": f"Bearer {follower.token}"}}
        await socket.send(json.dumps(hello))
        while True:
            async with asyncio.timeout(2 * PATIENCE):
                message = json.loads(await socket.recv())
            match message["type"]:
                case "connection_ack":
                    payload = {"query": QUERY, "variables": {"after": follower.after}}
                    await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": payload}))
                case "next":
                    follower.take(message["payload"])
                case "error":
                    follower.check_refusal(message["payload"])
                    return
                case "ping":
                    await socket.send(json.dumps({"type": "pong"}))
                case other:
                    raise AssertionError(f"{other} is nothing that a server says here")


async def by_events(follower: Follower) -> None:
    """Server-sent events."""
    headers = {
        "Authorization": f"Bearer {follower.token}",
        "Accept": "text/event-stream",
        "Last-Event-ID": follower.after,
    }
    async with (
        httpx.AsyncClient(timeout=PATIENCE) as http,
        http.stream("POST", f"{follower.url}/graphql", json={"query": QUERY}, headers=headers) as response,
    ):
        if response.status_code == httpx.codes.SERVICE_UNAVAILABLE:
            follower.check_refusal(json.loads(await response.aread())["errors"])
            return
        assert response.status_code == httpx.codes.OK, await response.aread()
        async for line in response.aiter_lines():
            name, _, value = line.partition(": ")
            if name != "data" or not value:
                continue
            payload = json.loads(value)
            if "data" not in payload:
                follower.check_refusal(payload["errors"])
                return
            follower.take(payload)
