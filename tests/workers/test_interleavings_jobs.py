"""Jobs that are asked for, claimed, cancelled, retried and told of at the same time: docs/concurrency.md."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Generic, TypeVar

import pytest

from events.outbox import publish_job_change
from events.retention import forget_events
from jobs.calendar import request_due_runs
from jobs.claims import Claim, claim_job
from jobs.requests import Job, Refusal, Request, cancel, request_tiers, retry
from models.database import acquire, transaction
from models.rulebook import Rulebook
from tests.workers.activity import before_call, start
from tests.workers.conftest import NOW
from tests.workers.facts import ask, fetch, load, silver
from workers.runner import Runner

MONTH = date(2019, 6, 1)
STATUS = "SELECT status, cancel_requested FROM recompute_job"
NUMBERS = "SELECT seq, job_id FROM event ORDER BY seq"
SCHEDULED = "SELECT kind, first_day::text, last_day::text FROM recompute_job WHERE scheduled ORDER BY id"
POINTS_OF_PUBLISHING = ["engine.publication.advance", "engine.publication.publish_job_change"]

T = TypeVar("T")

Answer = Job | Refusal


class Kept(Generic[T]):
    """What something gave that was begun at a point of something else."""

    def __init__(self, work: Callable[[], Awaitable[T]]) -> None:
        self.work = work
        self.given: list[T] = []

    async def __call__(self) -> None:
        self.given.append(await self.work())


@pytest.fixture
async def job(runner: Runner) -> int:
    """A job that waits for a worker, of a portfolio with one partner."""
    await load(silver(), runner.rules)
    return await ask(runner, month=MONTH)


def cancelling(job: int) -> Kept[Answer]:
    async def work() -> Answer:
        async with acquire() as connection:
            return await cancel(connection, job, NOW)

    return Kept(work)


def retrying(job: int) -> Kept[Answer]:
    async def work() -> Answer:
        async with acquire() as connection:
            return await retry(connection, job, "ada", NOW)

    return Kept(work)


def claiming(job: int) -> Kept[Claim | None]:
    return Kept(lambda: claim_job(job, NOW))


async def end_as(status: str) -> None:
    await fetch(f"UPDATE recompute_job SET status = '{status}', finished_at = now()")


async def test_of_two_workers_one_claims_a_job(job: int, monkeypatch: pytest.MonkeyPatch) -> None:
    second = claiming(job)
    async with before_call(monkeypatch, "jobs.states.publish_job_change", 1, second):
        assert await claim_job(job, NOW) is not None
    assert second.given == [None]
    assert await fetch("SELECT fence, attempts FROM recompute_job") == [(1, 1)]


async def test_a_job_that_is_cancelled_while_it_is_claimed_stops_at_its_first_step(
    runner: Runner, job: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancelled = cancelling(job)
    async with before_call(monkeypatch, "jobs.states.publish_job_change", 1, cancelled):
        assert await runner.run(job) == "cancelled"
    assert cancelled.given == [Job(job, 1)]
    assert await fetch("SELECT count(*) FROM tier_decision") == [(0,)]


async def test_a_job_that_is_claimed_while_it_is_cancelled_is_nobodys(
    job: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed = claiming(job)
    async with before_call(monkeypatch, "jobs.states.publish_job_change", 1, claimed):
        await cancelling(job)()
    assert claimed.given == [None]
    assert await fetch(STATUS) == [("CANCELLED", False)]


async def test_a_job_that_is_retried_twice_at_once_waits_once(job: int, monkeypatch: pytest.MonkeyPatch) -> None:
    await end_as("FAILED")
    first, second = retrying(job), retrying(job)
    async with before_call(monkeypatch, "jobs.states.publish_job_change", 1, second):
        await first()
    assert first.given == [Job(job, 1)]
    [refused] = second.given
    assert isinstance(refused, Refusal)
    assert refused.code == "JOB_NOT_RETRYABLE"


async def test_a_job_is_claimed_after_it_was_retried_and_not_in_between(
    runner: Runner, job: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await end_as("CANCELLED")
    claimed = claiming(job)
    async with before_call(monkeypatch, "jobs.states.publish_job_change", 1, claimed):
        await retrying(job)()
    assert claimed.given == [None]
    assert await runner.run(job) == "succeeded"


@pytest.mark.parametrize("function", POINTS_OF_PUBLISHING)
async def test_a_job_that_is_cancelled_at_its_end_is_cancelled_or_done(
    runner: Runner, job: int, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    cancelled = cancelling(job)
    async with before_call(monkeypatch, function, 1, cancelled):
        outcome = await runner.run(job)
    [answer] = cancelled.given
    decisions = await fetch("SELECT count(*) FROM tier_decision")
    if isinstance(answer, Job):
        assert (outcome, decisions) == ("cancelled", [(0,)])
    else:
        assert (outcome, decisions, answer.code) == ("succeeded", [(1,)], "JOB_FINISHED")


async def test_a_worker_whose_job_was_cancelled_and_retried_meanwhile_makes_nothing_visible(
    runner: Runner, job: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cancel_and_retry() -> None:
        await end_as("CANCELLED")  # as the next claim does, once the lease has lapsed
        retried = retrying(job)
        await retried()
        assert isinstance(retried.given[0], Job)

    async with before_call(monkeypatch, "workers.steps.publish_run", 1, cancel_and_retry):
        assert await runner.run(job) == "job 1 was claimed by another worker"
    assert await fetch("SELECT count(*) FROM tier_decision") == [(0,)]
    assert await runner.run(job) == "succeeded"
    assert await fetch("SELECT done, total FROM recompute_job") == [(1, 1)]


async def test_requests_with_one_key_at_once_give_one_job(
    database: str, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work() -> Answer:
        async with acquire() as connection:
            return await request_tiers(connection, rules, MONTH, Request("ada", NOW, "key"))

    first, second = Kept(work), Kept(work)
    async with before_call(monkeypatch, "jobs.requests.publish_job_change", 1, second):
        await first()
    assert first.given == second.given == [Job(1, 0)]
    assert await fetch("SELECT count(*) FROM event") == [(1,)]


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


def ticking(rules: Rulebook, day: date) -> Kept[list[Job]]:
    return Kept(lambda: request_due_runs(rules, at(day)))


@pytest.mark.parametrize("function", ["find_owed", "request_activity", "request_tiers"])
async def test_ticks_of_two_workers_add_each_run_once(
    database: str, rules: Rulebook, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    first, second = ticking(rules, date(2019, 7, 15)), ticking(rules, date(2019, 7, 15))
    async with before_call(monkeypatch, f"jobs.calendar.{function}", 1, second):
        await first()
    assert [len(jobs) for jobs in (*first.given, *second.given)] == [2, 0]
    assert await fetch("SELECT kind FROM recompute_job ORDER BY id") == [("ACTIVITY",), ("TIERS",)]


@pytest.mark.parametrize("function", ["find_under_way", "find_owed"])
async def test_a_run_that_ends_while_the_schedule_looks_is_not_asked_for_again(
    database: str, rules: Rulebook, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    await request_due_runs(rules, at(date(2019, 7, 15)))
    async with before_call(monkeypatch, f"jobs.calendar.{function}", 1, lambda: end_as("SUCCEEDED")):
        await request_due_runs(rules, at(date(2019, 7, 17)))
    await request_due_runs(rules, at(date(2019, 7, 17)))
    assert await fetch(SCHEDULED) == [
        ("ACTIVITY", "2019-07-14", "2019-07-14"),
        ("TIERS", None, None),
        ("ACTIVITY", "2019-07-15", "2019-07-16"),
    ]


async def test_events_have_their_numbers_in_the_order_of_their_commits(runner: Runner, job: int) -> None:
    later = await ask(runner, month=MONTH)

    async def publish() -> None:
        async with transaction() as connection:
            await publish_job_change(connection, job, NOW)

    async with transaction() as connection:
        await publish_job_change(connection, later, NOW)
        waiting = await start(publish())
        assert not waiting.done()
        assert await fetch(NUMBERS) == [(1, job), (2, later)]  # nobody sees a number whose event is not there
    await waiting
    assert await fetch(NUMBERS) == [(1, job), (2, later), (3, later), (4, job)]


async def publish_and_fail(job: int) -> None:
    async with transaction() as connection:
        await publish_job_change(connection, job, NOW)
        raise InterruptedError


async def test_a_number_whose_transaction_failed_is_given_again(job: int) -> None:
    with pytest.raises(InterruptedError):
        await publish_and_fail(job)
    await cancelling(job)()
    assert await fetch(NUMBERS) == [(1, job), (2, job)]


async def test_events_are_forgotten_and_numbered_at_once(runner: Runner, job: int) -> None:
    await ask(runner, month=MONTH)

    async def forget() -> int:
        async with transaction() as connection:
            return await forget_events(connection, NOW + timedelta(days=99))

    async with transaction() as connection:
        await publish_job_change(connection, job, NOW)
        assert await (await start(forget())) == 1  # of two: the newest that it sees stays
    assert await fetch("SELECT seq FROM event ORDER BY seq") == [(2,), (3,)]
    await cancelling(job)()
    assert await fetch("SELECT seq FROM event ORDER BY seq") == [(2,), (3,), (4,)]
