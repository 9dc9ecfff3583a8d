"""What a socket costs that is subscribed and gets nothing."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bench.live.clients import open_clients
from bench.live.servers import Server
from bench.report import say

SETTLE_SECONDS = 5.0


@dataclass(frozen=True)
class Idle:
    """Resident bytes of the server before and with its sockets."""

    name: str
    sockets: int
    before: int
    after: int

    @property
    def each(self) -> float:
        return (self.after - self.before) / self.sockets


async def measure_idle(servers: Sequence[Server], sockets: int) -> list[Idle]:
    """So many open subscriptions in one process, of every server in turn."""
    measured = []
    for server in servers:
        count = max(1, round(sockets * server.share))
        say(f"idle: {count:,} sockets on {server.name}")
        server.process.stop()
        await server.process.start()
        await asyncio.sleep(SETTLE_SECONDS)
        before = server.process.seen.memory_info().rss
        async with open_clients(server.url, server.init, [{}] * count):
            await asyncio.sleep(SETTLE_SECONDS)
            after = server.process.seen.memory_info().rss
        measured.append(Idle(server.name, count, before, after))
    return measured
