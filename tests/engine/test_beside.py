"""Whoever asks beside loads and runs: nobody waits, and all of an answer is of one moment."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, aclosing
from datetime import date, timedelta

import pytest

from engine.answers import gather_partners
from engine.checks.check import Sample
from engine.checks.looking import look_for
from engine.checks.registry import CHECKS
from engine.comparison import verify_month
from engine.explanations import ComparedPartner, ExplainedPartner, compare_partner, explain
from engine.forecasts import Forecast, forecast
from engine.gather import Gathered
from engine.reports import find_basis
from engine.snapshots import snapshot_of
from models.clock import read_clock
from models.database import acquire, transaction
from models.locks import Lock, lock
from models.months import make_months
from models.retention import ActivityDropped, drop_old_months
from models.rulebook import Rulebook
from tests.engine.looking import look
from tests.postgres import opened
from tests.workers.activity import before_call
from tests.workers.facts import Line, client, compute, decide, fetch, load, mrr, partner, report, silver, staff, use
from tiers.forecasts import Assumption
from workers.runner import Runner

DAY, MONTH = date(2019, 4, 14), date(2019, 4, 1)
NEW_MONTH = "2019-08-20"
LOCKED = "SELECT relation::regclass::text AS name FROM pg_locks WHERE pid = pg_backend_pid() AND relation IS NOT NULL"
LATER: list[Line] = [
    *(partner("late"), client(2), *staff(2), client(1, registered_on="2019-02-01")),
    *(mrr("2019-02", 1, "7000.00", 2), mrr("2019-02", 2, "1.00", 2), report("2019-02", "2019-04-01", 2)),
    *(*use(1, "2019-04-01", "CTA"), *use(2, "2019-03-30", "CTA"), *use(1, "2019-06-20", "CTA")),
]


@pytest.fixture(autouse=True)
async def impatient(database_url: str, rules: Rulebook, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Two partners that are read one by one, months with tables, and sessions that wait for no lock for long."""
    monkeypatch.setattr("engine.answers.ROWS_A_PART", 1)
    async with opened(database_url, timeouts={"lock_timeout": timedelta(seconds=8)}):
        months = [date(2018 + number // 12, number % 12 + 1, 1) for number in range(11, 18)]
        async with transaction() as connection:
            await make_months(connection, months)
        await load([*silver(), partner("other")], rules)
        yield


def acting(runner: Runner, name: str) -> Callable[[], Awaitable[object]]:
    """What makes other rows of everything that is looked at: a load, or a load and a run that takes it in."""

    async def act() -> None:
        await load([*LATER, *use(1, NEW_MONTH, "CTA")] if name == "a load of a new month" else LATER, runner.rules)
        if name == "a day":
            await compute(runner, DAY)
        elif name == "a month":
            await decide(runner, MONTH)

    return act


@pytest.mark.parametrize("what", ["a load", "a load of a new month", "a day", "a month"])
@pytest.mark.parametrize("parts_before", [0, 1])
async def test_what_is_gathered_is_of_one_moment_and_nobody_waits(
    runner: Runner, rules: Rulebook, what: str, parts_before: int
) -> None:
    before = await look(rules, DAY)
    gathered: list[Gathered] = []
    async with (
        acquire() as connection,
        snapshot_of(connection, rules.in_force(DAY), DAY) as basis,
        aclosing(gather_partners(connection, basis)) as parts,
    ):
        if parts_before == 0:
            await acting(runner, what)()
        async for part in parts:
            gathered.extend(part.partners)
            if len(gathered) == parts_before:
                await acting(runner, what)()
    assert gathered == before
    assert len(await look(rules, DAY)) == 3


@pytest.mark.parametrize("partners", [None, [1]], ids=["all partners", "one partner"])
async def test_a_load_makes_the_table_of_a_month_while_a_future_day_is_looked_at(
    rules: Rulebook, partners: list[int] | None
) -> None:
    async with transaction() as connection:
        today = (await read_clock(connection)).date()
        await make_months(connection, sorted({(today + timedelta(days)).replace(day=1) for days in range(-400, 32)}))
    await load(use(1, f"{today}", "CTA"), rules)
    for future in (today + timedelta(70), today + timedelta(400)):
        edition = rules.in_force(future)
        async with (
            acquire() as connection,
            snapshot_of(connection, edition, future) as basis,
            aclosing(gather_partners(connection, basis, partners)) as parts,
        ):
            [usage, *_] = [one.usage_until for part in [part async for part in parts] for one in part.partners]
            assert [until is not None for until in usage.values()] == [future == today + timedelta(70)]
            names = [row["name"] for row in await connection.fetch(LOCKED)]
            assert "partner" in names
            assert not [name for name in names if name.endswith("_other")]
            old = future - timedelta(1000)
            await load(use(1, f"{old}", "CTA"), rules)
        assert await fetch("SELECT to_regclass($1) IS NOT NULL", f"daily_activity_{old:%Y_%m}") == [(True,)]


@pytest.mark.parametrize("what", ["a load", "a load of a new month", "a day", "a month"])
@pytest.mark.parametrize(
    ("function", "call"),
    [
        ("engine.snapshots.expect_activity", 1),
        ("engine.snapshots.find_basis", 1),
        ("engine.comparison.read_decisions", 2),
    ],
)
async def test_a_month_is_verified_as_of_one_moment_and_nobody_waits(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch, what: str, function: str, call: int
) -> None:
    await decide(runner, MONTH)
    meanwhile = before_call(monkeypatch, function, call, acting(runner, what), waits=False)
    async with meanwhile, acquire() as connection:
        assert await verify_month(connection, rules, MONTH) == []
    async with acquire() as connection:
        assert (await verify_month(connection, rules, MONTH) == []) is (what == "a month")


async def foresee(rules: Rulebook) -> Forecast:
    async with acquire() as connection:
        id_ = await connection.fetchval("SELECT id FROM partner WHERE external_id = 'agency'")
        return await forecast(connection, rules, id_, DAY, 3, Assumption.NO_FURTHER_FACTS)


@pytest.mark.parametrize("what", ["a load", "a load of a new month", "a day", "a month"])
async def test_a_forecast_is_of_one_moment_and_nobody_waits(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    before = await foresee(rules)
    async with before_call(monkeypatch, "engine.forecasts.read_reports", 1, acting(runner, what), waits=False):
        assert await foresee(rules) == before
    assert await foresee(rules) != before


async def ask_why(rules: Rulebook) -> tuple[ExplainedPartner | None, ComparedPartner | None]:
    edition, first = rules.in_force(DAY), DAY - timedelta(60)
    async with acquire() as connection:
        id_ = await connection.fetchval("SELECT id FROM partner WHERE external_id = 'agency'")
        async with snapshot_of(connection, edition, first) as earlier:
            basis = await find_basis(connection, edition, DAY)
            compared = await compare_partner(connection, earlier, basis, id_)
            explained = await explain(connection, basis, id_)
            return explained, compared


@pytest.mark.parametrize("what", ["a load", "a load of a new month", "a day", "a month"])
async def test_an_explanation_is_of_one_moment_and_nobody_waits(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    async with transaction() as connection:  # of the months that are looked at, as time has made them
        await make_months(connection, [date(2018 + month // 12, month % 12 + 1, 1) for month in range(16)])
    before = await ask_why(rules)
    async with before_call(monkeypatch, "engine.explanations.find_background", 1, acting(runner, what), waits=False):
        assert told(await ask_why(rules)) == told(before)
    assert told(await ask_why(rules)) != told(before)


def told(found: tuple[ExplainedPartner | None, ComparedPartner | None]) -> tuple[object, ...]:
    explained, compared = found
    assert explained is not None
    assert compared is not None
    return explained.explanation, explained.clients, explained.employees, compared


async def test_nobody_who_asks_waits_for_a_lock(runner: Runner, rules: Rulebook) -> None:
    await decide(runner, MONTH)
    await compute(runner, DAY)
    async with AsyncExitStack() as stack:
        holder = await stack.enter_async_context(transaction())
        for which in (Lock.SCHEDULE, Lock.RECOMPUTE, Lock.EDITIONS, Lock.MONTHS, Lock.FACTS, Lock.EVENTS):
            await lock(holder, which)
        assert len(await look(rules, DAY)) == 2
        async with acquire() as connection:
            assert await verify_month(connection, rules, MONTH) == []
        assert len((await foresee(rules)).decisions) == 3
        assert all(await ask_why(rules))
        for check in CHECKS:
            assert (await look_for(check, rules, Sample(None))).total == 0


async def test_activity_that_is_dropped_before_it_was_read_is_no_answer(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    await decide(runner, MONTH)

    async def drop() -> None:
        async with transaction() as connection:
            await drop_old_months(connection, DAY)

    meanwhile = before_call(monkeypatch, "engine.snapshots.find_basis", 1, drop, waits=False)
    async with meanwhile, acquire() as connection:
        with pytest.raises(ActivityDropped):
            await verify_month(connection, rules, MONTH)
    with pytest.raises(ActivityDropped):
        await foresee(rules)
    assert await fetch("SELECT activity_from::text FROM calendar") == [("2019-04-01",)]
