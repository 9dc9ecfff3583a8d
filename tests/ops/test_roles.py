"""Processes that log in to the database as roles of their own, and what commands say of roles."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from ops.data import API, WRITER, DataDirectory
from ops.embedded.postgres import start_postgres, stop_postgres
from tests.end_to_end.machine import Machine
from tests.ops.conftest import Tierline
from tests.roles import connected

SESSIONS = (
    "SELECT DISTINCT usename::text FROM pg_stat_activity"
    " WHERE application_name = 'tierline' AND pid <> pg_backend_pid() ORDER BY usename"
)
PARTNER: dict[str, object] = {
    "type": "partner",
    "id": "P1",
    "name": "One",
    "domains": ["one.example"],
    "joined_on": "2018-06-01",
}


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path)
    yield machine
    if machine.process is not None:
        machine.stop()
    shutil.rmtree(tmp_path)


@pytest.fixture
async def stranger(database_url: str) -> str:
    """The URL of a role that has no right to anything."""
    async with connected(database_url) as connection:
        try:
            await connection.execute("CREATE ROLE stranger LOGIN")
        except asyncpg.DuplicateObjectError:
            await connection.execute("DROP OWNED BY stranger")
    return database_url.replace("postgres@", "stranger@")


async def ask(data: DataDirectory, *statements: str) -> list[str]:
    """The first column of all that the statements give."""
    async with connected(data.database_url) as connection:
        return [row[0] for statement in statements for row in await connection.fetch(statement)]


def forget_roles(data: DataDirectory) -> None:
    """Makes a data directory like one of a version in which everything was done by one role."""
    process = start_postgres(data)
    try:
        asyncio.run(ask(data, f"DROP OWNED BY {WRITER}, {API}", f"DROP ROLE {WRITER}, {API}"))
    finally:
        stop_postgres(process)


def compute(machine: Machine) -> int:
    """The exit code once a worker, which has come by then, is through with a day."""
    return machine.run("recompute", "activity", "--from", "2018-06-02", "--to", "2018-06-02", "--wait").returncode


def test_what_up_starts_logs_in_as_roles_of_its_own_also_where_there_were_none(machine: Machine) -> None:
    machine.start()
    assert machine.load(PARTNER).endswith("1 accepted, 0 unchanged, 0 rejected\n")
    assert compute(machine) == 0
    assert asyncio.run(ask(machine.data, SESSIONS)) == [API, WRITER]
    machine.stop()
    forget_roles(machine.data)
    machine.start()
    assert machine.load(PARTNER).endswith("0 accepted, 1 unchanged, 0 rejected\n")
    assert compute(machine) == 0
    assert machine.ask("{ partners(first: 1) { edges { node { name } } } }", machine.token("--role", "operator"))
    assert asyncio.run(ask(machine.data, SESSIONS)) == [API, WRITER]
    assert machine.run("migrate").stdout == "the database is current\n"


@pytest.mark.parametrize("setting", ["TIERLINE_WRITER_ROLE", "TIERLINE_API_ROLE"])
def test_a_role_that_is_not_there_is_one_line(
    installed: Tierline, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setenv(setting, "no_such_role")
    refused = installed("migrate")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith('tierline: there is no role no_such_role: CREATE ROLE "no_such_role" LOGIN, or name')
    assert refused.err.count("\n") == 1


async def test_who_lacks_a_right_is_told_so_in_one_line(
    installed: Tierline, stranger: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", stranger)
    for command, told in (
        (["jobs"], "the user of DATABASE_URL lacks a right, which `tierline migrate` gives"),
        (["migrate"], "Tierline's tables belong to the role postgres, and the user stranger may not change them"),
    ):
        refused = await asyncio.to_thread(installed, *command)
        assert (refused.code, refused.out) == (1, "")
        assert refused.err.startswith(f"tierline: {told}")
        assert refused.err.count("\n") == 1


async def test_a_migration_gives_the_roles_that_it_is_told_their_rights(
    installed: Tierline, stranger: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIERLINE_API_ROLE", "stranger")
    assert (await asyncio.to_thread(installed, "migrate")).out == "the database is current\n"
    async with connected(stranger) as connection:
        assert await connection.fetch("SELECT FROM partner") == []
