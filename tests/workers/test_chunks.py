"""A run in many chunks: by several workers, interrupted anywhere, and never seen half."""

import asyncio
from datetime import date
from typing import Any

import asyncpg
import pytest

from engine.chunks import Chunk, claim_chunk, run_chunk, write_chunk
from engine.rows import Computed
from engine.runs import Run, RunLost, begin_run
from jobs.claims import Claim, claim_job
from jobs.presence import presence
from jobs.requests import Job, Request, cancel, request_tiers, retry
from models.database import acquire, transaction
from models.rulebook import Rulebook
from tests.api.reading import Reader
from tests.oracle.generate import portfolio
from tests.workers.conftest import NOW
from tests.workers.facts import ask, compute, decide, fetch, load
from workers.main import tick
from workers.runner import Runner

DAY, MONTH = date(2019, 6, 14), date(2019, 6, 1)
DERIVED = {
    "standing": "SELECT * FROM standing ORDER BY as_of, partner_id",
    "client_credit": "SELECT * FROM client_credit ORDER BY partner_id, client_id",
    "tier_decision": "SELECT * FROM tier_decision ORDER BY id",
    "decision_credit": "SELECT * FROM decision_credit ORDER BY decision_id, client_id",
    "event": "SELECT kind, partner_id, decision_id FROM event WHERE kind <> 'JOB_CHANGED' ORDER BY seq",
}
SURROGATES = ("id", "computed_at", "known_at")
TABLES = "SELECT count(*) FROM pg_class WHERE relname ~ '^(gathered|new_standing|changed_credit)_[0-9]+$'"


@pytest.fixture(autouse=True)
async def many_chunks(monkeypatch: pytest.MonkeyPatch, runner: Runner, rules: Rulebook) -> None:
    """A portfolio of 30 partners, each of which is a chunk."""
    monkeypatch.setattr("engine.runs.ROWS_A_CHUNK", 1)
    lines = portfolio(7, partners=30, clients=150, start=date(2018, 9, 1), end=date(2019, 6, 30))
    await load(lines, rules)


@pytest.fixture
async def other(runner: Runner) -> Runner:
    """A second worker."""
    return Runner(runner.rules, runner.queue, runner.clock)


async def derived() -> dict[str, list[dict[str, Any]]]:
    """Everything that a run makes, without what tells one row of a table from another and when it was made."""
    found = {}
    async with acquire() as connection:
        for name, sql in DERIVED.items():
            keep = () if name in ("tier_decision", "event") else SURROGATES
            rows = [dict(row) for row in await connection.fetch(sql)]
            found[name] = [{key: row[key] for key in row if key not in (*keep, *SURROGATES[1:])} for row in rows]
    return found


