"""A process of its own under attack by one principal, as hard as the limits allow, beside another one's events."""

import asyncio
import os
import re
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import psutil
import pytest
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from api.auth.minting import mint_token
from api.auth.principals import Role
from jobs.queue import Queue
from tests.api.front import PROTOCOL, Socket
from tests.api.rows import add_client, add_credit, add_decision, add_partner
from tests.api.test_protection import publish
from tests.deploy.fronts import Process, free_ports
from tests.hostile.live import QUICK
from tests.ops.conftest import SECRET

pytestmark = pytest.mark.chaos

MOST_MEMORY = 512 * 2**20
WITHIN = 1.0  # seconds
BACK_WITHIN = 10.0
DOCUMENTS = 48
PER_SOCKET = 16
CLIENTS = 95  # which costs 478 of 500
CHANGES = 40
BURST = 25  # events about the attacker with each that is about the other
CREDITS = "edges { node { id name externalId registeredOn } credit { appsUsed sold { amount } managed { amount } } }"


@asynccontextmanager
async def served(directory: Path, database_url: str, redis_url: str) -> AsyncIterator[Process]:
    """`tierline api`, as it runs in production."""
    (port,) = free_ports(1)
    settings = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "TIERLINE_SECRET": SECRET}
    command = [sys.executable, "-m", "ops.cli", "api", "--port", str(port)]
    process = Process(command, os.environ | settings, directory / "api.log", f"http://127.0.0.1:{port}")
    process.start()
    try:
        await process.be_ready()
        yield process
    finally:
        process.stop()


def token(role: Role, partner: str | None = None) -> str:
    return mint_token(SECRET, role, partner=partner, ttl=timedelta(hours=1), now=datetime.now(UTC))


@asynccontextmanager
async def opened(server: Process, bearer: str, *, reads: bool = True) -> AsyncIterator[Socket]:
    address = f"{server.url.replace('http', 'ws', 1)}/graphql"
    async with connect(
        address,
        subprotocols=[Subprotocol(PROTOCOL)],
        compression=None,
        max_size=None,
        max_queue=None if reads else 1,
        ping_interval=None,
    ) as connection:
        socket = Socket(connection)
        await socket.say({"type": "connection_init", "payload": {"authorization": f"Bearer {bearer}"}})
        assert await socket.hear() == {"type": "connection_ack"}
        yield socket


async def attack(server: Process, stack: AsyncExitStack) -> list[Socket]:
    """Many documents of the greatest cost, whose clients read nothing."""
    sockets = []
    for first in range(0, DOCUMENTS, PER_SOCKET):
        socket = await stack.enter_async_context(opened(server, token(Role.PARTNER, "P-1"), reads=False))
        for number in range(first, first + PER_SOCKET):
            page = f"a{number}: clients(first: {CLIENTS}) {{ {CREDITS} }}"
            await socket.subscribe(
                f"subscription {{ tierChanges {{ decision {{ partner {{ {page} }} }} }} }}", name=str(number)
            )
        sockets.append(socket)
    return sockets


async def gauges(http: httpx.AsyncClient) -> dict[str, float]:
    """What the process tells of live updates, by names without their beginning."""
    text = (await http.get("/metrics")).text
    return {name: float(value) for name, value in re.findall(r"^tierline_live_(\w+) (\S+)$", text, re.MULTILINE)}


async def reached(http: httpx.AsyncClient, holds: Callable[[dict[str, float]], bool]) -> None:
    """Returns once it holds."""
    async with asyncio.timeout(BACK_WITHIN):
        while not holds(await gauges(http)):  # noqa: ASYNC110 (it is in another process)
            await asyncio.sleep(0.1)


async def test_an_attack_by_one_principal_costs_others_neither_events_nor_time_nor_memory(
    tmp_path: Path, database: str, redis_url: str
) -> None:
    attacker, other = await add_partner("P-1"), await add_partner("P-2")
    for number in range(CLIENTS):
        client = await add_client(f"C-{number}", name="n" * 200)
        await add_credit(attacker, client)
    theirs = await add_decision(attacker, date(2019, 6, 15), "GOLD")
    ours = await add_decision(other, date(2019, 6, 15), "GOLD")
    queue = Queue(redis_url)
    seq = 1
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(served(tmp_path, database, redis_url))
        assert server.running is not None
        process = psutil.Process(server.running.pid)
        http = await stack.enter_async_context(
            httpx.AsyncClient(base_url=server.url, headers={"Authorization": f"Bearer {token(Role.OPERATOR)}"})
        )
        socket = await stack.enter_async_context(opened(server, token(Role.PARTNER, "P-2")))
        await socket.subscribe(QUICK)
        await socket.next()
        late, ready, memory = [], [], []
        async with AsyncExitStack() as attacking:
            await attack(server, attacking)
            await reached(http, lambda of: of["renderers"] == DOCUMENTS + 1)
            for _ in range(CHANGES):
                await publish(attacker, theirs, seq, BURST)
                await publish(other, ours, seq + BURST, 1)
                seq += BURST + 1
                began = time.monotonic()
                await queue.hint()
                await socket.next()
                late.append(time.monotonic() - began)
                began = time.monotonic()
                assert (await http.get("/readyz")).status_code == httpx.codes.OK
                ready.append(time.monotonic() - began)
                memory.append(process.memory_info().rss)
                await asyncio.sleep(0.05)
        await reached(http, lambda of: (of["renderers"], of["behind"], of["buffered_bytes"]) == (1, 0, 0))
        assert (await gauges(http))["kept_bytes"] < 2**20
    await queue.close()
    told = f"late {max(late):.2f} s, ready {max(ready):.2f} s, memory {max(memory) / 2**20:.0f} MiB"
    assert max(late) < WITHIN, told
    assert max(ready) < WITHIN, told
    assert max(memory) < MOST_MEMORY, told
