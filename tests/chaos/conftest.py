"""A portfolio, a day and a month of it to compute, and what a clean run by one worker makes of them."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from jobs.faults import VARIABLE
from jobs.queue import Queue
from models.editions import load_editions
from models.rulebook import Rulebook
from tests.oracle.generate import portfolio
from tests.workers.facts import ask, fetch, load
from workers.runner import Runner

RULES = Rulebook(load_editions(), ZoneInfo("UTC"))
DAY, MONTH = date(2019, 6, 14), date(2019, 6, 1)
LINES = portfolio(41, partners=20, clients=120, start=date(2018, 11, 1), end=date(2019, 6, 30))
MADE = (
    "SELECT partner_id, as_of, sold_mrr, managed_mrr, median_app_usage, certified, provisional, tier FROM standing"
    " ORDER BY as_of, partner_id",
    "SELECT partner_id, client_id, sold_amount, sold_status, managed_amount, managed_status, managed_until, apps_used"
    " FROM client_credit ORDER BY partner_id, client_id",
    "SELECT partner_id, effective_on, revision, tier, sold_mrr, managed_mrr, inputs_digest FROM tier_decision"
    " ORDER BY partner_id, revision",
    "SELECT d.partner_id, c.client_id, c.sold_amount, c.managed_amount FROM decision_credit c"
    " LEFT JOIN tier_decision d ON d.id = c.decision_id ORDER BY d.partner_id, c.client_id",
    "SELECT kind, partner_id FROM event WHERE kind <> 'JOB_CHANGED' ORDER BY kind, partner_id",
)
SEQUENCE = "SELECT count(*), count(DISTINCT seq), max(seq) FROM event"
START_SECONDS = 60.0

Expected = list[list[tuple[object, ...]]]  # the rows of each of MADE


@dataclass
class Shop:
    """A database with the portfolio and two jobs, and the worker processes that were started on it."""

    url: str
    redis: str
    jobs: list[int] = field(default_factory=list)
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def worker(self, job: int, *, fault: str = "", seconds: float = 0.0, skew: float = 0.0) -> subprocess.Popen[str]:
        environment = {name: value for name, value in os.environ.items() if name != VARIABLE}
        if fault:
            environment[VARIABLE] = fault
        arguments = (self.url, self.redis, str(job), str(seconds), str(skew))
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.one_job", *arguments], env=environment, text=True,
            stdout=subprocess.PIPE,
        )  # fmt: skip
        self.started.append(process)
        return process

    async def finish(self) -> None:
        """What happens in the course of a minute: leases lapse, and a worker that lives takes up what is left."""
        for job in self.jobs:
            await fetch("UPDATE recompute_job SET lease_until = clock_timestamp() WHERE status = 'RUNNING'")
            await fetch("UPDATE recompute_chunk SET lease_until = NULL WHERE finished_at IS NULL")
            await fetch("UPDATE recompute_job SET not_before = NULL")
            self.worker(job).communicate(timeout=START_SECONDS)

    async def expect_whole(self, expected: Expected) -> None:
        """Every job is done, everything is there as in a clean run, and nothing twice."""
        assert await fetch("SELECT DISTINCT status FROM recompute_job") == [("SUCCEEDED",)]
        assert await made() == expected
        [(events, numbers, last)] = await fetch(SEQUENCE)
        assert events == numbers == last
        ended = "SELECT count(*) FROM event WHERE kind = 'JOB_CHANGED' AND payload ->> 'status' = 'SUCCEEDED'"
        assert await fetch(ended) == [(len(self.jobs),)]
        left = "SELECT count(*) FROM pg_class WHERE relname ~ '^(gathered|new_standing|new_decision)_[0-9]+$'"
        assert await fetch(left) == [(0,)]
        assert await fetch("SELECT count(*) FROM recompute_run WHERE finished_at IS NULL") == [(0,)]


async def made() -> Expected:
    return [list(await fetch(sql)) for sql in MADE]


async def ask_for_both(redis: str) -> list[int]:
    queue = Queue(redis)
    runner = Runner(RULES, queue, lambda: datetime.now(UTC))
    jobs = [await ask(runner, days=(DAY, DAY)), await ask(runner, month=MONTH)]
    await queue.close()
    return jobs


@pytest.fixture
async def clean(database: str, redis_url: str) -> Expected:
    """What one worker makes that nobody disturbs, in one chunk. Leaves the facts only."""
    await load(LINES, RULES)
    queue = Queue(redis_url)
    runner = Runner(RULES, queue, lambda: datetime.now(UTC))
    for job in await ask_for_both(redis_url):
        assert await runner.run(job) == "succeeded"
    await queue.close()
    expected = await made()
    await fetch(
        "TRUNCATE standing, client_credit, computed_day, tier_decision, decision_credit, event, recompute_job"
        " RESTART IDENTITY CASCADE"
    )
    return expected


@pytest.fixture
async def shop(clean: Expected, database: str, redis_url: str) -> AsyncIterator[Shop]:
    shop = Shop(database, redis_url, await ask_for_both(redis_url))
    yield shop
    for process in shop.started:
        process.kill()
        process.communicate()
