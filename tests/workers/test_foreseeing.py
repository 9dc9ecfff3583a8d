"""What is kept of the decisions to come is what the engine foresees of all facts, whoever was looked at for it."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from engine.forecasts import forecast
from engine.kept_forecasts import AHEAD
from jobs.claims import claim_job
from jobs.requests import Job, retry
from models.database import acquire
from models.rulebook import Rulebook
from tests.editions import followed_by, managing
from tests.oracle.generate import portfolio
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
    silver,
    staff,
    use,
)
from tests.workers.foreseen import ask_to_foresee, falls, foresee, foresee_everybody, kept, told
from tests.workers.test_change import END, START, slices
from tiers.editions.ways import Split
from tiers.forecasts import Assumption
from tiers.periods import decision_day
from workers.runner import Runner

MANY = 24  # partners
MARKS = "SELECT count(*) FROM stale_forecast"
JOBS = """
SELECT status, first_day::text, last_day::text, scheduled, done, total FROM recompute_job
WHERE kind = 'FORECAST' ORDER BY id
"""
ANOTHER = """
INSERT INTO recompute_job (kind, status, first_day, last_day, done, total, scheduled, requested_by, requested_at,
                           attempts, cancel_requested, fence, program)
SELECT kind, 'QUEUED', first_day, last_day, 0, 1, false, 'ada', requested_at, 0, false, 0, program FROM recompute_job
WHERE kind = 'FORECAST'
RETURNING id
"""


@pytest.fixture(autouse=True)
def however_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small portfolios change by large parts; here that is no reason to look at everything."""
    monkeypatch.setattr("engine.invalidation.SMALL_PART", 0)
    monkeypatch.setattr("engine.kept_forecasts.CLIENTS_AT_ONCE", 8)


async def expect_as_asked(rules: Rulebook, day: date) -> None:
    """What is kept of each partner is what it is told when it asks."""
    rows = await kept()
    for id_, name in await fetch("SELECT id, external_id FROM partner"):
        async with acquire() as connection:
            asked = await forecast(connection, rules, id_, day, AHEAD, Assumption.ACTIVITY_CONTINUES)
        told = [
            (f"{one.effective_on}", None if one.assessment.tier is None else one.assessment.tier.key, one.change)
            for one in asked.decisions
        ]
        own = [row for row in rows if row[0] == name]
        assert [(row[2], row[3], row[6]) for row in own] == told
        for row, decision in zip(own, asked.decisions, strict=True):
            ended = {f"{one.last_day}" for one in decision.expired}
            assert row[9] is None or (row[7] and row[10] in ended)


def facts_ahead(seed: int, day: date, lines: Sequence[Line]) -> list[Line]:
    """Accesses, sales and clients of the weeks after the day, of the partners and people that there are."""
    chance = random.Random(seed)  # noqa: S311  # repeatable on purpose
    people = [line["id"] for line in lines if line["type"] == "employee"]
    partners = [line["id"] for line in lines if line["type"] == "partner"]
    clients = [line for line in lines if line["type"] == "client"]
    ahead: list[Line] = []
    for number, line in enumerate(chance.sample(clients, 2)):
        when = f"{day + timedelta(chance.randrange(1, 80))}"
        ahead.append({"type": "access", "client": line["id"], "employee": chance.choice(people), "granted_on": when})
        if number == 0:
            ahead.append({**line, "sold_by": chance.choice(partners), "sold_on": when})
    return ahead


