"""Who makes or drops months beside who reads events and daily activity in one transaction: docs/concurrency.md."""

from collections.abc import Awaitable, Callable
from datetime import date
from itertools import permutations

import asyncpg
import pytest

from models.database import transaction
from models.months import make_months
from models.retention import drop_old_months
from models.rulebook import Rulebook
from tests.workers.activity import start
from tests.workers.facts import fetch, load, silver

TABLES = "SELECT relname FROM pg_class WHERE relname ~ '^(activity_event|daily_activity)_2019_[0-9]+$' ORDER BY 1"


async def make() -> None:
    async with transaction() as connection:
        await make_months(connection, [date(2019, 5, 1)])


async def drop() -> None:
    async with transaction() as connection:
        await drop_old_months(connection, date(2019, 4, 1))


@pytest.mark.parametrize("tables", list(permutations(["activity_event", "daily_activity"])), ids=" then ".join)
@pytest.mark.parametrize(("change", "number"), [(make, 4), (drop, 0)])
async def test_a_reader_of_events_and_daily_activity_is_in_no_circle(
    database: str,
    rules: Rulebook,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[], Awaitable[None]],
    number: int,
    tables: tuple[str, str],
) -> None:
    for module in ("months", "retention"):
        monkeypatch.setattr(f"models.{module}.LOCK_TIMEOUT", "1h")
    await load(silver(), rules)
    assert len(await fetch(TABLES)) == 2
    async with transaction() as reader:
        await reader.execute(f"SELECT FROM {tables[0]}")
        changing = await start(change())
        await reader.execute(f"SELECT FROM {tables[1]}")
        assert len(await reader.fetch(TABLES)) == 2
    try:
        await changing
    except asyncpg.LockNotAvailableError:
        await change()
    assert len(await fetch(TABLES)) == number
