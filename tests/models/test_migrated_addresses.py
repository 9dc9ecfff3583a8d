"""Addresses of a database from before they had one form: what is one mailbox becomes one actor, and loses nothing."""

from collections.abc import AsyncIterator
from datetime import date

import asyncpg
import pytest

from models.migrate import migrate
from ops.data import DataDirectory
from tests.conftest import named
from tests.earlier import migrate_up_to
from tests.models.test_migrations import before
from tests.postgres import execute

DAY = "2018-05-02"


@pytest.fixture
async def database_url(servers: DataDirectory) -> str:
    """A database of the version that came before the migration."""
    await execute(servers.database_url, "DROP DATABASE IF EXISTS older WITH (FORCE)", "CREATE DATABASE older")
    url = named(servers, "older")
    await migrate_up_to(url, before("addresses_in_one_form"))
    return url


@pytest.fixture
async def connection(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database_url)
    try:
        yield connection
    finally:
        await connection.close()


async def add_actors(connection: asyncpg.Connection, *addresses: str) -> list[int]:
    return [await connection.fetchval("INSERT INTO actor (address) VALUES ($1) RETURNING id", one) for one in addresses]


async def add_activity(connection: asyncpg.Connection, actor: int, event: str, apps: int = 0) -> None:
    await connection.execute(
        "INSERT INTO activity_event (external_id, client_id, actor_id, kind, at, day)"
        f" VALUES ($1, 1, $2, 'LOGIN', '{DAY}T10:00Z', '{DAY}')",
        event,
        actor,
    )
    await connection.execute(
        "INSERT INTO daily_activity (client_id, day, actor_id, events, logins, apps)"
        f" VALUES (1, '{DAY}', $1, 1, 1, $2)",
        actor,
        apps,
    )


async def add_employee(connection: asyncpg.Connection, email: str, actor: int) -> int:
    await connection.execute(
        "INSERT INTO partner (id, external_id, name, domains, domain_keys, joined_on)"
        " VALUES (1, 'p', 'p', '{}', '{}', '2017-01-01') ON CONFLICT DO NOTHING"
    )
    await connection.execute(
        "INSERT INTO client (id, external_id, name, registered_on) VALUES (1, 'c', 'c', '2017-01-01')"
        " ON CONFLICT DO NOTHING"
    )
    employee: int = await connection.fetchval(
        "INSERT INTO employee (external_id, partner_id, email, email_domain, actor_id)"
        " VALUES ($1::text, 1, $1::text, 'x', $2) RETURNING id",
        email,
        actor,
    )
    await connection.execute(
        "INSERT INTO access (client_id, employee_id, granted_on) VALUES (1, $1, '2018-01-01')", employee
    )
    return employee


async def upgrade(connection: asyncpg.Connection, database_url: str) -> dict[str, int]:
    """Applies the migration to the rows that are there, and gives the actors that are left."""
    await migrate(database_url)
    return {row["address"]: row["id"] for row in await connection.fetch("SELECT id, address FROM actor")}


async def test_addresses_that_were_several_forms_of_one_mailbox_become_one_actor(
    connection: asyncpg.Connection, database_url: str
) -> None:
    ascii_form, unicode_form, decomposed = await add_actors(
        connection, "jörg@xn--bcher-kva.example", "jörg@bücher.example", "jo\u0308rg@bücher.example"
    )
    for number, actor in enumerate((ascii_form, unicode_form, decomposed)):
        await add_activity(connection, actor, f"v{number}", 1 << number)
    employee = await add_employee(connection, "Jörg@Bücher.example", unicode_form)

    assert await upgrade(connection, database_url) == {"jörg@xn--bcher-kva.example": ascii_form}
    assert await connection.fetchval("SELECT actor_id FROM employee WHERE id = $1", employee) == ascii_form
    assert [row["actor_id"] for row in await connection.fetch("SELECT actor_id FROM activity_event")] == [
        ascii_form
    ] * 3
    days = await connection.fetch("SELECT client_id, day, actor_id, events, logins, apps FROM daily_activity")
    assert [tuple(row) for row in days] == [(1, date(2018, 5, 2), ascii_form, 3, 3, 7)]
    assert await connection.fetchval("SELECT array_agg(client_id) FROM stale_client") == [1]


async def test_an_address_without_a_namesake_is_only_renamed(connection: asyncpg.Connection, database_url: str) -> None:
    (actor,) = await add_actors(connection, "ann@bücher.example")
    await add_activity(connection, actor, "v1")
    assert await upgrade(connection, database_url) == {"ann@xn--bcher-kva.example": actor}
    assert await connection.fetchval("SELECT events FROM daily_activity WHERE actor_id = $1", actor) == 1
    assert await connection.fetch("SELECT client_id FROM stale_client") == []


async def test_how_an_employee_was_written_tells_more_than_its_folded_form(
    connection: asyncpg.Connection, database_url: str
) -> None:
    (actor,) = await add_actors(connection, "ann@fass.example")
    await add_employee(connection, "ann@faß.example", actor)
    assert await upgrade(connection, database_url) == {"ann@xn--fa-hia.example": actor}


async def test_what_no_mailbox_has_and_what_has_its_form_stays(
    connection: asyncpg.Connection, database_url: str
) -> None:
    kept = ["ann smith <ann@a.example>", "ann@a..example", "ann@a.example", "o'brien@a.example"]
    actors = await add_actors(connection, *kept)
    assert await upgrade(connection, database_url) == dict(zip(kept, actors, strict=True))


async def test_a_mailbox_may_take_the_address_that_another_leaves(
    connection: asyncpg.Connection, database_url: str
) -> None:
    leaving, coming = await add_actors(connection, "ann@fass.example", '"ann"@fass.example')
    await add_employee(connection, "ann@faß.example", leaving)
    assert await upgrade(connection, database_url) == {"ann@xn--fa-hia.example": leaving, "ann@fass.example": coming}
