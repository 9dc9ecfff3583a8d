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
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from api.feed import encode_cursor
from api.socket import SocketAdapter, SocketHandler
from api.view import GraphQLView
from models.database import acquire, transaction
from tests.api.front import OPERATOR, PATIENCE, Api, Socket, make_app, partner_token, serving
from tests.api.reading import NOW
from tests.api.rows import add_decision, add_partner

VIEWER = "{ viewer { role } }"
WATCH = "subscription { tierChanges { kind } }"
INIT = {"type": "connection_init", "payload": {"authorization": f"Bearer {OPERATOR}"}}


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


async def ask(socket: Socket, name: str = "1") -> None:
    """Shows that the socket still answers."""
    await socket.say({"type": "subscribe", "id": name, "payload": {"query": VIEWER}})
    assert await socket.next(name) == {"viewer": {"role": "OPERATOR"}}
    assert await socket.hear() == {"type": "complete", "id": name}


async def test_the_token_comes_in_connection_init_by_any_spelling_of_the_name(api: Api) -> None:
    for name in ("authorization", "Authorization"):
        async with api.open_socket() as socket:
            await socket.say({"type": "connection_init", "payload": {name: f"Bearer {OPERATOR}"}})
            assert await socket.hear() == {"type": "connection_ack"}
            await ask(socket)


async def test_without_a_good_token_the_socket_is_closed_with_4403_and_the_reason(api: Api) -> None:
    for payload, reason in (
        (None, "no token"),
        ({}, "no token"),
        ({"authorization": None}, "no token"),
        ({"authorization": "Bearer x"}, "malformed"),
        ({"authorization": 5}, "no token"),
        ({"authorization": f"Bearer {partner_token('P-1', timedelta(seconds=1))}x"}, "not signed"),
    ):
        async with api.open_socket() as socket:
            await socket.say({"type": "connection_init", "payload": payload})
            code, text = await socket.close_code()
            assert (code, text[:11]) == (4403, "Forbidden: ")
            assert reason in text
    async with api.open_socket() as socket:
        await socket.say({"type": "connection_init"})
        assert (await socket.close_code())[0] == 4403


MALFORMED: list[Any] = [
    "{",
    b"{}",
    "5",
    "null",
    '"x"',
    "[1]",
    "{}",
    "[" * 30_000,
    "1" * 5000,
    {"type": 5},
    {"type": None},
    {"type": "start"},
    {"type": "x" * 300},
    {"type": "é" * 100},
    {"type": "subscribe", "id": "1"},
    {"type": "subscribe", "payload": {"query": VIEWER}},
    {"type": "subscribe", "id": [1], "payload": {"query": VIEWER}},
    {"type": "subscribe", "id": 1, "payload": {"query": VIEWER}},
    {"type": "subscribe", "id": "1", "payload": "x"},
    {"type": "subscribe", "id": "1", "payload": None},
    {"type": "subscribe", "id": "1", "payload": {}},
    {"type": "subscribe", "id": "1", "payload": {"query": 5}},
    {"type": "subscribe", "id": "1", "payload": {"query": VIEWER, "variables": []}},
    {"type": "subscribe", "id": "1", "payload": {"query": VIEWER, "operationName": 5}},
    {"type": "subscribe", "id": "1", "payload": {"query": VIEWER, "extensions": "x"}},
    {"type": "complete"},
    {"type": "complete", "id": {}},
    {"type": "ping", "payload": 5},
]


async def test_a_malformed_message_closes_the_socket_with_4400_and_no_other(api: Api) -> None:
    async with api.socket(OPERATOR) as other:
        for message in MALFORMED:
            async with api.socket(OPERATOR) as socket:
                await socket.say(message)
                code, reason = await socket.close_code()
                assert code == 4400, message
                assert 0 < len(reason.encode()) <= 123
        await ask(other)


async def test_a_malformed_first_message_does_the_same(api: Api) -> None:
    for message in (
        "null",
        b"x",
        {"type": "connection_init", "payload": 5},
        {"type": "connection_init", "payload": []},
    ):
        async with api.open_socket() as socket:
            await socket.say(message)
            assert (await socket.close_code())[0] == 4400


