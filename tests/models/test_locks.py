"""Locks end with what they were taken for, however that ends."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NoReturn

import asyncpg
import pytest

from models.database import acquire, transaction
from models.locks import Lock, hold, lock
from tests.waiting import wait_for_waiters

HELD = """
SELECT mode FROM pg_locks
WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY 1
"""

pytestmark = pytest.mark.usefixtures("database")


class Failed(Exception):
    """What went wrong in a block."""


async def fail(_: asyncpg.Connection) -> NoReturn:
    raise Failed


async def fail_in_the_database(connection: asyncpg.Connection) -> None:
    await connection.execute("SELECT 1 / 0")


async def fail_in_a_savepoint(connection: asyncpg.Connection) -> None:
    async with connection.transaction():
        await fail_in_the_database(connection)


async def be_cancelled(_: asyncpg.Connection) -> NoReturn:
    raise asyncio.CancelledError


async def lose_the_connection(connection: asyncpg.Connection) -> None:
    await connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")


ENDS = {
    fail: Failed,
    fail_in_the_database: asyncpg.DivisionByZeroError,
    fail_in_a_savepoint: asyncpg.DivisionByZeroError,
    be_cancelled: asyncio.CancelledError,
}


async def held() -> list[str]:
    async with acquire() as connection:
        return [row["mode"] for row in await connection.fetch(HELD)]


async def write_and(end: Callable[[asyncpg.Connection], Awaitable[None]], connection: asyncpg.Connection) -> None:
    async with hold(connection, Lock.FACTS):
        assert await held() == ["ExclusiveLock"]
        await connection.execute("INSERT INTO kept VALUES (1)")
        await end(connection)


@pytest.mark.parametrize(("end", "error"), ENDS.items(), ids=[end.__name__ for end in ENDS])
async def test_a_lock_goes_when_its_block_fails_inside_a_transaction(
    end: Callable[[asyncpg.Connection], Awaitable[None]], error: type[BaseException]
) -> None:
    async with transaction() as connection:
        await connection.execute("CREATE TABLE kept (id int)")
        with pytest.raises(error):
            await write_and(end, connection)
        assert await held() == []
        assert await connection.fetchval("SELECT count(*) FROM kept") == 0


@pytest.mark.parametrize(("end", "error"), ENDS.items(), ids=[end.__name__ for end in ENDS])
async def test_a_lock_goes_when_its_block_fails_outside_of_one(
    end: Callable[[asyncpg.Connection], Awaitable[None]], error: type[BaseException]
) -> None:
    async with acquire() as connection:
        with pytest.raises(error):
            async with hold(connection, Lock.FACTS):
                await end(connection)
        assert await held() == []


async def test_a_lock_goes_with_its_connection(database: str) -> None:
    connection = await asyncpg.connect(database)
    with pytest.raises((asyncpg.PostgresConnectionError, asyncpg.AdminShutdownError)):
        async with hold(connection, Lock.FACTS):
            await lose_the_connection(connection)
    while await held():  # noqa: ASYNC110 (the server ends a session when it gets round to it)
        await asyncio.sleep(0)


async def test_a_lock_goes_when_its_block_is_done_and_the_work_of_the_block_stays() -> None:
    async with transaction() as connection:
        async with hold(connection, Lock.FACTS):
            await connection.execute("CREATE TABLE kept (id int)")
        assert await held() == []
    async with acquire() as connection:
        assert await connection.fetchval("SELECT count(*) FROM kept") == 0


async def test_a_wait_for_a_lock_that_is_cancelled_leaves_none() -> None:
    async with transaction() as first, transaction() as second:
        await lock(first, Lock.FACTS)

        async def wait() -> None:
            async with hold(second, Lock.FACTS):
                raise AssertionError("two have it")

        waiting = asyncio.create_task(wait())
        await wait_for_waiters()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    assert await held() == []


async def test_those_who_share_a_lock_wait_only_for_those_who_do_not() -> None:
    async with transaction() as first, transaction() as second, transaction() as third:
        await lock(first, Lock.MONTHS, shared=True)
        await lock(second, Lock.MONTHS, shared=True)
        alone = asyncio.create_task(lock(third, Lock.MONTHS))
        await wait_for_waiters()
        assert await held() == ["ExclusiveLock", "ShareLock", "ShareLock"]
        assert not alone.done()
        await first.execute("ROLLBACK; BEGIN")
        await second.execute("ROLLBACK; BEGIN")
        await alone
