"""`tierline migrate` mends what an earlier version lost, once, and says what to compute again."""

import asyncio
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import asyncpg
import pytest

from engine.rebuild import RebuildProgress
from models.database import acquire, open_database
from models.rulebook import Rulebook, keep_calendar
from ops.data import DataDirectory
from ops.healing import heal_activity
from ops.installation import Installation
from ops.settings import Settings
from tests.earlier import migrate_up_to
from tests.ops.conftest import Tierline
from tests.postgres import execute
from tests.waiting import HELD
from tests.workers.activity import expect_daily_activity
from tests.workers.conftest import rules, runner  # noqa: F401 (fixtures)
from tests.workers.facts import compute, decide, fetch, load, silver, use
from workers.runner import Runner

BEFORE = "0011_open_runs_begin_anew"
OLD_DATA = """
INSERT INTO calendar (id, timezone) VALUES (1, 'UTC');
SELECT make_activity_months('2003-05-01', '2003-05-01'), make_activity_months('2018-05-01', '2018-06-01');
INSERT INTO seen_event VALUES ('a'), ('b'), ('c');
INSERT INTO activity_event (external_id, client_id, actor_id, kind, app, at, day)
VALUES ('a', 1, 1, 'LOGIN', NULL, '2003-05-10T12:00Z', '2003-05-10'),
       ('b', 1, 1, 'USE', 'CRM', '2018-05-31T12:00Z', '2018-05-31'),
       ('c', 1, 1, 'USE', 'CTA', '2018-06-01T12:00Z', '2018-06-01');
INSERT INTO daily_activity (client_id, day, actor_id, events, logins, apps) VALUES (1, '2018-05-31', 1, 1, 0, 8)
"""


@pytest.fixture
def old_url(servers: DataDirectory) -> str:
    """A database of the version before, with a day that was forgotten in each of two months."""
    url = servers.database_url.replace("/postgres?", "/old?")
    asyncio.run(_make_old(servers.database_url, url))
    return url


async def _make_old(admin_url: str, url: str) -> None:
    await execute(admin_url, "DROP DATABASE IF EXISTS old WITH (FORCE)", "CREATE DATABASE old")
    await migrate_up_to(url, BEFORE)
    await execute(url, OLD_DATA)


def test_an_upgrade_mends_what_was_lost_and_keeps_what_is_there(
    tierline: Tierline, old_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", old_url)
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1")
    first = tierline("migrate")
    assert (first.code, first.err) == (0, "")
    assert first.out.splitlines()[0] == "applied 0012_months_in_a_window"
    lost = "mended 2 client days of activity from 2003-05-10 to 2018-06-01, which an earlier version had lost"
    assert first.out.splitlines()[-1] == lost
    assert tierline("migrate").out == "the database is current\n"
    rows = asyncio.run(_read(old_url, "SELECT day::text, events, logins, apps FROM daily_activity ORDER BY 1"))
    assert rows == [("2003-05-10", 1, 1, 0), ("2018-05-31", 1, 0, 8), ("2018-06-01", 1, 0, 16)]
    assert asyncio.run(_read(old_url, "SELECT count(*) FROM activity_event_2003_05")) == [(1,)]


async def _read(url: str, sql: str) -> list[tuple[object, ...]]:
    connection = await asyncpg.connect(url)
    rows = await connection.fetch(sql)
    await connection.close()
    return [tuple(row) for row in rows]


@pytest.fixture
async def installation(database: str, rules: Rulebook, tmp_path: Path) -> Installation:  # noqa: F811
    """An installation that was upgraded and has not been looked at."""
    async with acquire() as connection:
        await keep_calendar(connection, rules.zone)
        await connection.execute("UPDATE calendar SET activity_checked = false")
    return Installation(Settings(database_url=database), DataDirectory.at(tmp_path))


async def test_what_rests_on_lost_days_is_named_with_the_commands(
    installation: Installation,
    runner: Runner,  # noqa: F811
    rules: Rulebook,  # noqa: F811
) -> None:
    await load([*silver(), *use(1, "2019-01-20", "CRM")], rules)
    await compute(runner, date(2019, 3, 1), date(2019, 3, 12))
    await compute(runner, date(2019, 6, 25))
    for month in range(2, 7):
        await decide(runner, date(2019, month, 1))
    async with acquire() as connection:
        await connection.execute("DELETE FROM daily_activity WHERE day = '2019-03-11'")
    options = f"--data {installation.data.path}"
    assert await heal_activity(installation) == (
        "mended 1 client days of activity from 2019-03-11 to 2019-03-11, which an earlier version had lost; start the"
        f" workers, then run `tierline recompute activity --from 2019-03-11 --wait {options}`,"
        f" `tierline recompute tiers --month 2019-03 --wait {options}`,"
        f" `tierline recompute tiers --month 2019-04 --wait {options}`,"
        f" `tierline recompute tiers --month 2019-05 --wait {options}`"
    )


async def test_an_installation_that_lost_nothing_is_told_so_once(
    installation: Installation,
    runner: Runner,  # noqa: F811
    rules: Rulebook,  # noqa: F811
) -> None:
    await load(silver(), rules)
    await compute(runner, date(2019, 6, 1))
    texts = [await heal_activity(installation) for _ in range(2)]
    assert texts == ["daily activity has every loaded event: nothing was lost by earlier versions", None]


async def test_a_new_installation_has_nothing_to_look_for(installation: Installation) -> None:
    async with acquire() as connection:
        await connection.execute("DELETE FROM calendar")
    assert await heal_activity(installation) is None


def test_of_many_at_once_one_mends(old_url: str, tmp_path: Path) -> None:
    environment = {**os.environ, "DATABASE_URL": old_url, "REDIS_URL": "redis://127.0.0.1:1"}
    command = [sys.executable, "-m", "ops.cli", "migrate", "--data", str(tmp_path)]
    several = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    told = [process.communicate(timeout=60)[0] for process in several]
    assert [process.returncode for process in several] == [0, 0, 0]
    assert "".join(told).count("mended 2 client days") == 1
    assert "nothing was lost" not in "".join(told)


async def test_one_that_is_interrupted_is_begun_anew_by_the_next(
    installation: Installation,
    runner: Runner,  # noqa: F811
    rules: Rulebook,  # noqa: F811
) -> None:
    await load([*silver(), *use(1, "2019-05-30", "CRM")], rules)
    await compute(runner, date(2019, 6, 1))
    async with acquire() as connection:
        await connection.execute("DELETE FROM daily_activity")

    def stop(progress: RebuildProgress) -> None:
        if progress.done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await heal_activity(installation, stop)
    text = await heal_activity(installation)
    assert text is not None
    assert text.startswith("mended 1 client days of activity from 2019-05-30 to 2019-05-30")
    assert await heal_activity(installation) is None
    await open_database(installation.database_url)
    assert await fetch(HELD) == []
    await expect_daily_activity()
