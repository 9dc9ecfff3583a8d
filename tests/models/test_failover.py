"""A server that takes no writes is away, and nobody has to do anything once there is one that does."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from models.database import AWAY, acquire, close_database, open_database, transaction
from models.sessions import READ_ONLY
from tests.models.pools import pool_in_use
from tests.postgres import HOST, REPLICATED, Address, Server, running, temporary_data

PATIENCE_SECONDS = 30.0
WRITE = "INSERT INTO note VALUES (pg_backend_pid()) RETURNING backend"


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with running(REPLICATED) as server:
        await server.admin("CREATE TABLE note (backend int)")
        yield server


@pytest.fixture(params=["working", "serving"])
def opened(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def write() -> int:
    async with transaction() as connection:
        return int(await connection.fetchval(WRITE))


async def turn_read_only(server: Server, *, on: bool) -> None:
    """For all sessions, also the open ones, once they have read the configuration again."""
    change = "ALTER SYSTEM SET default_transaction_read_only = on" if on else "ALTER SYSTEM RESET ALL"
    await server.admin(change, "SELECT pg_reload_conf()")


async def write_until_refused() -> None:
    """Returns once the server has come to take no writes, and refused one."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            try:
                await write()
            except READ_ONLY:
                return


async def read_until_refused() -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            async with acquire() as connection:
                await connection.fetchval("SELECT 1")


async def write_when_it_is_back() -> int:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            try:
                return await write()
            except AWAY:
                await asyncio.sleep(0.05)


async def test_open_connections_to_a_server_that_turned_read_only_end(server: Server, opened: str) -> None:
    await open_database(server.url(), pool_size=3, serving=opened == "serving")
    try:
        async with acquire(), acquire(), acquire():
            pass
        before = await write()
        await turn_read_only(server, on=True)
        await write_until_refused()
        assert pool_in_use().spare == 0
        with pytest.raises(asyncpg.TargetServerAttributeNotMatched):
            await write()
        await turn_read_only(server, on=False)
        assert await write_when_it_is_back() != before
    finally:
        await close_database()


async def test_reading_is_enough_to_notice(server: Server, opened: str) -> None:
    await open_database(server.url(), pool_size=3, serving=opened == "serving")
    try:
        await write()
        await turn_read_only(server, on=True)
        with pytest.raises(asyncpg.TargetServerAttributeNotMatched):
            await read_until_refused()
    finally:
        await close_database()


async def wait_for_note(standby: Server) -> None:
    """Returns once the standby has what was written: it follows a little later."""
    connection = await asyncpg.connect(standby.admin_url)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await connection.fetchval("SELECT count(*) FROM note"):  # noqa: ASYNC110 (another server's doing)
            await asyncio.sleep(0.05)
    await connection.close()


async def test_a_standby_behind_the_same_address_is_away_until_it_is_promoted(server: Server) -> None:
    """The connections to the old server stay open, and it goes on answering, as one that was merely fenced off."""
    with temporary_data() as data:
        standby = Server(data, REPLICATED)
        server.copy_to(standby)
        try:
            await standby.start()
            async with Address(server.port) as address:
                url = f"postgresql://postgres@{HOST}:{address.port}/postgres"
                await open_database(url, pool_size=3)
                old = await write()
                await wait_for_note(standby)
                await turn_read_only(server, on=True)
                address.target = standby.port
                await write_until_refused()
                with pytest.raises(asyncpg.TargetServerAttributeNotMatched):
                    await write()
                await standby.admin("SELECT pg_promote()")
                await write_when_it_is_back()
                assert await _ask("SELECT inet_server_port()") == standby.port
                assert await _ask(f"SELECT count(*) FROM note WHERE backend = {old}") >= 1
        finally:
            await close_database()
            standby.stop()


async def _ask(question: str) -> int:
    async with acquire() as connection:
        return int(await connection.fetchval(question))
