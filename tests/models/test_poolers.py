"""Behind PgBouncer: whole sessions do, shared ones are refused by name."""

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import date
from pathlib import Path
from typing import Protocol

import asyncpg
import pytest

from jobs.queue import Queue
from models.migrate import migrate
from models.poolers import SharedSessions
from ops.embedded.account import server_account
from tests.api.front import OPERATOR, VIEWER, make_app, serving
from tests.models.test_migrations_where import RULES
from tests.postgres import HOST, Server, free_port, give_to_server, opened, running, temporary_data
from tests.workers.conftest import NOW
from tests.workers.facts import compute, fetch, load, silver
from workers.runner import Runner

pytestmark = pytest.mark.pgbouncer


class Start(Protocol):
    async def __call__(self, mode: str, *, round_robin: bool = False) -> "PgBouncer": ...


CONFIG = """
[databases]
* = host={host} port={to}
[pgbouncer]
listen_addr = {host}
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {directory}/users
logfile = {directory}/log
pool_mode = {mode}
default_pool_size = 12
server_round_robin = {round_robin}
"""


class PgBouncer:
    """One in front of a server; its files are in `directory`."""

    def __init__(self, server: Server, directory: Path, mode: str, *, round_robin: bool = False) -> None:
        self.port = free_port()
        (directory / "users").write_text('"postgres" ""\n')
        text = CONFIG.format(
            host=HOST, to=server.port, port=self.port, directory=directory, mode=mode, round_robin=int(round_robin)
        )
        (directory / "pgbouncer.ini").write_text(text)
        give_to_server(directory, *directory.iterdir())
        account = server_account()
        program = shutil.which("pgbouncer")
        assert program is not None, "PgBouncer is missing; `make check-postgres` installs it"
        self.process = subprocess.Popen(
            [program, "--quiet", str(directory / "pgbouncer.ini")],
            stderr=subprocess.DEVNULL,
            user=None if account is None else account.pw_uid,
            group=None if account is None else account.pw_gid,
            extra_groups=None if account is None else [],
        )

    def url(self, database: str) -> str:
        return f"postgresql://postgres@{HOST}:{self.port}/{database}"

    async def be_ready(self) -> None:
        async with asyncio.timeout(20):
            while True:
                try:
                    await (await asyncpg.connect(self.url("postgres"))).close()
                except OSError:
                    await asyncio.sleep(0.05)
                else:
                    return


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with running() as server:
        await server.admin("CREATE DATABASE tierline")
        yield server


@pytest.fixture
async def start(server: Server) -> AsyncIterator[Start]:
    async with AsyncExitStack() as stack:

        async def begin(mode: str, *, round_robin: bool = False) -> PgBouncer:
            data = stack.enter_context(temporary_data())
            bouncer = PgBouncer(server, data.path, mode, round_robin=round_robin)
            stack.callback(bouncer.process.wait)
            stack.callback(bouncer.process.terminate)
            await bouncer.be_ready()
            return bouncer

        yield begin


async def test_whole_sessions_do_for_everything(start: Start, redis_url: str) -> None:
    bouncer = await start("session")
    url = bouncer.url("tierline")
    assert (await migrate(url))[0] == "0001_facts_and_results"
    async with opened(url), Queue(redis_url) as queue:
        await load(silver(), RULES)
        await compute(Runner(RULES, queue, lambda: NOW), date(2019, 6, 1), date(2019, 6, 2))
        assert await fetch("SELECT count(*), current_setting('jit') FROM standing") == [(2, "off")]
    async with serving(make_app(url, redis_url)) as api:
        assert (await api.http.get("/readyz")).status_code == 200
        assert await api.ask(OPERATOR, VIEWER) == {"viewer": {"role": "OPERATOR"}}


@pytest.mark.parametrize("choice", ["newest first", "round robin"])
async def test_sessions_that_are_shared_between_transactions_are_refused(
    start: Start, server: Server, redis_url: str, choice: str
) -> None:  # fmt: skip
    bouncer = await start("transaction", round_robin=choice == "round robin")
    with pytest.raises(SharedSessions, match="set its pool_mode to session"):
        await migrate(bouncer.url("tierline"))
    await migrate(server.url("tierline"))
    async with serving(make_app(bouncer.url("tierline"), redis_url)) as api:
        ready = await api.http.get("/readyz")
        assert ready.status_code == 503
        assert "shares sessions between transactions" in ready.json()["reason"]
