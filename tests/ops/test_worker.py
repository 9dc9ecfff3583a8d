"""`tierline worker` as a process: what it serves, what it logs, and how it ends."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg
import httpx
import pytest

from api.auth.minting import mint_token
from api.auth.principals import Role
from models.locks import Lock
from models.rulebook import keep_calendar
from ops.data import DataDirectory
from tests.ops.conftest import SECRET, Tierline
from tests.redis_users import documented_rights, redis_user

START_SECONDS = 30.0
MOST_SECONDS = 10.0

Start = Callable[..., "Worker"]


class Worker:
    """One that runs, and the lines that it has logged so far."""

    def __init__(self, arguments: tuple[str, ...], environment: dict[str, str]) -> None:
        command = [sys.executable, "-P", "-m", "ops.cli", "worker", *arguments]
        self.process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        self.lines: list[dict[str, Any]] = []
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def wait_for(self, pattern: str) -> re.Match[str]:
        """What the first message with such text says."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            for line in list(self.lines):
                if match := re.search(pattern, line["message"]):
                    return match
            time.sleep(0.02)
        raise AssertionError(self.lines)

    def end(self, *signals: signal.Signals) -> tuple[int, float]:
        """Its exit code, and the seconds that it took after the first of the signals, which come 0.2 s apart."""
        began = time.monotonic()
        for number in signals:
            if self.process.poll() is None:
                self.process.send_signal(number)
                time.sleep(0.2)
        code = self.process.wait(START_SECONDS)
        seconds = time.monotonic() - began
        self.close()
        return code, seconds

    def close(self) -> None:
        """Reads what is left of its log."""
        self._reading.join()
        assert self.process.stderr is not None
        self.process.stderr.close()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(json.loads(line))


@pytest.fixture
def start(database_url: str, redis_url: str) -> Iterator[Start]:
    """Starts a worker with these arguments, and settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TIERLINE_")}
    environment |= {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "TIERLINE_SECRET": SECRET}
    started: list[Worker] = []

    def begin(*arguments: str, **settings: str) -> Worker:
        started.append(Worker(arguments, environment | settings))
        return started[-1]

    yield begin
    for worker in started:
        worker.process.send_signal(signal.SIGCONT)
        worker.process.kill()
        worker.process.wait()
        worker.close()


async def the_job(connection: asyncpg.Connection, status: str) -> asyncpg.Record:
    """The schedule's first job, once it has the status."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        row = await connection.fetchrow("SELECT * FROM recompute_job WHERE status = $1", status)
        if row is not None:
            return row
    raise AssertionError(await connection.fetch("SELECT * FROM recompute_job"))


async def waits(connection: asyncpg.Connection) -> int:
    """The process of the server that waits for the lock on recomputes, as soon as there is one."""
    waiting = (
        "SELECT pid FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND NOT granted"
        " AND datname = current_database()"
    )
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if pid := await connection.fetchval(waiting):
            return int(pid)
    raise AssertionError(await connection.fetch("SELECT * FROM pg_stat_activity"))


def bearer(role: Role) -> dict[str, str]:
    token = mint_token(
        SECRET, role, partner="P1" if role is Role.PARTNER else None, ttl=timedelta(hours=1), now=datetime.now(UTC)
    )
    return {"Authorization": f"Bearer {token}"}


async def test_a_worker_serves_its_metrics_to_who_only_watches_and_logs_json(start: Start, database_url: str) -> None:
    worker = start("--metrics-port", "0")
    url = worker.wait_for(r"metrics at (http://127\.0\.0\.1:\d+)/metrics")[1]
    worker.wait_for(r"job 1 \(ACTIVITY\): succeeded")
    async with httpx.AsyncClient(base_url=url) as http:
        assert (await http.get("/healthz")).json() == {"status": "alive"}
        assert (await http.get("/metrics")).status_code == 401
        assert (await http.get("/metrics", headers=bearer(Role.PARTNER))).status_code == 403
        told = (await http.get("/metrics", headers=bearer(Role.METRICS))).text
    for line in (
        "tierline_database_up 1.0",
        "tierline_redis_up 1.0",
        "tierline_workers 1.0",
        "tierline_computed_days_behind 0.0",
        'tierline_job_seconds_count{kind="ACTIVITY",outcome="succeeded"} 1.0',
    ):
        assert f"\n{line}\n" in told
    assert worker.end(signal.SIGTERM)[0] == 0
    [name] = {line["worker"] for line in worker.lines if "job" in line}
    assert f"-{worker.process.pid}-" in name
    of_job = [line for line in worker.lines if line.get("job") == 1]
    assert len({line["request_id"] for line in of_job}) == 1
    connection = await asyncpg.connect(database_url)
    assert await connection.fetch("SELECT FROM worker") == []
    await connection.close()


