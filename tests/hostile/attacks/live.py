"""With subscriptions: many, dear ones, ones that nobody reads, and ones that hardly last."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from tests.cursors import encode_cursor
from tests.hostile.attacks.documents import CREDIT
from tests.hostile.attacks.target import PAUSE, Attack, Target, Who, head, request

CLIENTS = 95  # which costs 478 of 500
DOCUMENTS = 48  # of the 50 that one principal can have
ON_A_SOCKET = 16
SILENT = 60.0  # seconds
TINY = "subscription { tierChanges { kind } }"
BEGINNING = encode_cursor(0)
PROTOCOL = Subprotocol("graphql-transport-ws")

numbers = count()


def dear(alias: str) -> str:
    """A subscription whose events cost nearly all that one may; by another alias it is another one."""
    page = f"{alias}: clients(first: {CLIENTS}) {{ edges {{ node {{ id name externalId }} {CREDIT} }} }}"
    return f"subscription ($after: String) {{ tierChanges(after: $after) {{ decision {{ partner {{ {page} }} }} }} }}"


@asynccontextmanager
async def opened(target: Target, *, reads: bool = True) -> AsyncIterator[ClientConnection]:
    """A socket that has said who it is. Raises OSError when it cannot be had, or is closed."""
    try:
        async with connect(
            f"ws://127.0.0.1:{target.port}/graphql",
            subprotocols=[PROTOCOL],
            compression=None,
            max_size=None,
            max_queue=None if reads else 1,
            ping_interval=None,
            close_timeout=0,
        ) as socket:
            target.heard["sockets"] += 1
            await say_who(target, socket)
            yield socket
    except (WebSocketException, TimeoutError) as error:
        raise ConnectionResetError from error


async def say_who(target: Target, socket: ClientConnection) -> None:
    """By a token, and waits for the answer."""
    payload = {"authorization": f"Bearer {target.token}"}
    await socket.send(orjson.dumps({"type": "connection_init", "payload": payload}).decode())
    await socket.recv()


async def subscribe(socket: ClientConnection, query: str, name: int, after: str | None = None) -> None:
    payload = {"query": query, "variables": {"after": after} if after else {}}
    await socket.send(orjson.dumps({"type": "subscribe", "id": str(name), "payload": payload}).decode())


async def hear(target: Target, socket: ClientConnection) -> None:
    """One message."""
    target.heard[orjson.loads(await socket.recv())["type"]] += 1


async def _watch_dearly(target: Target, *, reads: bool) -> None:
    async with opened(target, reads=reads) as socket:
        for number in range(ON_A_SOCKET):
            await subscribe(socket, dear(f"a{next(numbers) % DOCUMENTS}"), number)
        while reads:
            await hear(target, socket)
        await asyncio.sleep(SILENT)


async def _come_and_go(target: Target) -> None:
    async with opened(target) as socket:
        await subscribe(socket, dear("a"), 1)
        await hear(target, socket)


async def _sign_in(target: Target) -> None:
    async with opened(target):
        pass


async def _begin_and_end(target: Target) -> None:
    async with opened(target) as socket:
        for number in count():
            await subscribe(socket, dear("a"), number)
            await socket.send(f'{{"type": "complete", "id": "{number}"}}')
            await asyncio.sleep(2 / 20)  # messages in a second


async def _go_back(target: Target) -> None:
    """Has all that there is told, again and again."""
    async with opened(target) as socket:
        await subscribe(socket, dear(f"a{next(numbers) % DOCUMENTS}"), 1, BEGINNING)
        async with asyncio.timeout(1):
            while True:
                await hear(target, socket)


async def _ask_what_is_refused(target: Target) -> None:
    async with opened(target) as socket:
        for number in count():
            await subscribe(
                socket, "subscription { nothing }" if number % 2 else dear("a").replace("95", "9999"), number
            )
            await hear(target, socket)
            await asyncio.sleep(1 / 20)


async def _stay_nobody(target: Target) -> None:
    try:
        async with connect(f"ws://127.0.0.1:{target.port}/graphql", close_timeout=0, ping_interval=None) as socket:
            target.heard["sockets"] += 1
            await socket.recv()
    except WebSocketException as error:
        await asyncio.sleep(PAUSE)
        raise ConnectionResetError from error


async def _say_who_nobody_is(target: Target) -> None:
    """By a token that is none."""
    async with opened(target):
        await asyncio.sleep(SILENT)


async def _say_not_who(target: Target) -> None:
    address = f"ws://127.0.0.1:{target.port}/graphql"
    try:
        async with connect(address, subprotocols=[PROTOCOL], close_timeout=0, ping_interval=None) as socket:
            target.heard["sockets"] += 1
            await socket.recv()
    except WebSocketException as error:
        raise ConnectionResetError from error


async def _stream(target: Target) -> None:
    document = dear(f"a{next(numbers) % DOCUMENTS}")
    asked = request(target.token, document).replace(b"Host: x", b"Host: x\r\nAccept: text/event-stream", 1)
    async with target.connection() as (reader, writer):
        writer.write(asked)
        while line := await reader.readline():
            if line.startswith((b"HTTP/1.1", b"event:")):
                target.heard[line.split()[1].decode()] += 1
    await asyncio.sleep(PAUSE)


async def _stream_and_ask_on(target: Target) -> None:
    asked = request(target.token, TINY).replace(b"Host: x", b"Host: x\r\nAccept: text/event-stream", 1)
    async with target.connection() as (reader, writer):
        writer.write(asked)
        target.heard[(await reader.readuntil(b"\r\n\r\n"))[9:12].decode()] += 1
        writer.write(head(target.token, target.longest) + b"x" * target.longest)
        await reader.read()


async def _send_frames(target: Target, frame: bytes) -> None:
    address = f"ws://127.0.0.1:{target.port}/graphql"
    try:
        async with connect(address, subprotocols=[PROTOCOL], close_timeout=0, ping_interval=None) as socket:
            target.heard["sockets"] += 1
            if target.who is not Who.NOBODY:
                await say_who(target, socket)
            for _ in range(10):
                socket.transport.write(frame * 10_000)
            async for _ in socket:
                pass
    except WebSocketException as error:
        raise ConnectionResetError from error


def over(wanted: int, one: Attack) -> Attack:
    """The same on so many sockets."""
    return lambda target: target.crowd(wanted, one)


watch_dearly = over(30, lambda target: _watch_dearly(target, reads=True))
watch_without_reading = over(30, lambda target: _watch_dearly(target, reads=False))
come_and_go = over(48, _come_and_go)
sign_in = over(2_000, _sign_in)
begin_and_end = over(48, _begin_and_end)
go_back = over(24, _go_back)
ask_what_is_refused = over(48, _ask_what_is_refused)
stay_nobody = over(2_000, _stay_nobody)
say_who_nobody_is = over(2_000, _say_who_nobody_is)
say_not_who = over(2_000, _say_not_who)
stream = over(300, _stream)
stream_and_ask_on = over(300, _stream_and_ask_on)
send_pings = over(16, lambda target: _send_frames(target, b"\x89\x80\0\0\0\0"))
send_messages = over(16, lambda target: _send_frames(target, b"\x81\x81\0\0\0\0x"))
