"""One pool of connections a process, shared by Tortoise and by the set-based SQL."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import asyncpg
from tortoise import Tortoise
from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.connection import get_connection
from tortoise.exceptions import DBConnectionError

from models.spares import Spares

MODULES = (
    "models.partners",
    "models.clients",
    "models.reports",
    "models.activity",
    "models.standings",
    "models.decisions",
    "models.recomputes",
    "models.events",
)

CLOSE_SECONDS = 2.0
STATEMENTS = 256  # prepared ones that a connection keeps

NO_TIMEOUTS: Mapping[str, timedelta] = MappingProxyType({})

AWAY = (
    OSError,
    DBConnectionError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,  # what a connection that was lost says of itself,
    asyncpg.InternalClientError,  # and what it says while it learns that it was
    asyncpg.OperatorInterventionError,  # the server starts, stops, or ends a connection
)
"""What is raised while PostgreSQL is away. It goes by itself."""

spares: Spares | None = None  # of a serving process
_apart = asyncio.Lock()  # one at a time has a connection beside the pool


def tortoise_config(
    url: str, *, pool_size: int = 10, timeouts: Mapping[str, timedelta] = NO_TIMEOUTS, serving: bool = False
) -> dict[str, Any]:
    """Tortoise's configuration for the PostgreSQL at `url` (postgresql://…, a socket directory as `?host=DIR`).

    See open_database."""
    # Statements here are either tiny or dominated by I/O; compiling them costs more than it saves.
    settings = {"jit": "off", "application_name": "tierline"}
    settings |= {name: str(limit // timedelta(milliseconds=1)) for name, limit in timeouts.items()}
    connection = expand_db_url(url)
    credentials = connection["credentials"]
    if "sslmode" in credentials:  # libpq's name, which asyncpg takes only inside a DSN
        credentials["ssl"] = credentials.pop("sslmode")
    credentials |= {
        "minsize": 1,
        "maxsize": pool_size,
        "server_settings": settings,
    }
    if serving:
        # Planning a long statement takes longer than running it, and no parameter here makes another plan better.
        settings["plan_cache_mode"] = "force_generic_plan"
        credentials |= {
            "statement_cache_size": STATEMENTS,
            "max_cacheable_statement_size": 0,  # of any length: long ones are the ones to keep
            "reset": leave_clean,
        }
    app = {"models": list(MODULES), "default_connection": "default", "migrations": "models.migrations"}
    return {"connections": {"default": connection}, "apps": {"models": app}}


async def leave_clean(connection: asyncpg.Connection) -> None:
    """What a serving connection is released with.

    Requests leave no setting, lock or cursor in their sessions, so that asyncpg's own statement for that, a round trip
    after each use, would undo nothing."""
    if connection.is_in_transaction():
        await connection.reset()


async def open_database(
    url: str, *, pool_size: int = 10, timeouts: Mapping[str, timedelta] = NO_TIMEOUTS, serving: bool = False
) -> None:
    """Binds the models to the database, for all tasks of this process. Connects lazily.

    `timeouts` are PostgreSQL's, by their names there, of at least a millisecond each. `serving` is for many requests
    with few different statements, as the API has them."""
    global spares, _apart  # noqa: PLW0603 - they go with Tortoise's own connections, which are global too
    config = tortoise_config(url, pool_size=pool_size, timeouts=timeouts, serving=serving)
    spares = Spares() if serving else None
    _apart = asyncio.Lock()
    # Without the global fallback, tasks that a server starts for requests would see no context.
    await Tortoise.init(config=config, _enable_global_fallback=True)


async def close_database() -> None:
    """Closes the pool."""
    global spares  # noqa: PLW0603 - as above
    if spares is not None:
        await spares.clear()
        spares = None
    await Tortoise.close_connections()


def acquire() -> AbstractAsyncContextManager[asyncpg.Connection]:
    """A bare asyncpg connection of the pool, for COPY, cursors and set-based SQL."""
    return get_connection("default").acquire_connection() if spares is None else spares.lend()


@asynccontextmanager
async def transaction() -> AsyncIterator[asyncpg.Connection]:
    """The same inside a transaction, committed when the block ends and rolled back when it raises."""
    async with acquire() as connection, connection.transaction():
        yield connection


@asynccontextmanager
async def connect_apart() -> AsyncIterator[asyncpg.Connection]:
    """A connection beside the pool, for whoever holds one of the pool's: if all did, none would be left to wait for.

    One at a time in a process."""
    client = get_connection("default")
    assert isinstance(client, AsyncpgDBClient)
    options: dict[str, Any] = {name: value for name, value in client.extra.items() if name != "reset"}
    for name in ("host", "port", "user", "password", "database", "server_settings"):
        options[name] = getattr(client, name)
    async with _apart:
        connection = await asyncpg.connect(**options)
        try:
            yield connection
        finally:
            await connection.close(timeout=CLOSE_SECONDS)