async def test_a_statement_that_never_ends_is_left_at_once_and_its_job_handed_over(
    start: Start, database_url: str
) -> None:
    connection = await asyncpg.connect(database_url)
    await connection.execute("SELECT pg_advisory_lock($1)", int(Lock.RECOMPUTE))
    worker = start()
    await waits(connection)
    code, seconds = worker.end(signal.SIGTERM, signal.SIGINT, signal.SIGTERM, signal.SIGTERM)
    assert code == 0
    assert seconds < MOST_SECONDS
    job = await the_job(connection, "QUEUED")
    assert (job["attempts"], job["lease_until"]) == (0, None)
    assert worker.lines[-1]["message"].endswith("ends")
    await connection.close()


async def test_a_server_that_is_stuck_holds_up_neither_the_worker_nor_the_job(start: Start, database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    await connection.execute("SELECT pg_advisory_lock($1)", int(Lock.RECOMPUTE))
    worker = start()
    stuck = await waits(connection)
    os.kill(stuck, signal.SIGSTOP)  # it hears no cancel
    try:
        code, seconds = worker.end(signal.SIGTERM)
        assert code == 0
        assert seconds < MOST_SECONDS
        assert (await the_job(connection, "QUEUED"))["attempts"] == 0
    finally:
        os.kill(stuck, signal.SIGCONT)
    await connection.close()


async def test_a_user_with_the_documented_rights_and_no_others_is_enough(
    start: Start, database_url: str, servers: DataDirectory
) -> None:
    async with redis_user(servers.redis_url, documented_rights()) as (_, limited):
        worker = start("--metrics-port", "0", REDIS_URL=limited)
        url = worker.wait_for(r"metrics at (http://127\.0\.0\.1:\d+)/metrics")[1]
        worker.wait_for(r"job 1 \(ACTIVITY\): succeeded")
        async with httpx.AsyncClient(base_url=url) as http:
            assert "\ntierline_redis_up 1.0\n" in (await http.get("/metrics", headers=bearer(Role.OPERATOR))).text
        assert worker.end(signal.SIGTERM)[0] == 0
        assert [line for line in worker.lines if line["level"] != "INFO"] == []


async def test_a_redis_that_refuses_ends_a_worker_and_is_told_by_status(
    start: Start, servers: DataDirectory, installed: Tierline, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with redis_user(servers.redis_url, ["~*", "&*", "+@read"]) as (_, refused):
        worker = start(REDIS_URL=refused)
        assert worker.process.wait(START_SECONDS) == 1
        worker.wait_for(r"Redis or Valkey refuses \(User app has no permissions.*docs/operations\.md")
        assert worker.lines[-1]["level"] == "CRITICAL"
        monkeypatch.setenv("REDIS_URL", refused)
        told = await asyncio.to_thread(installed, "status")
    assert told.code == 1
    assert re.search(r"^Redis or Valkey +passes no message on$", told.out, re.MULTILINE)
    assert re.search(r"^- Redis or Valkey refuses \(.*; until then no job begins$", told.out, re.MULTILINE)


async def test_what_ends_a_worker_is_a_line_of_its_log(start: Start, database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    await keep_calendar(connection, ZoneInfo("Asia/Tokyo"))
    await connection.close()
    worker = start()
    assert worker.process.wait(START_SECONDS) == 1
    worker.wait_for("this database keeps its days in Asia/Tokyo; set TIERLINE_TIMEZONE=Asia/Tokyo")
    assert worker.lines[-1]["level"] == "CRITICAL"
