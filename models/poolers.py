"""Poolers between us and PostgreSQL, such as PgBouncer: those that lend out whole sessions will do."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import asyncpg

from models.database import acquire

ROUNDS = 5  # a pooler that has other clients, too, may give a session to one of them in between
PATIENCE_SECONDS = 5.0  # for a pooler that has only one session for us, which then is not shared either

Acquire = Callable[[], AbstractAsyncContextManager[asyncpg.Connection]]

PROOF = (asyncpg.DuplicatePreparedStatementError, asyncpg.InvalidSQLStatementNameError)
"""What a session says that has the statements of another client, or lacks ours."""


class SharedSessions(Exception):
    """DATABASE_URL leads through a pooler that gives each transaction whichever session is free."""

    def __init__(self) -> None:
        super().__init__(
            "DATABASE_URL leads through a pooler that shares sessions between transactions: set its pool_mode to "
            "session, or name PostgreSQL's own port"
        )


async def expect_own_sessions(connection: asyncpg.Connection, another: Acquire = acquire) -> None:
    """Raises SharedSessions. Statements are prepared and settings are made for a session, and some locks are its own.

    Without a pooler it asks once: a pooler makes up the number by which a session is cancelled. Else it needs `another`
    connection."""
    try:
        if connection.get_server_pid() == await _backend(connection):
            return
        async with asyncio.timeout(PATIENCE_SECONDS), another() as other:
            if await _are_shared(connection, other):
                raise SharedSessions
    except PROOF:
        raise SharedSessions from None
    except TimeoutError:
        return


async def _are_shared(one: asyncpg.Connection, other: asyncpg.Connection) -> bool:
    """Whether the session of one is given to the other while it has nothing to do, or it gets another one itself."""
    for _ in range(ROUNDS):
        backend = await _backend(one)
        async with other.transaction():
            if await _backend(other) == backend or await _backend(one) != backend:
                return True
    return False


async def _backend(connection: asyncpg.Connection) -> int:
    async with connection.transaction():
        return int(await connection.fetchval("SELECT pg_backend_pid()"))
