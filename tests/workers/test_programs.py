"""What is derived belongs to the program whose editions it was derived by."""

from dataclasses import replace
from datetime import date

import asyncpg
import pytest

from jobs.queue import Queue
from models.database import acquire
from models.rulebook import Rulebook
from tests.workers.conftest import NOW
from tests.workers.facts import client, compute, decide, fetch, load, silver, use
from workers.runner import Runner

TABLES = ("standing", "client_credit", "tier_decision", "computed_day", "recompute_run")
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


async def test_every_derived_row_has_the_program_of_the_editions(
    database: str, redis_url: str, resellers: Rulebook
) -> None:
    queue = Queue(redis_url)
    runner = Runner(resellers, queue, lambda: NOW)
    await load(silver(), resellers)
    await compute(runner, date(2019, 4, 13), date(2019, 4, 14))
    await load([client(2), *use(1, "2019-04-15", "CRM")], resellers)
    await compute(runner, date(2019, 4, 15), date(2019, 4, 15))  # which carries on from the day before
    await decide(runner, date(2019, 4, 1))
    await queue.close()
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
    columns = await fetch(
        "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns WHERE table_name = $1"
        " AND table_schema = current_schema() AND column_name NOT IN ('id', 'program') AND is_generated = 'NEVER'",
        table,
    )
    ((named,),) = columns
    copy = f"INSERT INTO {table} ({named}, program) SELECT {named}, $1::text FROM {table} WHERE program = 'agency'"
    async with acquire() as connection:
        await connection.execute(copy, "resellers")
        with pytest.raises(asyncpg.UniqueViolationError, match=KEYS[table]):
            await connection.execute(copy, "resellers")
    assert await fetch(f"SELECT program, count(*) FROM {table} GROUP BY 1 ORDER BY 1") == [
        ("agency", 1),
        ("resellers", 1),
    ]
