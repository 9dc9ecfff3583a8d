"""Each attack as hard as one machine can, one after the other: others hardly notice, and nothing is left of it."""

import sys
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from redis.asyncio import Redis

from models.database import close_database, open_database
from ops.data import DataDirectory
from tests.hostile.attacks.table import CASES
from tests.hostile.attacks.target import Who
from tests.hostile.besieged import Onlooker, Seen, attacked, looking_on, served

pytestmark = [pytest.mark.chaos, pytest.mark.asyncio(loop_scope="module")]

TIMES = 5.0  # of its p99 without the attack
LIVE_SECONDS = 1.0
SOCKET_SECONDS = 1.0
READY_SECONDS = 1.0
MOST_MEMORY = 512 * 2**20
BACK_SECONDS = 10.0
SAMPLES = 200
LOOKS = 3  # what else the machine does disturbs one of them, an attack all


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def onlooker(
    servers: DataDirectory, large_portfolio: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Onlooker]:
    """Who looks on at one server that is attacked again and again."""
    async with Redis.from_url(servers.redis_url) as redis:
        await redis.flushall()
    await open_database(large_portfolio)
    directory = tmp_path_factory.mktemp("besieged")
    async with (
        served(directory, large_portfolio, servers.redis_url) as server,
        looking_on(server, servers.redis_url) as onlooker,
    ):
        await onlooker.look(SAMPLES)
        yield onlooker
    await close_database()


def harm(before: Seen, during: Seen) -> list[str]:
    """What of it is more than others have to bear."""
    bounds = {
        "a tiny query's p99": (during.p99, TIMES * before.p99),
        "an event": (max(during.events), LIVE_SECONDS),
        "opening a socket": (max(during.sockets), SOCKET_SECONDS),
        "being ready": (max(during.ready), READY_SECONDS),
        "memory": (max(during.memory), MOST_MEMORY),
    }
    return [name for name, (found, most) in bounds.items() if found > most]


@pytest.mark.parametrize(("name", "who"), CASES)
async def test_others_hardly_notice_an_attack_and_nothing_is_left_of_it(
    onlooker: Onlooker, name: str, who: Who
) -> None:
    before = await onlooker.look(SAMPLES)
    async with attacked(name, who, onlooker.server) as heard:
        during = await onlooker.look(SAMPLES)
        for _ in range(LOOKS - 1):
            if harm(before, during):
                during = await onlooker.look(SAMPLES)
    left = time.perf_counter()
    while (still := await onlooker.left()) or (after := await onlooker.look(30)).p99 > 2 * before.p99:
        assert time.perf_counter() - left < BACK_SECONDS, f"{still or after} is left, and was {before}"
    told = f"{name}, {who}: {before}; then {during}; {time.perf_counter() - left:.1f} s later as before; heard {heard}"
    sys.stderr.write(f"{told}\n")
    assert heard, "the attack has not even begun"
    assert not harm(before, during), told
