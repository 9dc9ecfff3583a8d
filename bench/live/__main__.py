"""`python -m bench.live`: live updates beside peers, on this machine, in one run."""

import asyncio
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import asyncpg
import typer

from bench.live.idle import measure_idle
from bench.live.latency import measure_latency, measure_worker
from bench.live.monthly import measure_monthly
from bench.live.processes import allow_sockets
from bench.live.rates import measure_rates
from bench.live.resuming import measure_resume
from bench.live.rows import add_partners
from bench.live.servers import Server, Tierline, start_all
from bench.live.statements import Statements
from bench.live.tables import print_idle, print_latency, print_monthly, print_rates, print_resumed
from bench.report import print_machine, say
from bench.servers import describe, make_database, start_servers
from ops.data import DataDirectory
from ops.errors import UsageError

TERMINATED = 128 + signal.SIGTERM
OVERRIDES = {"track_commit_timestamp": "on"}  # for the moment of a worker's commit
MOST_PARTNERS = 50_000

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


class Part(StrEnum):
    RATES = "rates"
    MONTHLY = "monthly"
    LATENCY = "latency"
    RESUME = "resume"
    IDLE = "idle"


@dataclass(frozen=True)
class Sizes:
    """How much of each is measured."""

    rounds: int
    sockets: Sequence[int]
    messages: int
    monthly: int
    latency: int
    changes: int
    resume: int
    idle: int


@app.command()
def main(  # noqa: PLR0913, PLR0917 - one for each size
    only: Annotated[Part | None, typer.Option(help="Measure one part alone.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="Of messages a second, and of coming back.")] = 5,
    sockets: Annotated[
        list[int] | None, typer.Option(min=1, help="That watch one document; can be given again. [default: 300, 1000]")
    ] = None,
    messages: Annotated[int, typer.Option(min=1_000, help="In a burst, on all sockets together.")] = 60_000,
    monthly: Annotated[
        int, typer.Option(min=1, max=MOST_PARTNERS, help="Sockets with a partner of their own.")
    ] = 5_000,
    latency: Annotated[int, typer.Option(min=1, help="Sockets that changes are timed on.")] = 100,
    changes: Annotated[int, typer.Option(min=1, help="That are timed.")] = 100,
    resume: Annotated[int, typer.Option(min=1, help="Sockets that come back.")] = 1_000,
    idle: Annotated[int, typer.Option(min=1, max=12_000, help="Sockets that get nothing.")] = 10_000,
) -> None:
    """Measures live updates beside naive Strawberry, a Node server with graphql-ws, and bare frames that are ready.

    Starts a PostgreSQL, a Valkey and every server as a process of its own, in a temporary directory that is removed at
    the end. Progress goes to standard error, the tables to standard output.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    sizes = Sizes(rounds, sockets or (300, 1_000), messages, monthly, latency, changes, resume, idle)
    parts = [only] if only else list(Part)
    try:
        allow_sockets(max(monthly, resume, idle, *sizes.sockets))
        with start_servers(OVERRIDES) as data:
            asyncio.run(_measure(data, parts, sizes))
    except UsageError as error:
        raise SystemExit(f"bench-live: {error}") from None
    except asyncio.CancelledError:
        raise SystemExit(TERMINATED) from None


async def _measure(data: DataDirectory, parts: Sequence[Part], sizes: Sizes) -> None:
    measuring = asyncio.current_task()
    assert measuring is not None
    # From here on a termination unwinds the task instead of breaking off whatever the loop is at.
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, measuring.cancel)
    say(f"servers run in {data.path}")
    url = await make_database(data, "live")
    connection = await asyncpg.connect(url)
    try:
        changed = max(sizes.monthly, sizes.messages // min(sizes.sockets))
        await add_partners(connection, changed)
        statements = Statements(connection, data.log("postgres"))
        async with start_all(url, data.redis_url, data.path) as servers:
            print_machine(*await describe(data))
            for part in parts:
                await _measure_part(part, data, servers, statements, sizes)
    finally:
        await connection.close()


async def _measure_part(
    part: Part, data: DataDirectory, servers: Sequence[Server], statements: Statements, sizes: Sizes
) -> None:
    """Measures the part, and prints its table."""
    match part:
        case Part.RATES:
            for count in sizes.sockets:
                print_rates(count, await measure_rates(servers, count, sizes.messages, sizes.rounds))
        case Part.MONTHLY:
            print_monthly(await measure_monthly(servers, statements, sizes.monthly))
        case Part.LATENCY:
            direct = await measure_latency(servers, sizes.latency, sizes.changes)
            url = await make_database(data, "worker")
            worker = await measure_worker(url, data.redis_url, data.path, sizes.latency, sizes.changes)
            print_latency([worker, *direct])
        case Part.RESUME:
            tierline = servers[0]
            assert isinstance(tierline, Tierline)
            print_resumed(sizes.resume, await measure_resume(tierline, sizes.resume, sizes.rounds))
        case Part.IDLE:
            print_idle(await measure_idle(servers, sizes.idle))


if __name__ == "__main__":
    app()
