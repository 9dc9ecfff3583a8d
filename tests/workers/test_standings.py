import asyncio
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine.gather import gather
from models.rulebook import Rulebook
from tests.waiting import wait_for_waiters
from tests.workers.facts import client, compute, decide, fetch, load, mrr, partner, report, silver, staff, use
from workers.runner import Runner

TOLD = """
SELECT p.external_id, e.payload ->> 'as_of', e.payload ->> 'tier' FROM event e JOIN partner p ON p.id = e.partner_id
WHERE e.kind = 'STANDING_CHANGED' ORDER BY e.seq
"""


async def test_a_partners_first_standing_is_told_and_an_equal_one_is_not(runner: Runner, rules: Rulebook) -> None:
    await load(silver(), rules)
    await compute(runner, date(2019, 4, 1))
    await compute(runner, date(2019, 4, 2), date(2019, 4, 5))
    assert await fetch(TOLD) == [("agency", "2019-04-01", "SILVER")]


async def test_a_standing_that_differs_from_the_newest_before_is_told(runner: Runner, rules: Rulebook) -> None:
    await load(silver(), rules)
    await compute(runner, date(2019, 4, 10))
    await compute(runner, date(2019, 6, 10))  # 91 days after the last activity
    assert await fetch(TOLD) == [("agency", "2019-04-10", "SILVER"), ("agency", "2019-06-10", None)]


async def test_an_older_day_is_computed_and_neither_told_nor_the_newest(runner: Runner, rules: Rulebook) -> None:
    await load(silver(), rules)
    await compute(runner, date(2019, 4, 10))
    credit = await fetch("SELECT * FROM client_credit")
    await compute(runner, date(2019, 2, 1), date(2019, 2, 3))
    assert await fetch("SELECT as_of::text, tier FROM standing ORDER BY 1") == [
        ("2019-02-01", None),
        ("2019-02-02", None),
        ("2019-02-03", None),
        ("2019-04-10", "SILVER"),
    ]
    assert await fetch("SELECT * FROM client_credit") == credit
    assert await fetch("SELECT max(day)::text FROM computed_day") == [("2019-04-10",)]
    assert len(await fetch(TOLD)) == 1


async def test_late_facts_for_the_newest_day_are_told_when_a_longer_run_passes_it(
    runner: Runner, rules: Rulebook
) -> None:
    await load(silver(), rules)
    await compute(runner, date(2019, 4, 10))
    await load([mrr("2019-02", 1, "800.00", 2), report("2019-02", "2019-04-09", 2)], rules)
    await compute(runner, date(2019, 4, 8), date(2019, 4, 12))
    assert await fetch(TOLD) == [("agency", "2019-04-10", "SILVER"), ("agency", "2019-04-10", None)]


async def test_events_loaded_after_a_run_change_the_days_they_fall_on(runner: Runner, rules: Rulebook) -> None:
    await load(silver(), rules)
    await compute(runner, date(2019, 6, 10))
    await load(use(1, "2019-06-09", "CRM"), rules)
    assert await fetch("SELECT max(day)::text FROM daily_activity") == [("2019-03-11",)]
    await compute(runner, date(2019, 6, 10))
    assert await fetch("SELECT max(day)::text FROM daily_activity") == [("2019-06-09",)]
    assert await fetch("SELECT managed_status FROM client_credit") == [("COUNTED",)]
    assert await fetch("SELECT count(*) FROM stale_day") == [(0,)]


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("America/Havana", "2018-11-04T04:30:00Z", "2018-11-04"),  # after the first of two midnights
        ("America/Havana", "2018-11-04T05:30:00Z", "2018-11-04"),  # an hour later, at the same local time
        ("CET", "2018-07-01T22:30:00Z", "2018-07-02"),  # the database server has no summer time there
        ("Atlantic/Azores", "2018-10-28T00:00:00Z", "2018-10-28"),  # the first of two midnights itself
        ("Atlantic/Azores", "2018-10-27T23:59:59Z", "2018-10-27"),
        ("America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-04"),  # the day begins at one o'clock
        ("America/Sao_Paulo", "2019-02-17T02:30:00Z", "2019-02-16"),  # the day before ends an hour late
    ],
)
async def test_an_event_is_on_its_local_day_where_midnight_comes_twice_or_not_at_all(
    runner: Runner, rules: Rulebook, zone: str, moment: str, day: str
) -> None:
    local = Rulebook(rules.editions, ZoneInfo(zone))
    event = {**use(1, day, "CRM")[0], "at": moment}
    await load([*silver(), event], local)
    await compute(Runner(local, runner.queue, runner.clock), date(2019, 3, 1))
    assert await fetch("SELECT day::text, events FROM daily_activity ORDER BY 1") == [(day, 1)]