@pytest.mark.parametrize(("seed", "split"), [(31, Split.FULL), (32, Split.EVEN), (33, Split.FULL)])
async def test_day_after_day_what_is_carried_is_what_is_foreseen_from_scratch(
    runner: Runner, rules: Rulebook, seed: int, split: Split
) -> None:
    """Every kind of fact comes for every kind of day, time passes, months are decided."""
    rules = managing(rules, split=split)
    runner = Runner(rules, runner.queue, runner.clock)
    lines = portfolio(seed, partners=MANY, clients=50, start=START, end=END)
    chance = random.Random(seed)  # noqa: S311  # repeatable on purpose
    day, looked_at, fallen = date(2019, 3, 1), [], 0
    for number, file in enumerate(slices(seed, lines, 3)):
        await load(file, rules)
        await load(facts_ahead(seed + number, day, lines), rules)
        for step in (0, 1, 1, 2, chance.choice((1, 3, 11))):
            day += timedelta(step)
            await compute(runner, day)
            month = decision_day(day.replace(day=1))
            if chance.random() < 0.5 and month <= day:
                await decide(runner, month.replace(day=1))
            looked_at.append(await foresee(runner))
            found = await kept()
            fallen += len(await falls())
            assert await foresee_everybody(runner) == MANY
            assert await kept() == found
    await expect_as_asked(rules, day)
    assert fallen
    assert len([many for many in looked_at if many is not None and many < MANY]) > 2, "others were carried"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ([certification(valid_until="2019-05-14")], ("2019-06-15", None, "CERTIFIED", None, "2019-05-14")),
        (
            [{**staff(1)[1], "revoked_on": "2019-05-02"}],
            ("2019-05-15", None, "MANAGED_MRR", "c1", "2019-05-01"),
        ),
        (
            [client(1, registered_on="2018-05-10", sold_on="2018-05-10")],
            ("2019-05-15", None, "SOLD_MRR", "c1", "2019-05-10"),
        ),
        (
            [
                client(1, registered_on="2018-05-10", sold_on="2018-05-10"),
                certification(valid_until="2019-05-09"),
                {**staff(1)[1], "revoked_on": "2019-05-12"},
            ],
            ("2019-05-15", None, "CERTIFIED", None, "2019-05-09"),
        ),
    ],
    ids=["certification", "access", "sale", "what ends first"],
)
async def test_it_is_said_what_of_the_tier_ends_first(
    runner: Runner, rules: Rulebook, change: list[Line], why: tuple[str | None, ...]
) -> None:
    await load([*silver(), partner("other"), *change], rules)
    await decide(runner, date(2019, 3, 1))
    await compute(runner, date(2019, 3, 20))
    assert await foresee(runner) == 2
    assert await falls() == [("agency", *why)]
    assert [row[6] for row in await kept() if row[0] == "other"] == ["UNCHANGED"] * 3


async def test_nothing_ends_where_an_edition_asks_for_more(runner: Runner, rules: Rulebook) -> None:
    later = followed_by(rules, "2019-05-01", ('SOLD_MRR = "1125.00"', 'SOLD_MRR = "1200.01"'))
    deciding = Runner(later, runner.queue, runner.clock)
    await load(silver(), later)
    await decide(deciding, date(2019, 3, 1))
    await compute(deciding, date(2019, 3, 20))
    assert await foresee(deciding) == 1
    assert await falls() == [("agency", "2019-05-15", None, "SOLD_MRR", None, None)]


async def test_while_another_edition_is_to_come_everybody_is_looked_at(runner: Runner, rules: Rulebook) -> None:
    """Its windows may end what those of the edition in force do not."""
    later = followed_by(rules, "2019-05-03", ("days = 90 # after the last", "days = 10 # after the last"))
    deciding = Runner(later, runner.queue, runner.clock)
    await load([*silver(), partner("other")], later)
    for day in (date(2019, 3, 20), date(2019, 3, 21), date(2019, 3, 22)):
        await compute(deciding, day)
        assert await foresee(deciding) == 2
    tiers = [row[3] for row in await kept() if row[0] == "agency"]
    assert tiers == ["SILVER", None, None], "who was active 11 days ago does not go on by that edition"


