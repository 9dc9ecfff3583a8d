"""Clients that ask for much and read none of it: what waits for them counts until they take it, or are gone."""

import asyncio
import gc
import json
import os
import socket as sockets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from websockets.frames import Frame, Opcode

from api.execution.limits.allowance import Allowance
from api.http import server
from api.http.server import SocketProtocol
from tests.api.front import OPERATOR, PATIENCE, PROTOCOL, VIEWER, Api, make_app, serving
from tests.api.rows import add_partner
from tests.api.test_protection import INIT, peers, settled
from tests.api.test_socket_lifetime import view_of
from tests.api.test_starving import operator
from tests.cursors import encode_cursor
from tests.hostile.raw import Raw

NAME = 100_000
ALIASES = 40
MUCH = f'{{ partner(externalId: "P-1") {{ {" ".join(f"a{number}: name" for number in range(ALIASES))} }} }}'
SIZE = NAME * ALIASES
WATCH = f'subscription {{ tierChanges(after: "{encode_cursor(0)}") {{ kind }} }}'
KEY = "AAAAAAAAAAAAAAAAAAAAAA=="


@asynccontextmanager
async def deaf(port: int) -> AsyncIterator[Raw]:
    """A connection whose client reads nothing until it is told to."""
    raw = sockets.socket()
    raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    raw.setblocking(False)  # noqa: FBT003 (the standard library's)
    await asyncio.get_running_loop().sock_connect(raw, ("127.0.0.1", port))
    reader, writer = await asyncio.open_connection(sock=raw)
    writer.transport.pause_reading()  # type: ignore[attr-defined]
    try:
        yield Raw(reader, writer)
    finally:
        writer.transport.abort()


def post(query: str, *more: str, token: str = OPERATOR) -> bytes:
    body = json.dumps({"query": query}).encode()
    fields = ["Host: x", f"Authorization: Bearer {token}", "Content-Type: application/json", *more]
    head = "\r\n".join(["POST /graphql HTTP/1.1", *fields, f"Content-Length: {len(body)}", "\r\n"])
    return head.encode() + body


