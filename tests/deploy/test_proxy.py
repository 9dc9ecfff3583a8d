import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from api.auth.minting import mint_token
from api.auth.principals import Role
from jobs.queue import Queue
from tests.api.rows import add_partner
from tests.cursors import encode_cursor
from tests.deploy.fronts import Front
from tests.end_to_end.changes import Changes, committed
from tests.end_to_end.followers import Follower, by_events, by_websocket
from tests.ops.conftest import SECRET

FOLLOWERS = 12
CATCH_UP_SECONDS = 30.0
PROMPT_SECONDS = 3.0  # streams that a proxy holds back would wait for the next comment, 15 s
VIEWER = {"query": "{ viewer { role } }"}


@asynccontextmanager
async def front_of(count: int, directory: Path, database_url: str, redis_url: str) -> AsyncIterator[Front]:
    """So many API processes behind the proxy."""
    front = Front(directory, {"DATABASE_URL": database_url, "REDIS_URL": redis_url}, count)
    try:
        await front.start()
        yield front
    finally:
        front.stop()


def operators_token() -> str:
    return mint_token(SECRET, Role.OPERATOR, partner=None, ttl=timedelta(hours=1), now=datetime.now(UTC))


async def catch_up(followers: list[Follower]) -> float:
    """How long it takes until everybody has been told exactly what is committed by now, in seconds."""
    began = time.monotonic()
    truth = await committed()
    async with asyncio.timeout(CATCH_UP_SECONDS):
        while any(follower.seen != truth for follower in followers):  # noqa: ASYNC110 (they are told by others)
            await asyncio.sleep(0.02)
    return time.monotonic() - began


@asynccontextmanager
async def following(front: Front) -> AsyncIterator[list[Follower]]:
    """Subscribers through the proxy, every third by server-sent events."""
    followers = [
        Follower(front.url, operators_token(), by_websocket if number % 3 else by_events, encode_cursor(0))
        for number in range(FOLLOWERS)
    ]
    tasks = [asyncio.create_task(follower.follow()) for follower in followers]
    try:
        yield followers
    finally:
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(end, asyncio.CancelledError) for end in ends), ends


async def test_subscribers_miss_nothing_whichever_api_process_goes(
    tmp_path: Path, database: str, redis_url: str
) -> None:
    changes = Changes(await add_partner("P1"), Queue(redis_url))
    headers = {"Authorization": f"Bearer {operators_token()}"}
    async with (
        front_of(2, tmp_path, database, redis_url) as front,
        following(front) as followers,
        httpx.AsyncClient(timeout=10, headers=headers) as http,
    ):
        await changes.commit()
        await catch_up(followers)
        await changes.commit()
        assert await catch_up(followers) < PROMPT_SECONDS
        for api, end in zip(front.apis, (signal.SIGKILL, signal.SIGTERM), strict=True):
            await asyncio.to_thread(api.end, end)
            await changes.commit()
            await catch_up(followers)
            answers = [await http.post(f"{front.url}/graphql", json=VIEWER) for _ in range(10)]
            assert {answer.status_code for answer in answers} == {httpx.codes.OK}, "the other one answers"
            api.start()
            await api.be_ready()
        await changes.commit()
        await catch_up(followers)
    assert all(follower.ends for follower in followers), "each lost its connection while it followed"
    await changes.queue.close()


async def test_the_proxy_keeps_the_host_and_metrics_to_the_inside(
    tmp_path: Path, database: str, redis_url: str
) -> None:
    protocols = [Subprotocol("graphql-transport-ws")]
    headers = {"Authorization": f"Bearer {operators_token()}"}
    async with front_of(1, tmp_path, database, redis_url) as front, httpx.AsyncClient(headers=headers) as http:
        address = f"{front.url.replace('http', 'ws', 1)}/graphql"
        async with connect(address, subprotocols=protocols, origin=Origin(front.url)) as socket:
            assert socket.subprotocol == protocols[0]
        with pytest.raises(InvalidStatus) as refused:
            async with connect(address, subprotocols=protocols, origin=Origin("https://elsewhere.example")):
                pass
        assert refused.value.response.status_code == httpx.codes.FORBIDDEN
        assert (await http.get(f"{front.apis[0].url}/metrics")).status_code == httpx.codes.OK
        assert (await http.get(f"{front.url}/metrics")).status_code == httpx.codes.NOT_FOUND
