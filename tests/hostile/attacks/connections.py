"""With bytes: what never ends, comes slowly, or is more than one connection needs."""

import asyncio
from collections.abc import Iterator
from itertools import count, cycle

from tests.hostile.attacks.target import PAUSE, Attack, Say, Target, head, request, saying

BLOCK = b"x" * 2**16
VIEWER = "{ viewer { role } }"
SILENT = 60.0  # seconds


async def _send_an_endless_head(say: Say, _target: Target) -> None:
    await say(b"GET /graphql HTTP/1.1\r\nX: ")
    for _ in range(1_000):
        await say(BLOCK)


async def _send_a_slow_head(say: Say, _: Target) -> None:
    await say(b"GET /graphql HTTP/1.1\r\nHost: x\r\n")
    for number in count():
        await say(b"X-%d: x\r\n" % number)
        await asyncio.sleep(20 * PAUSE)


async def _send_a_slow_body(say: Say, target: Target) -> None:
    """Three quarters of it, and then hardly anything."""
    await say(head(target.token, target.longest) + b'{"query": "' + b"x" * (target.longest * 3 // 4))
    while True:
        await say(b"x")
        await asyncio.sleep(20 * PAUSE)


async def _send_a_nested_body(say: Say, target: Target) -> None:
    lists = b"[]," * ((target.longest - 100) // 3)
    body = b'{"query": "%b", "extensions": {"a": [%b[]]}}' % (VIEWER.encode(), lists)
    await say(head(target.token, len(body)) + body)
    await asyncio.sleep(PAUSE)


async def _send_as_many_requests_as_are_taken(say: Say, target: Target) -> None:
    await say(request(target.token, VIEWER) * 8)
    await asyncio.sleep(PAUSE)


async def _send_many_requests(say: Say, target: Target) -> None:
    await say(request(target.token, VIEWER) * 5_000)
    await asyncio.sleep(PAUSE)


async def _send_chunks_of_one_byte(say: Say, target: Target) -> None:
    length = f"Content-Length: {target.longest}"
    await say(head(target.token, target.longest).replace(length.encode(), b"Transfer-Encoding: chunked"))
    while True:
        await say(b"1\r\nx\r\n" * 10_000)


async def _end_halfway(target: Target) -> None:
    async with target.connection() as (reader, writer):
        writer.write(head(target.token, 100) + b"{")
        writer.write_eof()
        await reader.read()


async def _say_nothing(target: Target) -> None:
    async with target.connection() as (reader, _), asyncio.timeout(SILENT):
        await reader.read()


def pages(target: Target) -> Iterator[bytes]:
    """What nobody needs a token for."""
    del target
    yield from cycle(
        f"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n".encode()
        for method, path in (
            ("GET", "/healthz"),
            ("GET", "/readyz"),
            ("GET", "/"),
            ("GET", "/metrics"),
            ("PUT", "/graphql"),
        )
    )


def parameters(target: Target) -> Iterator[bytes]:
    """As many as go into a URL."""
    while True:
        yield head(target.token, 0).replace(b"POST /graphql", b"GET /graphql?query={viewer{role}}" + b"&a" * 30_000)


def types(target: Target) -> Iterator[bytes]:
    """A Content-Type in which a reader looks for an end of its parameter again and again."""
    while True:
        yield head(target.token, 2).replace(b"/json", b'/json; a="' + b";" * 60_000) + b"{}"


def reading_nothing(query: str) -> Attack:
    """Asks for much, and leaves it with the server."""

    async def one(target: Target) -> None:
        async with target.connection(room=4096) as (_, writer):
            writer.transport.pause_reading()  # type: ignore[attr-defined]
            writer.write(request(target.token, query) * 8)
            await asyncio.sleep(SILENT)

    return lambda target: target.crowd(200, one)


send_endless_heads = saying(16, _send_an_endless_head)
send_slow_heads = saying(2_000, _send_a_slow_head)
send_slow_bodies = saying(300, _send_a_slow_body)
send_nested_bodies = saying(16, _send_a_nested_body)
send_chunks_of_one_byte = saying(16, _send_chunks_of_one_byte)
send_pipelines = saying(48, _send_as_many_requests_as_are_taken)
send_pipelines_that_are_too_long = saying(16, _send_many_requests)


async def be_half_open(target: Target) -> None:
    """Ends its side with half a request said, and listens."""
    await target.crowd(500, _end_halfway)


async def be_silent(target: Target) -> None:
    """Connects, and says nothing."""
    await target.crowd(2_000, _say_nothing)
