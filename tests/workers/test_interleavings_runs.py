"""Runs beside loads, beside other workers and beside what throws them away: docs/concurrency.md."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from engine.chunks import Chunk, ChunkTaken, claim_chunk, is_decided, run_chunk
from engine.comparison import verify_month
from engine.publication import publish_run
from engine.runs import Run, RunLost, begin_run, discard_abandoned
from jobs.claims import Claim, claim_job
from jobs.requests import cancel
from models.database import acquire, transaction
from models.retention import drop_old_months
from models.rulebook import Rulebook
from tests.waiting import HELD
from tests.workers.activity import before_call, expect_daily_activity, loading, start
from tests.workers.conftest import NOW
from tests.workers.facts import (
    Line,
    ask,
    certification,
    client,
    compute,
    decide,
    fetch,
    load,
    mrr,
    partner,
    report,
    staff,
    use,
)
from workers.runner import Runner

DAY, MONTH = date(2019, 6, 14), date(2019, 6, 1)
BASE: list[Line] = [
    *(partner(), partner("other"), certification(), client(1), client(3, sold_by="other"), *staff(1)),
    *(mrr("2019-02", 1, "1200.00"), mrr("2019-02", 3, "1.00"), report("2019-02", "2019-03-05")),
    *use(1, "2019-05-20", "CRM", "EMAIL", "FORMS"),
]
FILE: list[Line] = [
    *(client(2), *staff(2), *use(2, "2019-05-21", "CRM", "EMAIL")),
    *(mrr("2019-05", 1, "2000.00"), mrr("2019-05", 2, "3000.00"), report("2019-05", "2019-06-05")),
]
STANDING = (1200, 1200, 3.0, 1)
STANDING_WITH_FILE = (5000, 5000, 2.5, 2)
POINTS_OF_GATHERING = [
    ("engine.runs.check", 1),
    ("engine.runs.expect_activity", 1),
    ("engine.runs._add_run", 1),
    ("engine.runs.take_in_activity", 1),
    ("engine.runs.take_in_activity", 2),
    ("engine.runs.find_report", 1),
    ("engine.runs.claim_stale", 1),
    ("engine.runs.gather", 1),
    ("engine.runs.extend", 1),
]
POINTS_OF_DECIDING = [
    ("workers.steps.claim_chunk", 1),
    ("engine.chunks.read_partners", 1),
    ("engine.chunks.write_chunk", 2),
    ("workers.steps.is_decided", 1),
    ("workers.steps.publish_run", 1),
    ("engine.publication.advance", 1),
    ("engine.publication.publish_job_change", 1),
]
DECIDED = (
    "SELECT d.sold_mrr, d.managed_mrr, d.median_app_usage, count(c.id) FROM tier_decision d"
    " JOIN partner p ON p.id = d.partner_id LEFT JOIN decision_credit c ON c.decision_id = d.id"
    " WHERE p.external_id = 'agency' GROUP BY d.id ORDER BY revision"
)
COMPUTED = (
    "SELECT s.sold_mrr, s.managed_mrr, s.median_app_usage, count(c.id) FROM standing s"
    " JOIN partner p ON p.id = s.partner_id LEFT JOIN client_credit c ON c.partner_id = p.id"
    " WHERE p.external_id = 'agency' GROUP BY s.id ORDER BY as_of"
)
ORPHANS = "SELECT count(*) FROM decision_credit WHERE decision_id NOT IN (SELECT id FROM tier_decision)"
LEFT = (
    "SELECT relname FROM pg_class WHERE relname ~ '^(gathered|new_standing|new_decision|changed_credit)_[0-9]+$'"
    " UNION ALL SELECT 'run' FROM recompute_run WHERE finished_at IS NULL"
    f" UNION ALL {HELD}"
)


@pytest.fixture(autouse=True)
async def two_chunks(database: str, rules: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two partners, a chunk each."""
    monkeypatch.setattr("engine.runs.ROWS_A_CHUNK", 1)
    monkeypatch.setattr("engine.answers.ROWS_A_PART", 1)
    await load(BASE, rules)


@pytest.fixture
async def other(runner: Runner) -> Runner:
    """A second worker."""
    return Runner(runner.rules, runner.queue, runner.clock)


