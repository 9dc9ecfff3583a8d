"""Clients that say nothing: asked for a sign of life, and given up when none comes."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from websockets.frames import Frame

from api.http.server import SocketProtocol
from tests.api.front import OPERATOR, Api, make_app, serving
from tests.api.test_socket_lifetime import WATCH

PING_SECONDS = 0.1
LONG = 3 * 3 * PING_SECONDS  # three times what the server waits for
GONE = (4499, "nothing was heard from the client for too long")
PING, PONG = {"type": "ping"}, {"type": "pong"}


@pytest.fixture
async def api(database_url: str, redis_url: str) -> AsyncIterator[Api]:
    app = make_app(database_url, redis_url, ping_seconds=PING_SECONDS)
    async with serving(app, ping_seconds=PING_SECONDS) as running:
        yield running


@pytest.fixture
def unheard(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no client answered pings of the WebSocket protocol, which every library does by itself."""

    def lose(_: Any, event: Frame) -> None: ...  # noqa: ANN401 - not used

    monkeypatch.setattr(SocketProtocol, "handle_pong", lose)


async def test_who_gives_no_sign_of_life_is_told_to_come_back(api: Api, unheard: None) -> None:
    async with api.socket(OPERATOR) as socket:
        assert await socket.hear() == PING
        assert await socket.close_code() == GONE


async def test_who_never_introduces_itself_is_told_so_too(api: Api, unheard: None) -> None:
    async with api.open_socket() as socket:
        assert await socket.close_code() == GONE


async def test_who_answers_pings_of_the_graphql_protocol_stays(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(SocketProtocol, "handle_pong")  # answers to the others are not noted
    async with api.socket(OPERATOR) as socket:
        for _ in range(round(LONG / PING_SECONDS)):
            assert await socket.hear() == PING
            await socket.say(PONG)
        await socket.ask()


async def test_who_answers_pings_of_the_websocket_protocol_stays(api: Api) -> None:
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(WATCH)
        await socket.next()
        assert await socket.hear() == PING
        with pytest.raises(TimeoutError):  # it is asked once, and says nothing for long
            await asyncio.wait_for(socket.connection.recv(), LONG)
        await socket.ask("2")
