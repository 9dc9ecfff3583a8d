"""A client that sends bytes, whatever they are, and hears how that ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.api.front import PATIENCE, Api

UPGRADE = b"GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
UPGRADE += b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
UPGRADE += b"Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"

Answer = tuple[int, bytes]
"""A status and a body."""


@dataclass
class Raw:
    """One connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def say(self, data: bytes) -> None:
        """Sends without waiting for anything to be taken."""
        self.writer.write(data)

    async def flood(self, block: bytes, most: int) -> int:
        """Sends the block again and again, as fast as it is taken, until the server hangs up; the bytes of it all."""
        sent = 0
        try:
            while sent < most:
                self.say(block)
                sent += len(block)
                await self.writer.drain()
        except ConnectionError:
            pass
        return sent

    async def hear(self) -> Answer:
        """One answer, which says how long it is."""
        async with asyncio.timeout(PATIENCE):
            head = await self.reader.readuntil(b"\r\n\r\n")
            fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:-2])
            return int(head.split(b" ", 2)[1]), await self.reader.readexactly(int(fields[b"content-length"]))

    async def closed(self) -> bytes:
        """What else the server says until it has closed the connection."""
        async with asyncio.timeout(PATIENCE):
            try:
                return await self.reader.read()
            except ConnectionResetError:
                return b""


@asynccontextmanager
async def connected(api: Api) -> AsyncIterator[Raw]:
    reader, writer = await asyncio.open_connection("127.0.0.1", api.port)
    try:
        yield Raw(reader, writer)
    finally:
        writer.transport.abort()
