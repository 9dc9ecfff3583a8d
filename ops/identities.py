"""Names that are given out once."""

import os
import secrets
import socket
from collections.abc import Iterator

NAME_LENGTH = 16  # of a request's, in characters
DRAWN_AT_ONCE = 256  # names: to ask the system for each takes longer than all the rest


def request_name() -> str:
    """One for a request. Who sent it is told it, so it is no number: that would tell how many others there were."""
    return next(_request_names)


def _draw_names() -> Iterator[str]:
    while True:
        drawn = secrets.token_hex(DRAWN_AT_ONCE * NAME_LENGTH // 2)
        for place in range(0, len(drawn), NAME_LENGTH):
            yield drawn[place : place + NAME_LENGTH]


_request_names = _draw_names()


def random_name() -> str:
    """One that no other process has."""
    return secrets.token_hex(6)


def worker_name() -> str:
    """One that an operator finds the process by: HOST-PID-, and what tells it from those before it."""
    return f"{socket.gethostname()[:60]}-{os.getpid()}-{secrets.token_hex(2)}"
