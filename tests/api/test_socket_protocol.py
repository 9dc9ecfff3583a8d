"""Every frame that the protocol does not allow, and how the server says so."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from api.reading.ids import encode_id
from models.database import acquire
from tests.api.front import OPERATOR, PATIENCE, VIEWER, Api, Socket, make_app, serving
from tests.api.rows import add_partner
from tests.api.test_socket_lifetime import until
from tests.api.watching import JUNE, TIERS, decide

INIT = {"type": "connection_init", "payload": {"authorization": f"Bearer {OPERATOR}"}}
WATCH = "subscription { tierChanges { kind } }"
LIVE = {"type": "subscribe", "id": "1", "payload": {"query": WATCH}}
LONG = LIVE | {"id": "π" * 300}
ASK = {"type": "subscribe", "id": "2", "payload": {"query": VIEWER}}
HALF = "\ud800"  # of a character: JSON can hold it, and no text can
LONGEST_REASON = 123  # bytes, by RFC 6455


def subscribe(**changes: object) -> dict[str, Any]:
    """A good `subscribe` with other members."""
    return ASK | changes


def asking(**changes: object) -> dict[str, Any]:
    """A good `subscribe` with another payload."""
    return subscribe(payload={"query": VIEWER} | changes)


@dataclass(frozen=True)
class Text:
    """The bytes of a text frame."""

    content: bytes


@dataclass(frozen=True)
class Wrong:
    """Frames of which the last closes the socket, with this code and this reason, None for one that is not ours."""

    name: str
    frames: tuple[object, ...]
    code: int
    reason: str | None
    acknowledged: bool = True  # before them


MALFORMED = "Malformed message"
TWICE = "Too many initialisation requests"
NO_TOKEN = "Forbidden: no token: send `Authorization: Bearer TOKEN` with a token of `tierline token`"
NO_JSON = "WebSocket message must be valid JSON"
NO_TEXT = "WebSocket message type must be text"

NO_TEXTS: tuple[object, ...] = (None, 5, 1.5, True, [], {})
NO_OBJECTS: tuple[object, ...] = (5, "x", True, [])  # null stands for none where one may be missing
NO_MESSAGES = ("null", "5", '"x"', "true", "[]", "[{}]", "{}")

SHAPES: tuple[tuple[str, object], ...] = (
    *((f"the JSON {text}", text) for text in NO_MESSAGES),
    *((f"the type {sent!r}", {"type": sent}) for sent in NO_TEXTS),
    ("no id", {"type": "subscribe", "payload": {"query": VIEWER}}),
    *((f"the id {sent!r}", subscribe(id=sent)) for sent in NO_TEXTS),
    ("no payload", {"type": "subscribe", "id": "2"}),
    *((f"the payload {sent!r}", subscribe(payload=sent)) for sent in (None, {}, *NO_OBJECTS)),
    *((f"the query {sent!r}", asking(query=sent)) for sent in NO_TEXTS),
    *((f"the name {sent!r}", asking(operationName=sent)) for sent in NO_TEXTS[1:]),
    *((f"{part} {sent!r}", asking(**{part: sent})) for part in ("variables", "extensions") for sent in NO_OBJECTS),
    ("the end of nothing", {"type": "complete"}),
    *((f"the end of {sent!r}", {"type": "complete", "id": sent}) for sent in NO_TEXTS),
    *(
        (f"{type_} with {sent!r}", {"type": type_, "payload": sent})
        for type_ in ("ping", "pong")
        for sent in NO_OBJECTS
    ),
)
HALVES = (
    ("a type", {"type": HALF}),
    ("an id", subscribe(id=HALF)),
    ("a query", asking(query=f'{{ partner(externalId: "{HALF}") {{ id }} }}')),
    ("a name", asking(operationName=HALF)),
    ("a variable", asking(variables={"after": HALF})),
    ("a variable's name", asking(variables={HALF: 1})),
)

TABLE = (
    Wrong("no JSON", ("{",), 4400, NO_JSON),
    Wrong("nothing", ("",), 4400, NO_JSON),
    Wrong("two values", ("{} {}",), 4400, NO_JSON),
    Wrong("nested too deeply", ("[" * 30_000,), 4400, NO_JSON),
    Wrong("a number of thousands of digits", ("1" * 5_000,), 4400, NO_JSON),
    Wrong("a number that is none", ('{"type": "ping", "payload": {"x": NaN}}',), 4400, NO_JSON),
    *(Wrong(f"half a character in {name}", (frame,), 4400, NO_JSON) for name, frame in HALVES),
    Wrong("binary", (json.dumps(INIT).encode(),), 4400, NO_TEXT),
    Wrong("binary first", (b"\x00\xff",), 4400, NO_TEXT, acknowledged=False),
    *(Wrong(name, (frame,), 4400, MALFORMED) for name, frame in SHAPES),
    Wrong("a list first", ("[]",), 4400, MALFORMED, acknowledged=False),
    *(Wrong(f"init with {it!r}", (INIT | {"payload": it},), 4400, MALFORMED, acknowledged=False) for it in NO_OBJECTS),
    Wrong("an unknown type", ({"type": "start"},), 4400, "Unknown message type: start"),
    Wrong("a type of the server's", ({"type": "connection_ack"},), 4400, "Unknown message type: connection_ack"),
    Wrong("an empty type", ({"type": ""},), 4400, "Unknown message type: "),
    Wrong("a type by another case", ({"type": "Ping"},), 4400, "Unknown message type: Ping"),
    Wrong("a long type", ({"type": "x" * 300},), 4400, f"Unknown message type: {'x' * 101}"),
    Wrong("a long type in Greek", ({"type": "π" * 300},), 4400, f"Unknown message type: {'π' * 50}"),
    Wrong("subscribe before init", (ASK,), 4401, "Unauthorized", acknowledged=False),
    Wrong("subscribe after a ping", ({"type": "ping"}, ASK), 4401, "Unauthorized", acknowledged=False),
    Wrong("init without a token", ({"type": "connection_init"},), 4403, NO_TOKEN, acknowledged=False),
    Wrong("init with null", (INIT | {"payload": None},), 4403, NO_TOKEN, acknowledged=False),
    Wrong("init again", (INIT,), 4429, TWICE),
    Wrong("init twice at once", (INIT, INIT), 4429, TWICE, acknowledged=False),
    Wrong("init again without a token", ({"type": "connection_init"},), 4429, TWICE),
    Wrong("an id in use", (LIVE, LIVE), 4409, "Subscriber for 1 already exists"),
    Wrong("an id in use, by a query", (LIVE, subscribe(id="1")), 4409, "Subscriber for 1 already exists"),
    Wrong("a long id in use", (LONG, LONG), 4409, f"Subscriber for {'π' * 54}"),
    Wrong("text that is not UTF-8", (Text(b'{"type": "\xff"}'),), 1007, None),
    Wrong("a frame that is too long", ({"type": "ping", "payload": {"x": "x" * 2**16}},), 1009, None),
)


async def say(socket: Socket, frame: object) -> None:
    if isinstance(frame, Text):
        await socket.connection.send(frame.content, text=True)
    else:
        await socket.say(frame)


async def test_each_closes_its_socket_with_its_code_and_reason_and_no_other_socket(api: Api) -> None:
    async with api.socket(OPERATOR) as other:
        await other.subscribe(WATCH, name="live")
        await other.next("live")
        for row in TABLE:
            async with api.open_socket() as socket:
                for frame in (INIT, *row.frames) if row.acknowledged else row.frames:
                    await say(socket, frame)
                code, reason = await socket.close_code()
                assert (code, reason) == (row.code, reason if row.reason is None else row.reason), row.name
                assert len(reason.encode()) <= LONGEST_REASON, row.name
        await other.ask()
    await until(api, 0)


async def test_what_is_allowed_at_any_time_closes_nothing(api: Api) -> None:
    async with api.open_socket() as socket:
        for frame in ({"type": "ping", "payload": {"x": [1]}}, {"type": "ping", "payload": None}, {"type": "ping"}):
            await socket.say(frame)
            assert await socket.hear() == {"type": "pong"}
        for frame in ({"type": "pong"}, {"type": "pong", "payload": {}}, {"type": "complete", "id": "never used"}):
            await socket.say(frame)
        assert await socket.silent()
        await socket.say(INIT | {"more": 1})
        assert await socket.hear() == {"type": "connection_ack"}
        for frame in ({"type": "pong"}, {"type": "complete", "id": ""}, {"type": "complete", "id": "never used"}):
            await socket.say(frame)
        for name in ("", "a" * 1000, "\u0000", "\U0001f600"):
            await socket.ask(name)
        await socket.say(asking(variables=None, operationName=None, extensions=None, more=1))
        await socket.next("2")


async def test_a_subprotocol_is_chosen_from_many(api: Api) -> None:
    async with api.open_socket("graphql-ws", "graphql-transport-ws") as socket:
        assert socket.connection.subprotocol == "graphql-transport-ws"
        await socket.say(INIT)
        assert await socket.hear() == {"type": "connection_ack"}


async def test_without_a_subprotocol_the_socket_is_closed_with_4406(api: Api) -> None:
    async with connect(f"ws://127.0.0.1:{api.port}/graphql") as connection:
        assert await Socket(connection).close_code() == (4406, "Subprotocol not acceptable")


async def test_pings_do_not_put_off_the_end_of_who_never_introduces_itself(
    database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.http.view.INIT_TIMEOUT", timedelta(milliseconds=200))
    async with serving(make_app(database_url, redis_url)) as api, api.open_socket() as socket:
        for _ in range(3):
            assert await socket.silent()
            await asyncio.sleep(0.05)
        assert await socket.close_code() == (4408, "Connection initialisation timeout")


async def test_after_a_complete_no_result_comes_and_the_id_is_free(api: Api) -> None:
    async with api.socket(OPERATOR) as socket, acquire() as connection:
        async with connection.transaction():
            await connection.execute("LOCK TABLE partner IN ACCESS EXCLUSIVE MODE")
            await socket.subscribe("{ partners(first: 1) { totalCount } }")
            await until_waiting(connection)
            await socket.say({"type": "complete", "id": "1"})
            assert await socket.silent()
        await socket.ask("1")
        assert await socket.silent()


async def until_waiting(connection: asyncpg.Connection) -> None:
    """Waits until a statement waits for a lock."""
    waits = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"
    async with asyncio.timeout(PATIENCE):
        while not await connection.fetchval(waits):  # noqa: ASYNC110 - nothing else says so
            await asyncio.sleep(0.01)


async def test_a_completed_subscription_is_not_answered_and_its_id_is_free(api: Api) -> None:
    async with api.socket(OPERATOR) as socket:
        for _ in range(3):
            await socket.subscribe(WATCH)
            assert await socket.next() == {"tierChanges": {"kind": "SNAPSHOT"}}
            await socket.say({"type": "complete", "id": "1"})
        assert await socket.silent()
        await until(api, 0)


async def test_a_failing_operation_ends_with_an_error_and_the_others_go_on(
    api: Api, announce: Callable[[], Any]
) -> None:
    partner = await add_partner("P-1")
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(TIERS, name="live")
        await socket.next("live")
        for query, variables, code in (
            (TIERS, {"after": "x"}, "BAD_USER_INPUT"),
            (TIERS, {"after": 5}, "BAD_USER_INPUT"),
            (TIERS, {"partnerId": encode_id("Partner", "P-2")}, "BAD_USER_INPUT"),
            ("subscription { tierChanges { kind } standingChanges { kind } }", None, "BAD_USER_INPUT"),
            ("{ a: viewer { role } " * 200, None, "BAD_USER_INPUT"),
        ):
            await socket.subscribe(query, variables)
            assert (await socket.error())[0] == code, query
        await decide(partner, JUNE, "GOLD")
        await announce()
        assert (await socket.next("live"))["tierChanges"]["kind"] == "CHANGE"
        await socket.ask()


async def test_a_flood_of_messages_closes_its_socket_and_no_other(api: Api) -> None:
    async with api.socket(OPERATOR) as other, api.socket(OPERATOR) as socket:
        with suppress(ConnectionClosed):
            for _ in range(1000):
                await socket.say({"type": "ping"})
        code, reason = await socket.close_code()
        assert (code, reason) == (1013, "too many messages; send fewer at a time")
        await other.ask()
