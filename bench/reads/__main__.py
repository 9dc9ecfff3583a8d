"""`python -m bench.reads`: Tierline's reads beside peers on the same rows, on this machine, in one run."""

import asyncio
import platform
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from api.auth.minting import mint_token
from api.auth.principals import Role
from bench.portfolio import Portfolio
from bench.reads.comparing import expect_refusals, prepare_all
from bench.reads.contestants import CONTESTANTS, POOL_SIZE, TIERLINE, Contestant, Name, find_node
from bench.reads.current import make_current
from bench.reads.documents import Query
from bench.reads.loads import CONNECTIONS, Generator
from bench.reads.portfolio import build
from bench.reads.rounds import Course, measure
from bench.reads.serving import Running, serve
from bench.reads.tables import print_depth, print_loads
from bench.reads.workloads import Workload, questions, workloads
from bench.report import out, print_machine, say
from bench.servers import BOUNDLESS, describe, make_database, start_servers
from ops.data import DataDirectory
from ops.errors import UsageError

TERMINATED = 128 + signal.SIGTERM
TOKEN_LIFE = timedelta(days=1)


@dataclass(frozen=True)
class Stage:
    """Where so many connections ask the contestants: a database of this name, with the rows that it is made with."""

    name: str
    contestants: Sequence[Contestant]
    make: Callable[[DataDirectory, str, Portfolio], Coroutine[None, None, str]]
    connections: int


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    rounds: Annotated[int, typer.Option(min=1, max=100, help="Rounds of which medians are taken.")] = 5,
    seconds: Annotated[float, typer.Option(min=0.5, max=600, help="How long each load lasts.")] = 3.0,
    query: Annotated[list[Query] | None, typer.Option(help="Measure this query alone; may be repeated.")] = None,
    only: Annotated[list[Name] | None, typer.Option(help="Measure this contestant alone; may be repeated.")] = None,
    partners: Annotated[int, typer.Option(min=2_000, max=100_000, help="Partners to read.")] = 10_000,
    clients: Annotated[int, typer.Option(min=20_000, max=10_000_000, help="Clients to read.")] = 500_000,
) -> None:
    """Measures reads of Tierline beside a naive Strawberry server, PostGraphile, and SQL written by hand.

    Starts a PostgreSQL and a Valkey of its own in a temporary directory (TMPDIR says where) that is removed at the end,
    and one process of each contestant. Progress goes to standard error, the tables to standard output.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    portfolio = Portfolio(partners, clients)
    asked = query or list(Query)
    compared = [CONTESTANTS[name] for name in only or CONTESTANTS]
    both = (
        (workloads(asked, portfolio), Stage("reads", compared, _make, CONNECTIONS)),
        (questions(asked, portfolio), Stage("questions", [TIERLINE], _make_current, 1)),
    )
    try:
        with start_servers() as data:
            for places, stage in both:
                if places and stage.contestants:
                    _measure(data, portfolio, places, stage, rounds, seconds)
    except UsageError as error:
        raise SystemExit(f"bench: {error}") from None
    except KeyboardInterrupt:
        raise SystemExit(128 + signal.SIGINT) from None


def _measure(
    data: DataDirectory, portfolio: Portfolio, asked: list[Workload], stage: Stage, rounds: int, seconds: float
) -> None:
    say(f"reads: building {portfolio.partners:,} partners and {portfolio.clients:,} clients in {data.path}")
    url = asyncio.run(stage.make(data, stage.name, portfolio))
    secret = secrets.token_urlsafe(48)
    now = datetime.now(UTC)
    tokens = [
        mint_token(secret, Role.OPERATOR, partner=None, ttl=TOKEN_LIFE, now=now, subject=f"user {number}")
        for number in range(stage.connections)
    ]
    environment = {
        "DATABASE_URL": url,
        "REDIS_URL": data.redis_url,
        "TIERLINE_SECRET": secret,
        "TIERLINE_TIMEZONE": "UTC",
        **BOUNDLESS,
    }
    say(f"reads: starting {', '.join(contestant.name for contestant in stage.contestants)}")
    with serve(stage.contestants, environment, tokens, data.path) as contestants:
        expect_refusals(contestants, secret)
        courses = [_course(contestants, workload) for workload in asked]
        loads = measure(Generator(data, stage.connections), contestants, courses, rounds, seconds)
    names = [one.contestant.name for one in contestants]
    print_machine(*asyncio.run(describe(data)))
    node = subprocess.run([find_node(), "--version"], check=True, capture_output=True, text=True).stdout.strip()
    out.print(
        f"Node {node}, {platform.machine()}; {portfolio.partners:,} partners, {portfolio.clients:,} clients;"
        f" connections: {stage.connections}, pools of {POOL_SIZE}, medians of {rounds} rounds of about {seconds:g} s"
    )
    for workload in asked:
        print_loads(workload, names, loads)
    print_depth(asked, names, loads)


def _course(contestants: list[Running], workload: Workload) -> Course:
    prepared = prepare_all(contestants, workload)
    return Course(workload, {one.contestant.name: own for one, own in zip(contestants, prepared, strict=True)})


async def _make(data: DataDirectory, name: str, portfolio: Portfolio) -> str:
    url = await make_database(data, name)
    await build(url, portfolio)
    return url


async def _make_current(data: DataDirectory, name: str, portfolio: Portfolio) -> str:
    url = await make_database(data, name)
    await make_current(url, data.redis_url, portfolio)
    return url


if __name__ == "__main__":
    app()
