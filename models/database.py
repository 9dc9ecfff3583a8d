"""One pool of connections a process, shared by Tortoise and by the set-based SQL.

Tortoise takes longer to import than a command may take, so it is imported when models are bound."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import asyncpg

from models.dsn import read_dsn
from models.sessions import READ_ONLY, Preparation

if TYPE_CHECKING:
    from tortoise.backends.base.client import BaseDBAsyncClient

    from models.tortoise_client import Client

MODULES = (
    "models.partners",
    "models.clients",
    "models.measures",
    "models.reports",
    "models.activity",
    "models.standings",
    "models.decisions",
    "models.forecasts",
    "models.findings",
    "models.jobs",
    "models.dry_runs",
    "models.events",
    "models.programs",
)

CLOSE_SECONDS = 2.0
STATEMENTS = 48  # prepared ones that a connection keeps,
LONGEST_PREPARED = 48 * 2**10  # characters of each: planned, it takes some 75 bytes of the server for each of them

NO_TIMEOUTS: Mapping[str, timedelta] = MappingProxyType({})


class Purpose(StrEnum):
    """What may have connections beside the pool, because it must not wait for whoever uses that, nor for another."""

    LIVE = "live updates"
    SIGNING_IN = "signing in"
    READINESS = "readiness"


@dataclass(frozen=True, slots=True)
class Reserved:
    """So many connections beside the pool, for one purpose, with timeouts of their own."""

    size: int
    timeouts: Mapping[str, timedelta]


NOTHING_RESERVED: Mapping[Purpose, Reserved] = MappingProxyType({})


AWAY = (
    OSError,
    *READ_ONLY,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,  # what a connection that was lost says of itself,
    asyncpg.InternalClientError,  # and what it says while it learns that it was
    asyncpg.CannotConnectNowError,  # the server starts, stops or recovers,
    asyncpg.AdminShutdownError,  # and this is how it ends connections
    asyncpg.CrashShutdownError,
    asyncpg.IdleSessionTimeoutError,
)
"""What is raised while PostgreSQL is away, which includes that it takes no writes. It goes by itself."""

_pool: asyncpg.Pool | None = None  # of a process that binds no models
_reserved: Collection[Purpose] = ()
_apart = asyncio.Lock()  # one at a time has a connection beside the pool


def tortoise_config(
    url: str, *, pool_size: int = 10, timeouts: Mapping[str, timedelta] = NO_TIMEOUTS, serving: bool = False
) -> dict[str, Any]:
    """Tortoise's configuration for the PostgreSQL at `url` (postgresql://…, a socket directory as `?host=DIR`).

    See open_database."""
    differing = _in_milliseconds(timeouts)
    # Whoever wants a connection learns that the database is away; the pool keeping some for nobody would only log it.
    credentials = {"minsize": 0, "maxsize": pool_size, **read_dsn(url)}
    if serving:
        # Planning a long statement takes longer than running it, and no parameter here makes another plan better.
        differing["plan_cache_mode"] = "force_generic_plan"
        credentials |= {
            "statement_cache_size": STATEMENTS,
            "max_cacheable_statement_size": LONGEST_PREPARED,
            "keeps": True,
        }
    preparation = Preparation(differing)
    reset = preparation.reset_transaction if serving else preparation.reset
    credentials |= {"init": preparation.begin, "reset": reset}
    app = {"models": list(MODULES), "default_connection": "default", "migrations": "models.migrations"}
    connection = {"engine": "models.tortoise_client", "credentials": credentials}
    return {"connections": {"default": connection}, "apps": {"models": app}}


async def open_database(
    url: str,
    *,
    pool_size: int = 10,
    timeouts: Mapping[str, timedelta] = NO_TIMEOUTS,
    serving: bool = False,
    reserved: Mapping[Purpose, Reserved] = NOTHING_RESERVED,
) -> None:
    """Binds the models to the database, for all tasks of this process. Connects lazily.

    `timeouts` are PostgreSQL's, by their names there, of at least a millisecond each. `serving` is for many requests
    with few different statements, as the API has them. `reserved` connections come on top of the pool's. Raises
    BadDsn."""
    global _apart, _reserved  # noqa: PLW0603 - they go with Tortoise's own connections, which are global too
    from tortoise import Tortoise  # noqa: PLC0415

    config = tortoise_config(url, pool_size=pool_size, timeouts=timeouts, serving=serving)
    for purpose, of_it in reserved.items():
        beside = tortoise_config(url, pool_size=of_it.size, timeouts=of_it.timeouts, serving=serving)
        config["connections"][purpose.value] = beside["connections"]["default"]
    _reserved = frozenset(reserved)
    _apart = asyncio.Lock()
    # Without the global fallback, tasks that a server starts for requests would see no context.
    await Tortoise.init(config=config, _enable_global_fallback=True)


async def open_pool(url: str, *, size: int, timeouts: Mapping[str, timedelta] = NO_TIMEOUTS) -> None:
    """Opens the database for a process that asks SQL only: no models are bound, and Tortoise is not imported."""
    global _pool  # noqa: PLW0603 - as above
    preparation = Preparation(_in_milliseconds(timeouts))
    _pool = await asyncpg.create_pool(
        min_size=0, max_size=size, init=preparation.begin, reset=preparation.reset, **read_dsn(url)
    )


async def close_database() -> None:
    """Closes the pool."""
    global _pool  # noqa: PLW0603 - as above
    if _pool is not None:
        await _pool.close()
        _pool = None
        return
    from tortoise import Tortoise  # noqa: PLC0415

    await Tortoise.close_connections()


def acquire() -> AbstractAsyncContextManager[asyncpg.Connection]:
    """A bare asyncpg connection of the pool, for COPY, cursors and set-based SQL.

    Inside the block Tortoise's queries of the same task go by it too; inside a transaction of Tortoise's it is the one
    of that."""
    if _pool is not None:
        return cast("AbstractAsyncContextManager[asyncpg.Connection]", _pool.acquire())
    return _lend("default")


def acquire_reserved(purpose: Purpose) -> AbstractAsyncContextManager[asyncpg.Connection]:
    """One of the connections reserved for the purpose, if there are any; else one of the pool."""
    return _lend(purpose.value) if purpose in _reserved else acquire()


@asynccontextmanager
async def transaction() -> AsyncIterator[asyncpg.Connection]:
    """The same inside a transaction, committed when the block ends and rolled back when it raises."""
    async with acquire() as connection, connection.transaction():
        yield connection


@asynccontextmanager
async def connect_apart() -> AsyncIterator[asyncpg.Connection]:
    """A connection beside the pool, for whoever holds one of the pool's: if all did, none would be left to wait for.

    One at a time in a process."""
    async with _apart:
        connection = await cast("Client", _bound("default")).connect_apart()
        try:
            yield connection
        finally:
            await connection.close(timeout=CLOSE_SECONDS)


def _lend(name: str) -> AbstractAsyncContextManager[asyncpg.Connection]:
    client = _bound(name)
    if isinstance(client, _imported().client):
        return client.lend()
    of_transaction: AbstractAsyncContextManager[asyncpg.Connection] = client.acquire_connection()
    return of_transaction


def _bound(name: str) -> "BaseDBAsyncClient":
    """Tortoise's connections of that name: a Client, but inside a transaction of Tortoise's."""
    return _imported().get_connection(name)


class _Imported(NamedTuple):
    client: "type[Client]"
    get_connection: "Callable[[str], BaseDBAsyncClient]"


@cache
def _imported() -> _Imported:
    """What is needed of Tortoise for each use: an import statement takes some microseconds whenever it runs."""
    from tortoise.connection import get_connection  # noqa: PLC0415

    from models.tortoise_client import Client  # noqa: PLC0415

    return _Imported(Client, get_connection)


def _in_milliseconds(timeouts: Mapping[str, timedelta]) -> dict[str, str]:
    return {name: f"{limit // timedelta(milliseconds=1)}ms" for name, limit in timeouts.items()}
