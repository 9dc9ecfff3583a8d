"""`make bench-recompute`: recomputes and imports beside their peers, on this machine, in one run."""

import asyncio
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import asyncpg
import typer

from bench.portfolio import Portfolio, build
from bench.recompute.crew import RULES
from bench.recompute.days import measure_days
from bench.recompute.dry_runs import measure_dry_runs
from bench.recompute.imports import measure_import
from bench.recompute.scratch import measure_scratch
from bench.report import print_machine, print_table, say
from bench.servers import describe, drop_database, make_database, start_servers
from models.rulebook import keep_calendar
from ops.data import DataDirectory
from ops.errors import UsageError

TERMINATED = 128 + signal.SIGTERM
CLIENTS = (500_000, 2_000_000)
CREWS = (1, 2)

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


class Part(StrEnum):
    SCRATCH = "scratch"
    DAYS = "days"
    DRY_RUNS = "dry-runs"
    IMPORT = "import"


@dataclass(frozen=True)
class Sizes:
    """How much of each is measured."""

    partners: int
    clients: Sequence[int]
    rounds: int
    crews: Sequence[int]
    lines: int


@app.command()
def main(
    only: Annotated[list[Part] | None, typer.Option(help="Measure some parts only; can be given again.")] = None,
    partners: Annotated[int, typer.Option(min=1, max=1_000_000)] = 10_000,
    clients: Annotated[
        list[int] | None,
        typer.Option(min=10_000, max=10_000_000, help="Can be given again. [default: 500000, 2000000]"),
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, max=10, help="Of which the best counts.")] = 3,
    workers: Annotated[
        list[int] | None, typer.Option(min=1, max=64, help="At once, from scratch; can be given again. [default: 1, 2]")
    ] = None,
    lines: Annotated[int, typer.Option(min=10_000, max=100_000_000, help="Activity lines to import.")] = 5_000_000,
) -> None:
    """Measures recomputes beside one SQL statement that writes the same rows, and imports beside bare COPY.

    Starts a PostgreSQL and a Valkey of its own with ordinary durability, in a temporary directory (TMPDIR says where)
    that is removed at the end. Progress goes to standard error, the tables to standard output.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    try:
        with start_servers() as data:
            asyncio.run(
                _measure(data, only or list(Part), Sizes(partners, clients or CLIENTS, rounds, workers or CREWS, lines))
            )
    except UsageError as error:
        raise SystemExit(f"bench-recompute: {error}") from None
    except asyncio.CancelledError:
        raise SystemExit(TERMINATED) from None


async def _measure(data: DataDirectory, parts: Sequence[Part], sizes: Sizes) -> None:
    measuring = asyncio.current_task()
    assert measuring is not None
    # From here on a termination unwinds the task instead of breaking off whatever the loop is at.
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, measuring.cancel)
    say(f"servers run in {data.path}")
    print_machine(*await describe(data))
    if {Part.SCRATCH, Part.DAYS, Part.DRY_RUNS} & set(parts):
        for clients in sizes.clients:
            await _measure_portfolio(data, parts, Portfolio(sizes.partners, clients), sizes)
    if Part.IMPORT in parts:
        print_table("Import, beside COPY of the same rows already parsed", await measure_import(data, sizes.lines))


async def _measure_portfolio(data: DataDirectory, parts: Sequence[Part], portfolio: Portfolio, sizes: Sizes) -> None:
    """Builds the portfolio in a database of its own, which goes when it has been measured."""
    name = f"clients_{portfolio.clients}"
    url = await make_database(data, name)
    connection = await asyncpg.connect(url, server_settings={"jit": "off"})
    size = f"{portfolio.partners:,} partners, {portfolio.clients:,} clients, {portfolio.daily_rows:,} daily rows"
    try:
        say(f"building {size}")
        await build(connection, portfolio)
        await keep_calendar(connection, RULES.zone)
        if Part.SCRATCH in parts:
            scratch = await measure_scratch(data, url, connection, portfolio, sizes.rounds, sizes.crews)
            print_table(f"{size}: from scratch, beside one SQL statement (best of {sizes.rounds})", scratch)
        if Part.DAYS in parts:
            days = await measure_days(data, url, connection, portfolio, sizes.rounds)
            print_table(
                f"{size}: an ordinary day by two workers, beside the same from scratch (best of {sizes.rounds})", days
            )
        if Part.DRY_RUNS in parts:
            tried = await measure_dry_runs(data, url, connection, portfolio, sizes.rounds)
            print_table(f"{size}: dry runs by one worker, beside deciding (best of {sizes.rounds})", tried)
    finally:
        await connection.close()
    await drop_database(data, name)


if __name__ == "__main__":
    app()
