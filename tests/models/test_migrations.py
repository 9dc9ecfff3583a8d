import asyncio
import json
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
import pytest
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.migrations.executor import MigrationExecutor

from api.reading.ids import KEYS
from jobs.presence import enter
from models import migrations
from models.database import acquire, close_database, open_pool, tortoise_config, transaction
from models.editions import load_editions
from models.installation import load_installation
from models.migrate import migrate, models_match_migrations
from models.missing import find_missing
from models.partners import Partner
from models.rulebook import Rulebook, keep_rules
from tests.earlier import migrate_up_to
from tests.postgres import opened
from tests.waiting import wait_for_waiters
from tests.workers.activity import start


async def test_processes_that_migrate_at_once_apply_each_migration_once(empty_database: str) -> None:
    applied = await asyncio.gather(*(migrate(empty_database) for _ in range(4)))
    assert sorted(map(len, applied))[:3] == [0, 0, 0]
    assert max(applied, key=len)[0] == "0001_facts_and_results"


async def test_what_is_missing_is_told_as_tortoise_plans_it(empty_database: str) -> None:
    config = tortoise_config(empty_database, pool_size=2)
    await open_pool(empty_database, size=1)
    try:
        for newest in (None, "0007_decisions_name_their_inputs", "0016_confirmed_reports"):
            if newest is not None:
                await migrate_up_to(empty_database, newest)
            async with TortoiseContext() as context:
                await context.init(config=config)
                executor = MigrationExecutor(get_connection("default"), config["apps"])
                planned = [step.migration.name for step in await executor.plan()]
            async with acquire() as connection:
                assert await find_missing(connection) == planned
            assert len(planned) >= 4
    finally:
        await close_database()
    await migrate(empty_database)
    await open_pool(empty_database, size=1)
    try:
        async with acquire() as connection:
            assert await find_missing(connection) == []
    finally:
        await close_database()


async def count_reports() -> int:
    async with acquire() as connection:
        return int(await connection.fetchval("SELECT count(*) FROM mrr_report"))


async def test_a_migration_waits_for_what_is_under_way_and_what_begins_waits_for_it(empty_database: str) -> None:
    await migrate_up_to(empty_database, before("confirmed_reports"))
    async with opened(empty_database):
        async with transaction() as load:
            await load.execute(
                "INSERT INTO mrr_report (period, revision, ran_on) VALUES ('2018-05-01', 1, '2018-06-03')"
            )
            migrating = await start(migrate(empty_database))
            assert not migrating.done()
            reading = asyncio.create_task(count_reports())
            await wait_for_waiters(2)
            assert not reading.done()
            await load.execute(
                "INSERT INTO mrr_report (period, revision, ran_on) VALUES ('2018-06-01', 1, '2018-07-03')"
            )
        assert await reading == 2
        assert "0016_confirmed_reports" in await migrating


async def test_migrating_a_current_database_does_nothing(database_url: str) -> None:
    assert await migrate(database_url) == []


def before(name: str) -> str:
    """The migration on which the one of this name, whatever its number, depends."""
    (path,) = Path(migrations.__path__[0]).glob(f"*_{name}.py")
    ((_, found),) = import_module(f"models.migrations.{path.stem}").Migration.dependencies
    return str(found)


async def test_names_that_are_there_already_are_folded_as_new_ones_are(empty_database: str) -> None:
    await migrate_up_to(empty_database, before("names_as_people_sort"))
    connection = await asyncpg.connect(empty_database)
    add = (
        "INSERT INTO partner (external_id, name, domains, domain_keys, joined_on) VALUES ($1, $2, '{}', '{}', $3)",
        "INSERT INTO client (external_id, name, registered_on) VALUES ($1, $2, $3)",
    )
    try:
        for statement in add:
            await connection.execute(statement, "old", "ÉCOLE Straße", date(2018, 1, 1))
        await migrate(empty_database)
        for statement in add:
            await connection.execute(statement, "new", "École STRASSE", date(2018, 1, 1))
        for table in ("partner", "client"):
            keys = await connection.fetch(f"SELECT name_key FROM {table}")
            assert [key for (key,) in keys] == ["ecole strasse"] * 2
            await connection.execute(f"UPDATE {table} SET name = 'ΒΟΡΡΆΣ' WHERE external_id = 'old'")
            assert await connection.fetchval(f"SELECT name_key FROM {table} WHERE external_id = 'old'") == "βορρασ"
    finally:
        await connection.close()


