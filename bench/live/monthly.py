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
    seconds: float
    statements: int | None


async def measure_monthly(servers: Sequence[Server], statements: Statements, sockets: int) -> list[Monthly]:
    """One change of each of so many partners, in one transaction."""
    measured = []
    partners = range(1, sockets + 1)
    for server in servers:
        say(f"monthly: {sockets:,} sockets on {server.name}, each with its own partner")
        variables = [{"partner": partner_id(partner)} for partner in partners]
        async with open_clients(server.url, server.init, variables) as clients:
            await clients.expect(1)
            async with statements.counted() as sent:
                began = await server.emit(partners)
                received = await clients.receive()
        seconds = (received.last - began) / 1_000_000
        measured.append(Monthly(server.name, seconds, sent() if isinstance(server, Tierline) else None))
    return measured
