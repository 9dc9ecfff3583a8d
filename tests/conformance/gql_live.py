"""Python's gql: the schema, a query and an error over httpx; a refusal, a snapshot and changes over websockets."""

import asyncio
import json
import os
from collections.abc import Awaitable
from typing import Any

from gql import Client, GraphQLRequest, gql
from gql.transport.exceptions import TransportConnectionFailed, TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.websockets import WebsocketsTransport

URL = os.environ["TIERLINE_URL"]
AUTHORIZATION = f"Bearer {os.environ['TIERLINE_TOKEN']}"
COUNT = int(os.environ["TIERLINE_COUNT"])
CHANGES = "subscription ($after: String) { tierChanges(after: $after) { kind cursor decision { id } } }"
RETRY_SECONDS = 0.1


async def main() -> None:
    """Asks everything; prints the cursors of the changes that it was told."""
    await ask()
    assert await refusal(take("x", 1)) == "BAD_USER_INPUT"
    (snapshot,) = await take(None, 1)
    assert snapshot["kind"] == "SNAPSHOT"
    print("following", flush=True)
    print(json.dumps(await follow(os.environ["TIERLINE_AFTER"]), separators=(",", ":")))


async def ask() -> None:
    """The schema is one that gql can use, and checks documents by, before it sends them."""
    transport = HTTPXAsyncTransport(url=URL, headers={"Authorization": AUTHORIZATION})
    async with Client(transport=transport, fetch_schema_from_transport=True) as session:
        assert await session.execute(gql("{ viewer { role } }")) == {"viewer": {"role": "OPERATOR"}}
        assert session.client.schema is not None
        assert session.client.schema.subscription_type is not None
        too_many = session.execute(gql("{ partners(first: 1000) { totalCount } }"))
        assert await refusal(too_many) == "BAD_USER_INPUT"


async def refusal(asked: Awaitable[object]) -> str:
    """The code of the error that is the answer."""
    try:
        answer = await asked
    except TransportQueryError as error:
        (told,) = error.errors or []
        code: str = told["extensions"]["code"]
        return code
    raise AssertionError(f"not refused: {answer}")


async def follow(after: str) -> list[str]:
    """The cursors of all changes. Whenever the connection is lost, it goes on after the last one."""
    cursors: list[str] = []
    while len(cursors) < COUNT:
        try:
            await take((cursors or [after])[-1], COUNT - len(cursors), cursors)
        except (TransportConnectionFailed, OSError):
            await asyncio.sleep(RETRY_SECONDS)
    return cursors


async def take(after: str | None, count: int, cursors: list[str] | None = None) -> list[dict[str, Any]]:
    """So many events, by a connection of their own; their cursors are added as they come."""
    transport = WebsocketsTransport(url=URL.replace("http", "ws", 1), init_payload={"authorization": AUTHORIZATION})
    events: list[dict[str, Any]] = []
    async with Client(transport=transport) as session:
        async for data in session.subscribe(GraphQLRequest(CHANGES, variable_values={"after": after})):
            events.append(data["tierChanges"])
            if cursors is not None:
                cursors.append(data["tierChanges"]["cursor"])
            if len(events) == count:
                break
    return events


if __name__ == "__main__":
    asyncio.run(main())
