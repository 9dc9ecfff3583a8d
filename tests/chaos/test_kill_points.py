"""A worker dies at a place that is known; another one finishes, and nothing is lost or done twice."""

import pytest

from jobs.faults import EXIT_CODE, Point
from tests.chaos.conftest import START_SECONDS, Expected, Shop


@pytest.mark.parametrize("which", [0, 1], ids=["day", "month"])
@pytest.mark.parametrize(
    "fault",
    [
        f"{Point.BEFORE_CLAIM}:1",
        f"{Point.AFTER_CLAIM}:1",
        f"{Point.MID_CHUNK}:2",
        f"{Point.BEFORE_COMMIT}:2",
        f"{Point.AFTER_COMMIT}:2",
        f"{Point.BEFORE_HINT}:1",
    ],
)
async def test_a_death_costs_nothing_and_repeats_nothing(shop: Shop, clean: Expected, fault: str, which: int) -> None:
    if which:
        shop.worker(shop.jobs[0]).communicate(timeout=START_SECONDS)
    dying = shop.worker(shop.jobs[which], fault=fault)
    dying.communicate(timeout=START_SECONDS)
    assert dying.returncode == EXIT_CODE
    await shop.finish()
    await shop.expect_whole(clean)
