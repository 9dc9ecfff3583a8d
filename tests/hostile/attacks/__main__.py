"""One attack, in a process of its own: `python -m tests.hostile.attacks NAME PORT WHO TOKEN`.

It says when it begins, goes on until it is told to end, or for five minutes, and then says what it has heard."""

import asyncio
import contextlib
import signal
import sys

import orjson

from tests.hostile.attacks.table import ATTACKS
from tests.hostile.attacks.target import Target, Who

MOST_SECONDS = 300
MOST_CONNECTIONS = 2_000


async def main(name: str, port: str, who: str, token: str) -> None:
    """Returns when it is over."""
    attack, _ = ATTACKS[name]
    target = Target(int(port), Who(who), token, MOST_CONNECTIONS)
    attacking = asyncio.ensure_future(attack(target))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, attacking.cancel)
    say(b"begun\n")
    with contextlib.suppress(TimeoutError, asyncio.CancelledError):
        await asyncio.wait_for(attacking, MOST_SECONDS)
    say(orjson.dumps(target.heard))


def say(line: bytes) -> None:
    """To whoever has started this."""
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
