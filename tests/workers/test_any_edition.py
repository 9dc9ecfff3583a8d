"""Standings and evidence by any edition's rules, as runs store them, beside plain workings of the same facts."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from engine.checks.check import Sample
from engine.checks.looking import look_for
from engine.checks.registry import CHECKS
from jobs.queue import Queue
from jobs.requests import Job, Request, request_activity
from models.database import acquire
from models.rulebook import Rulebook
from tests.engine.delivering import deliver, past_world, rulebook
from tests.oracle.grammar.comparison import EDITIONS
from tests.oracle.grammar.rules import Rules
from tests.workers.plainly import expect_evidence, expect_standings
from workers.runner import Runner

SEEDS = range(6)
QUICK = 1


@pytest.fixture
async def queue(database: str, redis_url: str) -> AsyncIterator[Queue]:
    async with Queue(redis_url) as queue:
        yield queue


async def compute(rules: Rulebook, queue: Queue, day: date, *, from_scratch: bool = False) -> None:
    """Computes the day on the second one after it."""
    now = datetime.combine(day + timedelta(2), time(3), UTC)
    async with acquire() as connection:
        request = Request("ada", now, from_scratch=from_scratch)
        job = await request_activity(connection, rules, day, day, request)
    assert isinstance(job, Job), job
    assert await Runner(rules, queue, lambda: now).run(job.id) == "succeeded"


async def findings(rules: Rulebook) -> list[str]:
    """What checks find."""
    return [line for check in CHECKS for line in (await look_for(check, rules, Sample(None))).examples]


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=() if seed < QUICK else pytest.mark.chaos) for seed in SEEDS]
)
@pytest.mark.parametrize("stem", sorted(EDITIONS))
async def test_what_a_run_stores_is_what_plain_workings_say(queue: Queue, stem: str, seed: int) -> None:
    rules, plain = rulebook(stem), Rules(EDITIONS[stem])
    facts, day = past_world(stem, seed)
    book = await deliver(facts, rules)
    await compute(rules, queue, day)
    await expect_standings(plain, book, day)
    await expect_evidence(plain, book, day)
    assert await findings(rules) == []
