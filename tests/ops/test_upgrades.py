"""A database of an earlier version, upgraded by the command and then worked on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from jobs.queue import Queue
from models.editions import load_editions
from models.rulebook import Rulebook
from tests.earlier import fill_earlier, migrate_up_to
from tests.ops.conftest import Tierline
from tests.ops.test_rules_in_use import run
from tests.postgres import opened
from tests.workers.conftest import NOW
from tests.workers.facts import client, compute, decide, fetch, load, mrr, report, silver, staff, use
from workers.runner import Runner

RULES = Rulebook(load_editions(), ZoneInfo("UTC"))
LATER = [
    client(2),
    *staff(1, 2),
    mrr("2019-04", 1, "1500.00"),
    mrr("2019-04", 2, "5000.00"),
    report("2019-04", "2019-05-03"),
    *use(1, "2019-05-11", "CRM", "EMAIL", "FORMS"),
    *use(2, "2019-05-11", "CRM", "EMAIL", "FORMS", "LISTS"),
]
DERIVED = {
    "standing": "as_of, partner_id, sold_mrr, managed_mrr, median_app_usage, certified, provisional, tier",
    "client_credit": "client_id, sold_amount, sold_status, sold_until, managed_amount, managed_status, managed_until",
    "latest_decision": "effective_on, revision, tier, rank, sold_mrr, managed_mrr, median_app_usage, provisional",
    "decision_credit": "decision_id, client_id, sold_amount, managed_amount",
    "daily_activity": "client_id, day, actor_id, events, logins, apps",
    "newest_day": "day",
    "event": "seq, kind, partner_id, decision_id",
}


@asynccontextmanager
async def working(url: str, redis_url: str) -> AsyncIterator[Runner]:
    async with Queue(redis_url) as queue, opened(url):
        yield Runner(RULES, queue, lambda: NOW)


async def go_on(url: str, redis_url: str) -> dict[str, list[tuple[object, ...]]]:
    """What comes of more facts, another day and another month."""
    async with working(url, redis_url) as runner:
        _, rejected = await load(LATER, RULES)
        assert rejected == []
        await compute(runner, date(2019, 5, 12), date(2019, 5, 14))
        await decide(runner, date(2019, 4, 1))
        await decide(runner, date(2019, 5, 1))
        return {
            table: await fetch(f"SELECT {columns} FROM {table} ORDER BY {columns}")
            for table, columns in DERIVED.items()
        }


@pytest.mark.parametrize("newest_migration", ["0011_open_runs_begin_anew", "0020_rights_of_the_owner"])
async def test_work_goes_on_after_an_upgrade_as_if_there_had_been_none(
    tierline: Tierline,
    database_url: str,
    empty_database: str,
    redis_url: str,
    newest_migration: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await migrate_up_to(empty_database, newest_migration)
    async with working(database_url, redis_url) as runner:
        await load(silver(), RULES)
        await compute(runner, date(2019, 4, 13), date(2019, 4, 14))
        await decide(runner, date(2019, 4, 1))
    await fill_earlier(empty_database, database_url)
    monkeypatch.setenv("DATABASE_URL", empty_database)
    upgraded = await run(tierline, "migrate")
    assert upgraded.code == 0, upgraded.err
    assert f"applied {newest_migration}" not in upgraded.out
    assert (await run(tierline, "migrate")).out == "the database is current\n"

    went_on = await go_on(empty_database, redis_url)
    assert went_on == await go_on(database_url, redis_url)
    assert [row[2] for row in went_on["latest_decision"]] == ["SILVER", "GOLD"]
