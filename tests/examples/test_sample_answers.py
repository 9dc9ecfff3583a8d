"""What the sample shows when it is asked, by the engine's own answers."""

from collections import defaultdict
from collections.abc import AsyncIterator
from datetime import date

import orjson
import pytest

from engine.findings.kinds import KINDS
from engine.findings.looking import look_for, read_ground
from engine.forecasts import decide_ahead, look_ahead
from engine.kept_forecasts import AHEAD
from engine.portfolio import find_near
from examples.sample.draft import draft_text
from examples.sample.portfolio import generate
from jobs.queue import Queue
from models.database import acquire
from tests.workers.conftest import NOW, shipped
from tests.workers.dry_runs import publish_shipped, summaries, try_out
from tests.workers.facts import compute, decide, fetch, load
from tests.workers.foreseen import foresee
from tiers.credits import CreditStatus
from tiers.decisions import TierChangeKind
from tiers.forecasts import Assumption
from tiers.periods import decision_day, effective_day, minus_months
from tiers.schedule import coming_months
from workers.runner import Runner

METRICS = ("CERTIFIED", "MANAGED_MRR", "MEDIAN_APP_USAGE", "SOLD_MRR")
FALLS = """
SELECT f.place, f.metric, f.client_id IS NOT NULL, f.last_day IS NOT NULL FROM forecast f WHERE f.falls_first
"""


@pytest.fixture
async def runner(database: str, redis_url: str) -> AsyncIterator[Runner]:
    async with Queue(redis_url) as queue:
        yield Runner(shipped(), queue, lambda: NOW)


# Between two decisions, the first day and the last: nothing of it may depend on the day on which somebody looks.
@pytest.mark.parametrize("last_closed", [date(2019, 5, 14), date(2019, 6, 13)], ids=str)
async def test_whoever_asks_finds_something_of_each_kind(runner: Runner, last_closed: date) -> None:
    await publish_shipped()
    lines = [orjson.loads(line) for line in generate(last_closed, zone=runner.rules.zone)]
    _, rejected = await load(lines, runner.rules)
    assert rejected == []
    newest = decision_day(last_closed if last_closed.day >= 14 else minus_months(last_closed, 1))
    await decide(runner, newest.replace(day=1))
    await compute(runner, last_closed)
    await foresee(runner)

    await expect_falls_on_each_decision_for_each_reason()
    await expect_lapses_without_further_activity(runner, last_closed)
    await expect_some_near_the_next_tier()
    await expect_findings_of_each_kind(runner, last_closed)
    await expect_moves_by_the_draft(runner, last_closed, effective_day(newest.replace(day=1)))


async def expect_falls_on_each_decision_for_each_reason() -> None:
    falls = set(await fetch(FALLS))
    for decision in range(1, AHEAD + 1):
        for metric in METRICS:
            assert (decision, metric, metric != "CERTIFIED", True) in falls
    assert any(decision == 1 and not ends for decision, _, _, ends in falls), "a report says less"


async def expect_lapses_without_further_activity(runner: Runner, last_closed: date) -> None:
    """Nobody works anywhere any more: somebody falls by what has lapsed, on each of the decisions."""
    lapsed: dict[int, int] = defaultdict(int)
    days = [decision_day(month) for month in coming_months(last_closed, AHEAD)]
    async with (
        acquire() as connection,
        look_ahead(connection, runner.rules, last_closed, days, Assumption.NO_FURTHER_FACTS) as ahead,
    ):
        held = await ahead.held(runner.rules.program)
        seen = [one async for one in ahead.see()]
        for one, expired in zip(seen, await ahead.expire(seen), strict=True):
            for place, decision in enumerate(decide_ahead(held[one.partner][1], one.looks, expired), 1):
                ends = {ended.status for ended in decision.expired}
                if decision.change is TierChangeKind.DEMOTED and CreditStatus.NO_RECENT_ACTIVITY in ends:
                    lapsed[place] += 1
    assert set(lapsed) == set(range(1, AHEAD + 1))


async def expect_some_near_the_next_tier() -> None:
    async with acquire() as connection:
        near = await find_near(connection, 20)
    assert {gate["metric"] for one in near for gate in one.gates} >= {"SOLD_MRR", "MANAGED_MRR", "MEDIAN_APP_USAGE"}
    assert all(len(one.gates) == 1 for one in near[:3])


async def expect_findings_of_each_kind(runner: Runner, last_closed: date) -> None:
    async with acquire() as connection:
        ground = await read_ground(connection, runner.rules, last_closed)
        totals = {kind: (await look_for(connection, ground, kind, 1)).total for kind in KINDS}
    assert all(KINDS[kind].is_needed(ground) for kind in KINDS)
    assert [kind for kind, total in totals.items() if not total] == []


async def expect_moves_by_the_draft(runner: Runner, last_closed: date, on: date) -> None:
    [(_, _, partners, _, moves)] = await summaries(await try_out(runner, draft_text(last_closed), on))
    moved = {(move["tier_before"], move["tier_after"]): move["partners"] for move in moves}
    assert moved.get(("SILVER", "GOLD"), 0) > 0
    assert moved.get(("SILVER", None), 0) > 0
    assert sum(moved.values()) < partners // 2
