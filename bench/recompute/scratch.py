"""A day of a portfolio from scratch by one and by two workers, beside one SQL statement, and a month's decisions."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import asyncpg

from bench.portfolio import Portfolio
from bench.recompute.crew import Run, crew_of
from bench.recompute.peers import expect_same_answer, forget_derived, keep_answer, time_one_statement
from bench.report import Measurement, say, split_of
from bench.servers import settle
from ops.data import DataDirectory

DAY = date(2018, 5, 14)
MONTH = date(2018, 5, 1)


async def measure_scratch(
    data: DataDirectory,
    url: str,
    connection: asyncpg.Connection,
    portfolio: Portfolio,
    rounds: int,
    crews: Sequence[int],
) -> list[Measurement]:
    """The best of some rounds. In each, everybody begins with empty tables, and writes the same rows."""
    times: dict[str, list[Run]] = {}
    peaks: dict[str, int] = {}
    name = "one SQL statement"
    for number in range(1, rounds + 1):
        told = f"{portfolio.clients:,} clients, round {number} of {rounds}"
        say(f"{told}: one SQL statement")
        await forget_derived(connection)
        await settle(connection)
        times.setdefault(name, []).append(Run(await time_one_statement(connection, DAY, datetime.now(UTC)), []))
        await keep_answer(connection)
        for size in crews:
            await _measure_crew(data, url, connection, size, told, times, peaks)
    written = await connection.fetchval("SELECT count(*) FROM client_credit")
    peer = Measurement(name, written, "credits", _best(times.pop(name)).seconds)
    return [
        peer,
        *(
            Measurement(one, written, "credits", _best(runs).seconds, peer, peaks[one], split_of(_best(runs).parts))
            for one, runs in times.items()
        ),
    ]


async def _measure_crew(  # noqa: PLR0913, PLR0917 - two of them are what it adds to
    data: DataDirectory, url: str, connection: asyncpg.Connection, size: int, told: str,
    times: dict[str, list[Run]], peaks: dict[str, int],
) -> None:  # fmt: skip
    workers = "1 worker" if size == 1 else f"{size} workers"
    await forget_derived(connection)
    names = [f"a day from scratch, {workers}", f"a month's decisions, {workers}"]
    async with crew_of(size, url, data.redis_url, connection) as crew:
        for name in names:
            say(f"{told}: {name}")
            await settle(connection)
            run = await (crew.compute(DAY, from_scratch=True) if name == names[0] else crew.decide(MONTH))
            times.setdefault(name, []).append(run)
    say(f"{told}: {await expect_same_answer(connection)}")
    for name in names:
        peaks[name] = max(peaks.get(name, 0), crew.peak_bytes)


def _best(runs: Sequence[Run]) -> Run:
    return min(runs, key=lambda run: run.seconds)
