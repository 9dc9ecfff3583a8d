"""What is attacked, and the two ways of going on at it: with bytes, and with requests."""

import asyncio
import contextlib
import socket as sockets
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum, auto

import orjson

PAUSE = 0.2  # seconds, of those that are slow, and before the next connection
LONGEST = 4 * 2**20
LONGEST_OF_A_PARTNER = 128 * 2**10
AWAY = 0.05  # after which who does not wait for an answer is gone

Say = Callable[[bytes], Awaitable[None]]
Requests = Callable[["Target"], Iterator[bytes]]
"""Requests without an end."""
Attack = Callable[["Target"], Awaitable[None]]
"""Goes on until it is cancelled."""


class Who(StrEnum):
    """Whose token attackers have."""

    NOBODY = auto()
    PARTNER = auto()
    INGEST = auto()
    OPERATOR = auto()


@dataclass
class Target:
    """A server, with what it said to an attacker: how often which status, and how many connections there were."""

    port: int
    who: Who
    token: str
    most: int  # connections at once, whatever an attack would like to have
    heard: Counter[str] = field(default_factory=Counter)

    @property
    def longest(self) -> int:
        """The bytes of the longest body that is taken."""
        return LONGEST_OF_A_PARTNER if self.who is Who.PARTNER else LONGEST

    async def crowd(self, wanted: int, one: Attack) -> None:
        """Does it many times at once, again and again; never returns."""
        await asyncio.gather(*(self._again(one) for _ in range(min(wanted, self.most))))

    @asynccontextmanager
    async def connection(
        self, room: int | None = None
    ) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """One connection, which is given up at the end of the block. `room` is for bytes that nobody has read."""
        plug = sockets.socket()
        plug.settimeout(0)
        if room is not None:
            plug.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, room)
        try:
            await asyncio.get_running_loop().sock_connect(plug, ("127.0.0.1", self.port))
        except BaseException:
            plug.close()
            raise
        reader, writer = await asyncio.open_connection(sock=plug)
        self.heard["connections"] += 1
        try:
            yield reader, writer
        finally:
            writer.transport.abort()

    async def _again(self, one: Attack) -> None:
        while True:
            with contextlib.suppress(OSError, EOFError):
                await one(self)
            await asyncio.sleep(PAUSE)  # floods of connections are for what is in front of a server


def saying(wanted: int, what: Callable[[Say, Target], Awaitable[None]]) -> Attack:
    """An attack that says bytes on so many connections, and reads whatever is answered."""

    async def on_one(target: Target) -> None:
        async with target.connection() as (reader, writer):
            hearing = asyncio.create_task(reader.read())

            async def say(data: bytes) -> None:
                if hearing.done():
                    raise ConnectionResetError
                writer.write(data)
                await writer.drain()

            try:
                await what(say, target)
            finally:
                hearing.cancel()
                with contextlib.suppress(OSError, asyncio.CancelledError):
                    if status := (await hearing)[9:12].decode():
                        target.heard[status] += 1

    return lambda target: target.crowd(wanted, on_one)


def asking(requests: Requests, wanted: int = 48, *, away: bool = False) -> Attack:
    """An attack that asks on so many connections, as soon as there is an answer, or without waiting for one."""

    async def on_one(target: Target) -> None:
        async with target.connection() as (reader, writer):
            for request in requests(target):
                writer.write(request)
                if away:
                    await asyncio.sleep(AWAY)
                    return
                target.heard[str(await read_answer(reader))] += 1

    return lambda target: target.crowd(wanted, on_one)


async def read_answer(reader: asyncio.StreamReader) -> int:
    """Its status."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    (length,) = (int(line.partition(b":")[2]) for line in lines if line.startswith(b"content-length:"))
    await reader.readexactly(length)
    return int(head.split(maxsplit=2)[1])


def head(token: str, length: int, *more: str) -> bytes:
    """Of a request with a body of so many bytes."""
    fields = (
        "Host: x",
        f"Authorization: Bearer {token}",
        "Content-Type: application/json",
        f"Content-Length: {length}",
    )
    return "\r\n".join(("POST /graphql HTTP/1.1", *fields, *more, "", "")).encode()


def request(token: str, query: str, **members: object) -> bytes:
    """One request in whole."""
    body = orjson.dumps({"query": query, **members})
    return head(token, len(body)) + body
