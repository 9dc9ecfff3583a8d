"""Names that are given out once."""

import os
import secrets
import socket


def request_name() -> str:
    """One for a request. Who sent it is told it, so it is no number: that would tell how many others there were."""
    return secrets.token_hex(8)


def random_name() -> str:
    """One that no other process has."""
    return secrets.token_hex(6)


def worker_name() -> str:
    """One that an operator finds the process by: HOST-PID-, and what tells it from those before it."""
    return f"{socket.gethostname()[:60]}-{os.getpid()}-{secrets.token_hex(2)}"