async def test_only_whom_something_has_touched_is_looked_at(runner: Runner, rules: Rulebook) -> None:
    await load([*silver(), partner("idle"), partner("other"), client(2, sold_by="other")], rules)
    await compute(runner, date(2019, 3, 20))
    assert await foresee(runner) == 3
    assert await foresee(runner) is None
    await compute(runner, date(2019, 3, 21))
    assert await foresee(runner) == 0
    await load([certification("other"), mrr("2019-02", 9, "1.00")], rules)
    assert await foresee(runner) is None, "what is loaded waits for the next day"
    await load(use(1, "2019-03-22", "CRM"), rules)
    await compute(runner, date(2019, 3, 22))
    assert await foresee(runner) == 2
    assert await fetch(MARKS) == [(0,)]


async def test_who_held_another_tier_until_now_is_looked_at_again(runner: Runner, rules: Rulebook) -> None:
    await load([*silver(), partner("other")], rules)
    await compute(runner, date(2019, 3, 20))
    await foresee(runner)
    assert [row[6] for row in await kept() if row[0] == "agency"] == ["PROMOTED", "UNCHANGED", "UNCHANGED"]
    await decide(runner, date(2019, 3, 1))
    assert await foresee(runner) == 2
    assert {row[6] for row in await kept()} == {"UNCHANGED"}


async def test_nothing_is_foreseen_while_runs_of_the_schedule_go_on(runner: Runner, rules: Rulebook) -> None:
    await load(silver(), rules)
    await compute(runner, date(2019, 3, 20))
    await fetch("UPDATE recompute_job SET scheduled = true, status = 'QUEUED'")
    await ask_to_foresee(runner)
    assert await fetch(JOBS) == []
    await fetch("UPDATE recompute_job SET status = 'SUCCEEDED'")
    await ask_to_foresee(runner)
    await ask_to_foresee(runner)
    assert await fetch(JOBS) == [("QUEUED", "2019-03-20", "2019-03-20", False, 0, 1)]


async def test_one_job_foresees_what_several_days_have_changed(runner: Runner, rules: Rulebook) -> None:
    await load([*silver(), partner("other")], rules)
    await compute(runner, date(2019, 3, 19))
    job = await ask_to_foresee(runner)
    assert job is not None
    await compute(runner, date(2019, 3, 20), date(2019, 3, 21))
    assert await runner.run(job) == "succeeded"
    assert await fetch("SELECT day::text FROM forecast_day") == [("2019-03-21",)]
    assert await ask_to_foresee(runner) is None


