"""What is asked of Redis or Valkey to see whether it passes messages on; docs/operations.md lists the rights for it.

It is what arq does to a message, with a key that lives for a second. In one transaction, and of another slot, so that a
cluster shows itself, whatever it would store where."""

from collections.abc import Iterable, Sequence

Words = tuple[str | int, ...]
"""A command, and what goes with it."""

QUEUE = "arq:queue"  # as arq calls it
MESSAGE = "recompute:"  # what the names of our messages begin with
HINTS = "tierline:hints"
CONNECT_SECONDS = 2.0
SOCKET_SECONDS = 10.0

_TRIAL = "arq:trial"
_MILLISECONDS = 1_000
_NEVER = 2**52  # milliseconds since 1970: a message of that time is not due

READS: Sequence[Words] = (("PING",), ("ZCARD", QUEUE), ("ZRANGE", QUEUE, 0, 0), ("ZRANGEBYSCORE", QUEUE, 0, 0))
WATCHED: Sequence[Words] = (
    ("WATCH", _TRIAL),
    ("EXISTS", _TRIAL),
    ("UNWATCH",),
    ("WATCH", _TRIAL),
    ("ZSCORE", QUEUE, _TRIAL),
)
AT_ONCE: Sequence[Words] = (
    ("PSETEX", _TRIAL, _MILLISECONDS, 1),
    ("GET", _TRIAL),
    ("INCRBY", _TRIAL, 1),
    ("EXPIRE", _TRIAL, 1),
    ("PEXPIRE", _TRIAL, 1),
    ("SETEX", _TRIAL, 1, 1),
    ("DEL", _TRIAL),
    ("ZADD", QUEUE, _NEVER, _TRIAL),
    ("ZINCRBY", QUEUE, 1, _TRIAL),
    ("ZREM", QUEUE, _TRIAL),
)


def count_messages(names: Iterable[bytes]) -> int:
    """How many of the queue's messages are ours, and so jobs that wait for a worker."""
    return sum(name.startswith(MESSAGE.encode()) for name in names)
