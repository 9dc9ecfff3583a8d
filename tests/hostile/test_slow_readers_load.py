"""A process of its own, of which many connections of one principal ask for much and read nothing."""

import json
import time
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import psutil
import pytest

from api.auth.principals import Role
from tests.api.rows import add_partner
from tests.hostile.test_live_load import BACK_WITHIN, MOST_MEMORY, WITHIN, gauges, reached, served, token
from tests.hostile.test_slow_readers import MUCH, NAME, deaf, post

pytestmark = pytest.mark.chaos

READERS = 200
TINY = {"query": '{ partner(externalId: "P-2") { name } }'}


async def test_answers_that_nobody_reads_fill_no_process_and_keep_nobody_waiting(
    tmp_path: Path, database: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIERLINE_BUDGET_BYTES", str(10**9))  # so that it is not what bounds them
    await add_partner("P-1", name="x" * NAME)
    await add_partner("P-2")
    attacker, other = token(Role.PARTNER, "P-1"), token(Role.PARTNER, "P-2")
    late, memory = [], []
    async with served(tmp_path, database, redis_url) as server, AsyncExitStack() as stack:
        assert server.running is not None
        process, port = psutil.Process(server.running.pid), int(server.url.rpartition(":")[2])
        headers = {"Authorization": f"Bearer {other}"}
        http = await stack.enter_async_context(httpx.AsyncClient(base_url=server.url, headers=headers))
        seen = await stack.enter_async_context(
            httpx.AsyncClient(base_url=server.url, headers={"Authorization": f"Bearer {token(Role.OPERATOR)}"})
        )
        async with AsyncExitStack() as attacking:
            for _ in range(READERS):
                raw = await attacking.enter_async_context(deaf(port))
                raw.say(post(MUCH, token=attacker))
                began = time.monotonic()
                answer = (await http.post("/graphql", json=TINY)).json()
                late.append(time.monotonic() - began)
                assert answer["data"]["partner"]["name"], json.dumps(answer)
                memory.append(process.memory_info().rss)
            assert (await gauges(seen))["buffered_bytes"] > NAME
            assert (await http.get("/readyz")).status_code == httpx.codes.OK
        left = time.monotonic()
        await reached(seen, lambda of: of["buffered_bytes"] < NAME)
        assert time.monotonic() - left < BACK_WITHIN
    told = f"late {max(late):.2f} s, memory {max(memory) / 2**20:.0f} MiB"
    assert sorted(late)[len(late) * 99 // 100] < WITHIN, told
    assert max(memory) < MOST_MEMORY, told
