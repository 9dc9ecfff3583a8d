"""The look at Redis or Valkey that needs no client: it says that all is in order only where it is."""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import trustme
from arq.constants import default_queue_name
from redis.asyncio import Redis
from redis.exceptions import RedisError

from jobs.queue import Queue
from jobs.queue_trial import QUEUE
from ops.status.glance import glance
from ops.status.lines import Line
from ops.status.queue import tell_queue
from tests.models.test_redis_refusals import PASSWORD, Begin, begin, url_of

__all__ = ["begin"]

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


async def send(url: str, *jobs: int) -> None:
    async with Queue(url) as queue:
        for job in jobs:
            await queue.run_soon(job, 1)


def test_the_queue_is_the_one_that_arq_reads() -> None:
    assert default_queue_name == QUEUE


async def test_it_counts_the_jobs_that_wait_and_leaves_nothing_behind(redis_url: str) -> None:
    assert await glance(redis_url) == 0
    await send(redis_url, 1, 2, 3)
    async with Redis.from_url(redis_url) as redis:
        await redis.zadd(QUEUE, {"cron:another": 1})
        before = {key: await redis.type(key) for key in await redis.keys("*")}
        assert await glance(redis_url) == 3
        assert {key: await redis.type(key) for key in await redis.keys("*")} == before
        assert await redis.pubsub_numsub("tierline:hints") == [(b"tierline:hints", 0)]


async def test_it_looks_into_the_database_of_the_url(redis_url: str) -> None:
    await send(f"{redis_url}?db=3", 1, 2)
    assert [await glance(f"{redis_url}?db={number}") for number in (0, 3)] == [0, 2]


async def test_it_logs_in_and_needs_the_rights_that_the_page_has(begin: Begin) -> None:
    [rights] = re.findall(r"^ACL SETUSER tierline on '>PASSWORD' (.*)$", OPERATIONS.read_text(), re.MULTILINE)
    rules = [word.strip("'") for word in rights.split()]
    async with Redis.from_url(begin({}).redis_url) as admin:
        await admin.execute_command("ACL", "SETUSER", "app", "on", ">p@ss/w?rd#%", *rules)
        assert await glance(url_of(admin, "app:p%40ss%2Fw%3Frd%23%25@")) == 0
        await admin.config_set("requirepass", PASSWORD)
        assert await glance(url_of(admin, f":{PASSWORD}@")) == 0
        assert await glance(url_of(admin)) is None


@pytest.mark.parametrize("option", ["client_name=me", "username=me", "db=0&password=x"])
async def test_what_it_does_not_read_is_left_to_the_client(redis_url: str, option: str) -> None:
    assert await glance(f"{redis_url}?{option}") is None


async def test_it_finds_nothing_in_order_where_nobody_answers_or_something_else_does() -> None:
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    for behave in (answer, hang_up):
        async with await asyncio.start_server(behave, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            assert await glance(f"redis://127.0.0.1:{port}/0") is None
    assert await glance("redis://127.0.0.1:1/0") is None


async def test_it_is_told_in_the_same_words_as_by_the_client(redis_url: str) -> None:
    await send(redis_url, 1)
    told = [Line("Redis or Valkey", "answers"), Line("queue length", "1")]
    assert await tell_queue(redis_url) == told
    assert await tell_queue(f"{redis_url}?client_name=me") == told


@asynccontextmanager
async def secured(redis_url: str, tls: ssl.SSLContext) -> AsyncIterator[int]:
    """The port of a server that speaks TLS and passes all of it on."""

    async def carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while piece := await source.read(2**16):
                target.write(piece)
        target.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        stream, sink = await asyncio.open_unix_connection(urlsplit(redis_url).path)
        await asyncio.gather(carry(reader, sink), carry(stream, writer))

    async with await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls) as server:
        yield server.sockets[0].getsockname()[1]


async def test_it_sees_through_tls_where_the_client_would(redis_url: str, tmp_path: Path) -> None:
    await send(redis_url, 1, 2)
    authority, own, other = trustme.CA(), tmp_path / "own.pem", tmp_path / "other.pem"
    authority.cert_pem.write_to_path(str(own))
    trustme.CA().cert_pem.write_to_path(str(other))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(tls)
    async with secured(redis_url, tls) as port:
        for options, length in (
            (f"ssl_ca_certs={own}", 2),
            ("ssl_cert_reqs=none", 2),
            (f"ssl_ca_certs={own}&ssl_check_hostname=true", None),  # it is asked for by its number
            (f"ssl_ca_certs={other}", None),
            (f"ssl_ca_certs={tmp_path}/none.pem", None),
            ("ssl_cert_reqs=perhaps", None),
            ("", None),
        ):
            url = f"rediss://127.0.0.1:{port}/0?{options}"
            assert (options, await glance(url)) == (options, length)
            async with Redis.from_url(url, retry=None) as redis:
                if length is None:
                    with pytest.raises((RedisError, OSError)):
                        await redis.ping()
                else:
                    assert await redis.ping()
        assert await glance(f"rediss://localhost:{port}/0?ssl_ca_certs={own}&ssl_check_hostname=true") == 2
        assert await glance(f"redis://127.0.0.1:{port}/0") is None
