"""What may befall the parts of a running `tierline up`, which starts each of them again."""

import signal
from collections.abc import Awaitable, Callable

import psutil
from redis.asyncio import Redis

from ops.data import DataDirectory
from ops.instance import find_running

Fault = Callable[[DataDirectory], Awaitable[None]]


async def kill_api(data: DataDirectory) -> None:
    """The API is gone in the middle of whatever it says."""
    _part(data, "ops.cli", "api").kill()


async def kill_worker(data: DataDirectory) -> None:
    """A worker is gone."""
    _part(data, "ops.cli", "worker").kill()


async def kill_valkey(data: DataDirectory) -> None:
    """Valkey is gone, and comes back without a memory."""
    _part(data, "valkey-server").kill()


async def restart_postgres(data: DataDirectory) -> None:
    """PostgreSQL drops everybody at once and recovers, as `pg_ctl restart -m immediate` makes it."""
    _part(data, "/postgres", "-D").send_signal(signal.SIGQUIT)


async def flush_valkey(data: DataDirectory) -> None:
    """Valkey forgets everything."""
    async with Redis.from_url(data.redis_url) as redis:
        await redis.flushall()


async def kill_subscribers(data: DataDirectory) -> None:
    """Valkey drops all who listen for hints."""
    async with Redis.from_url(data.redis_url) as redis:
        await redis.execute_command("CLIENT", "KILL", "TYPE", "pubsub")


FAULTS: dict[str, Fault] = {
    "kill -9 the API": kill_api,
    "kill -9 the worker": kill_worker,
    "kill -9 Valkey": kill_valkey,
    "FLUSHALL": flush_valkey,
    "CLIENT KILL TYPE pubsub": kill_subscribers,
    "restart PostgreSQL, immediately": restart_postgres,
}

ALL_AT_ONCE = (kill_api, kill_worker, restart_postgres, kill_valkey)


def _part(data: DataDirectory, *words: str) -> psutil.Process:
    """The child of the directory's `up` whose command has these words."""
    running = find_running(data)
    assert running is not None
    children = psutil.Process(running.pid).children()
    alive = (child for child in children if child.status() != psutil.STATUS_ZOMBIE)
    (part,) = (child for child in alive if all(word in " ".join(child.cmdline()) for word in words))
    return part
