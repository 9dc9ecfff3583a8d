"""Sockets that nobody answers for: they cost others next to nothing, and no place."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest
from starlette.applications import Starlette

from api.http import connections
from api.http.connections import HttpProtocol
from api.live import handshakes
from api.live.handshakes import Handshakes
from api.live.sockets import Sockets
from tests.api.front import OPERATOR, Api, make_app, serving
from tests.api.test_protection import INIT, settled
from tests.api.test_socket_lifetime import view_of
from tests.hostile.raw import UPGRADE, Raw, connected

OPENED = b"HTTP/1.1 101 "


@pytest.fixture
def app(database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Starlette:
    """With room for two sockets at once that have not said whose they are, and later for no more."""
    monkeypatch.setattr(handshakes, "UNKNOWN_AT_ONCE", 2)
    monkeypatch.setattr(handshakes, "UNKNOWN_A_SECOND", 1e-6)
    return make_app(database_url, redis_url)


@pytest.fixture
async def api(app: Starlette) -> AsyncIterator[Api]:
    async with serving(app) as running:
        yield running


def sockets_of(api: Api) -> Sockets:
    return view_of(api).state.sockets


def waiting(api: Api, count: int) -> Callable[[], bool]:
    return lambda: len(sockets_of(api).handshakes) == count


async def head(raw: Raw) -> bytes:
    return await raw.reader.readuntil(b"\r\n\r\n")


async def test_who_says_whose_a_socket_is_leaves_its_place_to_the_next_one_and_others_wait(api: Api) -> None:
    async with AsyncExitStack() as stack:
        known = [await stack.enter_async_context(api.socket(OPERATOR)) for _ in range(5)]
        silent = [await stack.enter_async_context(api.open_socket()) for _ in range(2)]
        first, second = [await stack.enter_async_context(connected(api)) for _ in range(2)]
        first.say(UPGRADE)
        await settled(waiting(api, 1))
        second.say(UPGRADE)
        await settled(waiting(api, 2))
        await silent[0].say(INIT)
        assert await silent[0].hear() == {"type": "connection_ack"}
        assert (await head(second)).startswith(OPENED)
        assert waiting(api, 1)()
        assert (len(sockets_of(api).connections), len(sockets_of(api).unknown)) == (6, 2)
        for socket in (*known, silent[0]):
            await socket.ask()
        await silent[1].say(INIT)
        assert (await head(first)).startswith(OPENED)
    await settled(lambda: not len(sockets_of(api)))


async def test_places_of_those_that_never_say_whose_they_are_come_back_with_time(api: Api) -> None:
    async def ask_without_a_token() -> None:
        async with api.open_socket() as socket:
            await socket.say({"type": "connection_init"})
            assert (await socket.close_code())[0] == 4403

    sockets_of(api).handshakes._left.rate = 50
    for _ in range(5):
        await ask_without_a_token()


async def test_who_is_refused_to_sign_in_gives_no_place_back(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.live.sockets.SIGN_IN_SECONDS", -1.0)
    for _ in range(2):
        async with api.open_socket() as socket:
            await socket.say(INIT)
            code, reason = await socket.close_code()
            assert (code, reason.startswith("ada opens too many sockets")) == (1013, True)
    async with connected(api) as raw:
        raw.say(UPGRADE)
        await settled(waiting(api, 1))


async def test_who_waits_too_long_is_told_to_come_back(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(2):
            await stack.enter_async_context(api.open_socket())
        monkeypatch.setattr(connections, "TURN_SECONDS", 0.1)
        raw = await stack.enter_async_context(connected(api))
        raw.say(UPGRADE)
        status, body = await raw.hear()
        (error,) = json.loads(body)["errors"]
        assert (status, error["extensions"]["code"]) == (503, "NOT_READY")
        assert error["message"] == "too many websockets are being opened; try again later, or another server"
        assert waiting(api, 0)()


async def test_who_is_gone_or_speaks_before_the_answer_waits_no_more(api: Api) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(2):
            await stack.enter_async_context(api.open_socket())
        gone, hasty = [await stack.enter_async_context(connected(api)) for _ in range(2)]
        for raw in (gone, hasty):
            raw.say(UPGRADE)
        await settled(waiting(api, 2))
        gone.writer.transport.abort()
        await settled(waiting(api, 1))
        hasty.say(b"x")
        assert await hasty.closed() == b""
        await settled(waiting(api, 0))


async def test_of_too_many_that_wait_the_longest_waiting_is_closed(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshakes, "MOST_WAITING", 3)
    async with AsyncExitStack() as stack:
        for _ in range(2):
            await stack.enter_async_context(api.open_socket())
        crowd = [await stack.enter_async_context(connected(api)) for _ in range(4)]
        for count, raw in enumerate(crowd[:3], 1):
            raw.say(UPGRADE)
            await settled(waiting(api, count))
        crowd[3].say(UPGRADE)
        assert await crowd[0].closed() == b""
        assert waiting(api, 3)()


async def test_a_server_ends_though_some_wait_to_be_opened(app: Starlette) -> None:
    async with AsyncExitStack() as stack:
        async with serving(app) as api:
            for _ in range(2):
                await stack.enter_async_context(api.open_socket())
            raw = await stack.enter_async_context(connected(api))
            raw.say(UPGRADE)
            await settled(waiting(api, 1))
        assert await raw.closed() == b""


@dataclass(eq=False)
class Told:
    """Notes that it was opened."""

    name: str
    told: list[str]
    address: bytes = b""

    def open(self) -> None:
        self.told.append(self.name)

    def give_up(self) -> None:
        raise AssertionError


async def test_others_have_a_turn_after_each_that_is_opened() -> None:
    told: list[str] = []
    loop = asyncio.get_running_loop()

    def others() -> None:
        told.append("others")
        if len(told) < 6:
            loop.call_soon(others)

    waiting = Handshakes()
    for name in ("first", "second", "third"):
        waiting.add(Told(name, told))
    loop.call_soon(others)
    await settled(lambda: len(told) == 6)
    assert told == ["third", "others", "second", "others", "first", "others"]


async def test_addresses_take_turns() -> None:
    told: list[str] = []
    waiting = Handshakes()
    for name in ("a1", "a2", "a3", "b1", "a4", "c1", "b2"):
        waiting.add(Told(name, told, name[:1].encode()))
    await settled(lambda: not len(waiting))
    assert told == ["a4", "b2", "c1", "a3", "b1", "a2", "a1"]


@pytest.mark.parametrize(
    ("one", "another", "same"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.1", "127.0.0.2", False),
        ("2001:db8::1", "2001:db8::2:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
    ],
)
def test_a_client_has_one_address_of_a_network_of_ipv6(one: str, another: str, *, same: bool) -> None:
    assert (address_of(one) == address_of(another)) == same


def address_of(host: str) -> bytes:
    protocol = object.__new__(HttpProtocol)
    protocol.client = (host, 1)
    return protocol.address
