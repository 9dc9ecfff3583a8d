"""How many messages a second a server sends to sockets that all watch the same."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from statistics import median

from bench.live.clients import Clients, open_clients
from bench.live.document import expect_answer
from bench.live.servers import Server
from bench.report import say


@dataclass(frozen=True)
class Rate:
    """Messages a second of one burst, and how busy both sides were with it; 1 is one core."""

    messages: float
    server: float
    clients: float


@dataclass(frozen=True)
class Rates:
    """All bursts of one server."""

    name: str
    bursts: list[Rate] = field(default_factory=list)

    @property
    def middle(self) -> float:
        return median(burst.messages for burst in self.bursts)

    @property
    def a_core(self) -> float:
        """Messages for each second that the server's processor worked: on a busy machine the steadier figure."""
        return median(burst.messages / burst.server for burst in self.bursts)


async def measure_rates(servers: Sequence[Server], sockets: int, messages: int, rounds: int) -> list[Rates]:
    """Bursts of some `messages` in all from each server in turn, after one that warms up."""
    rates = [Rates(server.name) for server in servers]
    async with AsyncExitStack() as stack:
        clients = []
        for server in servers:
            say(f"rates: {sockets:,} sockets on {server.name}")
            clients.append(await stack.enter_async_context(open_clients(server.url, server.init, [{}] * sockets)))
        for number in range(rounds + 1):
            for turn in range(len(servers)):
                place = (turn + number) % len(servers)
                server = servers[place]
                changes = max(1, round(messages * server.share / sockets))
                rate = await _burst(server, clients[place], sockets, changes)
                if number:
                    rates[place].bursts.append(rate)
                    say(f"rates: {sockets:,} sockets, round {number}, {server.name}: {rate.messages:,.0f} messages/s")
    return rates


async def _burst(server: Server, clients: Clients, sockets: int, changes: int) -> Rate:
    await clients.expect(changes)
    worked = server.process.cpu_seconds()
    began = await server.emit(range(1, changes + 1))
    received = await clients.receive()
    expect_answer(received.sample, changes)
    seconds = (received.last - began) / 1_000_000
    return Rate(sockets * changes / seconds, (server.process.cpu_seconds() - worked) / seconds, received.busy)
