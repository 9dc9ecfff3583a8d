import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from starlette.routing import WebSocketRoute
from starlette.types import Message
from starlette.websockets import WebSocket
from strawberry.http.exceptions import WebSocketDisconnected

from api.http.view import GraphQLView
from api.http.websocket import SocketAdapter, SocketHandler
from tests.api.front import OPERATOR, PATIENCE, Api, make_app, serving
from tests.api.reading import NOW
from tests.api.rows import add_decision, add_events, add_partner
from tests.cursors import encode_cursor

WATCH = "subscription { tierChanges { kind } }"


@dataclass
class Clock:
    """A clock that tests set."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def api(database_url: str, redis_url: str, clock: Clock) -> AsyncIterator[Api]:
    async with serving(make_app(database_url, redis_url, clock=clock)) as running:
        yield running


async def test_a_socket_that_never_introduces_itself_is_closed(
    database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.http.view.INIT_TIMEOUT", timedelta(milliseconds=50))
    async with serving(make_app(database_url, redis_url)) as api, api.open_socket() as socket:
        assert await socket.close_code() == (4408, "Connection initialisation timeout")


async def test_a_socket_does_not_outlive_its_token(api: Api, clock: Clock) -> None:
    clock.now = NOW + timedelta(minutes=59, seconds=59.8)
    async with api.socket(OPERATOR) as socket:
        await socket.ask()
        assert await socket.close_code() == (4403, "Forbidden: the token has expired")


async def test_a_message_has_a_limit(api: Api) -> None:
    async with api.socket(OPERATOR) as socket:
        await socket.say(json.dumps({"type": "ping", "payload": {"x": "x" * 2**16}}))
        assert (await socket.close_code())[0] == 1009


async def test_a_socket_has_at_most_twenty_operations_and_none_holds_a_connection(api: Api) -> None:
    async with api.socket(OPERATOR) as socket:
        for number in range(20):
            await socket.subscribe(WATCH, name=str(number))
            await socket.next(str(number))
        await socket.subscribe(WATCH, name="one more")
        told = "a socket has at most 20 operations at once; complete one first"
        assert await socket.error("one more") == ("LIMIT_EXCEEDED", told)
        assert await api.ask(OPERATOR, "{ partners(first: 1) { totalCount } }") == {"partners": {"totalCount": 0}}


async def test_a_client_that_vanishes_leaves_nothing_behind(api: Api) -> None:
    async with api.socket(OPERATOR) as socket:
        for name in ("1", "2"):
            await socket.subscribe(WATCH, name=name)
            await socket.next(name)
        assert watching(api) == 2
        await socket.say({"type": "complete", "id": "1"})
        await until(api, 1)
        socket.connection.transport.abort()
        await until(api, 0)


async def test_a_client_that_vanishes_while_it_is_told_something_is_no_error(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    partner = await add_partner("P-1")
    decision = await add_decision(partner, date(2019, 6, 15), "GOLD")
    await add_events(partner, decision, 1, 2000)
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(f'subscription {{ tierChanges(after: "{encode_cursor(0)}") {{ cursor }} }}')
        await socket.next()
        assert watching(api) == 1
        socket.connection.transport.abort()
        await until(api, 0)
    assert "ERROR" not in caplog.text


async def test_what_is_said_to_a_closed_socket_is_no_error(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(_: Message) -> None: ...

    socket = WebSocket({"type": "websocket"}, receive, send)
    await socket.accept()
    view: Any = view_of(api)
    adapter = SocketAdapter(view, socket, socket)
    await adapter.close(1000, "")
    await adapter.close(1000, "again")
    with pytest.raises(WebSocketDisconnected) as gone:
        await adapter.send_text("{}")
    handler = SocketHandler(view, adapter, None, None, view.schema, timedelta(seconds=1))
    await handler.handle_task_exception(gone.value)
    assert "ERROR" not in caplog.text
    await handler.handle_task_exception(ValueError("not foreseen"))
    assert "not foreseen" in caplog.text


async def test_a_server_that_stops_tells_clients_to_come_back(
    database_url: str, redis_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with AsyncExitStack() as stack:
        async with serving(make_app(database_url, redis_url)) as api:
            socket = await stack.enter_async_context(api.socket(OPERATOR))
            await socket.subscribe(WATCH)
            await socket.next()
        assert (await socket.close_code())[0] == 1012
    assert "ERROR" not in caplog.text


def view_of(api: Api) -> GraphQLView:
    (view,) = (route.app for route in api.app.routes if isinstance(route, WebSocketRoute))
    assert isinstance(view, GraphQLView)
    return view


def watching(api: Api) -> int:
    """How many subscriptions wait for events."""
    return view_of(api).state.feed.watching


async def until(api: Api, count: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while watching(api) != count:  # noqa: ASYNC110 - nothing is said when the server has cleaned up
            await asyncio.sleep(0.01)
