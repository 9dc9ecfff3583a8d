"""Each attack as hard as one machine can: others hardly notice it, and nothing is left of it."""

import asyncio
import sys
import time
from pathlib import Path

import pytest

from tests.hostile.attacks.table import CASES
from tests.hostile.attacks.target import Who
from tests.hostile.besieged import Seen, attacked, looking_on, served

pytestmark = pytest.mark.chaos

TIMES = 5.0  # of its p99 without the attack
LIVE_SECONDS = 1.0
READY_SECONDS = 1.0
MOST_MEMORY = 512 * 2**20
BACK_SECONDS = 10.0
SAMPLES = 300
UNDER_WAY = 2.0  # seconds in which an attack gets to its height
LOOKS = 3  # what else the machine does disturbs one of them, an attack all


def harm(before: Seen, during: Seen) -> list[str]:
    """What of it is more than others have to bear."""
    bounds = {
        "a tiny query's p99": (during.p99, TIMES * before.p99),
        "an event": (max(during.events), LIVE_SECONDS),
        "being ready": (max(during.ready), READY_SECONDS),
        "memory": (max(during.memory), MOST_MEMORY),
    }
    return [name for name, (found, most) in bounds.items() if found > most]


@pytest.mark.parametrize(("name", "who"), CASES)
async def test_others_hardly_notice_an_attack_and_nothing_is_left_of_it(
    tmp_path: Path, besieged: str, redis_url: str, name: str, who: Who
) -> None:
    async with served(tmp_path, besieged, redis_url) as server, looking_on(server, redis_url) as onlooker:
        await onlooker.look(50)
        before = await onlooker.look(SAMPLES)
        with attacked(name, who, server) as heard:
            await asyncio.sleep(UNDER_WAY)
            for _ in range(LOOKS):
                during = await onlooker.look(SAMPLES)
                if not harm(before, during):
                    break
        left = time.perf_counter()
        while not (await onlooker.at_rest() and (await onlooker.look(30)).p99 <= 2 * before.p99):
            assert time.perf_counter() - left < BACK_SECONDS, "not back to what it was"
    told = f"{name}, {who}: {before}; then {during}; {time.perf_counter() - left:.1f} s later as before; heard {heard}"
    sys.stderr.write(f"{told}\n")
    assert heard, "the attack has not even begun"
    assert not harm(before, during), told
