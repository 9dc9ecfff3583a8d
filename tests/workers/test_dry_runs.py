"""What a dry run finds is what would be decided, and nothing else comes of it."""

from collections import Counter
from datetime import date, datetime

import asyncpg
import pytest

from engine.dry_run_requests import Days
from engine.dry_run_results import write_batch
from engine.dry_runs import Batch
from jobs.claims import Claim
from jobs.requests import Job, cancel, retry
from models.database import acquire, transaction
from models.retention import drop_old_months
from models.rulebook import Rulebook
from tests.oracle.generate import portfolio
from tests.tiers.editions.editions import TEXTS, changed
from tests.workers.activity import before_call
from tests.workers.conftest import NOW
from tests.workers.dry_runs import (
    DECIDED,
    HIGHER,
    IN_FORCE,
    LESS_FOR_GOLD,
    LOWER,
    asked_for,
    drafted,
    everything_else,
    found,
    publish_shipped,
    published,
    request,
    summaries,
    try_out,
)
from tests.workers.facts import decide, fetch, load, partner, silver
from tiers.decisions import change
from workers.runner import Runner

APRIL, MAY, JUNE = date(2019, 4, 15), date(2019, 5, 15), date(2019, 6, 15)
START, END = date(2018, 5, 1), date(2019, 6, 30)
OTHER_WINDOW = drafted(("days = 90 # after the last activity", "days = 31 # after the last activity"))
SHARED = drafted(('split = "full"', 'split = "even"'), LESS_FOR_GOLD)


@pytest.fixture(autouse=True)
async def rules_in_the_database(database: str) -> None:
    await publish_shipped()