async def test_a_job_that_failed_is_not_asked_for_again_until_more_is_computed(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load(silver(), rules)
    await compute(runner, date(2019, 3, 20))
    with monkeypatch.context() as patch:
        patch.setattr("workers.foreseeing.keep_forecasts", None)
        job = await ask_to_foresee(runner)
        assert job is not None
        assert "failed" in await runner.run(job)
    assert await ask_to_foresee(runner) is None
    async with acquire() as connection:
        assert isinstance(await retry(connection, job, "ada", NOW), Job)
    assert await runner.run(job) == "succeeded"
    assert len(await kept()) == 3


async def test_a_worker_that_is_overtaken_before_it_keeps_anything_keeps_nothing(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load(silver(), rules)
    await compute(runner, date(2019, 3, 20))
    job = await ask_to_foresee(runner)
    assert job is not None

    async def take_over() -> None:
        await fetch("UPDATE recompute_job SET lease_until = clock_timestamp() WHERE id = $1", job)
        assert await claim_job(job, NOW) is not None

    async with before_call(monkeypatch, "workers.foreseeing.keep_forecasts", 1, take_over, waits=False):
        assert "was claimed by another worker" in await runner.run(job)
    assert (await kept(), await told(), await fetch(MARKS)) == ([], [], [(1,)])
    await fetch("UPDATE recompute_job SET lease_until = clock_timestamp() WHERE id = $1", job)
    assert await runner.run(job) == "succeeded"
    assert (len(await kept()), await fetch(MARKS)) == (3, [(0,)])
    assert [event[2] for event in await told()] == ["PROMOTED"], "once"


async def test_a_run_that_ends_after_the_snapshot_is_foreseen_by_the_next_job(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load([*silver(), partner("other")], rules)
    await compute(runner, date(2019, 3, 20))
    await foresee(runner)

    async def more() -> None:
        await load([certification(valid_until="2019-05-14")], rules)
        await compute(runner, date(2019, 3, 21))

    await fetch("INSERT INTO stale_forecast (program, partner_id) SELECT 'agency', id FROM partner")
    async with before_call(monkeypatch, "workers.foreseeing.keep_forecasts", 1, more, waits=False):
        await foresee(runner)
    assert [row[3] for row in await kept() if row[0] == "agency"] == ["SILVER"] * 3
    assert await foresee(runner) == 1
    assert [row[3] for row in await kept() if row[0] == "agency"] == ["SILVER", "SILVER", None]


async def test_of_two_jobs_at_once_the_later_snapshot_is_kept(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load([*silver(), partner("other")], rules)
    await compute(runner, date(2019, 3, 20))
    other = Runner(rules, runner.queue, runner.clock, name="other")

    async def more() -> None:
        await load([certification(valid_until="2019-05-14")], rules)
        await compute(other, date(2019, 3, 21))
        [(job,)] = await fetch(ANOTHER)
        assert await other.run(job) == "succeeded"

    async with before_call(monkeypatch, "workers.foreseeing.keep_forecasts", 1, more, waits=False):
        assert await foresee(runner) == 1, "it was foreseen anew, of whom a certification ends"
    assert [row[3] for row in await kept() if row[0] == "agency"] == ["SILVER", "SILVER", None]
    assert await fetch("SELECT day::text, version::int FROM forecast_day") == [("2019-03-21", 2)]


async def test_it_is_told_once_what_is_foreseen_otherwise(runner: Runner, rules: Rulebook) -> None:
    await load([*silver(), partner("other")], rules)
    await decide(runner, date(2019, 3, 1))
    await compute(runner, date(2019, 3, 20))
    await foresee(runner)
    assert await told() == []
    await load([certification(valid_until="2019-05-14")], rules)
    await compute(runner, date(2019, 3, 21))
    await foresee(runner)
    await foresee_everybody(runner)
    falls_in_june = ("agency", "2019-06-15", "DEMOTED", None, "CERTIFIED", None, "2019-05-14")
    assert await told() == [falls_in_june]
    await load([{**staff(1)[1], "revoked_on": "2019-05-02"}], rules)
    await compute(runner, date(2019, 3, 22))
    await foresee(runner)
    falls_in_may = ("agency", "2019-05-15", "DEMOTED", None, "MANAGED_MRR", "c1", "2019-05-01")
    assert await told() == [falls_in_june, falls_in_may]
    await load([{**staff(1)[1], "revoked_on": None}, certification()], rules)
    await compute(runner, date(2019, 3, 23))
    await foresee(runner)
    stays = ("agency", "2019-04-15", "UNCHANGED", "SILVER", None, None, None)
    assert await told() == [falls_in_june, falls_in_may, stays]


@pytest.mark.parametrize("comes", [True, False])
async def test_a_change_that_comes_as_it_was_foreseen_is_not_told_as_one_that_does_not(
    runner: Runner,
    rules: Rulebook,
    comes: bool,  # noqa: FBT001
) -> None:
    await load([*silver(), certification(valid_until="2019-04-10")], rules)
    await decide(runner, date(2019, 3, 1))
    await compute(runner, date(2019, 3, 20))
    await foresee(runner)
    falls_in_april = ("agency", "2019-04-15", "DEMOTED", None, "CERTIFIED", None, "2019-04-10")
    assert await told() == [falls_in_april]
    if not comes:
        await load([certification()], rules)
    await compute(runner, date(2019, 4, 14))
    await decide(runner, date(2019, 4, 1))
    await foresee(runner)
    stays = ("agency", "2019-05-15", "UNCHANGED", "SILVER", None, None, None)
    assert await told() == ([falls_in_april] if comes else [falls_in_april, stays])
