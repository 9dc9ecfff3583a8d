"""Names that are given out once."""

import itertools
import os
import secrets
import socket
from collections.abc import Callable


def count_from(prefix: str) -> Callable[[], str]:
    """Gives PREFIX-1, PREFIX-2 and so on: cheap enough for every request, and not guessed if the prefix is random."""
    numbers = itertools.count(1)
    return lambda: f"{prefix}-{next(numbers)}"


def random_name() -> str:
    """One that no other process has."""
    return secrets.token_hex(6)


def worker_name() -> str:
    """One that an operator finds the process by: HOST-PID-, and what tells it from those before it."""
    return f"{socket.gethostname()[:60]}-{os.getpid()}-{secrets.token_hex(2)}"
