"""Months of activity that come while something else looks at activity: nothing of them is ever forgotten."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import date

import asyncpg
import pytest

from engine.comparison import verify_month
from models.database import acquire, transaction
from models.locks import Lock, lock
from models.months import make_months
from models.retention import drop_old_months
from models.rulebook import Rulebook
from tests.waiting import HELD, wait_for_waiters
from tests.workers.activity import before_call, expect_daily_activity, loading, start
from tests.workers.facts import Line, ask, client, compute, fetch, load, silver, staff, use
from workers.main import tick
from workers.runner import Runner

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2019, 6, 1)
POINTS_OF_RUNS = [
    ("engine.runs.expect_activity", 1),
    ("engine.runs.take_in_activity", 1),
    ("engine.runs.take_in_activity", 2),
    ("engine.runs.gather", 1),
]
POINTS_OF_LOADS = [
    "intake.types.activity.prepare_months",
    "intake.merging.Merge._intern_actors",
    "intake.types.activity._pass_over_known",
]
LOADS = {
    "a new month": use(1, "2019-05-30", "CTA"),
    "a known month": use(1, "2019-03-30", "CTA"),
    "a far-off day": use(1, "1999-12-31", "CTA"),
    "new months and a far-off day": [
        *use(1, "1999-12-31", "CTA"),
        *use(1, "2019-05-30", "CTA"),
        *use(1, "2019-04-30", "LISTS"),
    ],
    "a new month and other facts": [client(2), *staff(2), *use(2, "2019-05-30", "CTA"), *use(1, "2019-05-30", "CTA")],
}
TABLES = "SELECT relname FROM pg_class WHERE relname ~ '^(activity_event|daily_activity)_[0-9_]+$' ORDER BY 1"


async def apps_used(day: date) -> list[tuple[object, ...]]:
    return await fetch(
        "SELECT c.apps_used FROM client_credit c JOIN client ON client.id = client_id"
        " WHERE external_id = 'c1' AND EXISTS (SELECT FROM computed_day WHERE day = $1)",
        day,
    )


@pytest.mark.parametrize(("function", "call"), POINTS_OF_RUNS)
@pytest.mark.parametrize("lines", LOADS.values(), ids=LOADS)
async def test_a_load_at_any_point_of_a_run_is_taken_in_by_it_or_by_the_next(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch, lines: Sequence[Line], function: str, call: int
) -> None:
    await load(silver(), rules)
    async with before_call(monkeypatch, function, call, loading(lines, rules)):
        await compute(runner, DAY)
    await expect_all_taken_in(runner, lines)


async def expect_all_taken_in(runner: Runner, lines: Sequence[Line]) -> None:
    await compute(runner, DAY)
    await expect_daily_activity()
    apps = {
        line["app"] for line in [*silver(), *lines] if line.get("client") == "c1" and line.get("at", "") > "2019-03"
    }
    assert await apps_used(DAY) == [(len(apps),)]
    assert await fetch(HELD) == []


@pytest.mark.parametrize("function", POINTS_OF_LOADS)
@pytest.mark.parametrize("name", LOADS)
async def test_a_run_at_any_point_of_a_load_takes_it_in_or_leaves_it_to_the_next(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch, name: str, function: str
) -> None:
    await load(silver(), rules)
    async with before_call(monkeypatch, function, 1, lambda: compute(runner, DAY)):
        await load(LOADS[name], rules)
    await expect_all_taken_in(runner, LOADS[name])


async def test_a_month_that_comes_while_a_month_is_verified_is_taken_in_later(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load(silver(), rules)
    await compute(runner, DAY)
    points = {
        "engine.snapshots.find_basis": LOADS["a new month"],
        "engine.comparison.read_decisions": use(1, "2019-04-30", "LISTS"),
    }
    for function, lines in points.items():
        meanwhile = before_call(monkeypatch, function, 1, loading(lines, rules))
        async with meanwhile, acquire() as connection:
            await verify_month(connection, rules, date(2019, 6, 1))
        await compute(runner, DAY)
        await expect_daily_activity()


async def test_a_load_of_known_months_waits_for_no_table(rules: Rulebook) -> None:
    await load([*silver(), *use(1, "2019-05-30", "CRM")], rules)
    async with transaction() as connection:
        await lock(connection, Lock.MONTHS)
        await load(use(1, "2019-05-30", "CTA"), rules)
        assert await fetch("SELECT count(*) FROM activity_event WHERE app = 'CTA'") == [(1,)]


async def test_a_load_that_waits_for_a_table_holds_up_no_other_load(rules: Rulebook) -> None:
    await load([*silver(), *use(1, "2019-05-30", "CRM")], rules)
    async with transaction() as connection:
        await lock(connection, Lock.MONTHS, shared=True)  # as a run does while it gathers
        new = await start(load([client(2), *use(2, "2019-06-20", "CTA")], rules))
        assert not new.done()
        await load([client(3), *use(3, "2019-05-30", "CTA")], rules)
        assert not new.done()
    await new
    assert await fetch("SELECT count(*) FROM activity_event WHERE app = 'CTA'") == [(2,)]


@pytest.mark.parametrize("function", [*POINTS_OF_LOADS, "models.months.make_months"])
async def test_two_loads_of_the_same_new_months_at_once_both_get_through(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    await load([*silver(), client(2), client(3)], rules)
    other = [client(3), *use(3, "2019-05-30", "CTA"), *use(3, "2019-04-30", "CTA"), *use(3, "1999-12-31", "CTA")]
    async with before_call(monkeypatch, function, 1, loading(other, rules)):
        await load([*use(2, "2019-05-30", "CTA"), *use(2, "2019-06-20", "CTA"), *use(2, "1999-12-31", "CTA")], rules)
    await compute(runner, date(2019, 6, 30))
    await expect_daily_activity()
    assert await fetch("SELECT count(*) FROM activity_event WHERE app = 'CTA'") == [(6,)]


async def test_more_loads_of_new_months_than_connections_get_through(rules: Rulebook) -> None:
    await load([client(1, sold_by=None)], rules)
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        for number in range(30):  # of a pool of 10
            group.create_task(load(use(1, f"2019-{number % 12 + 1:02}-10", "CRM", name=f"n{number}"), rules))
    assert await fetch("SELECT count(*) FROM activity_event") == [(30,)]
    assert len(await fetch(TABLES)) == 24


def dropping(day: date) -> Callable[[], Awaitable[object]]:
    """What drops the months before that of the day, once it is called."""

    async def drop() -> None:
        async with transaction() as connection:
            await drop_old_months(connection, day)

    return drop


async def test_no_month_is_dropped_under_a_run(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.retention.LOCK_TIMEOUT", "1h")
    await load(silver(), rules)
    later = await ask(runner, days=(DAY, DAY))
    async with before_call(monkeypatch, "engine.runs.take_in_activity", 1, dropping(date(2019, 5, 1))):
        await compute(runner, DAY)
    assert await apps_used(DAY) == [(3,)]
    assert await fetch(TABLES) == []
    assert (await runner.run(later)).startswith("failed: 2019-06-01 rests on activity from 2019-03-03 on")


async def test_months_are_dropped_under_a_reader_that_lets_go_of_one_table_after_the_other(rules: Rulebook) -> None:
    await load([*silver(), *use(1, "2019-05-30", "CTA")], rules)
    for _ in range(50):  # on a machine that is busy enough, the drop has given up before the reader ends
        with suppress(asyncpg.LockNotAvailableError):
            async with transaction() as reader:
                await reader.execute("SELECT FROM activity_event")
                drop = await start(dropping(date(2019, 6, 1))())
            await drop
            break
    assert await fetch(TABLES) == []


async def test_events_whose_month_is_dropped_as_soon_as_it_has_its_table_are_bad_lines(
    rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [client(2, sold_by=None), *use(2, "2019-06-20", "CTA")]
    async with before_call(monkeypatch, "intake.merging.lock", 1, dropping(date(2019, 7, 1))):
        summary, [rejection] = await load(lines, rules)
    assert (summary.accepted, summary.rejected) == (1, 1)
    assert rejection.reason == "lies on 2019-06-20, and activity is kept from 2019-07-01 on only"
    assert await fetch(TABLES) == []


async def test_a_month_that_was_dropped_gets_no_table_again(rules: Rulebook) -> None:
    await load([client(2, sold_by=None), *use(2, "2019-06-20", "CTA")], rules)
    await dropping(date(2019, 7, 1))()
    _, rejected = await load(use(2, "2019-06-21", "CTA"), rules)
    assert len(rejected) == 1
    assert await fetch(TABLES) == []


async def test_workers_make_the_months_to_come(runner: Runner) -> None:
    await tick({"runner": runner})
    months = await fetch("SELECT to_char(now() AT TIME ZONE 'UTC' + make_interval(months => n), 'YYYY_MM')"
                         " FROM generate_series(0, 2) AS n")  # fmt: skip
    tables = [(f"{table}_{month}",) for table in ("activity_event", "daily_activity") for [month] in months]
    assert await fetch(TABLES) == tables


async def test_months_that_are_made_while_activity_is_in_use_are_made_later(
    runner: Runner, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    monkeypatch.setattr("workers.main.LOCK_TIMEOUT", "10ms")
    async with transaction() as connection:
        await lock(connection, Lock.MONTHS, shared=True)
        await tick({"runner": runner})
    assert "activity is in use" in caplog.text
    assert await fetch(TABLES) == []
    await tick({"runner": runner})
    assert len(await fetch(TABLES)) == 6


async def test_a_reader_of_a_table_makes_a_load_try_again(rules: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.months.LOCK_TIMEOUT", "10ms")
    monkeypatch.setattr("models.months.RETRY_SECONDS", 0)
    async with transaction() as reader:
        await reader.execute("SELECT FROM daily_activity")
        task = asyncio.create_task(load([client(2, sold_by=None), *use(2, "2019-06-20", "CTA")], rules))
        await wait_for_waiters()
        await asyncio.wait({task}, timeout=0)
        assert not task.done()
    await task
    assert await fetch("SELECT count(*) FROM activity_event_2019_06") == [(1,)]


async def test_days_outside_the_window_make_no_tables_of_their_own(runner: Runner, rules: Rulebook) -> None:
    first = date(2019, 6, 1)
    far = [line for year in range(1, 1201) for line in use(1, f"{year:04}-06-15", "CRM")]
    await load([*silver(), *far, *use(1, "2016-01-31", "CTA")], rules)
    assert await fetch("SELECT count(*) FROM activity_event_other") == [(1201,)]
    assert await fetch(TABLES) == [("activity_event_2019_03",), ("daily_activity_2019_03",)]
    await compute(runner, first)
    await expect_daily_activity()


async def test_a_month_takes_over_what_lay_with_the_rest(runner: Runner, rules: Rulebook) -> None:
    """As after a clock that was wrong: the month was out of the window when its events came."""
    await load([*silver(), *use(1, "1999-12-30", "CRM"), *use(1, "1999-12-31", "CTA")], rules)
    await compute(runner, DAY)
    async with transaction() as connection:
        for table in ("activity_event", "daily_activity"):  # the days become the 27th and 28th of February 2019
            await connection.execute(f"UPDATE {table} SET day = day + 6999 WHERE day < '2000-01-01'")
    async with transaction() as connection:
        await make_months(connection, [date(2019, 2, 1)])
    assert await fetch("SELECT day::text FROM activity_event_2019_02 ORDER BY 1") == [("2019-02-27",), ("2019-02-28",)]
    assert await fetch("SELECT count(*) FROM daily_activity_2019_02") == [(2,)]
    assert await fetch("SELECT FROM activity_event_other UNION ALL SELECT FROM daily_activity_other") == []
    await expect_daily_activity()