async def test_a_bad_document_ends_its_operation_only(api: Api) -> None:
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(WATCH, name="live")
        await socket.next("live")
        for query in ("{", "", "{ nothing }", 'subscription { x(y: "' + "z" * 500, "fragment F on Viewer { role }"):
            await socket.subscribe(query)
            code, message = await socket.error()
            assert code == "BAD_USER_INPUT"
            assert message
        await socket.say(
            {"type": "subscribe", "id": "1", "payload": {"query": f"query A {VIEWER}", "operationName": "B" * 300}}
        )
        assert (await socket.error())[1].startswith("Unknown operation named")
        await ask(socket)
        await socket.say({"type": "complete", "id": "live"})
        await socket.say({"type": "complete", "id": "never used"})
        await ask(socket, "live")


async def test_what_was_not_foreseen_ends_its_operation_behind_a_reference(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    async with api.socket(OPERATOR) as socket:
        async with acquire() as connection:
            await connection.execute("ALTER TABLE event RENAME TO secret_place")
        await socket.subscribe(WATCH)
        code, message = await socket.error()
        assert code == "INTERNAL"
        assert message in caplog.text
        await ask(socket)


async def test_a_connection_is_acknowledged_once(api: Api) -> None:
    async with api.socket(OPERATOR) as socket:
        await socket.say(INIT)
        assert await socket.close_code() == (4429, "Too many initialisation requests")


async def test_nothing_is_done_before_the_acknowledgement(api: Api) -> None:
    async with api.open_socket() as socket:
        await socket.say({"type": "ping"})
        assert await socket.hear() == {"type": "pong"}
        await socket.subscribe(VIEWER)
        assert await socket.close_code() == (4401, "Unauthorized")


async def test_an_id_is_used_once_at_a_time(api: Api) -> None:
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(WATCH)
        await socket.next()
        await socket.subscribe(WATCH)
        assert await socket.close_code() == (4409, "Subscriber for 1 already exists")


async def test_other_subprotocols_are_not_spoken(api: Api) -> None:
    for protocol in ("graphql-ws", "something"):
        async with connect(f"ws://127.0.0.1:{api.port}/graphql", subprotocols=[Subprotocol(protocol)]) as connection:
            assert await Socket(connection).close_code() == (4406, "Subprotocol not acceptable")


async def test_a_page_of_another_origin_is_refused(api: Api) -> None:
    with pytest.raises(InvalidStatus) as caught:
        await connect(f"ws://127.0.0.1:{api.port}/graphql", origin=Origin("https://elsewhere.example"))
    assert caught.value.response.status_code == 403


async def test_a_socket_that_never_introduces_itself_is_closed(
    database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.view.INIT_TIMEOUT", timedelta(milliseconds=50))
    async with serving(make_app(database_url, redis_url)) as api, api.open_socket() as socket:
        assert await socket.close_code() == (4408, "Connection initialisation timeout")


async def test_a_socket_does_not_outlive_its_token(api: Api, clock: Clock) -> None:
    clock.now = NOW + timedelta(minutes=59, seconds=59.8)
    async with api.socket(OPERATOR) as socket:
        await ask(socket)
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
        message = await socket.hear()
        assert (message["type"], message["payload"][0]["message"]) == ("error", "Subscription limit reached")
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
    async with transaction() as connection:
        await connection.executemany(
            "INSERT INTO event (seq, kind, partner_id, decision_id, created_at)"
            " VALUES ($1, 'TIER_CHANGED', $2, $3, $4)",
            [(seq, partner, decision, NOW) for seq in range(1, 2001)],
        )
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
        await adapter.send_json({"type": "next"})
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
    return view_of(api).gate.hub.watching


async def until(api: Api, count: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while watching(api) != count:  # noqa: ASYNC110 - nothing is said when the server has cleaned up
            await asyncio.sleep(0.01)
