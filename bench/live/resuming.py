"""The API is killed and started again while sockets watch: how long until all have what they missed."""

import asyncio
from dataclasses import dataclass

from bench.live.clients import open_clients
from bench.live.processes import monotonic_us
from bench.live.servers import Tierline
from bench.report import say

AWAY_SECONDS = 1.0
MISSED = 5


@dataclass(frozen=True)
class Resumed:
    """Seconds from the start of the new process to its first connection, and to the last socket's last missed event.

    And how long its processor had worked by then."""

    listening: float
    resumed: float
    listening_work: float
    resumed_work: float


async def measure_resume(server: Tierline, sockets: int, rounds: int) -> list[Resumed]:
    """Kills the API with SIGKILL, commits some events, and starts it again; every round on the same sockets."""
    measured = []
    async with open_clients(server.url, server.init, [{}] * sockets, returning=True) as clients:
        for number in range(1, rounds + 1):
            await clients.expect(MISSED)
            server.process.kill()
            newest = await server.newest_event()
            for missed in range(1, MISSED + 1):
                await server.emit([missed])
            await asyncio.sleep(AWAY_SECONDS)
            began = monotonic_us()
            await server.process.start()
            listening, listening_work = monotonic_us(), server.process.cpu_seconds()
            received = await clients.receive()
            if received.orders != [[server.cursors.encode(newest + place) for place in range(1, MISSED + 1)]]:
                raise SystemExit(f"not every socket got exactly what it missed: {received.orders[:3]}")
            one = Resumed(
                (listening - began) / 1_000_000, (received.last - began) / 1_000_000,
                listening_work, server.process.cpu_seconds(),
            )  # fmt: skip
            say(f"resume: round {number}, all of {sockets:,} sockets after {one.resumed:.2f} s")
            measured.append(one)
    return measured
