"""Servers that answer and will not pass messages on: each is told by name, and none asks in a circle."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import ReadOnlyError, RedisError

from jobs.queue import Queue
from jobs.redis_faults import QueueRefused, tell_fault
from ops.data import DataDirectory
from ops.embedded.valkey import start_valkey, stop_valkey
from ops.status.glance import glance

PASSWORD = "hunter2"

Begin = Callable[[Mapping[str, str]], DataDirectory]


@pytest.fixture
def begin() -> Iterator[Begin]:
    """Starts a Valkey of the test's own with these settings."""
    started = []

    def start(settings: Mapping[str, str]) -> DataDirectory:
        data = DataDirectory.at(Path(tempfile.mkdtemp(prefix="tierline-tests-")))
        started.append((data, start_valkey(data, settings)))
        return data

    yield start
    for data, process in started:
        stop_valkey(process)
        shutil.rmtree(data.path)


@pytest.fixture
async def admin(begin: Begin) -> AsyncIterator[Redis]:
    async with Redis.from_url(begin({}).redis_url) as admin:
        yield admin


async def refusal(url: str) -> str:
    """What the check of such a server says; a message that cannot be sent is only noted.

    `tierline status` does not see it at a glance, either."""
    assert await glance(url) is None
    async with Queue(url) as queue:
        await queue.run_soon(1, 1)
        await queue.hint()
        with pytest.raises(QueueRefused) as raised:
            await queue.check()
    assert "\n" not in str(raised.value)
    assert PASSWORD not in str(raised.value)
    return str(raised.value)


def url_of(admin: Redis, login: str = "", number: str = "") -> str:
    path = admin.connection_pool.connection_kwargs["path"]
    return f"unix://{login}{path}{number}"


async def test_a_missing_or_wrong_password_is_refused_in_the_servers_words(
    admin: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    await admin.config_set("requirepass", PASSWORD)
    for login, number in (("", ""), ("", "?db=3"), (":wrong@", ""), ("nobody:wrong@", "?db=3")):
        told = await refusal(url_of(admin, login, number))
        assert "REDIS_URL needs a user and a password" in told
        assert ("Authentication required" if not login else "invalid username-password pair") in told
    assert "could not queue job 1" in caplog.text
    async with Queue(url_of(admin, f":{PASSWORD}@")) as queue:
        await queue.check()


@pytest.mark.parametrize(
    ("rights", "lacking"),
    [
        (("~arq:*", "&tierline:hints", "+@all", "-multi", "-exec"), "multi"),
        (("~arq:*", "&tierline:hints", "+@all", "-psetex"), "psetex"),
        (("~arq:*", "&tierline:hints", "+@all", "-publish"), "publish"),
        (("~arq:*", "&tierline:hints", "+@all", "-subscribe"), "subscribe"),
        (("~arq:*", "+@all"), "channel"),
        (("~cache:*", "&tierline:hints", "+@all"), "key"),
        (("~arq:*", "&tierline:hints", "+@read"), "ping"),
    ],
)
async def test_a_lacking_right_is_refused_and_the_page_with_all_of_them_named(
    admin: Redis, rights: tuple[str, ...], lacking: str
) -> None:
    rules = ("on", f">{PASSWORD}", *rights)
    await admin.execute_command("ACL", "SETUSER", "app", *rules)  # type: ignore[no-untyped-call]
    told = await refusal(url_of(admin, f"app:{PASSWORD}@"))
    assert lacking in told
    assert "docs/operations.md" in told


async def test_a_database_that_the_server_does_not_have_is_refused(admin: Redis) -> None:
    assert "it has no database of the number in REDIS_URL" in await refusal(url_of(admin, number="?db=99"))


@pytest.mark.parametrize("slots", [True, False])
async def test_a_cluster_is_refused_by_name(begin: Begin, *, slots: bool) -> None:
    data = begin({"cluster-enabled": "yes", "port": "0", "cluster-port": "9561", "bind": "127.0.0.1"})
    if slots:
        async with Redis.from_url(data.redis_url) as node:
            await node.cluster("ADDSLOTSRANGE", 0, 16383)
            while "ok" not in str(await node.cluster("INFO")):
                pass
    assert "it is a cluster" in await refusal(data.redis_url)


async def test_a_replica_is_told_apart_from_a_server_that_is_away(admin: Redis) -> None:
    await admin.replicaof("127.0.0.1", 1)
    await admin.config_set("replica-serve-stale-data", "yes")
    async with Queue(url_of(admin)) as queue:
        with pytest.raises(ReadOnlyError) as raised:
            await queue.check()
    assert tell_fault(raised.value).startswith("Redis or Valkey is a replica (")
    async with Queue("redis://127.0.0.1:1/0") as away:
        with pytest.raises(RedisError) as missing:
            await away.check()
    assert tell_fault(missing.value).startswith("Redis or Valkey is away: ")


async def test_a_check_leaves_nothing_behind(admin: Redis) -> None:
    async with Queue(url_of(admin)) as queue:
        await queue.check()
    assert await glance(url_of(admin)) == 0
    assert await admin.keys("*") == []