def upgrade() -> bytes:
    fields = ["Host: x", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"]
    fields += [f"Sec-WebSocket-Key: {KEY}", f"Sec-WebSocket-Protocol: {PROTOCOL}"]
    return "\r\n".join(["GET /graphql HTTP/1.1", *fields, "\r\n"]).encode()


def frame(message: object) -> bytes:
    return Frame(Opcode.TEXT, json.dumps(message).encode()).serialize(mask=True)


def ping(data: bytes) -> bytes:
    return Frame(Opcode.PING, data).serialize(mask=True)


def subscribe(query: str, name: str = "1") -> bytes:
    return frame({"type": "subscribe", "id": name, "payload": {"query": query}})


async def ask_over_http(raw: Raw) -> None:
    raw.say(post(MUCH))


async def ask_for_events(raw: Raw) -> None:
    raw.say(post(MUCH, "Accept: text/event-stream"))


async def ask_over_a_socket(raw: Raw) -> None:
    await open_socket(raw)
    raw.say(subscribe(MUCH))


async def open_socket(raw: Raw) -> None:
    """Reads no longer than until it is acknowledged."""
    raw.writer.transport.resume_reading()  # type: ignore[attr-defined]
    raw.say(upgrade())
    async with asyncio.timeout(PATIENCE):
        await raw.reader.readuntil(b"\r\n\r\n")
        raw.say(frame(INIT))
        await raw.reader.readuntil(b'"connection_ack"}')
    raw.writer.transport.pause_reading()  # type: ignore[attr-defined]


ASKING = {
    "over http": ask_over_http,
    "as events": ask_for_events,
    "over a socket": ask_over_a_socket,
}


def waiting(api: Api) -> int:
    """The bytes that wait for clients."""
    return view_of(api).state.feed.holdings.bytes


@pytest.fixture
async def api(database_url: str, redis_url: str) -> AsyncIterator[Api]:
    """The API, with more bytes a second for everybody than there is time to send."""
    async with serving(make_app(database_url, redis_url, allowance=Allowance(bytes_per_second=10**9))) as running:
        await add_partner("P-1", name="x" * NAME)
        yield running


def drain(raw: Raw) -> None:
    """Reads from now on."""
    raw.writer.transport.resume_reading()  # type: ignore[attr-defined]
    raw.reader._limit = 2 * SIZE  # type: ignore[attr-defined]


@pytest.mark.parametrize("way", ASKING)
async def test_an_answer_counts_until_its_client_has_taken_it(api: Api, way: str) -> None:
    async with deaf(api.port) as raw:
        await ASKING[way](raw)
        await settled(lambda: waiting(api) >= SIZE)
        for _ in range(3):
            await api.ask(operator("bob"), VIEWER)
        assert waiting(api) >= SIZE, "the server has done all that there was to do"
        drain(raw)
        await settled(lambda: waiting(api) == 0)


@pytest.mark.parametrize("way", ASKING)
async def test_an_answer_counts_no_more_when_its_client_is_gone(api: Api, way: str) -> None:
    async with deaf(api.port) as raw:
        await ASKING[way](raw)
        await settled(lambda: waiting(api) >= SIZE)
    await settled(lambda: waiting(api) == 0)


async def test_an_operation_that_is_completed_leaves_what_is_on_its_way_counted(api: Api) -> None:
    async with deaf(api.port) as raw:
        await ask_over_a_socket(raw)
        await settled(lambda: waiting(api) >= SIZE)
        raw.say(frame({"type": "complete", "id": "1"}))
        raw.say(subscribe(WATCH, "2"))
        await settled(lambda: view_of(api).state.feed.watching == 1)
        assert waiting(api) >= SIZE
    await settled(lambda: waiting(api) == 0)


@pytest.mark.parametrize("way", ASKING)
async def test_many_who_read_nothing_hold_no_more_than_one_principal_may_and_others_notice_nothing(
    api: Api, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    most = 4 * SIZE
    monkeypatch.setattr("api.live.holdings.MOST_BYTES", most)
    seen = []
    async with AsyncExitStack() as stack:
        for _ in range(12):
            await ASKING[way](await stack.enter_async_context(deaf(api.port)))
            await api.ask(operator("bob"), VIEWER)
            seen.append(waiting(api))
        await settled(lambda: waiting(api) >= most - 2 * SIZE)
        assert max(seen) <= most + SIZE // 10
        bob = await api.ask(operator("bob"), MUCH)
        assert len(bob["partner"]) == ALIASES
    await settled(lambda: waiting(api) == 0)
    assert len((await api.ask(OPERATOR, MUCH))["partner"]) == ALIASES


async def test_who_has_no_room_left_is_refused_before_anything_runs(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.live.holdings.MOST_BYTES", SIZE + NAME)
    async with deaf(api.port) as raw, api.socket(OPERATOR) as socket:
        await ask_over_http(raw)
        await settled(lambda: waiting(api) >= SIZE)
        monkeypatch.setattr("api.live.holdings.MOST_BYTES", SIZE)
        answer = await api.post(OPERATOR, VIEWER)
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
        (error,) = answer.json()["errors"]
        assert error["message"].endswith("wait for you to read them; read those first")
        monkeypatch.setattr("api.live.holdings.MOST_BYTES", SIZE + NAME)
        await socket.subscribe(MUCH)
        (told,) = (await socket.hear())["payload"]["errors"]
        assert (told["message"], told["extensions"]) == (error["message"], error["extensions"])
        drain(raw)
        await settled(lambda: waiting(api) == 0)
    assert await api.ask(OPERATOR, VIEWER)


async def test_a_websocket_is_not_opened_behind_answers_that_nobody_reads(api: Api) -> None:
    async with deaf(api.port) as raw:
        place = raw.writer.get_extra_info("sockname")
        raw.say(post(MUCH))
        await settled(lambda: waiting(api) >= SIZE)
        raw.say(upgrade())
        await settled(lambda: place not in peers(api) and waiting(api) == 0)


async def test_a_connection_that_closes_with_little_left_to_read_ends_soon(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.http.answering.READ_SECONDS", 0.1)
    monkeypatch.setattr("api.http.answering.UNREAD_BYTES", 2 * SIZE)
    async with deaf(api.port) as raw:
        place = raw.writer.get_extra_info("sockname")
        raw.say(post(MUCH, "Connection: close"))
        await settled(lambda: place in peers(api))
        await settled(lambda: place not in peers(api))


def served() -> SocketProtocol:
    """The server's end of the one websocket that is open."""
    (one,) = (one for one in gc.get_objects() if isinstance(one, SocketProtocol) and not one.transport.is_closing())
    return one


async def test_pings_of_who_does_not_read_pile_up_no_answers(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "FRAMES_AT_ONCE", 10_000)
    async with deaf(api.port) as raw:
        await ask_over_a_socket(raw)
        await settled(lambda: waiting(api) >= SIZE)
        before = served().transport.get_write_buffer_size()
        flood = [os.urandom(125) for _ in range(5_000)]
        for data in flood:
            raw.say(ping(data))
        raw.say(ping(b"the last"))
        raw.say(subscribe(WATCH, "2"))
        await settled(lambda: view_of(api).state.feed.watching == 1)
        assert served().transport.get_write_buffer_size() <= before
        drain(raw)
        async with asyncio.timeout(PATIENCE):
            told = await raw.reader.readuntil(b"the last")
        assert not any(data in told for data in flood)


async def test_refusals_that_nobody_reads_count_too_and_end_with_the_socket(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.live.sockets.SEND_SECONDS", 0.5)
    monkeypatch.setattr("api.live.sockets.SWEEP_SECONDS", 0.1)
    monkeypatch.setattr("api.http.websocket.CLOSE_SECONDS", 0.2)
    name = "n" * 60_000
    async with deaf(api.port) as raw:
        place = raw.writer.get_extra_info("sockname")
        await open_socket(raw)
        for number in range(150):
            raw.say(subscribe("{", f"{number}{name}"))
        await settled(lambda: waiting(api) >= 10 * len(name))
        await settled(lambda: place not in peers(api) and waiting(api) == 0)