async def test_each_installation_gets_a_key_of_its_own_once_and_knows_which_cursors_came_before_it(
    empty_database: str,
) -> None:
    keys = set()
    for newest in (None, 7):
        connection = await asyncpg.connect(empty_database)
        try:
            await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            await migrate_up_to(empty_database, before("installation_key"))
            if newest is not None:
                event = "INSERT INTO event (seq, kind, payload, created_at) VALUES ($1, 'JOB_CHANGED', '{}', now())"
                await connection.execute(event, newest)
            await migrate(empty_database)
            found = await load_installation(connection)
            assert (len(found.key), found.plain_cursors) == (32, newest or 0)
            await migrate(empty_database)
            assert await load_installation(connection) == found
            keys.add(found.key)
        finally:
            await connection.close()
    assert len(keys) == 2


async def test_a_database_knows_which_rows_have_had_ids_with_their_numbers(empty_database: str) -> None:
    await migrate_up_to(empty_database, before("natural_keys"))
    connection = await asyncpg.connect(empty_database)
    tables_by_then = {key.table for key in KEYS.values()} - {
        "access",
        "credential",
        "dry_run",
        "edition",
        "finding",
        "measure",
        "sale",
    }
    add = "INSERT INTO client (external_id, name, registered_on) SELECT 'C-' || $1::int, '', '2018-01-01'"
    try:
        for number in (1, 2):
            await connection.execute(add, number)
        assert await migrate(empty_database) != []
        await connection.execute(add, 3)
        assert await migrate(empty_database) == []
        found = json.loads(await connection.fetchval("SELECT plain_ids FROM installation"))
        assert found == dict.fromkeys(tables_by_then, 0) | {"client": 2}
    finally:
        await connection.close()


async def test_workers_that_are_there_when_their_names_are_first_leased_stay_for_as_long_as_before(
    empty_database: str,
) -> None:
    await migrate_up_to(empty_database, before("workers_lease_their_names"))
    connection = await asyncpg.connect(empty_database)
    try:
        seen = datetime.now(UTC)
        await connection.execute("INSERT INTO worker (name, started_at, seen_at) VALUES ('one', $1, $1)", seen)
        await migrate(empty_database)
        found = await connection.fetch("SELECT name, fence, lease_until FROM worker")
        assert [tuple(row) for row in found] == [("one", 1, seen + timedelta(seconds=30))]
        lease = await enter(connection, "one")
        assert (lease.fence, await lease.renew(connection)) == (2, True)
    finally:
        await connection.close()


async def test_models_and_migrations_agree() -> None:
    assert await models_match_migrations() == []


async def test_a_model_that_no_migration_made_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Partner._meta.fields_map["name"], "null", True)
    assert await models_match_migrations() != []


RUN = """
INSERT INTO recompute_job (id, kind, month, requested_by, requested_at, status, scheduled, cancel_requested, attempts,
                           fence, done, total)
VALUES (1, 'TIERS', '2018-05-01', 'ada', now(), 'QUEUED', false, false, 0, 0, 0, 1);
INSERT INTO recompute_run (id, job_id, step, day, renews_credits, program, program_digest, done_before, began_at)
VALUES (7, 1, 1, '2018-05-14', false, '2018-05', '', 0, now());
INSERT INTO run_mark (run_id) VALUES (7);
CREATE UNLOGGED TABLE gathered_7 (); CREATE UNLOGGED TABLE kept_credit_7 ();
CREATE UNLOGGED TABLE answered_client_7 (); CREATE UNLOGGED TABLE answered_partner_7 ()
"""


async def test_what_a_run_had_gathered_goes_with_the_version_that_gathered_it(empty_database: str) -> None:
    await migrate_up_to(empty_database, before("credits_valid_until"))
    connection = await asyncpg.connect(empty_database)
    try:
        await connection.execute(RUN)
        await migrate(empty_database)
        assert await connection.fetchval("SELECT count(*) FROM run_mark") == 0
        left = await connection.fetch("SELECT relname FROM pg_class WHERE relname ~ '_7$' ORDER BY 1")
        assert [name for (name,) in left] == ["gathered_7"], "which goes when the run is begun anew"
    finally:
        await connection.close()


SHIPPED_BEFORE = "4c72705ca483a6aa0dcd6491d8dfe4d9f7b96032cb249f6517d7cee9fa8ba52c"


async def known_editions(connection: asyncpg.Connection) -> dict[str, str]:
    return {row["key"]: row["digest"] for row in await connection.fetch("SELECT key, digest FROM program_in_use")}


async def test_a_database_that_went_by_the_shipped_edition_goes_by_the_shipped_ones(empty_database: str) -> None:
    await migrate_up_to(empty_database, before("editions_say_what_they_measure"))
    connection = await asyncpg.connect(empty_database)
    rules = Rulebook(load_editions(), ZoneInfo("UTC"))
    newest = rules.digests["2018-05"]
    try:
        await connection.execute(
            f"INSERT INTO program_in_use (key, digest) VALUES ('2018-05', '{SHIPPED_BEFORE}');"
            "INSERT INTO computed_day (day, program_digest, computed_at)"
            f" VALUES ('2019-01-01', '{SHIPPED_BEFORE}', now()), ('2019-01-02', 'another', now())"
        )
        await migrate(empty_database)
        assert await known_editions(connection) == rules.digests
        await keep_rules(connection, rules, decides=False)
        days = await connection.fetch("SELECT edition_digest FROM computed_day ORDER BY day")
        assert [digest for (digest,) in days] == [newest, "another"]
    finally:
        await connection.close()


