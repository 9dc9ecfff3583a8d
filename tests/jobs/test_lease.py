"""A lease, of whatever: jobs, chunks and workers have theirs by the same terms."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import asyncpg
import pytest

from engine.chunks import CHUNKS
from jobs.lease import LAPSED, Lease, Terms
from jobs.presence import WORKERS, enter, presence
from jobs.states import JOBS
from models.database import acquire, transaction
from tests.workers.activity import start
from tests.workers.facts import fetch

TERMS = Terms("thing", "thing", ("name", "part"), claimed_while="NOT over", seconds=60, renewal_seconds=0)
KEY = ("a", 1)


@pytest.fixture
async def connection(database: str) -> AsyncIterator[asyncpg.Connection]:
    async with acquire() as connection:
        await connection.execute(
            "CREATE TABLE thing (name text, part int, over bool DEFAULT false, fence bigint DEFAULT 0,"
            " lease_until timestamptz)"
        )
        await connection.execute("INSERT INTO thing VALUES ('a', 1), ('a', 2), ('b', 1)")
        yield connection


async def take(connection: asyncpg.Connection) -> Lease:
    text = f"UPDATE thing SET {TERMS.taking} WHERE name = $1 AND part = $2 RETURNING fence"
    return Lease(TERMS, KEY, await connection.fetchval(text, *KEY))


async def seconds_left(connection: asyncpg.Connection) -> list[int | None]:
    rows = await connection.fetch(
        "SELECT round(extract(epoch FROM lease_until - clock_timestamp()))::int FROM thing ORDER BY name, part"
    )
    return [row[0] for row in rows]


async def let_lapse(connection: asyncpg.Connection) -> None:
    await connection.execute("UPDATE thing SET lease_until = clock_timestamp()")


async def test_a_lease_is_of_one_row_and_holds_for_its_seconds(connection: asyncpg.Connection) -> None:
    await take(connection)
    assert await seconds_left(connection) == [60, None, None]


async def test_a_renewed_lease_holds_for_its_seconds_once_more(connection: asyncpg.Connection) -> None:
    lease = await take(connection)
    await let_lapse(connection)
    assert await connection.fetchval(f"SELECT count(*) FROM thing WHERE {LAPSED}") == 3
    assert await lease.renew(connection)
    assert await seconds_left(connection) == [60, 0, 0]


@pytest.mark.parametrize("what", ["another one takes it", "it is over", "it is gone"])
async def test_a_lease_that_is_lost_is_neither_renewed_nor_kept_nor_given_back(
    connection: asyncpg.Connection, what: str
) -> None:
    lease = await take(connection)
    if what == "another one takes it":
        await take(connection)
    else:
        await connection.execute("DELETE FROM thing" if what == "it is gone" else "UPDATE thing SET over = true")
    before = await connection.fetch("SELECT * FROM thing ORDER BY name, part")
    assert not await lease.renew(connection)
    assert not await lease.keep(connection)
    await lease.give_back(connection)
    assert await connection.fetch("SELECT * FROM thing ORDER BY name, part") == before


async def test_a_lease_that_was_given_back_can_be_taken_at_once(connection: asyncpg.Connection) -> None:
    await (await take(connection)).give_back(connection)
    assert await seconds_left(connection) == [None, None, None]


async def test_nobody_takes_what_is_kept_before_the_transaction_ends(connection: asyncpg.Connection) -> None:
    lease = await take(connection)
    async with transaction() as keeping:
        assert await lease.keep(keeping)
        taking = await start(take(connection))
        assert not taking.done()
    assert (await taking).fence == lease.fence + 1


@pytest.fixture
def renewals(monkeypatch: pytest.MonkeyPatch) -> asyncio.Queue[bool]:
    """What each renewal that is looked at gave; the next one comes after that."""
    renew, results = Lease.renew, asyncio.Queue[bool](1)

    async def looked_at(self: Lease, connection: asyncpg.Connection) -> bool:
        renewed = await renew(self, connection)
        await results.put(renewed)
        return renewed

    monkeypatch.setattr(Lease, "renew", looked_at)
    return results


async def test_a_heartbeat_renews_until_its_block_ends_and_leaves_what_is_lost(
    connection: asyncpg.Connection, renewals: asyncio.Queue[bool]
) -> None:
    lease = await take(connection)
    await let_lapse(connection)
    async with lease.heartbeat():
        assert await renewals.get()
        assert await seconds_left(connection) == [60, 0, 0]
        await take(connection)
        await let_lapse(connection)
        while await renewals.get():  # those before it was taken
            pass
    assert await seconds_left(connection) == [0, 0, 0]
    assert renewals.empty()


async def test_a_block_ends_though_giving_back_the_connection_of_a_renewal_loses_the_cancellation(
    connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    lease = await take(connection)
    renewing = asyncio.Event()

    class Lost:
        async def __aenter__(self) -> asyncpg.Connection:
            return connection

        async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
            if kind is asyncio.CancelledError:
                raise asyncpg.ConnectionDoesNotExistError

    async def wait(*_: object) -> bool:
        if renewing.is_set():
            return True
        renewing.set()
        await asyncio.Event().wait()
        return True

    monkeypatch.setattr("jobs.lease.acquire", Lost)
    monkeypatch.setattr(Lease, "renew", wait)
    async with asyncio.timeout(20):
        async with lease.heartbeat():
            await renewing.wait()


async def test_a_heartbeat_goes_on_after_the_database_was_away(
    connection: asyncpg.Connection, renewals: asyncio.Queue[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    lease = await take(connection)
    renew, failures = Lease.renew, [OSError("away"), asyncpg.DeadlockDetectedError("circle")]

    async def failing(self: Lease, connection: asyncpg.Connection) -> bool:
        if failures:
            raise failures.pop()
        return await renew(self, connection)

    monkeypatch.setattr(Lease, "renew", failing)
    await let_lapse(connection)
    async with lease.heartbeat():
        assert await renewals.get()
    assert failures == []
    assert await seconds_left(connection) == [60, 0, 0]


@pytest.mark.parametrize("terms", [JOBS, CHUNKS, WORKERS], ids=lambda terms: str(terms.thing))
def test_a_lease_survives_a_renewal_that_fails(terms: Terms) -> None:
    assert terms.seconds > 2 * terms.renewal_seconds


async def test_a_worker_is_there_again_after_the_server_forgot_it(
    database: str, renewals: asyncio.Queue[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.presence.WORKERS", replace(WORKERS, renewal_seconds=0))
    names = "SELECT name FROM worker WHERE lease_until > clock_timestamp()"
    async with presence("one"):
        assert await fetch(names) == [("one",)]
        await fetch("TRUNCATE worker")  # as a crash does to unlogged tables
        while await renewals.get():  # those before it
            pass
        assert await renewals.get()
        assert await fetch(names) == [("one",)]
    assert await fetch("SELECT name FROM worker") == []


async def test_a_worker_that_died_is_silent_for_a_day_and_then_forgotten(database: str) -> None:
    async with acquire() as connection:
        for name, age in (("lost", "23 hours"), ("forgotten", "25 hours")):
            await enter(connection, name)
            await connection.execute(
                "UPDATE worker SET lease_until = now() - $1::text::interval WHERE name = $2", age, name
            )
        await enter(connection, "one")
    assert await fetch("SELECT name, lease_until > now() FROM worker ORDER BY name") == [("lost", False), ("one", True)]
