"""Foreseeing in parts, beside workers that take over and facts that come in between: docs/concurrency.md."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date

import asyncpg
import pytest

from engine import kept_forecasts
from engine.kept_forecasts import Part, Task
from jobs.requests import cancel
from models.database import acquire
from models.rulebook import Rulebook, keep_calendar
from tests.workers.activity import before_call
from tests.workers.conftest import NOW
from tests.workers.facts import (
    Line,
    certification,
    client,
    compute,
    decide,
    fetch,
    load,
    mrr,
    partner,
    report,
    silver,
    staff,
    use,
)
from tests.workers.foreseen import ask_to_foresee, foresee, kept, told
from tests.workers.test_foreseeing import MARKS
from workers.runner import Runner

DAY, NEXT = date(2019, 3, 20), date(2019, 3, 21)
FALLS = [certification("second", valid_until="2019-05-14")]
LEFT = "SELECT (SELECT count(*) FROM forecast_task), (SELECT count(*) FROM found_forecast)"
POINTS = [
    ("workers.foreseeing.plan_task", 1),
    ("workers.foreseeing.begin_task", 1),
    *(("workers.foreseeing.foresee_part", call) for call in (1, 2, 3, 4)),
    *(("workers.foreseeing.keep_part", call) for call in (1, 2, 3)),
    ("workers.foreseeing.keep_forecasts", 1),
    ("engine.forecast_publication.note_progress", 2),
    ("engine.forecast_publication.succeed", 1),
    ("engine.forecast_publication.publish", 1),
]


def second() -> list[Line]:
    """Another agency that is SILVER, as the first one is."""
    own = use(2, "2019-03-11", "CRM", "EMAIL", "FORMS", name="second")
    lines = [partner("second"), certification("second"), client(2, sold_by="second"), *staff(2, name="second"), *own]
    return [*lines, mrr("2019-02", 2, "1300.00")]


@pytest.fixture(autouse=True)
async def three_parts(database: str, rules: Rulebook, monkeypatch: pytest.MonkeyPatch, runner: Runner) -> None:
    """Three partners, a part each, whose tiers are decided; the second falls, which nobody was told so far."""
    monkeypatch.setattr("engine.kept_forecasts.CLIENTS_AT_ONCE", 1)
    async with acquire() as connection:
        await keep_calendar(connection, rules.zone)
    await load([*second(), *silver(), partner("third")], rules)
    await decide(runner, date(2019, 3, 1))
    await compute(runner, DAY)
    assert await foresee(runner) == 3
    await load(FALLS, rules)
    await compute(runner, NEXT)
    await fetch("INSERT INTO stale_forecast (program, partner_id) SELECT 'agency', id FROM partner")


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[int]]:
    """The partners of each part that is looked at from here on."""
    parts: list[Sequence[int]] = []

    async def foresee_part(connection: asyncpg.Connection, rules: Rulebook, task: Task) -> Part | None:
        part = await kept_forecasts.foresee_part(connection, rules, task)
        if part is not None and part.partners:
            parts.append(part.partners)
        return part

    monkeypatch.setattr("workers.foreseeing.foresee_part", foresee_part)
    return parts


async def asked_for(runner: Runner) -> int:
    job = await ask_to_foresee(runner)
    assert job is not None
    return job


def taking_over(job: int, other: Runner, outcomes: list[str]) -> Callable[[], Awaitable[object]]:
    async def take_over() -> None:
        await fetch("UPDATE recompute_job SET lease_until = clock_timestamp() WHERE id = $1", job)
        outcomes.append(await other.run(job))

    return take_over


async def expect_all_kept() -> None:
    """What is foreseen by the new certification, told once; nothing is left of the work."""
    tiers = [(row[0], row[3]) for row in await kept()]
    names = [row[0] for row in await fetch("SELECT external_id FROM partner ORDER BY id")]
    lasting: dict[object, Sequence[str | None]] = {
        "agency": ["SILVER"] * 3,
        "second": ["SILVER", "SILVER", None],
        "third": [None] * 3,
    }
    assert tiers == [(name, tier) for name in names for tier in lasting[name]]
    assert await told() == [("second", "2019-06-15", "DEMOTED", None, "CERTIFIED", None, "2019-05-14")]
    assert await fetch(LEFT) == [(0, 0)]


@pytest.mark.parametrize(("function", "call"), POINTS)
async def test_a_worker_that_takes_over_at_any_point_keeps_all_and_tells_it_once(
    runner: Runner, monkeypatch: pytest.MonkeyPatch, function: str, call: int
) -> None:
    job, outcomes = await asked_for(runner), list[str]()
    other = Runner(runner.rules, runner.queue, runner.clock)
    async with before_call(monkeypatch, function, call, taking_over(job, other, outcomes)):
        outcomes.append(await runner.run(job))
    assert "succeeded" in outcomes
    assert set(outcomes) <= {"succeeded", f"job {job} was claimed by another worker", "not waiting for a worker"}
    await expect_all_kept()
    assert await fetch(MARKS) == [(0,)]
    assert await fetch("SELECT status, done, total FROM recompute_job WHERE id = $1", job) == [("SUCCEEDED", 3, 3)]


async def test_who_takes_over_goes_on_after_the_last_part(
    runner: Runner, monkeypatch: pytest.MonkeyPatch, looked_at: list[Sequence[int]]
) -> None:
    job, progress = await asked_for(runner), list[tuple[object, ...]]()

    async def die() -> None:
        progress.extend(await fetch("SELECT done, total FROM recompute_job WHERE id = $1", job))
        await fetch("UPDATE recompute_job SET lease_until = clock_timestamp(), fence = fence + 1 WHERE id = $1", job)

    async with before_call(monkeypatch, "workers.foreseeing.keep_part", 3, die, waits=False):
        assert await runner.run(job) == f"job {job} was claimed by another worker"
    assert progress == [(2, 3)]
    assert (await told(), [row[3] for row in await kept() if row[0] == "second"]) == ([], ["SILVER"] * 3)
    assert await runner.run(job) == "succeeded"
    partners = [partner for (partner,) in await fetch("SELECT id FROM partner ORDER BY id")]
    assert looked_at == [[one] for one in (*partners, partners[-1])], "the third part once more, and no other"
    await expect_all_kept()


@pytest.mark.parametrize("what", ["a day", "a report", "a job of the same"])
async def test_who_takes_over_begins_anew_where_it_is_about_something_else(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch, looked_at: list[Sequence[int]], what: str
) -> None:
    job = await asked_for(runner)

    async def die() -> None:
        await fetch("UPDATE recompute_job SET lease_until = clock_timestamp(), fence = fence + 1 WHERE id = $1", job)
        if what == "a day":
            await compute(runner, date(2019, 3, 22))
        elif what == "a report":
            lines = [
                mrr("2019-02", 1, "1250.00", 2),
                mrr("2019-02", 2, "1300.00", 2),
                report("2019-02", "2019-03-21", 2),
            ]
            await load(lines, rules)
        else:
            await fetch("UPDATE forecast_day SET version = version + 1")

    async with before_call(monkeypatch, "workers.foreseeing.keep_part", 3, die, waits=False):
        assert await runner.run(job) == f"job {job} was claimed by another worker"
    del looked_at[:]
    assert await runner.run(job) == "succeeded"
    assert len(looked_at) == 3
    await expect_all_kept()


async def test_a_report_that_comes_in_between_has_all_parts_looked_at_by_it(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [mrr("2019-02", 1, "1.00", 2), mrr("2019-02", 2, "1300.00", 2), report("2019-02", "2019-03-21", 2)]
    async with before_call(monkeypatch, "workers.foreseeing.keep_part", 2, lambda: load(lines, rules), waits=False):
        assert await foresee(runner) == 3
    assert [row[3] for row in await kept() if row[0] == "agency"] == [None] * 3
    assert await fetch(LEFT) == [(0, 0)]


async def test_what_is_computed_again_in_between_is_left_to_the_next_job(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of partners who have been looked at already."""

    async def again() -> None:
        await load([certification("second")], rules)
        await compute(runner, NEXT)

    async with before_call(monkeypatch, "workers.foreseeing.keep_part", 3, again, waits=False):
        await foresee(runner)
    assert [row[3] for row in await kept() if row[0] == "second"] == ["SILVER", "SILVER", None]
    assert await foresee(runner) == 1
    assert [row[3] for row in await kept() if row[0] == "second"] == ["SILVER"] * 3
    assert [event[2] for event in await told()] == ["DEMOTED", "UNCHANGED"]


async def test_a_job_that_is_cancelled_keeps_nothing_and_the_next_one_begins_anew(
    runner: Runner, monkeypatch: pytest.MonkeyPatch, looked_at: list[Sequence[int]]
) -> None:
    job, marks = await asked_for(runner), await fetch(MARKS)

    async def stop() -> None:
        async with acquire() as connection:
            await cancel(connection, job, NOW)

    async with before_call(monkeypatch, "workers.foreseeing.keep_part", 2, stop, waits=False):
        assert await runner.run(job) == "cancelled"
    assert (await told(), await fetch(MARKS)) == ([], marks)
    await fetch("INSERT INTO stale_forecast (program, partner_id) SELECT 'agency', id FROM partner LIMIT 1")
    del looked_at[:]
    assert await foresee(runner) == 3
    assert len(looked_at) == 3
    await expect_all_kept()
