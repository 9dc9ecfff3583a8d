"""What may befall the parts of a running machine, each of which is started again by it."""

import signal
from collections.abc import Awaitable, Callable

import psutil
from redis.asyncio import Redis

from tests.end_to_end.machine import Machine

Fault = Callable[[Machine], Awaitable[None]]


async def kill_api(machine: Machine) -> None:
    """The API is gone in the middle of whatever it says."""
    _part(machine, "ops.cli", "api").kill()


async def kill_worker(machine: Machine) -> None:
    """A worker is gone."""
    _part(machine, "ops.cli", "worker").kill()


async def kill_valkey(machine: Machine) -> None:
    """Valkey is gone, and comes back without a memory."""
    _part(machine, "valkey-server").kill()


async def restart_postgres(machine: Machine) -> None:
    """PostgreSQL drops everybody at once and recovers, as `pg_ctl restart -m immediate` makes it."""
    _part(machine, "/postgres", "-D").send_signal(signal.SIGQUIT)


async def flush_valkey(machine: Machine) -> None:
    """Valkey forgets everything."""
    async with Redis.from_url(machine.data.redis_url) as redis:
        await redis.flushall()


async def kill_subscribers(machine: Machine) -> None:
    """Valkey drops all who listen for hints."""
    async with Redis.from_url(machine.data.redis_url) as redis:
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


def _part(machine: Machine, *words: str) -> psutil.Process:
    """The child of the machine whose command has these words."""
    assert machine.process is not None
    children = psutil.Process(machine.process.pid).children()
    alive = (child for child in children if child.status() != psutil.STATUS_ZOMBIE)
    (part,) = (child for child in alive if all(word in " ".join(child.cmdline()) for word in words))
    return part
