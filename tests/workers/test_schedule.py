from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from jobs.calendar import find_waiting_jobs, request_due_runs
from jobs.claims import claim_job
from jobs.requests import Request, request_activity, request_tiers
from models.database import acquire
from models.rulebook import Rulebook
from tests.tiers.editions.editions import edition

pytestmark = pytest.mark.usefixtures("database")


def at(day: date, hour: int = 3) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


async def scheduled() -> list[tuple[str, ...]]:
    """Kind and period of the schedule's jobs, in the order they were added."""
    async with acquire() as connection:
        rows = await connection.fetch(
            "SELECT kind, first_day::text, last_day::text, left(month::text, 7) AS month FROM recompute_job"
            " WHERE scheduled ORDER BY id"
        )
    return [tuple(value for value in row if value is not None) for row in rows]


async def finish_all(status: str = "SUCCEEDED") -> None:
    async with acquire() as connection:
        await connection.execute("UPDATE recompute_job SET status = $1 WHERE status = 'QUEUED'", status)


async def test_an_empty_database_starts_at_the_last_closed_day(rules: Rulebook) -> None:
    await request_due_runs(rules, at(date(2019, 7, 20)))
    assert await scheduled() == [("ACTIVITY", "2019-07-19", "2019-07-19")]


async def test_on_the_15th_the_months_tiers_are_decided(rules: Rulebook) -> None:
    await request_due_runs(rules, at(date(2019, 7, 15)))
    assert await scheduled() == [("ACTIVITY", "2019-07-14", "2019-07-14"), ("TIERS", "2019-07")]


async def test_months_are_not_owed_while_their_edition_cannot_decide(rules: Rulebook) -> None:
    rules.editions = (*rules.editions, edition("agency-2022"))
    await request_due_runs(rules, at(date(2022, 6, 14)))
    await finish_all()
    await request_due_runs(rules, at(date(2022, 9, 16)))
    assert await scheduled() == [
        ("ACTIVITY", "2022-06-13", "2022-06-13"),
        ("ACTIVITY", "2022-06-14", "2022-09-15"),
        ("TIERS", "2022-06"),
        ("TIERS", "2022-07"),
    ]


async def test_asking_again_adds_nothing(rules: Rulebook) -> None:
    for _ in range(3):
        await request_due_runs(rules, at(date(2019, 7, 15)))
    assert len(await scheduled()) == 2
    await finish_all()
    await request_due_runs(rules, at(date(2019, 7, 15), hour=23))
    assert len(await scheduled()) == 2


async def test_after_downtime_every_day_and_every_15th_is_caught_up(rules: Rulebook) -> None:
    await request_due_runs(rules, at(date(2019, 5, 14)))
    await finish_all()
    await request_due_runs(rules, at(date(2019, 7, 16)))
    assert await scheduled() == [
        ("ACTIVITY", "2019-05-13", "2019-05-13"),
        ("ACTIVITY", "2019-05-14", "2019-07-15"),
        ("TIERS", "2019-05"),
        ("TIERS", "2019-06"),
        ("TIERS", "2019-07"),
    ]


async def test_a_decision_that_failed_is_not_forgotten_when_days_went_on(rules: Rulebook) -> None:
    await request_due_runs(rules, at(date(2019, 7, 15)))
    async with acquire() as connection:
        await connection.execute("UPDATE recompute_job SET status = 'SUCCEEDED' WHERE kind = 'ACTIVITY'")
        await connection.execute("UPDATE recompute_job SET status = 'FAILED' WHERE kind = 'TIERS'")
    await request_due_runs(rules, at(date(2019, 7, 15)))
    assert len(await scheduled()) == 2
    await request_due_runs(rules, at(date(2019, 7, 16)))
    assert (await scheduled())[2:] == [("ACTIVITY", "2019-07-15", "2019-07-15"), ("TIERS", "2019-07")]