async def test_a_file_that_comes_while_a_day_is_computed_counts_as_a_whole_or_not_at_all(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The employee's new address without the work done under it would look like an idle employee."""
    await load(silver(), rules)
    new_address = {**staff(1)[0], "email": "lovelace@agency.example"}
    work = [{**line, "id": f"new-{line['id']}", "actor": new_address["email"]} for line in use(1, "2019-03-12", "CTA")]
    loads: list[asyncio.Task[object]] = []

    async def with_competition(*arguments: Any) -> None:  # noqa: ANN401
        loads.append(asyncio.create_task(load([new_address, *work], rules)))
        await wait_for_waiters()
        await gather(*arguments)

    monkeypatch.setattr("engine.runs.gather", with_competition)
    await compute(runner, date(2019, 4, 1))
    await loads[0]
    assert await fetch("SELECT managed_status FROM client_credit") == [("COUNTED",)]
    monkeypatch.undo()
    await compute(runner, date(2019, 4, 1))
    assert await fetch("SELECT managed_status, managed_until::text FROM client_credit") == [("COUNTED", "2019-06-10")]


async def test_events_after_the_day_wait_for_their_own_run(runner: Runner, rules: Rulebook) -> None:
    await load([*silver(), *use(1, "2019-06-20", "CRM")], rules)
    await compute(runner, date(2019, 6, 10))
    assert await fetch("SELECT day::text FROM stale_day") == [("2019-06-20",)]
    await decide(runner, date(2019, 6, 1))
    assert await fetch("SELECT tier FROM tier_decision") == [(None,)]


async def test_a_partner_that_turns_out_to_join_later_loses_its_earlier_standings(
    runner: Runner, rules: Rulebook
) -> None:
    await load([*silver(), partner("late")], rules)
    await compute(runner, date(2019, 4, 1))
    await load([partner("late", joined_on="2019-04-02")], rules)
    await compute(runner, date(2019, 4, 1))
    assert await fetch("SELECT p.external_id FROM standing s JOIN partner p ON p.id = s.partner_id") == [("agency",)]


async def test_credits_of_clients_that_no_longer_appear_go(runner: Runner, rules: Rulebook) -> None:
    await load([*silver(), client(2)], rules)
    await compute(runner, date(2019, 4, 1))
    await load([client(2, sold_by=None)], rules)
    await compute(runner, date(2019, 4, 1))
    assert await fetch("SELECT c.external_id FROM client_credit r JOIN client c ON c.id = r.client_id") == [("c1",)]


async def test_the_number_of_changed_partners_is_that_of_partners_with_another_standing(
    runner: Runner, rules: Rulebook
) -> None:
    await load([*silver(), partner("idle")], rules)
    await compute(runner, date(2019, 4, 1), date(2019, 4, 3))
    await compute(runner, date(2019, 4, 1), date(2019, 4, 3))
    await load([mrr("2019-02", 1, "1201.00", 2), report("2019-02", "2019-04-02", 2)], rules)
    await compute(runner, date(2019, 4, 1), date(2019, 4, 3))
    assert await fetch("SELECT changed_partners, done, total FROM recompute_job ORDER BY id") == [
        (2, 3, 3),
        (0, 3, 3),
        (1, 3, 3),
    ]
