"""A day and a month of a portfolio through the workers, beside one SQL statement."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import asyncpg

from bench.memory import peak_memory
from bench.peers import expect_same_answer, forget_derived, keep_answer, time_one_statement
from bench.portfolio import Portfolio, build
from bench.report import Measurement, say, split_of
from bench.servers import make_database, settle
from bench.split import split_of_job
from models.database import close_database, open_database
from models.jobs import Job, Refusal, Request, request_activity, request_tiers
from models.programs import load_programs
from models.queue import Queue
from models.rulebook import Rulebook, keep_calendar
from ops.data import DataDirectory
from workers.running import Runner

DAY = date(2018, 5, 14)
MONTH = date(2018, 5, 1)
ROUNDS = 3

Ask = Callable[[asyncpg.Connection, Rulebook, Request], Awaitable[Job | Refusal]]


@dataclass(frozen=True)
class Run:
    """One job's run and its parts."""

    seconds: float
    split: str


async def measure_recompute(data: DataDirectory, scale: int) -> list[Measurement]:
    """The best of three rounds, each from empty tables: the one statement, then the workers four times."""
    portfolio = Portfolio.of(scale)
    url = await make_database(data, "recomputes")
    say(
        f"recompute: building {portfolio.partners:,} partners, {portfolio.clients:,} clients,"
        f" {portfolio.daily_rows:,} rows of daily activity"
    )
    connection = await asyncpg.connect(url, server_settings={"jit": "off"})
    await open_database(url)
    runner = Runner(Rulebook(load_programs(), ZoneInfo("UTC")), Queue(data.redis_url), lambda: datetime.now(UTC))
    try:
        await build(connection, portfolio)
        await keep_calendar(connection, runner.rules.zone)
        rounds = [await _measure_round(connection, runner, number) for number in range(1, ROUNDS + 1)]
        written = await connection.fetchval("SELECT count(*) FROM client_credit")
    finally:
        await runner.queue.close()
        await close_database()
        await connection.close()
    peers, *runs = ([one[part] for one in rounds] for part in range(len(rounds[0])))
    peer = Measurement("one SQL statement", written, "credits", min(run.seconds for run in peers))
    measurements = [peer]
    for name, tries in zip(
        ("a day from scratch", "the same day, nothing changed", "a month's decisions", "the same month again"),
        runs,
        strict=True,
    ):
        best = min(tries, key=lambda run: run.seconds)
        measurements.append(Measurement(name, written, "credits", best.seconds, peer, peak_memory(), best.split))
    return measurements


async def _measure_round(connection: asyncpg.Connection, runner: Runner, number: int) -> list[Run]:
    say(f"recompute: round {number} of {ROUNDS}, one SQL statement")
    await forget_derived(connection)
    await settle(connection)
    peer = Run(await time_one_statement(connection, DAY, datetime.now(UTC)), "")
    await keep_answer(connection)
    await forget_derived(connection)
    runs = [peer]
    for name, ask in (
        ("the day", _ask_day), ("the day again", _ask_day), ("the month", _ask_month), ("the month again", _ask_month)
    ):  # fmt: skip
        say(f"recompute: round {number} of {ROUNDS}, {name} through a worker")
        await settle(connection)
        runs.append(await _run_job(connection, runner, ask))
    say(f"recompute: {await expect_same_answer(connection)}")
    return runs


async def _ask_day(connection: asyncpg.Connection, rules: Rulebook, request: Request) -> Job | Refusal:
    return await request_activity(connection, rules, DAY, DAY, request)


async def _ask_month(connection: asyncpg.Connection, rules: Rulebook, request: Request) -> Job | Refusal:
    return await request_tiers(connection, rules, MONTH, request)


async def _run_job(connection: asyncpg.Connection, runner: Runner, ask: Ask) -> Run:
    job = await ask(connection, runner.rules, Request("bench", runner.clock()))
    if isinstance(job, Refusal):
        raise SystemExit(f"the recompute was refused: {job.message}")
    start = time.perf_counter()
    outcome = await runner.run(job.id)
    seconds = time.perf_counter() - start
    if outcome != "succeeded":
        raise SystemExit(f"the recompute did not succeed: {outcome}")
    return Run(seconds, split_of(await split_of_job(connection, job.id, seconds)))
