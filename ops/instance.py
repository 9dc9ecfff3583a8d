"""One `tierline up` a data directory: who holds it, and where that one listens."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ops.data import DataDirectory
from ops.errors import UsageError

START_SECONDS = 120.0  # until there is a worker, after the sample portfolio was loaded
TRIES = 10
PAUSE = 0.1


@dataclass(frozen=True)
class Instance:
    """A `tierline up` that runs; `url` is None while it starts."""

    pid: int
    url: str | None


@dataclass(frozen=True)
class Hold:
    """The lock of this process on its data directory. The system lets go of it however the process ends."""

    file: int

    def announce(self, url: str | None) -> None:
        """Tells `tierline status` who runs here, and where its API is."""
        os.ftruncate(self.file, 0)
        os.pwrite(self.file, f"{os.getpid()} {url or ''}\n".encode(), 0)


@contextmanager
def hold(data: DataDirectory) -> Iterator[Hold]:
    """Keeps a second `up` out of the directory; raises UsageError when this is the second."""
    data.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.open(data.lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _locked(file):
            other = _read(file)
            who = f" (process {other.pid}{f', {other.url}' if other.url else ''})" if other else ""
            raise UsageError(
                f"`tierline up` already runs in {data.path}{who}: stop it, or give this one another --data DIR"
            )
        held = Hold(file)
        held.announce(None)
        yield held
        os.ftruncate(file, 0)
    finally:
        os.close(file)


def find_running(data: DataDirectory) -> Instance | None:
    """The `up` that holds the directory now."""
    try:
        file = os.open(data.lock, os.O_RDONLY)  # of a read-only file system, too
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read(file)
    finally:
        os.close(file)
    return None


def is_starting(running: Instance) -> bool:
    """Whether its worker may not have begun to work yet."""
    import psutil  # noqa: PLC0415 - for the moment in which `up` starts

    try:
        return time.time() - psutil.Process(running.pid).create_time() < START_SECONDS
    except psutil.NoSuchProcess:  # it has ended just now
        return False


def _locked(file: int) -> bool:
    for _ in range(TRIES):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if _read(file) is not None:
                return False
            time.sleep(PAUSE)  # nobody has put a name to the lock: `tierline status` takes it for a moment
        else:
            return True
    return False


def _read(file: int) -> Instance | None:
    words = os.pread(file, 4096, 0).decode().split()
    return Instance(int(words[0]), words[1] if len(words) > 1 else None) if words else None
