"""Connections of a serving process go from one task to the next, and none gets lost or is lent broken."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import asyncpg
import pytest

from models import database
from models.database import acquire, close_database, open_database, transaction
from models.missing import find_missing

POOL_SIZE = 2


@pytest.fixture
async def serving(database_url: str) -> AsyncIterator[str]:
    await open_database(database_url, pool_size=POOL_SIZE, serving=True)
    yield database_url
    await close_database()


async def backend() -> int:
    async with acquire() as connection:
        return int(await connection.fetchval("SELECT pg_backend_pid()"))


def at_hand() -> int:
    assert database.spares is not None
    return len(database.spares)


async def test_the_next_statement_has_the_connection_of_the_one_before(serving: str) -> None:
    assert await backend() == await backend()
    assert at_hand() == 1


async def test_more_tasks_than_connections_all_get_their_turn(serving: str) -> None:
    async def ask(number: int) -> int:
        async with acquire() as connection:
            return int(await connection.fetchval("SELECT $1::int FROM pg_sleep(0.001)", number))

    assert await asyncio.wait_for(asyncio.gather(*map(ask, range(100))), 20) == list(range(100))
    assert at_hand() <= POOL_SIZE


async def test_readiness_is_told_while_all_connections_are_at_hand(serving: str) -> None:
    async with AsyncExitStack() as lent:
        for _ in range(POOL_SIZE):
            await lent.enter_async_context(acquire())
    assert at_hand() == POOL_SIZE
    async with asyncio.timeout(20), acquire() as connection:
        assert await find_missing(connection) == []


async def test_a_connection_that_has_ended_is_not_lent_again(serving: str) -> None:
    ended = await backend()
    admin = await asyncpg.connect(serving)
    await admin.execute(f"SELECT pg_terminate_backend({ended}, 5000)")
    await admin.close()
    await asyncio.sleep(0.1)  # until the socket has told
    assert await backend() != ended
    assert at_hand() == 1


async def test_a_connection_that_nobody_wanted_for_long_is_not_trusted(
    serving: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten = await backend()
    monkeypatch.setattr("models.spares.MOST_IDLE_SECONDS", -1.0)
    assert await backend() != forgotten
    assert at_hand() == 1


async def test_the_pool_has_a_look_at_a_connection_that_was_lent_often(
    serving: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.spares.MOST_LOANS", 2)
    seen = [(await backend(), at_hand()) for _ in range(2)]
    assert [left for _, left in seen] == [1, 0]


async def test_connections_of_a_busier_time_end(serving: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with acquire(), acquire():
        pass
    assert at_hand() == POOL_SIZE
    async with acquire():
        monkeypatch.setattr("models.spares.MOST_IDLE_SECONDS", -1.0)
    assert at_hand() == 1


async def test_what_failed_or_was_cancelled_goes_through_the_pool(serving: str) -> None:
    await backend()
    with pytest.raises(asyncpg.DivisionByZeroError):
        async with transaction() as connection:
            await connection.fetchval("SELECT 1 / 0")
    assert at_hand() == 0
    await backend()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05), acquire() as connection:
            await connection.fetchval("SELECT pg_sleep(10)")
    assert at_hand() == 0
    await asyncio.gather(*(backend() for _ in range(POOL_SIZE * 2)))


async def test_a_transaction_that_was_left_open_is_not_handed_on(serving: str) -> None:
    async with acquire() as connection:
        await connection.execute("BEGIN; CREATE TABLE unfinished (x int)")
    assert at_hand() == 0
    async with acquire() as connection:
        assert not connection.is_in_transaction()
        assert await connection.fetchval("SELECT to_regclass('unfinished')") is None
