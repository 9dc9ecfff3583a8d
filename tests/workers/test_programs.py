"""What is derived belongs to the program whose editions it was derived by."""

from dataclasses import replace
from datetime import UTC, date, datetime

import asyncpg
import pytest

from engine.comparison import verify_month
from jobs.calendar import find_owed, request_due_runs
from jobs.queue import Queue
from models.database import acquire
from models.rulebook import Rulebook
from tests.workers.conftest import NOW
from tests.workers.facts import client, compute, decide, fetch, load, silver, use
from workers.runner import Runner

TABLES = ("standing", "client_credit", "tier_decision", "computed_day", "recompute_job", "recompute_run")
KEYS = {
    "standing": "standing_key",
    "client_credit": "client_credit_key",
    "tier_decision": "tier_decision_key",
    "computed_day": "computed_day_pkey",
}


@pytest.fixture
def resellers(rules: Rulebook) -> Rulebook:
    """The same rules in a program of another name."""
    return Rulebook(tuple(replace(one, program="resellers") for one in rules.editions), rules.zone)


async def copy_to_resellers(table: str, **others: str) -> None:
    """The same rows in another program, but for the columns that are given, by the SQL of their values."""
    ((names,),) = await fetch(
        "SELECT array_agg(column_name::text) FROM information_schema.columns WHERE table_name = $1"
        " AND table_schema = current_schema() AND column_name NOT IN ('id', 'program') AND is_generated = 'NEVER'",
        table,
    )
    columns = ", ".join(names)
    values = ", ".join(others.get(name, name) for name in names)
    async with acquire() as connection:
        await connection.execute(
            f"INSERT INTO {table} ({columns}, program) SELECT {values}, 'resellers' FROM {table}"
            " WHERE program = 'agency'"
        )


async def test_every_derived_row_has_the_program_of_the_editions(
    database: str, redis_url: str, resellers: Rulebook
) -> None:
    async with Queue(redis_url) as queue:
        runner = Runner(resellers, queue, lambda: NOW)
        await load(silver(), resellers)
        await compute(runner, date(2019, 4, 13), date(2019, 4, 14))
        await load([client(2), *use(1, "2019-04-15", "CRM")], resellers)
        await compute(runner, date(2019, 4, 15), date(2019, 4, 15))  # which carries on from the day before
        await decide(runner, date(2019, 4, 1))
    for table in TABLES:
        assert await fetch(f"SELECT DISTINCT program FROM {table}") == [("resellers",)]
    assert await fetch("SELECT count(*), count(DISTINCT as_of) FROM standing") == [(3, 3)]


@pytest.mark.parametrize("table", KEYS)
async def test_what_one_program_says_is_no_obstacle_to_what_another_says(
    runner: Runner, rules: Rulebook, table: str
) -> None:
    await load(silver(), rules)
    await compute(runner, date(2019, 4, 14), date(2019, 4, 14))
    await decide(runner, date(2019, 4, 1))
    await copy_to_resellers(table)
    with pytest.raises(asyncpg.UniqueViolationError, match=KEYS[table]):
        await copy_to_resellers(table)
    assert await fetch(f"SELECT program, count(*) FROM {table} GROUP BY 1 ORDER BY 1") == [
        ("agency", 1),
        ("resellers", 1),
    ]


async def test_a_program_is_computed_as_if_it_were_alone(runner: Runner, rules: Rulebook) -> None:
    await load([*silver(), *(client(number, sold_by=None) for number in range(2, 10))], rules)
    await compute(runner, date(2019, 3, 14))
    await decide(runner, date(2019, 3, 1))
    await compute(runner, date(2019, 4, 13))
    more = '"SOLD_MRR": 99999'
    await copy_to_resellers("standing", metrics=f"metrics || '{{{more}}}'", tier="'GOLD'")
    await copy_to_resellers("client_credit", sold_amount="99999", valid_until="'2019-03-15'")
    await copy_to_resellers("tier_decision", tier="NULL", rank="0", metrics=f"metrics || '{{{more}}}'")
    await copy_to_resellers("computed_day", day="day + 30", edition_digest="'another'")
    others = [await fetch(f"SELECT * FROM {table} WHERE program = 'resellers' ORDER BY 1") for table in KEYS]

    await load(use(1, "2019-04-14", "CRM"), rules)
    await compute(runner, date(2019, 4, 14))  # which carries on from the day before
    assert await fetch("SELECT base_day FROM recompute_run ORDER BY id DESC LIMIT 1") == [(date(2019, 4, 13),)]
    await decide(runner, date(2019, 4, 1))
    await decide(runner, date(2019, 3, 1))
    decisions = await fetch(
        "SELECT effective_on, revision, tier FROM tier_decision WHERE program = 'agency' ORDER BY 1"
    )
    assert decisions == [(date(2019, 3, 15), 1, "SILVER"), (date(2019, 4, 15), 1, "SILVER")]
    assert await fetch("SELECT count(*) FROM event WHERE kind = 'TIER_CHANGED'") == [(1,)]
    async with acquire() as connection:
        assert await verify_month(connection, rules, date(2019, 4, 1)) == []
        assert await verify_month(connection, rules, date(2019, 3, 1)) == []
    assert others == [await fetch(f"SELECT * FROM {table} WHERE program = 'resellers' ORDER BY 1") for table in KEYS]


async def test_of_each_day_there_is_the_newest_decision_of_each_program(runner: Runner, rules: Rulebook) -> None:
    await load(silver(), rules)
    for month in (3, 4):
        await decide(runner, date(2019, month, 1))
    await copy_to_resellers("tier_decision", revision="revision + 1", tier="NULL", rank="0")
    held = "SELECT tier, revision, effective_on FROM decision_in_effect((SELECT id FROM partner), $1, $2)"
    on = date(2019, 5, 1)
    assert await fetch(held, on, "agency") == [("SILVER", 1, date(2019, 4, 15))]
    assert await fetch(held, on, "resellers") == [(None, 2, date(2019, 4, 15))]
    assert await fetch("SELECT program, effective_on, revision FROM latest_decision ORDER BY 1, 2") == [
        ("agency", date(2019, 3, 15), 1),
        ("agency", date(2019, 4, 15), 1),
        ("resellers", date(2019, 3, 15), 2),
        ("resellers", date(2019, 4, 15), 2),
    ]


async def test_each_program_owes_what_no_job_of_its_own_has_done(
    database: str, rules: Rulebook, resellers: Rulebook
) -> None:
    now = datetime.now(UTC)
    for by in (rules, resellers):
        assert await request_due_runs(by, now)
        assert await request_due_runs(by, now) == []
    jobs = await fetch("SELECT program, kind FROM recompute_job ORDER BY 1, 2")
    assert jobs == [(by.program, kind) for by in (rules, resellers) for kind in sorted({kind for _, kind in jobs})]
    await fetch(
        "UPDATE recompute_job SET status = 'SUCCEEDED', finished_at = clock_timestamp(), done = total"
        " WHERE program = 'resellers'"
    )
    async with acquire() as connection:
        assert (await find_owed(connection, resellers, now)).days is None
        assert (await find_owed(connection, rules, now)).days is not None
