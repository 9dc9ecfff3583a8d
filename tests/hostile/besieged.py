"""A server in a process of its own under attack by another one, and a partner that looks how it is served meanwhile."""

import asyncio
import math
import os
import re
import sys
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import orjson
import psutil
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from api.auth.minting import mint_token
from api.auth.principals import Role
from bench.reads.portfolio import partner_called
from jobs.queue import Queue
from models.database import acquire
from tests.api.front import PROTOCOL, Socket
from tests.api.rows import add_events
from tests.deploy.fronts import Process, free_ports
from tests.hostile.attacks.target import Who, read_answer
from tests.hostile.live import QUICK
from tests.ops.conftest import SECRET

ATTACKER, ONLOOKER = 1, 2  # partners, by their rows
TINY = "{ viewer { partner { name } } }"
PAUSE_SECONDS = 0.01
FLOOR_SECONDS = 0.005  # what a p99 is at the least: below that the machine's scheduler is measured
EVENT_EVERY, READY_EVERY = 10, 20  # tiny queries
# What the onlooker has open, and the most that is kept of the few events that it is told.
OWN = {
    "sockets": 1,
    "handshakes": 0,
    "live_renderers": 1,
    "live_behind": 0,
    "live_buffered_bytes": 0,
    "live_kept_bytes": 2**20,
}
THEIRS = 25  # events about the attacker with each that is about the onlooker


def token(role: Role, partner: int | None = None, subject: str | None = None) -> str:
    name = None if partner is None else partner_called(partner)
    now = datetime.now(UTC)
    return mint_token(SECRET, role, partner=name, ttl=timedelta(hours=1), now=now, subject=subject)


TOKENS = {
    Who.NOBODY: lambda: token(Role.INGEST)[:-8] + "unsigned",
    Who.PARTNER: lambda: token(Role.PARTNER, ATTACKER),
    Who.INGEST: lambda: token(Role.INGEST, subject="attacker"),
    Who.OPERATOR: lambda: token(Role.OPERATOR, subject="attacker"),
}


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


@asynccontextmanager
async def attacked(name: str, who: Who, server: Process) -> AsyncIterator[dict[str, int]]:
    """From another process, as attackers do; what they have heard is known when it is over."""
    port = server.url.rpartition(":")[2]
    # Attackers have processors of their own: here they get what others leave.
    command = ["nice", "-n", "10", sys.executable, "-m", "tests.hostile.attacks", name, port, who, TOKENS[who]()]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    heard: dict[str, int] = {}
    try:
        assert await process.stdout.readline(), "the attack has not even begun"
        yield heard
        assert process.returncode is None, "the attack has ended by itself"
        process.terminate()
        heard |= orjson.loads(await process.stdout.read())
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@dataclass
class Seen:
    """How long each of many tiny queries took, each event, each socket until it was acknowledged, and each look at
    `/readyz`, in seconds; memory in bytes.

    `busy` is the share of a processor that the server took."""

    queries: list[float] = field(default_factory=list)
    events: list[float] = field(default_factory=list)
    sockets: list[float] = field(default_factory=list)
    ready: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    busy: float = 0

    @property
    def p99(self) -> float:
        return max(FLOOR_SECONDS, sorted(self.queries)[math.ceil(len(self.queries) * 0.99) - 1])

    def __str__(self) -> str:
        live, sockets, ready = max(self.events), max(self.sockets), max(self.ready)
        memory = max(self.memory) / 2**20
        times = f"p99 {self.p99 * 1e3:.1f} ms, events {live:.2f} s, sockets {sockets:.2f} s, ready {ready:.2f} s"
        return f"{times}, {memory:.0f} MiB, {self.busy:.0%} busy"


