"""The sockets that watch, in a Node process."""

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bench.live.document import QUERY
from bench.live.programs import HERE, NODE

LONGEST_LINE = 1 << 28
PATIENCE_SECONDS = 300.0

Variables = Mapping[str, str]


@dataclass(frozen=True)
class Received:
    """What came: when the last frame did, how busy the clients were (1 is one core), and, where it was recorded, each
    cursor's times of receipt and the distinct orders in which sockets got the cursors. Times are microseconds."""

    last: int
    busy: float
    sample: str
    orders: list[list[str]]
    receipts: dict[str, list[int]]


class Clients:
    """Sockets that are subscribed."""

    def __init__(self, process: Process) -> None:
        self._process = process

    async def open(self, url: str, init: Mapping[str, str], variables: Sequence[Variables], *, returning: bool) -> None:
        """A socket for each of the variables; returns when each has had its snapshot."""
        await self._tell({"do": "open", "url": url, "init": init, "query": QUERY, "variables": variables,
                          "returning": returning})  # fmt: skip
        await self._hear()

    async def expect(self, frames: int, *, record: bool = False) -> None:
        """From now on each socket is to get so many frames."""
        await self._tell({"do": "expect", "frames": frames, "record": record})
        await self._hear()

    async def receive(self) -> Received:
        """Waits for them. Raises SystemExit when a socket got fewer or more than others, or lost its connection."""
        heard = await self._hear()
        if heard["uneven"]:
            raise SystemExit(f"{heard['uneven']} sockets got more or fewer frames than they should have")
        orders = [order.split() for order in heard["orders"]]
        return Received(heard["last"], heard["busy"], heard["sample"], orders, heard["receipts"])

    async def _tell(self, command: Mapping[str, object]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(command).encode() + b"\n")
        await self._process.stdin.drain()

    async def _hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        async with asyncio.timeout(PATIENCE_SECONDS):
            line = await self._process.stdout.readline()
        heard: dict[str, Any] = json.loads(line or '{"failed": "the clients are gone"}')
        if "failed" in heard:
            raise SystemExit(f"the clients gave up: {heard['failed']}")
        return heard


@asynccontextmanager
async def open_clients(
    url: str, init: Mapping[str, str], variables: Sequence[Variables], *, returning: bool = False
) -> AsyncIterator[Clients]:
    """Sockets that are subscribed with the variables, until the block ends; `returning` ones come back after a loss."""
    process = await asyncio.create_subprocess_exec(
        NODE, str(HERE / "client.js"), stdin=PIPE, stdout=PIPE, limit=LONGEST_LINE
    )
    try:
        clients = Clients(process)
        await clients.open(url, init, variables, returning=returning)
        yield clients
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
