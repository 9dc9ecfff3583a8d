"""Where migrations can be applied: in any schema that comes first on the search path, or nowhere, and then at once."""

from collections.abc import AsyncIterator
from datetime import date
from urllib.parse import quote
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from jobs.queue import Queue
from models.database import acquire
from models.editions import load_editions
from models.fitness import UnfitDatabase
from models.migrate import migrate
from models.retention import drop_old_months
from models.rulebook import Rulebook, keep_calendar
from ops.data import DataDirectory
from tests.conftest import named, numbers
from tests.postgres import execute, opened
from tests.workers.conftest import NOW
from tests.workers.facts import compute, fetch, load, silver
from workers.runner import Runner

RULES = Rulebook(load_editions(), ZoneInfo("UTC"))
SERVERS_LOOK_ELSEWHERE_SINCE = 18
QUOTED = quote('-csearch_path="Tier\\ line"')
TABLES = (
    "SELECT coalesce(array_agg(DISTINCT nspname::text), '{}') FROM pg_class"
    " JOIN pg_namespace ON pg_namespace.oid = relnamespace"
    " WHERE relkind IN ('r', 'p') AND nspname NOT IN ('pg_catalog', 'information_schema')"
)


@pytest.fixture
async def url(servers: DataDirectory) -> AsyncIterator[str]:
    """An empty database, whose owner is an ordinary role of the same name."""
    name = f"where_{next(numbers)}"
    admin = await asyncpg.connect(servers.database_url)
    await admin.execute(f"CREATE ROLE {name} LOGIN")
    await admin.execute(f"CREATE DATABASE {name} OWNER {name}")
    yield named(servers, name).replace("postgres@", f"{name}@")
    await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await admin.execute(f"DROP ROLE {name}")
    await admin.close()


async def schemas(url: str) -> list[str]:
    """Those that have tables."""
    connection = await asyncpg.connect(url)
    found: list[str] = await connection.fetchval(TABLES)
    await connection.close()
    return found


async def expect_all_to_work(url: str, redis_url: str) -> None:
    async with opened(url), Queue(redis_url) as queue:
        await load(silver(), RULES)
        runner = Runner(RULES, queue, lambda: NOW)
        await compute(runner, date(2019, 6, 1), date(2019, 6, 2))
        assert await fetch("SELECT count(*) FROM standing") == [(2,)]
        async with acquire() as connection, connection.transaction():
            await keep_calendar(connection, RULES.zone)
            assert await drop_old_months(connection, date(2019, 6, 1)) != []


async def test_the_schema_of_the_roles_own_name(url: str, redis_url: str) -> None:
    await execute(url, "CREATE SCHEMA AUTHORIZATION CURRENT_USER")
    assert (await migrate(url))[0] == "0001_facts_and_results"
    assert await migrate(url) == []
    await expect_all_to_work(url, redis_url)
    assert (await schemas(url))[0].startswith("where_")
    assert len(await schemas(url)) == 1


async def test_a_schema_that_the_url_names_and_that_has_to_be_quoted(url: str, redis_url: str) -> None:
    await execute(url, 'CREATE SCHEMA "Tier line"')
    there = f"{url}&options={QUOTED}"
    await migrate(there)
    assert await migrate(there) == []
    await expect_all_to_work(there, redis_url)
    assert await schemas(url) == ["Tier line"]


async def test_no_schema_to_make_tables_in(url: str) -> None:
    await execute(url, "ALTER ROLE CURRENT_USER SET search_path = nowhere")
    with pytest.raises(UnfitDatabase, match=r"no schema of the search path \(nowhere\) exists: make one"):
        await migrate(url)
    assert await schemas(url) == []


async def test_a_schema_that_is_not_ours_to_change(url: str, servers: DataDirectory) -> None:
    await execute(url, "ALTER ROLE CURRENT_USER SET search_path = theirs")
    name = url.split("/")[3].split("?", maxsplit=1)[0]
    await execute(named(servers, name), f"CREATE SCHEMA theirs; GRANT USAGE ON SCHEMA theirs TO {name}")
    with pytest.raises(UnfitDatabase, match=f"GRANT CREATE ON SCHEMA theirs TO {name}"):
        await migrate(url)
    assert await schemas(url) == []


async def test_a_schema_that_would_come_before_the_one_with_the_tables(url: str) -> None:
    await migrate(url)
    await execute(url, "CREATE SCHEMA AUTHORIZATION CURRENT_USER")
    with pytest.raises(UnfitDatabase, match=r"are in the schema public, .*options=-csearch_path%3Dpublic"):
        await migrate(url)
    assert await schemas(url) == ["public"]
    assert await migrate(f"{url}&options=-csearch_path%3Dpublic") == []


async def test_an_encoding_that_not_all_names_have_is_refused_with_the_remedy(servers: DataDirectory) -> None:
    admin = await asyncpg.connect(servers.database_url)
    await admin.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0")
    with pytest.raises(UnfitDatabase, match=r"encoding LATIN1, .*createdb -E UTF8 -T template0"):
        await migrate(named(servers, "latin"))
    assert await schemas(named(servers, "latin")) == []
    await admin.execute("DROP DATABASE latin WITH (FORCE)")
    await admin.close()


async def test_an_extension_that_the_server_lacks_is_told_with_the_remedy(url: str, servers: DataDirectory) -> None:
    name = url.split("/")[3].split("?", maxsplit=1)[0]
    admin = await asyncpg.connect(servers.database_url)
    version = admin.get_server_version().major
    await admin.close()
    if version < SERVERS_LOOK_ELSEWHERE_SINCE:
        pytest.skip("this version cannot be told to look for extensions elsewhere")
    await execute(servers.database_url, f"ALTER ROLE {name} SET extension_control_path = '/nowhere'")
    with pytest.raises(
        UnfitDatabase, match=r"the server lacks the extension pg_trgm, .*contrib modules: install these"
    ):
        await migrate(url)
    assert await schemas(url) == []


async def test_an_extension_that_the_user_may_not_make_can_be_there_already(url: str, servers: DataDirectory) -> None:
    name = url.split("/")[3].split("?", maxsplit=1)[0]
    theirs = named(servers, name)
    await execute(theirs, f"ALTER DATABASE {name} OWNER TO postgres", f"GRANT CREATE ON SCHEMA public TO {name}")
    remedy = f"GRANT CREATE ON DATABASE {name} TO {name}, or have a superuser run CREATE EXTENSION pg_trgm there"
    with pytest.raises(UnfitDatabase, match=remedy):
        await migrate(url)
    assert await schemas(url) == []
    await execute(theirs, 'CREATE SCHEMA "Else where"', 'CREATE EXTENSION pg_trgm SCHEMA "Else where"')
    remedy = f'GRANT USAGE ON SCHEMA "Else where" TO {name}'
    with pytest.raises(UnfitDatabase, match=remedy):
        await migrate(url)
    assert await schemas(url) == []
    await execute(theirs, remedy)
    assert "0038_search_by_trigrams" in await migrate(url)
    await execute(theirs, f"ALTER DATABASE {name} OWNER TO {name}", f"REASSIGN OWNED BY {name} TO postgres")