@dataclass
class Onlooker:
    """A partner that asks for next to nothing, and waits for events."""

    server: Process
    http: httpx.AsyncClient
    socket: Socket
    queue: Queue

    async def look(self, samples: int) -> Seen:
        """How it is served."""
        assert self.server.running is not None
        process = psutil.Process(self.server.running.pid)
        seen = Seen()
        process.cpu_percent()
        for number in range(samples):
            seen.queries.append(await took(self._ask()))
            if number % EVENT_EVERY == 0:
                await self._publish()
                seen.events.append(await took(self._hear()))
            if number % READY_EVERY == 0:
                seen.sockets.append(await took(self._open()))
                seen.ready.append(await took(self._be_ready()))
                seen.memory.append(process.memory_info().rss)
            await asyncio.sleep(PAUSE_SECONDS)
        seen.busy = process.cpu_percent() / 100
        return seen

    async def left(self) -> dict[str, float]:
        """What of the server's doings is not the onlooker's."""
        text = (await self.http.get("/metrics", headers={"Authorization": f"Bearer {token(Role.METRICS)}"})).text
        gauges = dict(re.findall(r"^tierline_(\w+) (\S+)$", text, re.MULTILINE))
        found = {name: float(gauges[name]) - own for name, own in OWN.items()}
        statements = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'"
        async with acquire() as connection:
            active = await connection.fetchval(statements)
        found["statements"] = active - 1
        return {name: count for name, count in found.items() if count > 0}

    async def _ask(self) -> None:
        answer = await self.http.post("/graphql", json={"query": TINY})
        assert answer.status_code == httpx.codes.OK, answer.text
        assert "errors" not in answer.json(), answer.text

    async def _publish(self) -> None:
        async with acquire() as connection:
            last = await connection.fetchval("SELECT coalesce(max(seq), 0) FROM event")
            find = "SELECT id FROM tier_decision WHERE partner_id = $1 ORDER BY effective_on DESC LIMIT 1"
            theirs, ours = [await connection.fetchval(find, one) for one in (ATTACKER, ONLOOKER)]
        await add_events(ATTACKER, theirs, last + 1, THEIRS)
        await add_events(ONLOOKER, ours, last + 1 + THEIRS, 1)
        await self.queue.hint()

    async def _hear(self) -> None:
        message = await self.socket.hear()
        while message["type"] != "next":
            assert message["type"] == "ping", message
            message = await self.socket.hear()

    async def _open(self) -> None:
        """Another socket, which is closed again."""
        async with opened(self.server):
            pass

    async def _be_ready(self) -> None:
        """As it is asked by a newcomer."""
        reader, writer = await asyncio.open_connection("127.0.0.1", int(self.server.url.rpartition(":")[2]))
        try:
            writer.write(b"GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n")
            assert await read_answer(reader) == httpx.codes.OK
        finally:
            writer.transport.abort()


async def took(doing: Awaitable[None]) -> float:
    began = time.perf_counter()
    await doing
    return time.perf_counter() - began


def bearer() -> dict[str, str]:
    """The onlooker's token, as a header."""
    return {"Authorization": f"Bearer {token(Role.PARTNER, ONLOOKER)}"}


@asynccontextmanager
async def opened(server: Process) -> AsyncIterator[Socket]:
    """A socket of the onlooker's, who is elsewhere than attackers are."""
    address, place = f"{server.url.replace('http', 'ws', 1)}/graphql", ("127.0.0.2", 0)
    connecting = connect(
        address, subprotocols=[Subprotocol(PROTOCOL)], compression=None, ping_interval=None, local_addr=place
    )
    async with connecting as connection:
        socket = Socket(connection)
        await socket.say({"type": "connection_init", "payload": bearer()})
        assert await socket.hear() == {"type": "connection_ack"}
        yield socket


@asynccontextmanager
async def looking_on(server: Process, redis_url: str) -> AsyncIterator[Onlooker]:
    """The onlooker, who watches."""
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(httpx.AsyncClient(base_url=server.url, headers=bearer(), timeout=30))
        socket = await stack.enter_async_context(opened(server))
        await socket.subscribe(QUICK)
        await socket.next()
        queue = Queue(redis_url)
        stack.push_async_callback(queue.close)
        yield Onlooker(server, http, socket, queue)
