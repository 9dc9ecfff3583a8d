"""Old months of activity go, and what would rest on them is refused."""

from datetime import date, timedelta

import pytest

from events.retention import forget_events
from jobs.refusals import RefusalCode
from jobs.requests import Refusal, Request, request_activity, request_tiers
from models.database import acquire, transaction
from models.retention import Retention, drop_old_months
from models.rulebook import Rulebook
from tests.workers.activity import before_call
from tests.workers.conftest import NOW
from tests.workers.facts import ask, compute, fetch, load, silver, use
from workers.main import tick
from workers.runner import Runner

pytestmark = pytest.mark.usefixtures("database")

MONTHS = (  # those that workers make for the activity to come aside
    "SELECT relname FROM pg_class WHERE relname ~ '^activity_event_20[01][0-9]' AND relkind = 'r' ORDER BY 1"
)


async def drop_before(day: date) -> list[str]:
    async with transaction() as connection:
        return await drop_old_months(connection, day)


async def test_each_month_has_its_own_tables(rules: Rulebook) -> None:
    await load([*silver(), *use(1, "2019-05-31", "CRM"), *use(1, "1999-12-31", "CRM")], rules)
    assert await fetch(MONTHS) == [("activity_event_2019_03",), ("activity_event_2019_05",)]
    assert await fetch("SELECT count(*) FROM activity_event_other") == [(1,)]


async def test_old_months_are_dropped_and_the_rest_is_as_before(runner: Runner, rules: Rulebook) -> None:
    await load([*silver(), *use(1, "2018-12-31", "CTA"), *use(1, "1999-12-31", "CRM")], rules)
    await compute(runner, date(2019, 6, 1))
    before = await fetch("SELECT partner_id, sold_mrr, managed_mrr FROM standing")
    assert sorted(await drop_before(date(2019, 3, 2))) == ["activity_event_2018_12", "daily_activity_2018_12"]
    assert await fetch("SELECT min(day)::text FROM activity_event") == [("2019-03-11",)]
    await compute(runner, date(2019, 6, 1))
    assert await fetch("SELECT partner_id, sold_mrr, managed_mrr FROM standing") == before


async def test_an_event_counts_once_whatever_was_dropped(rules: Rulebook) -> None:
    old = use(1, "2018-12-31", "CTA")
    await load([*silver(), *old], rules)
    await drop_before(date(2019, 3, 1))
    again = [{**line, "at": "2019-04-01T12:00:00Z"} for line in old]
    summary, rejected = await load(again, rules)
    assert (summary.accepted, summary.unchanged, rejected) == (0, 1, [])


async def test_an_event_of_a_dropped_day_is_a_bad_line(rules: Rulebook) -> None:
    await load(silver(), rules)
    await drop_before(date(2019, 3, 1))
    summary, [rejection] = await load([*use(1, "2019-02-28", "CTA"), *use(1, "2019-03-01", "CTA")], rules)
    assert (summary.accepted, summary.rejected) == (1, 1)
    assert (rejection.number, rejection.field) == (1, "at")
    assert rejection.reason == "lies on 2019-02-28, and activity is kept from 2019-03-01 on only"


async def test_what_rests_on_dropped_activity_is_refused(runner: Runner, rules: Rulebook) -> None:
    await load(silver(), rules)
    queued = await ask(runner, days=(date(2019, 5, 29), date(2019, 5, 29)))
    await drop_before(date(2019, 3, 1))
    async with acquire() as connection:
        day = await request_activity(connection, rules, date(2019, 5, 29), date(2019, 6, 1), Request("ada", NOW))
        month = await request_tiers(connection, rules, date(2019, 5, 1), Request("ada", NOW))
    reason = "2019-05-29 rests on activity from 2019-02-28 on, and activity is kept from 2019-03-01 on only"
    assert day == Refusal(RefusalCode.ACTIVITY_DROPPED, reason, ("from",))
    assert isinstance(month, Refusal)
    assert (month.code, month.path) == ("ACTIVITY_DROPPED", ("month",))
    assert await runner.run(queued) == f"failed: {reason}"
    await compute(runner, date(2019, 5, 30))


async def test_workers_drop_what_is_older_than_the_setting_says(runner: Runner, rules: Rulebook) -> None:
    await load([*silver(), *use(1, "2018-04-30", "CTA"), *use(1, "2018-05-01", "CTA")], rules)
    runner.retention = Retention(400)  # before the last closed day, 30 June 2019: to 26 May 2018
    await tick({"runner": runner})
    assert await fetch(MONTHS) == [("activity_event_2018_05",), ("activity_event_2019_03",)]
    assert await fetch("SELECT activity_from::text FROM calendar") == [("2018-05-01",)]


async def test_two_workers_that_drop_a_month_at_once_drop_it_once(
    rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load([*silver(), *use(1, "2018-04-30", "CTA")], rules)
    dropped: list[list[str]] = []

    async def drop() -> None:
        dropped.append(await drop_before(date(2018, 5, 31)))

    async with before_call(monkeypatch, "models.retention.lock", 1, drop):
        await drop()
    assert [len(names) for names in dropped] == [2, 0]


async def test_workers_remove_the_first_events_up_to_one_that_is_recent(runner: Runner) -> None:
    old, recent = NOW - timedelta(days=31), NOW - timedelta(days=29)
    moments = [old, old, recent, old, NOW]  # the fourth was made by a process whose clock was behind
    async with transaction() as connection:
        await connection.executemany(
            "INSERT INTO event (seq, kind, created_at) VALUES ($1, 'JOB_CHANGED', $2)", list(enumerate(moments, 1))
        )
    await tick({"runner": runner})
    assert await fetch("SELECT seq FROM event WHERE kind = 'JOB_CHANGED' AND seq <= 5 ORDER BY 1") == [(3,), (4,), (5,)]


async def test_workers_keep_what_consumers_have_not_read_and_drop_those_that_never_come(
    runner: Runner, caplog: pytest.LogCaptureFixture
) -> None:
    async with transaction() as connection:
        await connection.executemany(
            "INSERT INTO event (seq, kind, created_at) VALUES ($1, 'JOB_CHANGED', $2)",
            [(seq, NOW - timedelta(days=days)) for seq, days in enumerate((91, 89, 88, 0), 1)],
        )
        await connection.execute("INSERT INTO event_consumer VALUES ('gone', 0, now()), ('late', 2, now())")
    await tick({"runner": runner})
    assert await fetch("SELECT name FROM event_consumer") == [("late",)]
    assert await fetch("SELECT seq FROM event WHERE seq <= 4 ORDER BY 1") == [(3,), (4,)]
    assert "dropped gone, a consumer of events, as it had not read one for 90 days: register it anew" in caplog.text


async def test_the_newest_event_stays_however_old_it_is(runner: Runner) -> None:
    async with transaction() as connection:
        await connection.executemany(
            "INSERT INTO event (seq, kind, created_at) VALUES ($1, 'JOB_CHANGED', $2)",
            [(1, NOW - timedelta(days=99)), (2, NOW - timedelta(days=98))],
        )
        assert await forget_events(connection, NOW) == 1
        assert await forget_events(connection, NOW) == 0
        assert await connection.fetchval("SELECT min(seq) FROM event") == 2
