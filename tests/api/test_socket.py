from datetime import timedelta
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from models.database import acquire
from tests.api.front import OPERATOR, VIEWER, Api, Socket, partner_token

WATCH = "subscription { tierChanges { kind } }"
INIT = {"type": "connection_init", "payload": {"authorization": f"Bearer {OPERATOR}"}}


async def test_the_token_comes_in_connection_init_by_any_spelling_of_the_name(api: Api) -> None:
    for name in ("authorization", "Authorization"):
        async with api.open_socket() as socket:
            await socket.say({"type": "connection_init", "payload": {name: f"Bearer {OPERATOR}"}})
            assert await socket.hear() == {"type": "connection_ack"}
            await socket.ask()


async def test_the_token_may_come_without_its_scheme(api: Api) -> None:
    async with api.open_socket() as socket:
        await socket.say({"type": "connection_init", "payload": {"authorization": OPERATOR}})
        assert await socket.hear() == {"type": "connection_ack"}
        await socket.ask()


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
        await other.ask()


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
        await socket.ask()
        await socket.say({"type": "complete", "id": "live"})
        await socket.say({"type": "complete", "id": "never used"})
        await socket.ask("live")


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
        await socket.ask()


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
