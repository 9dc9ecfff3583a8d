"""The servers that are measured: Tierline and its peers, each told the same changes in its own way."""

import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import asyncpg
import httpx

from api.auth.minting import mint_token
from api.auth.principals import Role
from api.live.cursors import Cursors
from bench.live.document import change_of, partner_id
from bench.live.processes import HOST, Process, free_port, monotonic_us
from bench.live.programs import HERE, NODE, TIERLINE
from bench.live.rows import add_decisions
from bench.servers import BOUNDLESS
from events.kinds import EventKind
from events.outbox import publish
from jobs.queue import Queue
from models.installation import load_installation

SECRET = "of a server that lives for one measurement"  # noqa: S105 - it protects nothing
PROGRAM_SETTINGS = ("DATABASE_URL", "REDIS_URL", "TIERLINE_SECRET", "TIERLINE_TIMEZONE", "TIERLINE_EDITIONS")


class Server(Protocol):
    """A server that sockets watch."""

    name: str
    share: float  # of the messages or sockets that it can do in the time of the others
    process: Process

    @property
    def url(self) -> str: ...

    @property
    def init(self) -> Mapping[str, str]: ...

    async def open(self) -> None:
        """Returns when it takes connections."""
        ...

    async def close(self) -> None: ...

    async def emit(self, partners: Sequence[int]) -> int:
        """Has the tiers of these partners change; returns the microsecond before that was true."""
        ...


class Tierline:
    """The API, as `tierline api` runs it; changes are rows that are committed, then hinted at."""

    name = "Tierline"
    share = 1.0

    def __init__(self, database_url: str, redis_url: str, log: Path) -> None:
        self._port = free_port()
        self.environment = tierline_environment(database_url, redis_url)
        self.process = Process((TIERLINE, "api", "--port", str(self._port)), log, self.environment, self._port)
        self._database_url = database_url
        self._queue = Queue(redis_url)
        self._connection: asyncpg.Connection | None = None
        token = mint_token(SECRET, Role.OPERATOR, partner=None, ttl=timedelta(hours=8), now=datetime.now(UTC))
        self.init = {"authorization": f"Bearer {token}"}

    @property
    def url(self) -> str:
        return f"ws://{HOST}:{self._port}/graphql"

    @property
    def http_url(self) -> str:
        return f"http://{HOST}:{self._port}/graphql"

    async def open(self) -> None:
        self._connection = await asyncpg.connect(self._database_url)
        self.cursors = Cursors(await load_installation(self._connection))
        await self.process.start()

    async def close(self) -> None:
        self.process.stop()
        await self._queue.close()
        if self._connection is not None:
            await self._connection.close()

    async def newest_event(self) -> int:
        assert self._connection is not None
        newest: int = await self._connection.fetchval("SELECT coalesce(max(seq), 0) FROM event")
        return newest

    async def emit(self, partners: Sequence[int]) -> int:
        assert self._connection is not None
        async with self._connection.transaction():
            decisions = await add_decisions(self._connection, partners)
            await publish(self._connection, EventKind.TIER_CHANGED, decisions, datetime.now(UTC))
            began = monotonic_us()
        await self._queue.hint()
        return began


class Peer:
    """Another server, which is told of changes over HTTP and keeps nothing."""

    init: Mapping[str, str] = {}

    def __init__(self, name: str, command: Sequence[str], log: Path, *, share: float = 1.0) -> None:
        self.name, self.share = name, share
        self._port = free_port()
        self.process = Process((*command, str(self._port)), log, os.environ, self._port)
        self._http = httpx.AsyncClient(base_url=f"http://{HOST}:{self._port}", timeout=60.0)
        self._seq = 0

    @property
    def url(self) -> str:
        return f"ws://{HOST}:{self._port}/graphql"

    async def open(self) -> None:
        await self.process.start()

    async def close(self) -> None:
        await self._http.aclose()
        self.process.stop()

    async def emit(self, partners: Sequence[int]) -> int:
        events = [
            {"partner": partner_id(partner), "change": change_of(self._seq + place, partner)}
            for place, partner in enumerate(partners, 1)
        ]
        self._seq += len(events)
        began = monotonic_us()
        (await self._http.post("/", json=events)).raise_for_status()
        return began


def tierline_environment(database_url: str, redis_url: str) -> Mapping[str, str]:
    """What `tierline` finds its servers by, and nothing that is set here."""
    inherited = {name: value for name, value in os.environ.items() if name not in PROGRAM_SETTINGS}
    own = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "TIERLINE_SECRET": SECRET}
    return inherited | own | BOUNDLESS


@asynccontextmanager
async def start_all(database_url: str, redis_url: str, folder: Path) -> AsyncIterator[list[Server]]:
    """All servers, ready; the limit is the last."""
    python = sys.executable
    servers: list[Server] = [
        Tierline(database_url, redis_url, folder / "api.log"),
        Peer("naive Strawberry", (python, "-m", "bench.live.naive"), folder / "naive.log", share=0.1),
        Peer("Node, graphql-ws", (NODE, str(HERE / "peer.js")), folder / "node.log"),
        Peer("bare frames, the limit", (python, "-m", "bench.live.bare"), folder / "bare.log"),
    ]
    async with AsyncExitStack() as stack:
        for server in servers:
            stack.push_async_callback(server.close)
            await server.open()
        yield servers
