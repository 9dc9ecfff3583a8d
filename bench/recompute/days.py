"""Ordinary days after the first one: a few clients are active, and the day is computed; beside that from scratch."""

from datetime import UTC, date, datetime, timedelta

import asyncpg

from bench.portfolio import Portfolio
from bench.recompute.crew import Crew, Run, crew_of
from bench.recompute.peers import expect_same_answer, keep_answer, read_sql
from bench.recompute.scratch import DAY
from bench.report import Measurement, say, split_of
from bench.servers import settle
from ops.data import DataDirectory
from tiers.apps import APPS

SHARES = (0, 400, 25, 100)  # one client of so many is active, 0 for none; the last is the ordinary day
WORKERS = 2


async def measure_days(
    data: DataDirectory, url: str, connection: asyncpg.Connection, portfolio: Portfolio, rounds: int
) -> list[Measurement]:
    """For each share of active clients some days, the best of them; the last of all is computed once more from scratch.

    The rows of both are compared. To be called with a portfolio of which DAY is computed, or nothing.
    """
    best: dict[int, Run] = {}
    day = DAY
    async with crew_of(WORKERS, url, data.redis_url, connection) as crew:
        if await connection.fetchval("SELECT day FROM newest_day") != DAY:
            say(f"{portfolio.clients:,} clients: the day before ordinary ones")
            await crew.compute(DAY, from_scratch=True)
        for share in SHARES:
            active = portfolio.clients // share if share else 0
            runs: list[Run] = []
            for _ in range(rounds):
                day += timedelta(1)
                say(f"{portfolio.clients:,} clients: {day}, {active:,} of them active")
                await _be_active(connection, portfolio, active, day)
                await settle(connection)
                runs.append(await crew.compute(day, from_scratch=False))
            best[active] = min(runs, key=lambda run: run.seconds)
        scratch = await _again(connection, crew, day)
    clients = portfolio.clients
    peer = Measurement("from scratch", clients, "clients", scratch.seconds, None, None, split_of(scratch.parts))
    return [
        peer,
        *(
            Measurement(f"{active:,} clients active", clients, "clients", run.seconds, peer, crew.peak_bytes,
                        split_of(run.parts))
            for active, run in sorted(best.items())
        ),
    ]  # fmt: skip


async def _again(connection: asyncpg.Connection, crew: Crew, day: date) -> Run:
    say(f"{day} again, from scratch")
    await keep_answer(connection)
    await settle(connection)
    run = await crew.compute(day, from_scratch=True)
    say(f"{day}: {await expect_same_answer(connection)}")
    return run


async def _be_active(connection: asyncpg.Connection, portfolio: Portfolio, active: int, day: date) -> None:
    """What an import of the day's log leaves: three events of each active client, whose day is stale."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    async with connection.transaction():
        await connection.execute(
            read_sql("active_clients"), day, at, active, portfolio.clients, 2 * portfolio.partners,
            [app.key for app in APPS],
        )  # fmt: skip