async def test_a_database_that_goes_by_other_editions_keeps_them(empty_database: str) -> None:
    await migrate_up_to(empty_database, before("editions_say_what_they_measure"))
    connection = await asyncpg.connect(empty_database)
    known = {"2018-05": SHIPPED_BEFORE, "2019-01": "another"}
    try:
        for key, digest in known.items():
            await connection.execute("INSERT INTO program_in_use (key, digest) VALUES ($1, $2)", key, digest)
        await migrate(empty_database)
        newest = Rulebook(load_editions(), ZoneInfo("UTC")).digests["2018-05"]
        assert await known_editions(connection) == {**known, "2018-05": newest}
    finally:
        await connection.close()


async def test_days_on_which_the_inbox_was_used_are_taken_in_once_more(empty_database: str) -> None:
    await migrate_up_to(empty_database, before("editions_say_what_they_measure"))
    connection = await asyncpg.connect(empty_database)
    try:
        await connection.execute(
            "INSERT INTO client (id, external_id, name, registered_on) VALUES (1, 'c', 'c', '2017-01-01');"
            "INSERT INTO activity_event (external_id, client_id, actor_id, kind, app, at, day) VALUES"
            " ('a', 1, 1, 'USE', 'SOCIAL_INBOX', '2017-02-01', '2017-02-01'),"
            " ('b', 1, 1, 'USE', 'SOCIAL_INBOX', '2017-02-01', '2017-02-01'),"
            " ('c', 1, 1, 'USE', 'CRM', '2017-02-02', '2017-02-02')"
        )
        await migrate(empty_database)
        rows = await connection.fetch("SELECT client_id, day::text FROM stale_day")
        assert [tuple(row) for row in rows] == [(1, "2017-02-01")]
    finally:
        await connection.close()


# As a version before told of it, by the names that its columns had then.
TOLD = """
INSERT INTO event (seq, kind, partner_id, payload, created_at)
SELECT 1, 'STANDING_CHANGED', p.id, jsonb_build_object(
    'id', 1, 'partner_id', p.id, 'as_of', '2019-06-30', 'sold_mrr', 1125.50, 'managed_mrr', 0.00,
    'median_app_usage', NULL, 'certified', true, 'provisional', false, 'tier', NULL, 'program', '2018-05',
    'computed_at', '2019-07-01T03:00:00+00:00'
), now() FROM partner p
"""


async def test_what_events_told_of_standings_is_read_as_what_they_tell_now(empty_database: str) -> None:
    await migrate_up_to(empty_database, before("rows_name_their_edition"))
    connection = await asyncpg.connect(empty_database)
    try:
        await connection.execute(
            "INSERT INTO partner (external_id, name, domains, domain_keys, joined_on)"
            " VALUES ('p', 'p', '{}', '{}', '2018-06-01')"
        )
        await connection.execute(TOLD)
        await migrate(empty_database)
        row = await connection.fetchrow(
            "SELECT s.* FROM event e CROSS JOIN LATERAL jsonb_populate_record(NULL::standing, e.payload) s"
        )
        assert row is not None
        assert (row["program"], row["edition"], row["tier"], row["factors"]) == ("agency", "2018-05", None, None)
        assert json.loads(row["metrics"], parse_float=str) == {
            "SOLD_MRR": "1125.50",
            "MANAGED_MRR": "0.00",
            "MEDIAN_APP_USAGE": None,
            "CERTIFIED": 1,
        }
    finally:
        await connection.close()


@pytest.mark.parametrize(("published", "own"), [(None, "agency"), ("agency", "agency"), ("resellers", "resellers")])
async def test_what_is_there_belongs_to_the_program_that_the_database_went_by(
    empty_database: str, published: str | None, own: str
) -> None:
    await migrate_up_to(empty_database, before("derived_rows_of_a_program"))
    connection = await asyncpg.connect(empty_database)
    try:
        await connection.execute("INSERT INTO computed_day (day, computed_at) VALUES ('2019-01-01', now())")
        if published is not None:
            await connection.execute(
                "INSERT INTO edition (program, key, name, effective_from, digest, text, status, changed_at, changed_by)"
                " VALUES ($1, '2018-05', '', '2018-05-02', '', '', 'PUBLISHED', now(), 'ada'),"
                " ('drafted', '2018-06', '', '2018-06-02', '', '', 'DRAFT', now(), 'ada')",
                published,
            )
        await migrate(empty_database)
        assert await connection.fetchval("SELECT program FROM computed_day") == own
    finally:
        await connection.close()