async def expect_same_as_one_worker_alone(runner: Runner, found: dict[str, list[dict[str, Any]]]) -> None:
    """Computes the same again from nothing, in one chunk."""
    assert found["standing"]
    assert found["tier_decision"]
    async with acquire() as connection:
        await connection.execute(
            "TRUNCATE standing, client_credit, tier_decision, decision_credit, event, computed_day, recompute_job"
            " RESTART IDENTITY CASCADE"
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.runs.ROWS_A_CHUNK", 1_000_000)
        await compute(runner, DAY)
        await decide(runner, MONTH)
    assert await derived() == found


async def begun(runner: Runner, **what: Any) -> tuple[Claim, Run]:  # noqa: ANN401
    """A claimed job and its first run, gathered."""
    held = await claim_job(await ask(runner, **what), NOW)
    assert held is not None
    async with transaction() as connection:
        run = await begin_run(connection, held, runner.rules, 1, DAY, yield_turn=False)
    assert run is not None
    return held, run


async def lapse() -> None:
    """As if the job's worker had died a while ago."""
    await fetch("UPDATE recompute_job SET lease_until = clock_timestamp() WHERE status = 'RUNNING'")
    await fetch("UPDATE recompute_chunk SET lease_until = clock_timestamp() WHERE finished_at IS NULL")


async def chunks_done() -> int:
    return int((await fetch("SELECT count(*) FROM recompute_chunk WHERE finished_at IS NOT NULL"))[0][0])


async def test_two_workers_share_a_run_and_the_rows_are_the_same(runner: Runner, other: Runner) -> None:
    done: dict[str, int] = {"own": 0, "other": 0}
    for what in ({"days": (DAY, DAY)}, {"month": MONTH}):
        job = await ask(runner, **what)
        running = asyncio.create_task(runner.run(job))
        while not running.done():
            if await other.helper.help_out():
                done["other"] += 1
            await asyncio.sleep(0)
        assert await running == "succeeded"
    done["own"] = 60 - done["other"]
    assert min(done.values()) > 0
    assert await fetch("SELECT done, total FROM recompute_job") == [(30, 30), (30, 30)]
    await expect_same_as_one_worker_alone(runner, await derived())


async def test_operators_are_shown_how_far_the_chunks_are_and_who_has_the_job(runner: Runner) -> None:
    document = "{ workers { name isThere job { number chunks { total done claimed } } } }"

    async def shown() -> Any:  # noqa: ANN401 - as JSON has it
        (found,) = (await Reader(runner.rules).ask(document))["workers"]
        return found["name"], found["isThere"], found["job"]

    job = await ask(runner, month=MONTH)
    async with presence("one"):
        assert await shown() == ("one", True, None)
        held = await claim_job(job, NOW, "one")
        assert held is not None
        assert await shown() == ("one", True, {"number": str(job), "chunks": None})
        async with transaction() as connection:
            run = await begin_run(connection, held, runner.rules, 1, DAY, yield_turn=False)
        assert run is not None
        first, second = await claim_chunk(run), await claim_chunk(run)
        assert first is not None
        assert second is not None
        await run_chunk(first, runner.clock)
        chunks = {"total": 30, "done": 1, "claimed": 1}
        assert await shown() == ("one", True, {"number": str(job), "chunks": chunks})


async def test_a_killed_worker_costs_the_chunk_that_it_had(runner: Runner) -> None:
    held, run = await begun(runner, month=MONTH)
    for _ in range(12):
        chunk = await claim_chunk(run)
        assert chunk is not None
        await run_chunk(chunk, runner.clock)
    assert await claim_chunk(run) is not None  # and then it dies
    await lapse()
    fences = "SELECT fence, count(*) FROM recompute_chunk GROUP BY 1 ORDER BY 1"
    counted: list[list[tuple[Any, ...]]] = []

    async def counting(connection: asyncpg.Connection, chunk: Chunk, computed: Computed) -> None:
        await write_chunk(connection, chunk, computed)
        if await chunks_done() == 29:
            counted.append(await fetch(fences))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.chunks.write_chunk", counting)
        assert await runner.run(held.job) == "succeeded"
    assert counted == [[(1, 29), (2, 1)]]
    assert await fetch("SELECT count(*), count(DISTINCT partner_id) FROM tier_decision") == [(30, 30)]


async def test_a_month_is_seen_as_a_whole_or_not_at_all(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[Any, ...]] = []
    what = (
        "SELECT (SELECT count(*) FROM tier_decision), (SELECT count(*) FROM event WHERE kind = 'TIER_CHANGED'),"
        " (SELECT count(*) FROM decision_credit c JOIN tier_decision d ON d.id = c.decision_id)"
    )

    async def looking(connection: asyncpg.Connection, chunk: Chunk, computed: Computed) -> None:
        seen.extend(await fetch(what))
        await write_chunk(connection, chunk, computed)

    monkeypatch.setattr("engine.chunks.write_chunk", looking)
    await decide(runner, MONTH)
    assert seen == [(0, 0, 0)] * 30
    [(decisions, events, evidence)] = await fetch(what)
    assert (decisions, events > 0, evidence > 0) == (30, True, True)


async def test_the_newest_day_is_seen_as_a_whole_or_not_at_all(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    await compute(runner, date(2019, 3, 1))
    what = "SELECT (SELECT max(day)::text FROM computed_day), (SELECT sum(managed_amount) FROM client_credit)"
    before = await fetch(what)
    seen: list[tuple[Any, ...]] = []

    async def looking(connection: asyncpg.Connection, chunk: Chunk, computed: Computed) -> None:
        seen.extend(await fetch(what))
        await write_chunk(connection, chunk, computed)

    monkeypatch.setattr("engine.chunks.write_chunk", looking)
    await compute(runner, DAY)
    assert seen == before * 30
    assert await fetch(what) != before


async def test_a_worker_whose_chunk_was_taken_over_writes_nothing(runner: Runner) -> None:
    _, run = await begun(runner, month=MONTH)
    stale = await claim_chunk(run)
    assert stale is not None
    await lapse()
    taken = await claim_chunk(run)
    assert taken is not None
    assert (taken.number, taken.fence) == (stale.number, stale.fence + 1)
    await run_chunk(taken, runner.clock)
    before = await fetch("SELECT count(*) FROM decision_credit")
    with pytest.raises(RunLost):
        await run_chunk(stale, runner.clock)
    assert await fetch("SELECT count(*) FROM decision_credit") == before
    assert await chunks_done() == 1


async def test_what_a_crash_of_the_server_empties_is_gathered_again(runner: Runner) -> None:
    """Unlogged tables come back empty; the rows of finished chunks, which are not, tell a lie then."""
    held, run = await begun(runner, month=MONTH)
    for _ in range(3):
        chunk = await claim_chunk(run)
        assert chunk is not None
        await run_chunk(chunk, runner.clock)
    await fetch(f"TRUNCATE run_mark, gathered_{run.id}, new_standing_{run.id}, new_decision_{run.id}")
    chunk = await claim_chunk(run)
    assert chunk is not None
    with pytest.raises(RunLost):
        await run_chunk(chunk, runner.clock)
    await lapse()
    assert await runner.run(held.job) == "succeeded"
    assert await fetch("SELECT count(*), count(DISTINCT partner_id) FROM tier_decision") == [(30, 30)]
    orphans = "SELECT count(*) FROM decision_credit WHERE decision_id NOT IN (SELECT id FROM tier_decision)"
    assert await fetch(orphans) == [(0,)]
    assert await fetch("SELECT done, total FROM recompute_job") == [(30, 30)]


async def test_a_cancelled_run_leaves_nothing_behind(runner: Runner) -> None:
    held, run = await begun(runner, month=MONTH)
    chunk = await claim_chunk(run)
    assert chunk is not None
    await run_chunk(chunk, runner.clock)
    async with acquire() as connection:
        await cancel(connection, held.job, NOW)
    await lapse()
    assert await runner.run(held.job) == "cancelled"
    await tick({"runner": runner})
    assert await fetch(TABLES) == [(0,)]
    assert await fetch("SELECT count(*) FROM decision_credit") == [(0,)]
    async with acquire() as connection:
        await retry(connection, held.job, "ada", NOW)
    assert await runner.run(held.job) == "succeeded"
    assert await fetch("SELECT count(*) FROM tier_decision") == [(30,)]


async def test_a_retried_job_gathers_anew(runner: Runner) -> None:
    held, first = await begun(runner, month=MONTH)
    async with acquire() as connection:
        await cancel(connection, held.job, NOW)
    await lapse()
    assert await runner.run(held.job) == "cancelled"
    async with acquire() as connection:
        await retry(connection, held.job, "ada", NOW)
    assert await runner.run(held.job) == "succeeded"
    assert await fetch("SELECT count(*) FROM recompute_run WHERE id = $1", first.id) == [(0,)]
    assert await fetch("SELECT done, total FROM recompute_job") == [(30, 30)]


async def test_another_job_waits_for_its_turn_and_helps_meanwhile(runner: Runner, other: Runner) -> None:
    held, _ = await begun(runner, month=MONTH)
    waiting = await claim_job(await ask(other, days=(DAY, DAY)), NOW)
    assert waiting is not None
    async with transaction() as connection:
        assert await begin_run(connection, waiting, other.rules, 1, DAY, yield_turn=False) is None
    assert await other.helper.help_out()
    assert await chunks_done() == 1
    await fetch("UPDATE recompute_job SET lease_until = clock_timestamp() WHERE id = $1", held.job)
    async with transaction() as connection:
        assert await begin_run(connection, waiting, other.rules, 1, DAY, yield_turn=False) is not None


async def test_no_job_has_a_turn_while_one_of_the_schedule_is_under_way(runner: Runner, other: Runner) -> None:
    waiting = await claim_job(await ask(other, days=(DAY, DAY)), NOW)
    async with acquire() as connection:
        owed = await request_tiers(connection, runner.rules, MONTH, Request("schedule", NOW, scheduled=True))
        assert isinstance(owed, Job)
    held = await claim_job(owed.id, NOW)
    assert waiting is not None
    assert held is not None
    async with transaction() as connection:
        assert await begin_run(connection, waiting, other.rules, 1, DAY, yield_turn=False) is None
        assert await begin_run(connection, held, runner.rules, 1, DAY, yield_turn=False) is not None
    await lapse()
    async with transaction() as connection:
        assert await begin_run(connection, waiting, other.rules, 1, DAY, yield_turn=False) is not None


async def test_no_run_waits_for_a_job_that_takes_no_turns(runner: Runner, other: Runner) -> None:
    async with acquire() as connection:
        owed = await request_tiers(connection, runner.rules, MONTH, Request("schedule", NOW, scheduled=True))
        assert isinstance(owed, Job)
    assert await claim_job(owed.id, NOW) is not None
    await fetch("UPDATE recompute_job SET kind = 'WITHOUT_RUNS' WHERE id = $1", owed.id)
    beside = await claim_job(await ask(other, days=(DAY, DAY)), NOW)
    assert beside is not None
    async with transaction() as connection:
        assert await begin_run(connection, beside, other.rules, 1, DAY, yield_turn=False) is not None


async def test_days_of_two_jobs_alternate(runner: Runner, other: Runner) -> None:
    first = await ask(runner, days=(date(2019, 6, 1), date(2019, 6, 4)))
    second = await ask(other, days=(date(2019, 5, 1), date(2019, 5, 4)))
    assert set(await asyncio.gather(runner.run(first), other.run(second))) == {"succeeded"}
    firsts = [is_first for (is_first,) in await fetch("SELECT job_id = $1 FROM recompute_run ORDER BY id", first)]
    assert firsts[1:7] in ([True, False] * 3, [False, True] * 3)


async def test_progress_counts_chunks_of_all_days_and_tells_when_it_will_be_done(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[Any, ...]] = []
    what = "SELECT done, total, expected_at > clock_timestamp() FROM recompute_job"

    async def looking(connection: asyncpg.Connection, chunk: Chunk, computed: Computed) -> None:
        seen.extend(await fetch(what))
        await write_chunk(connection, chunk, computed)

    monkeypatch.setattr("engine.chunks.write_chunk", looking)
    await compute(runner, date(2019, 6, 10), date(2019, 6, 11))
    assert [(done, total) for done, total, _ in seen] == [(done, 60) for done in range(60)]
    assert seen[0][2] is None
    assert all(ahead for _, _, ahead in seen[1:30])
    assert await fetch("SELECT done, total, expected_at FROM recompute_job") == [(60, 60, None)]
    told = await fetch(
        "SELECT (payload ->> 'done')::int FROM event WHERE kind = 'JOB_CHANGED' AND payload ->> 'status' = 'RUNNING'"
        " ORDER BY seq"
    )
    assert [done for (done,) in told] == list(range(60))
