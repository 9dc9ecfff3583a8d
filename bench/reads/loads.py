"""One load of one contestant, and the processor time that it takes on every side."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

import psutil

from bench.reads.comparing import Prepared
from bench.reads.contestants import HERE, find_node
from bench.reads.serving import Running
from ops.data import DataDirectory

CONNECTIONS = 8
FEWEST = 3  # requests of each connection
SLACK = 0.1  # errors have other lengths than answers
PATIENCE_SECONDS = 900.0


@dataclass(frozen=True)
class Load:
    """What came back. Times are in seconds, those of a processor for each answer; `busy` is the generator's share of
    one processor."""

    rate: float
    p50: float
    p99: float
    server: float
    database: float
    bytes: float
    busy: float

    @property
    def processor(self) -> float:
        """What an answer costs, on both sides."""
        return self.server + self.database


@dataclass(frozen=True)
class Generator:
    """Runs loads against contestants on the PostgreSQL of `data`."""

    data: DataDirectory
    connections: int = CONNECTIONS

    def amount(self, rate: float, seconds: float) -> int:
        """How many requests take about so long at the rate of answers: as many for each connection, a few at least."""
        return self.connections * max(FEWEST, round(rate * seconds / self.connections))

    def run(self, running: Running, prepared: Prepared, amount: int) -> Load:
        """So many requests in a closed loop of all connections. No answer is under way when it ends, so that what the
        servers used is what these answers took. Raises SystemExit when one is an error, or of another length."""
        job = self.data.path / "load.json"
        job.write_text(json.dumps(_job(running, prepared, self.connections, amount)))
        server, database = self._server(running), self._database()
        done = subprocess.run(
            [find_node(), str(HERE / "load.js"), str(job)], check=False, capture_output=True, text=True,
            timeout=PATIENCE_SECONDS,
        )  # fmt: skip
        server, database = self._server(running) - server, self._database() - database
        if done.returncode:
            raise SystemExit(f"bench: the load generator failed: {done.stderr.strip()}")
        found = json.loads(done.stdout)
        answers = found["answers"]
        if found["failed"] or answers != amount:
            raise running.failed(f"gave {answers:,} answers and {found['failed']:,} errors to {amount:,} requests")
        return Load(
            rate=answers / found["seconds"],
            p50=found["p50"] / 1000,
            p99=found["p99"] / 1000,
            server=server / answers,
            database=database / answers,
            bytes=found["bytes"] / answers,
            busy=found["busy"],
        )

    def _server(self, running: Running) -> float:
        return _used(psutil.Process(running.process.pid))

    def _database(self) -> float:
        """Of PostgreSQL as a whole: its processes that live, and those that the first one has buried."""
        first = psutil.Process(int((self.data.postgres / "postmaster.pid").read_text().split()[0]))
        total = _used(first)
        for process in first.children():
            try:
                total += _used(process)
            except psutil.NoSuchProcess:
                continue
        return total


def _used(process: psutil.Process) -> float:
    times = process.cpu_times()
    buried = getattr(times, "children_user", 0.0) + getattr(times, "children_system", 0.0)  # Linux tells
    return float(times.user + times.system + buried)


def _job(running: Running, prepared: Prepared, connections: int, amount: int) -> Mapping[str, object]:
    return {
        "url": running.url,
        "connections": connections,
        "amount": amount,
        "shortest": int(prepared.shortest * (1 - SLACK)),
        "longest": int(prepared.longest * (1 + SLACK)),
        "requests": [
            {"method": request.method, "path": request.path, "body": request.body, "headers": running.headers(user)}
            for user, request in enumerate(prepared.requests)
        ],
    }
