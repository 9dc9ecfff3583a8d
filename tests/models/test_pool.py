"""Connections of a serving process go from one task to the next, and none gets lost or is lent broken."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import date

import asyncpg
import pytest
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from models.database import acquire, transaction
from models.missing import find_missing
from models.partners import Partner
from models.pool import Pool
from tests.models.pools import pool_in_use
from tests.postgres import execute, opened

POOL_SIZE = 2
PATIENCE_SECONDS = 20.0


@pytest.fixture
async def serving(database_url: str) -> AsyncIterator[str]:
    async with opened(database_url, pool_size=POOL_SIZE, serving=True):
        yield database_url


async def backend() -> int:
    async with acquire() as connection:
        return int(await connection.fetchval("SELECT pg_backend_pid()"))


def at_hand() -> int:
    return pool_in_use().spare


async def test_the_next_statement_has_the_connection_of_the_one_before(serving: str) -> None:
    assert await backend() == await backend()
    assert at_hand() == 1


async def test_more_tasks_than_connections_all_get_their_turn(serving: str) -> None:
    async def ask(number: int) -> int:
        async with acquire() as connection:
            return int(await connection.fetchval("SELECT $1::int FROM pg_sleep(0.001)", number))

    assert await asyncio.wait_for(asyncio.gather(*map(ask, range(100))), PATIENCE_SECONDS) == list(range(100))
    assert at_hand() <= POOL_SIZE


async def test_readiness_is_told_while_all_connections_are_at_hand(serving: str) -> None:
    async with AsyncExitStack() as lent:
        for _ in range(POOL_SIZE):
            await lent.enter_async_context(acquire())
    assert at_hand() == POOL_SIZE
    async with asyncio.timeout(PATIENCE_SECONDS), acquire() as connection:
        assert await find_missing(connection) == []


async def test_a_connection_that_has_ended_is_not_lent_again(serving: str) -> None:
    ended = await backend()
    await execute(serving, f"SELECT pg_terminate_backend({ended}, 5000)")
    await asyncio.sleep(0.1)  # until the socket has told
    assert await backend() != ended
    assert at_hand() == 1


async def test_a_connection_that_nobody_wanted_for_long_is_not_trusted(
    serving: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten = await backend()
    monkeypatch.setattr("models.pool.MOST_IDLE_SECONDS", -1.0)
    assert await backend() != forgotten
    assert at_hand() == 1


async def test_the_pool_has_a_look_at_a_connection_that_was_lent_often(
    serving: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.pool.MOST_LOANS", 2)
    seen = [(await backend(), at_hand()) for _ in range(2)]
    assert [left for _, left in seen] == [1, 0]


async def test_connections_of_a_busier_time_end(serving: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with acquire(), acquire():
        pass
    assert at_hand() == POOL_SIZE
    async with acquire():
        monkeypatch.setattr("models.pool.MOST_IDLE_SECONDS", -1.0)
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


async def make_partner(name: str) -> None:
    _ = await Partner.create(external_id=name, name=name, domains=[], domain_keys=[], joined_on=date(2018, 6, 1))


async def count() -> None:
    await Partner.filter(name__contains="a").count()


async def find_none() -> None:
    assert await Partner.get_or_none(external_id="nobody") is None


async def write_in_a_transaction() -> None:
    async with in_transaction():
        await make_partner(f"partner of {await backend()}")


async def read_side_by_side() -> None:
    """One after the other, as a connection can."""
    await count()
    await find_none()


PLAIN = pytest.mark.parametrize("query", [count, find_none, write_in_a_transaction, read_side_by_side])
Query = Callable[[], Awaitable[None]]


@PLAIN
async def test_a_plain_query_runs_while_all_connections_are_at_hand(serving: str, query: Query) -> None:
    async with AsyncExitStack() as lent:
        for _ in range(POOL_SIZE):
            await lent.enter_async_context(acquire())
    assert at_hand() == POOL_SIZE
    async with asyncio.timeout(PATIENCE_SECONDS):
        await query()
    assert pool_in_use().lent == 0


@PLAIN
async def test_whoever_holds_a_connection_runs_plain_queries_while_all_are_held(serving: str, query: Query) -> None:
    everybody = asyncio.Barrier(POOL_SIZE)

    async def hold() -> None:
        async with acquire() as connection:
            await everybody.wait()
            await query()
            assert await connection.fetchval("SELECT 1") == 1
            await everybody.wait()  # all are held until each has run its own

    async with asyncio.timeout(PATIENCE_SECONDS):
        await asyncio.gather(*(hold() for _ in range(POOL_SIZE)))
    assert pool_in_use().lent == 0


async def test_a_plain_query_is_part_of_the_transaction_that_it_is_written_in(serving: str) -> None:
    async def write_and_fail() -> None:
        async with transaction():
            await make_partner("undone")
            assert await Partner.exists(external_id="undone")
            raise LookupError

    with pytest.raises(LookupError):
        await write_and_fail()
    assert not await Partner.exists(external_id="undone")


async def test_set_based_sql_is_part_of_the_transaction_of_the_models(serving: str) -> None:
    async with in_transaction() as models:
        await make_partner("seen")
        async with acquire() as connection:
            assert await connection.fetchval("SELECT count(*) FROM partner") == 1
        await models.rollback()
    assert not await Partner.exists()


async def test_another_task_has_a_connection_of_its_own(serving: str) -> None:
    async def is_there() -> bool:
        return await Partner.exists(external_id="not yet")

    async with asyncio.timeout(PATIENCE_SECONDS), transaction():
        await make_partner("not yet")
        assert await is_there()
        assert not await asyncio.create_task(is_there())


async def test_a_plain_query_that_fails_leaves_its_connection_to_others(serving: str) -> None:
    await make_partner("twice")
    for _ in range(POOL_SIZE + 1):
        with pytest.raises(IntegrityError):
            await make_partner("twice")
    assert pool_in_use().lent == 0


async def test_closing_ends_what_is_given_back_after_it_has_begun(database_url: str) -> None:
    pool = Pool(await asyncpg.create_pool(database_url), keeps=True)
    lent = await pool.take()
    async with asyncio.timeout(PATIENCE_SECONDS):
        closing = asyncio.create_task(pool.close())
        await asyncio.sleep(0)
        await pool.put(lent, None)
        await closing
    assert pool.spare == 0
