"""The servers themselves go away in the middle of a chunk and come back; nothing is lost or done twice."""

import asyncio
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from models.migrate import migrate
from ops.data import DataDirectory
from ops.embedded.postgres import start_postgres, stop_postgres
from ops.embedded.valkey import start_valkey, stop_valkey
from tests.chaos.conftest import START_SECONDS, Expected, Shop
from tests.chaos.test_disturbances import first_chunk

pytestmark = pytest.mark.chaos


@dataclass
class Servers:
    """A PostgreSQL and a Valkey of the test's own, with the durability that they have in use."""

    data: DataDirectory
    postgres: subprocess.Popen[bytes]
    valkey: subprocess.Popen[bytes]


@pytest.fixture
def own() -> Iterator[Servers]:
    data = DataDirectory.at(Path(tempfile.mkdtemp(prefix="tierline-chaos-")))
    servers = Servers(data, start_postgres(data), start_valkey(data))
    try:
        yield servers
    finally:
        stop_valkey(servers.valkey)
        stop_postgres(servers.postgres)
        shutil.rmtree(data.path)


@pytest.fixture
async def database_url(own: Servers) -> str:
    await migrate(own.data.database_url)
    return own.data.database_url


@pytest.fixture
def redis_url(own: Servers) -> str:
    return own.data.redis_url


@pytest.mark.parametrize("which", [0, 1], ids=["day", "month"])
async def test_a_crash_of_the_database_under_a_chunk_costs_the_run_at_most(
    own: Servers, shop: Shop, clean: Expected, which: int
) -> None:
    if which:
        shop.worker(shop.jobs[0]).communicate(timeout=START_SECONDS)
    await first_chunk(shop, shop.jobs[which])
    own.postgres.send_signal(signal.SIGQUIT)  # an immediate shutdown: what a chunk had not committed is gone
    own.postgres.wait()
    own.postgres = start_postgres(own.data)
    said, _ = await asyncio.to_thread(shop.started[-1].communicate, timeout=START_SECONDS)
    assert "will be tried again" in said
    await shop.finish()
    await shop.expect_whole(clean)


async def test_a_job_does_not_need_the_valkey_that_told_of_it(own: Servers, shop: Shop, clean: Expected) -> None:
    await first_chunk(shop, shop.jobs[0])
    own.valkey.kill()
    own.valkey.wait()
    said, _ = shop.started[-1].communicate(timeout=START_SECONDS)
    assert said.endswith("succeeded\n")
    own.valkey = start_valkey(own.data)
    await shop.finish()
    await shop.expect_whole(clean)
