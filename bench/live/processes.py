"""Servers as processes of their own, whose log is shown when they fail."""

import asyncio
import resource
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

from ops.errors import UsageError
from ops.tether import die_with_parent

HOST = "127.0.0.1"
START_SECONDS = 60.0
STOP_SECONDS = 20.0
SPARE_FILES = 1_000


def monotonic_us() -> int:
    """Microseconds of the clock that all processes of a machine share."""
    return time.monotonic_ns() // 1_000


def allow_sockets(sockets: int) -> None:
    """Lets this process, and those that it starts, have so many open. Raises UsageError when the system does not."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most not in (-1, resource.RLIM_INFINITY) and most < sockets + SPARE_FILES:
        raise UsageError(
            f"{sockets:,} sockets need {sockets + SPARE_FILES:,} open files, and only {most:,} are allowed:"
            " raise `ulimit -Hn`, or measure fewer (--idle)"
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        port: int = taken.getsockname()[1]
        return port


class Process:
    """One command, from its start until it is stopped or killed."""

    def __init__(self, command: Sequence[str], log: Path, environment: Mapping[str, str], port: int | None) -> None:
        self._command, self._log, self._environment, self._port = command, log, environment, port
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        """Returns when the port takes connections. Raises UsageError, with what the process said last."""
        self._process = self._spawn()
        deadline = time.monotonic() + START_SECONDS
        while self._port is not None and not await self._listens(self._port):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise UsageError(f"{' '.join(self._command)} did not start: {self._log.read_text()[-500:]}")
            await asyncio.sleep(0.01)

    @property
    def seen(self) -> psutil.Process:
        """The process as the system shows it."""
        assert self._process is not None
        return psutil.Process(self._process.pid)

    def cpu_seconds(self) -> float:
        times = self.seen.cpu_times()
        return float(times.user + times.system)

    def kill(self) -> None:
        """As the system does when memory runs out."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def _spawn(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=dict(self._environment),
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509  # it only makes two system calls
            )  # fmt: skip

    async def _listens(self, port: int) -> bool:
        try:
            _, writer = await asyncio.open_connection(HOST, port)
        except OSError:
            return False
        writer.close()
        return True