async def begun(runner: Runner) -> tuple[Claim, Run]:
    """A claimed job for the month, and its run, gathered."""
    held = await claim_job(await ask(runner, month=MONTH), NOW)
    assert held is not None
    async with transaction() as connection:
        run = await begin_run(connection, held, runner.rules, 1, DAY, yield_turn=False)
    assert run is not None
    return held, run


async def claimed(run: Run) -> Chunk:
    chunk = await claim_chunk(run)
    assert chunk is not None
    return chunk


async def lapse() -> None:
    """As if the job's worker had died a while ago."""
    await fetch("UPDATE recompute_job SET lease_until = clock_timestamp() WHERE status = 'RUNNING'")
    await fetch("UPDATE recompute_chunk SET lease_until = clock_timestamp() WHERE finished_at IS NULL")


def taking_over(other: Runner, job: int) -> Callable[[], Awaitable[str]]:
    """What has the other worker run the job to its end, as its first one seems to be gone."""

    async def take_over() -> str:
        await lapse()
        return await other.run(job)

    return take_over


@pytest.mark.parametrize(("function", "call"), [*POINTS_OF_GATHERING, *POINTS_OF_DECIDING])
async def test_a_month_is_decided_on_all_of_a_file_or_on_nothing_of_it(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch, function: str, call: int
) -> None:
    async with before_call(monkeypatch, function, call, loading(FILE, rules)):
        await decide(runner, MONTH)
    [first] = await fetch(DECIDED)
    assert first in (STANDING, STANDING_WITH_FILE)
    await decide(runner, MONTH)
    assert (await fetch(DECIDED))[-1] == STANDING_WITH_FILE


@pytest.mark.parametrize(("function", "call"), [*POINTS_OF_GATHERING, *POINTS_OF_DECIDING])
async def test_a_day_is_computed_on_all_of_a_file_or_on_nothing_of_it_and_the_next_run_has_it(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch, function: str, call: int
) -> None:
    async with before_call(monkeypatch, function, call, loading(FILE, rules)):
        await compute(runner, DAY)
    assert await fetch(COMPUTED) in ([STANDING], [STANDING_WITH_FILE])
    await compute(runner, DAY)
    assert await fetch(COMPUTED) == [STANDING_WITH_FILE]
    await expect_daily_activity()


