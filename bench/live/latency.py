"""From commit to receipt, one change at a time, with nothing else to do."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

import asyncpg
import httpx

from api.live.cursors import Cursors
from bench.live.clients import open_clients
from bench.live.processes import Process
from bench.live.programs import TIERLINE
from bench.live.servers import Server, Tierline
from bench.portfolio import Portfolio, build
from bench.report import say
from models.installation import load_installation

WARM_UP = 5
PAUSE_SECONDS = 0.05
PORTFOLIO = Portfolio(200, 2_000)
MONTH = "2018-05"
FLIP = """
UPDATE certification
SET valid_until = CASE valid_until WHEN '2018-12-31' THEN date '2018-02-01' ELSE date '2018-12-31' END
WHERE partner_id = $1
"""
RECOMPUTE = (
    "mutation ($month: String!) { recomputeTiers(input: { month: $month }) { job { id } userErrors { message } } }"
)
# Only what begins after the worker has caught up with the calendar is idle otherwise.
UNFINISHED = "SELECT count(*) FROM recompute_job WHERE status IN ('QUEUED', 'RUNNING')"
COMMITTED = (
    "SELECT seq, extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000000 AS at FROM event"
    " WHERE kind = 'TIER_CHANGED'"
)


@dataclass(frozen=True)
class Latency:
    """Milliseconds of every receipt by every socket."""

    name: str
    milliseconds: list[float]

    def percentile(self, percent: int) -> float:
        return quantiles(self.milliseconds, n=100, method="inclusive")[percent - 1]


async def measure_latency(servers: Sequence[Server], sockets: int, changes: int) -> list[Latency]:
    """Changes that each server is told of one by one: from the moment before they are true until each receipt."""
    measured = []
    for server in servers:
        say(f"latency: {changes:,} changes, one at a time, to {sockets:,} sockets on {server.name}")
        taken: list[float] = []
        async with open_clients(server.url, server.init, [{}] * sockets) as clients:
            for number in range(WARM_UP + changes):
                await clients.expect(1, record=True)
                began = await server.emit([1 + number % 100])
                (times,) = (await clients.receive()).receipts.values()
                if number >= WARM_UP:
                    taken += [(at - began) / 1_000 for at in times]
                await asyncio.sleep(PAUSE_SECONDS)
        measured.append(Latency(server.name, taken))
    return measured


async def measure_worker(database_url: str, redis_url: str, folder: Path, sockets: int, changes: int) -> Latency:
    """Changes that a worker decides: each is a recompute of a month that an operator asked the API for.

    The moment of a commit is PostgreSQL's own, which it notes just before the commit is durable."""
    connection = await asyncpg.connect(database_url)
    server = Tierline(database_url, redis_url, folder / "api-of-worker.log")
    worker = Process((TIERLINE, "worker"), folder / "worker.log", server.environment, None)
    try:
        await build(connection, PORTFOLIO)
        await server.open()
        await worker.start()
        return await _measure(connection, server, sockets, changes)
    finally:
        worker.stop()
        await server.close()
        await connection.close()


async def _measure(connection: asyncpg.Connection, server: Tierline, sockets: int, changes: int) -> Latency:
    say(f"latency: {changes:,} changes by a worker, to {sockets:,} sockets")
    received: dict[int, list[int]] = {}
    cursors = Cursors(await load_installation(connection))
    async with httpx.AsyncClient(headers=server.init, timeout=60.0) as http:
        await _recompute(http, server)
        await _await_jobs(connection)
        partners = [
            row["partner_id"] for row in await connection.fetch("SELECT partner_id FROM tier_decision WHERE rank > 0")
        ]
        async with open_clients(server.url, server.init, [{}] * sockets) as clients:
            for number in range(WARM_UP + changes):
                await connection.execute(FLIP, partners[number % len(partners)])
                await clients.expect(1, record=True)
                await _recompute(http, server)
                ((cursor, times),) = (await clients.receive()).receipts.items()
                if number >= WARM_UP:
                    received[cursors.decode(cursor)] = times
                await asyncio.sleep(PAUSE_SECONDS)
    since_boot = (time.time_ns() - time.monotonic_ns()) / 1_000
    committed = {row["seq"]: float(row["at"]) - since_boot for row in await connection.fetch(COMMITTED)}
    return Latency("Tierline, through a worker", [
        (at - committed[seq]) / 1_000 for seq, times in received.items() for at in times
    ])  # fmt: skip


async def _recompute(http: httpx.AsyncClient, server: Tierline) -> None:
    answer = (await http.post(server.http_url, json={"query": RECOMPUTE, "variables": {"month": MONTH}})).json()
    if "errors" in answer or answer["data"]["recomputeTiers"]["userErrors"]:
        raise SystemExit(f"the recompute was refused: {answer}")


async def _await_jobs(connection: asyncpg.Connection) -> None:
    while await connection.fetchval(UNFINISHED):  # noqa: ASYNC110 - what is waited for is in the database
        await asyncio.sleep(0.1)
