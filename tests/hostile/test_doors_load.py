"""A process of its own whose connections are attacked, beside a partner that asks for little."""

import asyncio
import math
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import psutil
import pytest

from api.auth.minting import mint_token
from api.auth.principals import Role
from tests.api.front import VIEWER
from tests.deploy.fronts import Process, free_ports
from tests.hostile.attackers import ATTACKS
from tests.ops.conftest import SECRET

pytestmark = pytest.mark.chaos

MOST_MEMORY = 512 * 2**20
READY_WITHIN = 1.0  # seconds
BACK_WITHIN = 10.0
ASKED = 300
SLOWER = 5  # times, at most
UNHURRIED = 0.05  # seconds that nobody minds, also where the machine has little to do without an attack
UNDER_WAY = 2.0  # seconds in which an attack gets to its height


def token(role: Role, partner: str | None = None) -> str:
    return mint_token(SECRET, role, partner=partner, ttl=timedelta(hours=1), now=datetime.now(UTC))


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


@contextmanager
def attacked(name: str, server: Process) -> Iterator[None]:
    port = server.url.rpartition(":")[2]
    command = [sys.executable, "-m", "tests.hostile.attackers", name, port, token(Role.INGEST)]
    process = subprocess.Popen(command)
    try:
        yield
        assert process.poll() is None, "the attack went on"
    finally:
        process.kill()
        process.wait()


async def ask(http: httpx.AsyncClient) -> float:
    """The 99th percentile of the seconds that a tiny query takes."""
    took = []
    for _ in range(ASKED):
        began = time.perf_counter()
        answer = await http.post("/graphql", json={"query": VIEWER})
        took.append(time.perf_counter() - began)
        assert answer.json()["data"] == {"viewer": {"role": "PARTNER"}}, answer.text
    return sorted(took)[math.ceil(0.99 * ASKED) - 1]


@pytest.mark.parametrize("name", ATTACKS)
async def test_an_attack_on_connections_costs_others_neither_time_nor_memory(
    tmp_path: Path, database: str, redis_url: str, name: str
) -> None:
    bearer = {"Authorization": f"Bearer {token(Role.PARTNER, 'P-1')}"}
    async with (
        served(tmp_path, database, redis_url) as server,
        httpx.AsyncClient(base_url=server.url, headers=bearer, timeout=BACK_WITHIN) as http,
    ):
        assert server.running is not None
        process = psutil.Process(server.running.pid)
        await ask(http)
        before = await ask(http)
        ready, memory = [], []
        with attacked(name, server):
            await asyncio.sleep(UNDER_WAY)
            during = await ask(http)
            for _ in range(20):
                began = time.monotonic()
                async with httpx.AsyncClient(base_url=server.url) as newcomer:
                    assert (await newcomer.get("/readyz")).status_code == httpx.codes.OK
                ready.append(time.monotonic() - began)
                memory.append(process.memory_info().rss)
        async with asyncio.timeout(BACK_WITHIN):
            while await ask(http) > max(2 * before, UNHURRIED):
                pass
    told = f"p99 {before:.4f} s, then {during:.4f} s; ready {max(ready):.2f} s; memory {max(memory) / 2**20:.0f} MiB"
    assert during <= max(SLOWER * before, UNHURRIED), told
    assert max(ready) < READY_WITHIN, told
    assert max(memory) < MOST_MEMORY, told