async def test_a_run_is_published_while_a_load_holds_what_it_has_merged(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, run = await begun(runner)
    for _ in range(2):
        await run_chunk(await claimed(run), runner.clock)

    async def publish() -> None:
        async with transaction() as connection:
            await publish_run(connection, held, run, NOW)
        assert await fetch(DECIDED) == [STANDING]

    changed = [*FILE, client(1, name="Renamed"), partner(name="Renamed"), *use(1, "2019-05-29", "CTA")]
    async with before_call(monkeypatch, "intake.types.activity._pass_over_known", 1, publish):
        await load(changed, rules)


@pytest.mark.parametrize(("function", "call"), [*POINTS_OF_GATHERING[3:], *POINTS_OF_DECIDING])
async def test_a_worker_that_takes_a_job_over_at_any_point_of_it_makes_one_run_visible(
    runner: Runner, other: Runner, monkeypatch: pytest.MonkeyPatch, function: str, call: int
) -> None:
    job = await ask(runner, month=MONTH)
    ends: list[str] = []

    async def take_over() -> None:
        ends.append(await taking_over(other, job)())

    async with before_call(monkeypatch, function, call, take_over):
        ends.append(await runner.run(job))
    assert "succeeded" in ends
    assert await fetch("SELECT count(*), count(DISTINCT partner_id), max(revision) FROM tier_decision") == [(2, 2, 1)]
    assert await fetch(DECIDED) == [STANDING]
    assert await fetch(ORPHANS) == [(0,)]
    assert await fetch(LEFT) == []
    ended = "SELECT count(*) FROM event WHERE payload ->> 'status' = 'SUCCEEDED'"
    assert await fetch(ended) == [(1,)]


@pytest.mark.parametrize("function", ["_keep", "read_partners"])
async def test_a_chunk_that_another_worker_takes_over_is_written_by_that_one(
    runner: Runner, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    _, run = await begun(runner)
    slow = await claimed(run)

    async def take_over() -> None:
        await lapse()
        await run_chunk(await claimed(run), runner.clock)

    with pytest.raises(ChunkTaken):
        async with before_call(monkeypatch, f"engine.chunks.{function}", 1, take_over):
            await run_chunk(slow, runner.clock)
    assert await fetch("SELECT count(*), sum(fence) FROM recompute_chunk WHERE finished_at IS NOT NULL") == [(1, 2)]


async def test_nobody_takes_a_chunk_that_is_being_written_however_old_its_lease(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, run = await begun(runner)
    slow = await claimed(run)
    await lapse()
    taken: list[Chunk | None] = []

    async def take() -> None:
        taken.extend([await claim_chunk(run), await claim_chunk(run)])

    async with before_call(monkeypatch, "engine.chunks.write_chunk", 1, take):
        await run_chunk(slow, runner.clock)
    assert [None if chunk is None else chunk.number for chunk in taken] == [slow.number + 1, None]


async def test_a_helper_that_is_late_finds_that_the_run_is_visible_already(
    runner: Runner, other: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, run = await begun(runner)
    slow = await claimed(run)
    with pytest.raises(RunLost):
        async with before_call(monkeypatch, "engine.chunks.read_partners", 1, taking_over(other, held.job)):
            await run_chunk(slow, runner.clock)
    assert await fetch(DECIDED) == [STANDING]
    assert await fetch(LEFT) == []


@pytest.mark.parametrize("function", ["_keep", "write_chunk", "_finish"])
async def test_a_run_that_is_thrown_away_waits_for_the_chunk_that_is_being_written(
    runner: Runner, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    held, run = await begun(runner)
    slow = await claimed(run)
    async with acquire() as connection:
        await cancel(connection, held.job, NOW)
    await lapse()
    assert await runner.run(held.job) == "cancelled"

    async def throw_away() -> None:
        async with transaction() as connection:
            await discard_abandoned(connection)

    with pytest.raises(RunLost):
        async with before_call(monkeypatch, f"engine.chunks.{function}", 1, throw_away):
            await run_chunk(slow, runner.clock)
    assert await fetch("SELECT count(*) FROM decision_credit") == [(0,)]
    assert await fetch(LEFT) == []


async def test_a_run_ends_beside_a_month_that_is_verified_and_is_not_seen_half(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, run = await begun(runner)
    await run_chunk(await claimed(run), runner.clock)
    last = await claimed(run)

    async def end() -> None:
        await run_chunk(last, runner.clock)
        assert await is_decided(run)
        async with transaction() as publishing:
            await publish_run(publishing, held, run, NOW)
        assert await fetch(DECIDED) == [STANDING]

    async with acquire() as connection:
        async with before_call(monkeypatch, "engine.comparison.read_decisions", 2, end, waits=False):
            assert len(await verify_month(connection, rules, MONTH)) == 2  # nothing was decided yet
        assert await verify_month(connection, rules, MONTH) == []
    assert await fetch(DECIDED) == [STANDING]


async def test_no_month_is_dropped_while_it_is_verified(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.retention.LOCK_TIMEOUT", "1h")
    await decide(runner, MONTH)

    async def drop() -> None:
        async with transaction() as connection:
            await drop_old_months(connection, DAY)

    async with before_call(monkeypatch, "engine.comparison.read_decisions", 1, drop), acquire() as connection:
        assert await verify_month(connection, rules, MONTH) == []
    assert await fetch("SELECT activity_from::text FROM calendar") == [("2019-06-01",)]


async def test_runs_are_gathered_one_after_the_other(runner: Runner, other: Runner) -> None:
    held, _ = await begun(runner)
    again = await claim_job(await ask(other, days=(DAY, DAY)), NOW)
    assert again is not None
    async with transaction() as first:
        assert await begin_run(first, held, runner.rules, 1, DAY, yield_turn=False) is not None

        async def begin() -> Run | None:
            async with transaction() as second:
                return await begin_run(second, again, other.rules, 1, DAY, yield_turn=False)

        waiting = await start(begin())
        assert not waiting.done()
    assert await waiting is None  # it is the other one's turn