async def test_a_later_decision_does_not_hide_one_that_failed(rules: Rulebook) -> None:
    await request_due_runs(rules, at(date(2019, 7, 15)))
    async with acquire() as connection:
        await connection.execute("UPDATE recompute_job SET status = 'FAILED' WHERE kind = 'TIERS'")
    await finish_all()
    await request_due_runs(rules, at(date(2019, 8, 15)))
    async with acquire() as connection:
        await connection.execute("UPDATE recompute_job SET status = 'FAILED' WHERE month = '2019-07-01'")
    await finish_all()
    await request_due_runs(rules, at(date(2019, 8, 16)))
    assert (await scheduled())[2:] == [
        ("ACTIVITY", "2019-07-15", "2019-08-14"),
        ("TIERS", "2019-07"),
        ("TIERS", "2019-08"),
        ("ACTIVITY", "2019-08-15", "2019-08-15"),
        ("TIERS", "2019-07"),
    ]


async def test_days_that_failed_are_part_of_the_next_days_run(rules: Rulebook) -> None:
    await request_due_runs(rules, at(date(2019, 7, 20)))
    await finish_all()
    await request_due_runs(rules, at(date(2019, 7, 21)))
    await finish_all("FAILED")
    await request_due_runs(rules, at(date(2019, 7, 22)))
    assert (await scheduled())[-1] == ("ACTIVITY", "2019-07-20", "2019-07-21")


async def test_a_run_under_way_is_waited_for(rules: Rulebook) -> None:
    await request_due_runs(rules, at(date(2019, 7, 20)))
    await request_due_runs(rules, at(date(2019, 7, 21)))
    assert await scheduled() == [("ACTIVITY", "2019-07-19", "2019-07-19")]


async def test_what_operators_computed_never_moves_the_schedule(rules: Rulebook) -> None:
    await request_due_runs(rules, at(date(2019, 5, 10)))
    await finish_all()
    async with acquire() as connection:
        by_hand = Request("ada", at(date(2019, 7, 16)))
        await request_activity(connection, rules, date(2019, 5, 10), date(2019, 7, 15), by_hand)
        await request_tiers(connection, rules, date(2019, 5, 1), by_hand)
    await finish_all()
    await request_due_runs(rules, at(date(2019, 6, 1)))
    assert (await scheduled())[1:] == [("ACTIVITY", "2019-05-10", "2019-05-31"), ("TIERS", "2019-05")]


async def test_a_day_closes_at_midnight_of_the_programs_time_zone(rules: Rulebook) -> None:
    tokyo = Rulebook(rules.editions, ZoneInfo("Asia/Tokyo"))
    await request_due_runs(tokyo, datetime(2019, 7, 14, 15, 0, tzinfo=UTC))  # midnight, beginning the 15th
    assert await scheduled() == [("ACTIVITY", "2019-07-14", "2019-07-14"), ("TIERS", "2019-07")]


async def test_a_job_whose_message_was_lost_is_found(rules: Rulebook) -> None:
    [job] = await request_due_runs(rules, at(date(2019, 7, 20)))
    assert await find_waiting_jobs() == [job]


async def test_a_job_whose_worker_died_is_found_when_its_lease_lapses(rules: Rulebook) -> None:
    [job] = await request_due_runs(rules, at(date(2019, 7, 20)))
    await claim_job(job.id, at(date(2019, 7, 20)))
    assert await find_waiting_jobs() == []
    async with acquire() as connection:
        await connection.execute("UPDATE recompute_job SET lease_until = clock_timestamp()")
    [found] = await find_waiting_jobs()
    assert (found.id, found.fence) == (job.id, 1)


async def test_what_the_schedule_owes_is_begun_before_what_operators_asked_for_earlier(rules: Rulebook) -> None:
    now = at(date(2019, 7, 20))
    async with acquire() as connection:
        for number in range(2):
            asked = Request(f"ada {number}", at(date(2019, 7, 19)))
            await request_tiers(connection, rules, date(2019, 6, 1), asked)
    [owed] = await request_due_runs(rules, now)
    first, *others = await find_waiting_jobs()
    assert first == owed
    assert len(others) == 2
