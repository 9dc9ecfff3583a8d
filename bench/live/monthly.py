"""All partners change at once, and each is watched by a socket of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.live.clients import open_clients
from bench.live.document import partner_id
from bench.live.servers import Server, Tierline
from bench.live.statements import Statements
from bench.report import say


@dataclass(frozen=True)
class Monthly:
    """Seconds from commit to the last receipt, and how many statements the API sent meanwhile, if it has a database."""

    name: str
    sockets: int
    seconds: float
    statements: int | None


async def measure_monthly(servers: Sequence[Server], statements: Statements, sockets: int) -> list[Monthly]:
    """One change of each of so many partners, in one transaction."""
    measured = []
    for server in servers:
        partners = range(1, max(1, round(sockets * server.share)) + 1)
        say(f"monthly: {len(partners):,} sockets on {server.name}, each with its own partner")
        variables = [{"partner": partner_id(partner)} for partner in partners]
        async with open_clients(server.url, server.init, variables) as clients:
            await clients.expect(1)
            async with statements.counted() as sent:
                began = await server.emit(partners)
                received = await clients.receive()
        seconds = (received.last - began) / 1_000_000
        count = sent() if isinstance(server, Tierline) else None
        measured.append(Monthly(server.name, len(partners), seconds, count))
    return measured