@pytest.fixture
async def crowd(rules: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    """A generated portfolio, read in small parts and written in small batches."""
    monkeypatch.setattr("engine.answers.ROWS_A_PART", 25)
    monkeypatch.setattr("engine.dry_runs.PARTNERS_AT_ONCE", 7)
    await load(portfolio(5, partners=30, clients=200, start=START, end=END), rules)


@pytest.mark.usefixtures("crowd")
async def test_of_the_edition_in_force_it_finds_what_is_decided(runner: Runner) -> None:
    dry_run = await try_out(runner, IN_FORCE, APRIL, JUNE)
    for day in (APRIL, MAY, JUNE):
        await decide(runner, day.replace(day=1))
    rows = await found(dry_run)
    assert [(day, name, after) for day, name, _, after, *_ in rows] == await fetch(DECIDED)
    assert {(before == after, kind, gates) for _, _, before, after, kind, gates in rows} == {(True, "UNCHANGED", None)}
    assert len({after for *_, after, _, _ in rows}) > 2


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize("text", [HIGHER, LOWER, OTHER_WINDOW, SHARED], ids=["higher", "lower", "window", "shared"])
async def test_of_a_draft_it_finds_what_is_decided_once_that_is_published(runner: Runner, text: str) -> None:
    dry_run = await try_out(runner, text, APRIL, MAY)
    rows = await found(dry_run)
    decided = {}
    for column in ("before", "after"):
        for day in (APRIL, MAY):
            await decide(runner, day.replace(day=1))
        decided[column] = await fetch(DECIDED)
        await published(text)
    assert [(day, name, before) for day, name, before, *_ in rows] == decided["before"]
    assert [(day, name, after) for day, name, _, after, *_ in rows] == decided["after"]
    ladder = [None, "SILVER", "GOLD", "PLATINUM", "DIAMOND"]
    assert [kind for *_, kind, _ in rows] == [
        change(ladder.index(after), ladder.index(before)) for _, _, before, after, *_ in rows
    ]
    assert any(kind != "UNCHANGED" for *_, kind, _ in rows)
    assert all(bool(gates) == (kind != "UNCHANGED") for *_, kind, gates in rows)
    for day, in_force, partners, tiers, moves in await summaries(dry_run):
        own = [row for row in rows if row[0] == day]
        assert (in_force, partners) == ("2018-05", len(own))
        counts = {one["key"]: (one["before"], one["after"]) for one in tiers}
        before, after = Counter(row[2] for row in own), Counter(row[3] for row in own)
        assert counts == {key: (before[key], after[key]) for key in ("SILVER", "GOLD", "PLATINUM", "DIAMOND", None)}
        assert {(one["tier_before"], one["tier_after"]): one["partners"] for one in moves} == Counter(
            (row[2], row[3]) for row in own if row[2] != row[3]
        )


async def test_nothing_else_comes_of_it(runner: Runner, rules: Rulebook) -> None:
    await load(silver(), rules)
    await decide(runner, date(2019, 4, 1))
    before = await everything_else()
    events = await fetch("SELECT kind FROM event WHERE kind <> 'JOB_CHANGED'")
    await try_out(runner, HIGHER, APRIL, JUNE)
    assert await everything_else() == before
    assert await fetch("SELECT kind FROM event WHERE kind <> 'JOB_CHANGED'") == events


async def test_it_says_who_moves_and_by_which_gates(runner: Runner, rules: Rulebook) -> None:
    await load([*silver(), partner("idle")], rules)
    fell, rose = await try_out(runner, HIGHER, APRIL), await try_out(runner, LOWER, APRIL)
    assert await found(fell) == [
        (APRIL, "agency", "SILVER", None, "DEMOTED", ["SOLD_MRR"]),
        (APRIL, "idle", None, None, "UNCHANGED", None),
    ]
    assert await found(rose) == [
        (APRIL, "agency", "SILVER", "GOLD", "PROMOTED", ["SOLD_MRR", "MANAGED_MRR"]),
        (APRIL, "idle", None, None, "UNCHANGED", None),
    ]
    [(gates,)] = await fetch(
        "SELECT gates::text FROM dry_run_partner WHERE dry_run_id = $1 AND gates IS NOT NULL", fell
    )
    assert all(part in gates for part in ('"required": "2099.00"', '"actual": "1200.00"', '"missing": "899.00"'))


async def test_partners_are_on_the_days_by_which_they_have_joined(runner: Runner, rules: Rulebook) -> None:
    await load([*silver(), partner("late", joined_on="2019-05-14")], rules)
    dry_run = await try_out(runner, HIGHER, APRIL, MAY)
    assert [row[:2] for row in await found(dry_run)] == [(APRIL, "agency"), (MAY, "agency"), (MAY, "late")]
    assert [partners for _, _, partners, _, _ in await summaries(dry_run)] == [1, 2]


async def test_without_partners_there_is_nothing_to_move(runner: Runner) -> None:
    dry_run = await try_out(runner, HIGHER, APRIL)
    assert await found(dry_run) == []
    [(_, _, partners, tiers, moves)] = await summaries(dry_run)
    assert (partners, moves, {(one["before"], one["after"]) for one in tiers}) == (0, [], {(0, 0)})


async def test_what_it_decides_by_is_what_the_edition_said_when_it_was_asked_for(
    runner: Runner, rules: Rulebook
) -> None:
    await load(silver(), rules)
    await published(HIGHER)
    dry_run = await try_out(runner, IN_FORCE, APRIL)
    assert [row[2:5] for row in await found(dry_run)] == [(None, "SILVER", "PROMOTED")]


async def test_asking_again_with_one_key_gives_the_same_dry_run(runner: Runner, rules: Rulebook) -> None:
    await load(silver(), rules)
    days = Days(APRIL, MAY)
    job, again = [await request(runner, HIGHER, days, "a key") for _ in range(2)]
    assert isinstance(job, Job)
    assert job == again
    assert await runner.run(job.id) == "succeeded"
    assert await request(runner, HIGHER, days, "a key") == Job(job.id, 1)
    others = [await request(runner, LOWER, days, "a key"), await request(runner, HIGHER, Days(MAY, MAY), "a key")]
    assert [[one.code for one in refused] for refused in others if isinstance(refused, list)] == [
        ["IDEMPOTENCY_KEY_REUSED"],
        ["IDEMPOTENCY_KEY_REUSED"],
    ]
    assert await fetch("SELECT count(*) FROM dry_run") == [(1,)]


NOT_EVERY_MONTH = drafted(('deciding = { rhythm = "MONTHLY", day = 15 }', 'deciding = { rhythm = "MONTHLY", day = 1 }'))
CLASHING = changed("agency-2018-05", ('key = "2018-05"', 'key = "2018-06"'))
SAME_KEY = changed("agency-2018-05", ('SOLD_MRR = "1125.00"', 'SOLD_MRR = "2099.00"'))


@pytest.mark.parametrize(
    ("text", "days", "code", "field", "said"),
    [
        (HIGHER, (date(2019, 4, 14),) * 2, "NOT_A_DECIDING_DAY", "from", "give a 15th, such as 2019-04-15"),
        (HIGHER, (APRIL, date(2019, 5, 16)), "NOT_A_DECIDING_DAY", "to", "no decision takes effect on 2019-05-16"),
        (HIGHER, (MAY, APRIL), "INVALID_RANGE", "from", "ends on 2019-04-15, before it begins on 2019-05-15"),
        (HIGHER, (date(2017, 6, 15), JUNE), "INVALID_RANGE", "from", "at most 24 days"),
        (
            HIGHER,
            (JUNE, date(2019, 7, 15)),
            "DAY_NOT_CLOSED",
            "to",
            "the newest that can be looked at are those of 2019-06-15",
        ),
        (HIGHER, (date(2016, 10, 15),) * 2, "NO_EDITION", "from", "no edition is in force on 2016-10-14"),
        (NOT_EVERY_MONTH, (APRIL, APRIL), "POLICY_NOT_APPLIED", "text", "policy.deciding.day: 1 is not applied yet"),
        (CLASHING, (APRIL, APRIL), "EDITIONS_CLASH", "text", "2018-05 is in force from that day already"),
        (SAME_KEY, (APRIL, APRIL), "KEY_IN_USE", "text", "is published with other content"),
        (TEXTS["odoo-v11"], (APRIL, APRIL), "OTHER_PROGRAM", "text", "decides by program agency"),
    ],
)
async def test_what_cannot_be_tried_is_refused_and_nothing_is_added(
    runner: Runner, text: str, days: tuple[date, date], code: str, field: str, said: str
) -> None:
    refused = await request(runner, text, Days(*days))
    assert isinstance(refused, list)
    assert (refused[0].code, refused[0].path) == (code, (field,))
    assert said in refused[0].message
    assert await fetch("SELECT (SELECT count(*) FROM recompute_job), (SELECT count(*) FROM dry_run)") == [(0, 0)]


async def test_days_whose_activity_is_gone_are_refused_and_fail_what_was_asked_for_before(
    runner: Runner, rules: Rulebook
) -> None:
    await load(silver(), rules)
    job = await asked_for(runner, HIGHER, APRIL)
    async with transaction() as connection:
        await drop_old_months(connection, APRIL)
    assert (await runner.run(job)).startswith("failed: 2019-04-14 rests on activity from 2019-01-14 on")
    refused = await request(runner, HIGHER, Days(APRIL, APRIL))
    assert isinstance(refused, list)
    assert [one.code for one in refused] == ["ACTIVITY_DROPPED"]
    assert await fetch("SELECT known_at FROM dry_run") == [(None,)]


async def test_one_that_is_cancelled_leaves_nothing_to_read_and_is_whole_when_it_is_tried_again(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.dry_runs.PARTNERS_AT_ONCE", 1)
    await load([*silver(), partner("other")], rules)
    job = await asked_for(runner, HIGHER, APRIL, MAY)

    async def stop() -> None:
        async with acquire() as connection:
            assert isinstance(await cancel(connection, job, NOW), Job)

    async with before_call(monkeypatch, "workers.dry_runs.write_batch", 3, stop, waits=False):
        assert await runner.run(job) == "cancelled"
    assert len(await found(job)) == 2
    assert await summaries(job) == []
    async with acquire() as connection:
        assert isinstance(await retry(connection, job, "ada", NOW), Job)
    assert await runner.run(job) == "succeeded"
    assert len(await found(job)) == 4
    assert await fetch("SELECT done, total, steps_done, changed_partners FROM recompute_job") == [(4, 4, 1, 0)]


async def test_what_one_that_failed_has_left_goes_with_the_next_one(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.dry_runs.PARTNERS_AT_ONCE", 1)
    await load([*silver(), partner("other")], rules)

    failed = await asked_for(runner, HIGHER, APRIL)
    with monkeypatch.context() as patch:

        async def write_one(connection: asyncpg.Connection, claim: Claim, batch: Batch, now: datetime) -> None:
            if batch.done > 1:
                raise ZeroDivisionError("division by zero")
            await write_batch(connection, claim, batch, now)

        patch.setattr("workers.dry_runs.write_batch", write_one)
        assert await runner.run(failed) == "failed: division by zero"
    assert len(await found(failed)) == 1
    await try_out(runner, HIGHER, APRIL)
    assert await found(failed) == []


async def test_the_newest_are_kept(runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.dry_run_results.MOST_KEPT", 2)
    await load(silver(), rules)
    jobs = [await try_out(runner, HIGHER, APRIL) for _ in range(4)]
    assert await fetch("SELECT id FROM dry_run ORDER BY 1") == [(job,) for job in jobs[1:]]
    assert await fetch("SELECT DISTINCT dry_run_id FROM dry_run_partner ORDER BY 1") == [(job,) for job in jobs[1:]]
    assert len(await fetch("SELECT id FROM recompute_job")) == 4


async def test_of_those_that_came_to_nothing_the_newest_are_kept_too(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.dry_run_results.MOST_KEPT", 2)
    await load(silver(), rules)
    complete = [await try_out(runner, HIGHER, APRIL) for _ in range(2)]
    cancelled = [await asked_for(runner, HIGHER, MAY) for _ in range(3)]
    waiting = await asked_for(runner, HIGHER, JUNE)
    async with acquire() as connection:
        for job in cancelled:
            assert isinstance(await cancel(connection, job, NOW), Job)
    with monkeypatch.context() as patch:
        patch.setattr("workers.dry_runs.write_batch", None)
        failed = await asked_for(runner, LOWER, APRIL)
        assert (await runner.run(failed)).startswith("failed")
    complete.append(await try_out(runner, HIGHER, MAY))
    kept = [*complete, *cancelled[2:], waiting, failed]
    assert [row[0] for row in await fetch("SELECT id FROM dry_run ORDER BY 1")] == sorted(kept)
    async with acquire() as connection:
        for job in (cancelled[0], cancelled[2]):
            assert isinstance(await retry(connection, job, "ada", NOW), Job)
    assert "is not kept any more" in await runner.run(cancelled[0])
    assert await runner.run(cancelled[2]) == "succeeded"


async def test_progress_is_told_in_partners(runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.dry_runs.PARTNERS_AT_ONCE", 1)
    await load([*silver(), partner("other")], rules)
    job = await try_out(runner, HIGHER, APRIL)
    told = await fetch(
        "SELECT payload ->> 'status', payload -> 'done', payload -> 'total' FROM event WHERE job_id = $1 ORDER BY seq",
        job,
    )
    assert told == [
        ("QUEUED", "0", "1"),
        ("RUNNING", "0", "1"),
        ("RUNNING", "1", "2"),
        ("RUNNING", "2", "2"),
        ("SUCCEEDED", "2", "2"),
    ]
