"""Work for a client stops when the client is gone, whatever it asked for and however it came."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import orjson
import pytest

from models.database import acquire
from tests.api.front import OPERATOR, Api
from tests.api.test_starving import MOMENT, WIDE, held, stuck, until_stuck

QUERY = "{ clients { totalCount } }"
RECORD = '{ client: { id: "C-1", name: "One", registeredOn: "2019-01-01" } }'
MUTATION = f"mutation {{ importFacts(input: {{ records: [{RECORD}] }}) {{ accepted }} }}"

Ask = Callable[[Api, str], AbstractAsyncContextManager[None]]


def request(api: Api, query: str, accept: str) -> bytes:
    body = orjson.dumps({"query": query})
    head = (
        f"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1:{api.port}\r\nAuthorization: Bearer {OPERATOR}\r\n"
        f"Content-Type: application/json\r\nAccept: {accept}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@asynccontextmanager
async def over_http(api: Api, query: str, accept: str = "application/json") -> AsyncIterator[None]:
    _, writer = await asyncio.open_connection("127.0.0.1", api.port)
    writer.write(request(api, query, accept))
    yield
    writer.close()


@asynccontextmanager
async def over_events(api: Api, query: str) -> AsyncIterator[None]:
    async with over_http(api, query, "text/event-stream"):
        yield


@asynccontextmanager
async def over_a_socket(api: Api, query: str) -> AsyncIterator[None]:
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(query)
        yield


@asynccontextmanager
async def and_completed(api: Api, query: str) -> AsyncIterator[None]:
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(query)
        yield
        await socket.say({"type": "complete", "id": "1"})
        await socket.ask("2")


@pytest.mark.parametrize("ask", [over_http, over_events, over_a_socket, and_completed])
@pytest.mark.parametrize(("query", "statements"), [(QUERY, 1), (WIDE, 2), (MUTATION, 1)])
async def test_its_statements_are_cancelled_within_a_second(
    api: Api, database_url: str, ask: Ask, query: str, statements: int
) -> None:
    async with held(database_url, "client") as onlooker:
        async with ask(api, query):
            await until_stuck(onlooker, statements)
        await until_stuck(onlooker, 0, MOMENT)
        assert await stuck(onlooker) == 0
    assert await api.ask(OPERATOR, QUERY) == {"clients": {"totalCount": 0}}  # nothing was written


async def test_connections_are_used_again_only_when_their_statement_has_ended(api: Api, database_url: str) -> None:
    async with held(database_url, "client") as onlooker:
        for _ in range(5):
            async with over_http(api, WIDE):
                await until_stuck(onlooker, 2)
            answers = await asyncio.gather(*(api.ask(OPERATOR, "{ partners { totalCount } }") for _ in range(8)))
            assert answers == [{"partners": {"totalCount": 0}}] * 8
    await _expect_all_free()


async def test_a_client_that_waits_gets_its_answer(api: Api, database_url: str) -> None:
    async with held(database_url, "client") as onlooker:
        task = asyncio.create_task(api.ask(OPERATOR, QUERY))
        await until_stuck(onlooker, 1)
        await asyncio.sleep(0.2)  # from here on it is watched
    assert await task == {"clients": {"totalCount": 0}}


async def _expect_all_free() -> None:
    """Every connection of the pool can be had."""

    async def take(together: Callable[[], Awaitable[int]]) -> None:
        async with acquire() as connection:
            assert await connection.fetchval("SELECT 1") == 1
            await together()

    async with asyncio.timeout(10):
        meeting = asyncio.Barrier(4)
        await asyncio.gather(*(take(meeting.wait) for _ in range(4)))
