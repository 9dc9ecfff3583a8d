"""Children that do not outlive the process that started them, not even when it is killed."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
FAREWELL_SECONDS = 10.0


def die_with_parent(by: signal.Signals) -> Callable[[], None] | None:
    """What a foreign child runs before its program so that Linux signals it when its parent dies; None elsewhere.

    The parent is the thread that starts the child: use it from a thread that lives as long as the process."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def tie() -> None:
        prctl(PR_SET_PDEATHSIG, int(by))
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)

    return tie


def hold_tether() -> None:
    """For a Python child whose standard input is a pipe from its parent: its end means that the parent is gone."""
    threading.Thread(target=_await_end, name="tether", daemon=True).start()


def _await_end() -> None:
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(FAREWELL_SECONDS)
    os._exit(1)  # a stuck event loop does not hear the signal


def start_tethered(command: Sequence[str], log: Path, *, keep: Sequence[int] = ()) -> subprocess.Popen[bytes]:
    """Starts a Python child of ours in a process group of its own, its output in `log`, holding the other end."""
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=keep,
            start_new_session=True,
        )
