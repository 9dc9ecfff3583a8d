"""Dry runs beside loads, runs, editions, migrations and other workers: docs/concurrency.md."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import date

import pytest

from engine.dry_run_requests import Days
from jobs.requests import Job
from models.database import transaction
from models.locks import Lock, lock
from models.migrate import migrate
from models.months import make_months
from models.rulebook import Rulebook
from tests.tiers.editions.editions import following
from tests.workers.activity import before_call
from tests.workers.dry_runs import (
    HIGHER,
    LOWER,
    asked_for,
    found,
    publish_shipped,
    published,
    request,
    summaries,
    try_out,
)
from tests.workers.facts import Line, client, compute, decide, fetch, load, mrr, partner, report, silver, staff, use
from workers.runner import Runner

APRIL, MAY = date(2019, 4, 15), date(2019, 5, 15)
LATER: list[Line] = [
    *(partner("late"), client(2), *staff(2)),
    *(mrr("2019-02", 1, "7000.00", 2), mrr("2019-02", 2, "1.00", 2), report("2019-02", "2019-04-01", 2)),
    *(*use(1, "2019-04-01", "CTA"), *use(2, "2019-03-30", "CTA"), *use(1, "2019-08-20", "CTA")),
]
POINTS = [
    ("engine.dry_runs.expect_possible", 1),
    ("engine.dry_runs.find_basis", 1),
    ("engine.dry_runs.find_basis", 4),
    ("workers.dry_runs.write_batch", 1),
    ("workers.dry_runs.write_batch", 3),
    ("workers.dry_runs.finish_dry_run", 1),
]
ACTS = ["a day", "a month", "an edition", "a dry run that is asked for", "a migration"]
ANOTHER = following("2019-01-01", ('SOLD_MRR = "1125.00"', 'SOLD_MRR = "2099.00"'))


@pytest.fixture(autouse=True)
async def two_batches(database: str, rules: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two partners, a part and a batch each; editions in the database, and months with tables, as time makes them."""
    monkeypatch.setattr("engine.answers.ROWS_A_PART", 1)
    monkeypatch.setattr("engine.dry_runs.PARTNERS_AT_ONCE", 1)
    await publish_shipped()
    async with transaction() as connection:
        await make_months(connection, [date(2018 + number // 12, number % 12 + 1, 1) for number in range(11, 18)])
    await load([*silver(), partner("other")], rules)


def acting(runner: Runner, url: str, name: str) -> Callable[[], Awaitable[object]]:
    """What makes other rows of what is looked at, or locks what others have to wait for."""

    async def act() -> None:
        if name == "a migration":
            assert await migrate(url) == []
        elif name == "an edition":
            await published(ANOTHER)
        elif name == "a dry run that is asked for":
            assert isinstance(await request(runner, LOWER, Days(APRIL, APRIL)), Job)
        else:
            await load(LATER, runner.rules)
        if name == "a day":
            await compute(runner, date(2019, 4, 14))
        elif name == "a month":
            await decide(runner, date(2019, 4, 1))

    return act


@pytest.mark.parametrize(
    ("what", "function", "call"),
    [("a load", *point) for point in POINTS] + [(what, *point) for what in ACTS for point in (POINTS[1], POINTS[4])],
)
async def test_a_dry_run_is_of_one_moment_and_nobody_waits(
    runner: Runner, database: str, monkeypatch: pytest.MonkeyPatch, what: str, function: str, call: int
) -> None:
    before = await try_out(runner, LOWER, APRIL, MAY)
    job = await asked_for(runner, LOWER, APRIL, MAY)
    other = Runner(runner.rules, runner.queue, runner.clock)
    async with before_call(monkeypatch, function, call, acting(other, database, what), waits=False):
        assert await runner.run(job) == "succeeded"
    assert await found(job) == await found(before)
    assert await summaries(job) == await summaries(before)
    after = await try_out(runner, LOWER, APRIL, MAY)
    changes = what not in ("a migration", "a dry run that is asked for")
    assert (await found(after) != await found(before)) is changes


@pytest.mark.parametrize(
    ("function", "call"),
    [
        ("workers.dry_runs.begin_dry_run", 1),
        *POINTS,
        ("engine.dry_run_results.note_progress", 3),
        ("engine.dry_run_results.publish_job_change", 2),
        ("engine.dry_run_results.succeed", 1),
    ],
)
async def test_a_worker_that_takes_a_dry_run_over_at_any_point_of_it_makes_it_whole_and_once(
    runner: Runner, monkeypatch: pytest.MonkeyPatch, function: str, call: int
) -> None:
    expected = await try_out(runner, LOWER, APRIL, MAY)
    job = await asked_for(runner, LOWER, APRIL, MAY)
    other = Runner(runner.rules, runner.queue, runner.clock)
    outcomes = []

    async def take_over() -> None:
        await fetch("UPDATE recompute_job SET lease_until = clock_timestamp() WHERE id = $1", job)
        outcomes.append(await other.run(job))

    async with before_call(monkeypatch, function, call, take_over):
        outcomes.append(await runner.run(job))
    assert "succeeded" in outcomes
    assert set(outcomes) <= {"succeeded", f"job {job} was claimed by another worker", "not waiting for a worker"}
    assert await found(job) == await found(expected)
    assert await summaries(job) == await summaries(expected)
    assert await fetch("SELECT status, done, total FROM recompute_job WHERE id = $1", job) == [("SUCCEEDED", 4, 4)]


async def test_a_dry_run_waits_for_no_lock_of_loads_and_runs(runner: Runner) -> None:
    job = await asked_for(runner, LOWER, APRIL)
    async with AsyncExitStack() as stack:
        holder = await stack.enter_async_context(transaction())
        for which in (Lock.SCHEDULE, Lock.RECOMPUTE, Lock.MONTHS, Lock.FACTS):
            await lock(holder, which)
        assert await runner.run(job) == "succeeded"
    assert len(await found(job)) == 2


async def test_two_dry_runs_at_once_leave_each_its_own(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = await asked_for(runner, LOWER, APRIL), await asked_for(runner, HIGHER, APRIL)
    other = Runner(runner.rules, runner.queue, runner.clock)

    async def run_other() -> None:
        assert await other.run(two) == "succeeded"

    async with before_call(monkeypatch, "workers.dry_runs.write_batch", 2, run_other, waits=False):
        assert await runner.run(one) == "succeeded"
    assert [[row[3] for row in await found(job)] for job in (one, two)] == [["GOLD", None], [None, None]]
