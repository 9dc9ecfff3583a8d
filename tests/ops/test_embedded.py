import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from jobs.queue import Queue
from ops.data import LONGEST_SOCKET_PATH, DataDirectory
from ops.embedded.postgres import start_postgres, stop_postgres
from ops.embedded.valkey import start_valkey, stop_valkey
from tests.postgres import FAST

START_AND_WAIT = """
import sys, time
from pathlib import Path
from ops.data import DataDirectory
from ops.embedded.postgres import start_postgres
from ops.embedded.valkey import start_valkey
data = DataDirectory.at(Path(sys.argv[1]))
print(start_postgres(data, {'fsync': 'off'}).pid, start_valkey(data).pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def data(tmp_path: Path) -> Iterator[DataDirectory]:
    yield DataDirectory.at(tmp_path)
    shutil.rmtree(tmp_path)  # pytest keeps directories, and a cluster is 40 MB


async def fetch_one(data: DataDirectory) -> object:
    connection = await asyncpg.connect(data.database_url)
    try:
        return await connection.fetchval("SELECT 1")
    finally:
        await connection.close()


def start_and_kill_owner(data: DataDirectory) -> list[int]:
    with subprocess.Popen([sys.executable, "-c", START_AND_WAIT, str(data.path)], stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        pids = [int(pid) for pid in owner.stdout.readline().split()]
        owner.kill()
    return pids


def is_alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


async def test_servers_of_a_killed_process_neither_outlive_it_nor_stop_the_next_one(data: DataDirectory) -> None:
    pids = start_and_kill_owner(data)
    postgres, valkey = start_postgres(data, FAST), start_valkey(data)
    try:
        assert await fetch_one(data) == 1
        assert not any(is_alive(pid) for pid in pids)
    finally:
        stop_valkey(valkey)
        stop_postgres(postgres)


async def test_a_crashed_postgres_with_a_reused_process_number_starts_again(data: DataDirectory) -> None:
    postgres = start_postgres(data, FAST)
    pid_file = data.postgres / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    postgres.kill()
    postgres.wait()
    # A living process that is no PostgreSQL now has the number, as happens when a container restarts.
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    again = start_postgres(data, FAST)
    try:
        assert await fetch_one(data) == 1
    finally:
        stop_postgres(again)


async def test_an_interrupted_first_start_is_begun_anew(data: DataDirectory) -> None:
    half_made = data.path / "postgres.new"
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("18\n")
    postgres = start_postgres(data, FAST)
    try:
        assert await fetch_one(data) == 1
    finally:
        stop_postgres(postgres)


async def test_a_path_too_long_for_sockets_works(tmp_path: Path) -> None:
    data = DataDirectory.at(tmp_path / ("long" * 20) / ("longer" * 10))
    data.path.mkdir(parents=True)
    postgres, valkey = start_postgres(data, FAST), start_valkey(data)
    queue = Queue(data.redis_url)
    try:
        assert len(str(data.valkey_socket)) <= LONGEST_SOCKET_PATH < len(str(data.path))
        assert await fetch_one(data) == 1
        await queue.check()
    finally:
        await queue.close()
        stop_valkey(valkey)
        stop_postgres(postgres)
        for sockets in (data.postgres_sockets, data.valkey_socket.parent):
            shutil.rmtree(sockets)
        shutil.rmtree(tmp_path)


def test_only_the_owner_may_enter_the_directories_with_sockets(servers: DataDirectory) -> None:
    for directory in (servers.postgres_sockets, servers.valkey_socket.parent):
        assert directory.stat().st_mode & 0o077 == 0


def test_a_stopped_server_has_shut_down_cleanly(data: DataDirectory) -> None:
    postgres = start_postgres(data, FAST)
    began = time.monotonic()
    stop_postgres(postgres)
    assert time.monotonic() - began < 10
    assert postgres.returncode == 0
    assert "database system is shut down" in data.log("postgres").read_text()
    assert not data.has_database()


def test_valkey_ends_when_asked(data: DataDirectory) -> None:
    valkey = start_valkey(data)
    stop_valkey(valkey)
    assert valkey.returncode in (0, -signal.SIGTERM)
