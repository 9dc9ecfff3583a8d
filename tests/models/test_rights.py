"""What each role can do in a database, and what it cannot."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from engine.checks.check import Sample
from engine.checks.looking import look_for
from engine.checks.registry import CHECKS
from engine.comparison import verify_month
from engine.rebuild import rebuild_activity
from engine.runs import begin_run
from jobs.claims import claim_job, hand_over
from jobs.presence import presence
from jobs.queue import Queue
from models.database import acquire, transaction
from models.fitness import UnfitDatabase
from models.migrate import migrate
from models.retention import Retention
from models.rights import API_RIGHTS, PLAIN_FUNCTIONS, WRITER_FUNCTIONS, Roles, UnfitRole
from models.rulebook import Rulebook, keep_rules
from ops.backups import write_backup
from ops.data import DataDirectory
from tests.api.front import INGEST, OPERATOR, Api, make_app, serving
from tests.api.lives import NEXT
from tests.api.reading import Reader, load_rules
from tests.api.test_dry_runs import ASK as DRY_RUN
from tests.api.test_mutations_editions import DRAFT, ID, PUBLISH, WITHDRAW
from tests.api.test_mutations_facts import ACTIVITY, FACTS, LOGIN, NOTHING, PORTFOLIO, ingest
from tests.api.test_mutations_job_requests import CANCEL, RECOMPUTE_ACTIVITY, RECOMPUTE_TIERS, RETRY, change
from tests.api.watching import PROGRESS
from tests.differential.differences import find_differences
from tests.differential.worlds.world import build_world
from tests.engine.looking import look_and_assess
from tests.engine.supposing import ask_what_if
from tests.postgres import opened
from tests.roles import API, OWNER, ROLES, WRITER, Database, connected, database_like, make_roles
from tests.workers.conftest import NOW
from tests.workers.dry_runs import IN_FORCE
from tests.workers.facts import ask, client, compute, decide, fetch, load, mrr, silver, staff, use
from workers.main import tick
from workers.runner import Runner

OWN_DAY, LAST_DAY = date(2019, 6, 1), date(2019, 6, 2)
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')"
FUNCTIONS = (  # but those of extensions
    "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    " AND oid NOT IN (SELECT objid FROM pg_depend WHERE classid = 'pg_proc'::regclass AND deptype = 'e')"
)
GIVEN = "SELECT count(*) FROM pg_class, aclexplode(relacl) WHERE pg_get_userbyid(grantee) = ANY ($1::text[])"
IS_OF_A_MONTH_OR_RUN = r"_(other|\d+)$"


@pytest.fixture
def rules() -> Rulebook:
    return load_rules()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def migrated(servers: DataDirectory) -> AsyncIterator[Database]:
    """What the owner made, with the rights of both others; only ever copied."""
    await make_roles(servers)
    async with database_like(servers, "template0") as database:
        assert (await migrate(database.owner_url, ROLES))[0] == "0001_facts_and_results"
        yield database


@pytest.fixture
async def granted(servers: DataDirectory, migrated: Database) -> AsyncIterator[Database]:
    """A migrated database of the test's own, with both roles."""
    async with database_like(servers, migrated.name) as database:
        yield database


@pytest.fixture
async def lone(servers: DataDirectory, migrated: Database) -> AsyncIterator[Database]:
    """The same, in which nobody but the owner has any right."""
    async with database_like(servers, migrated.name) as database:
        async with connected(database.owner_url) as owner:
            await owner.execute(f'DROP OWNED BY "{WRITER}"')
        async with connected(database.admin_url) as admin:
            await admin.execute(f"DROP OWNED BY {API}")
        yield database


@asynccontextmanager
async def working(url: str, redis_url: str, rules: Rulebook) -> AsyncIterator[Runner]:
    """A worker whose sessions are another role's."""
    async with Queue(redis_url) as queue, opened(url):
        async with acquire() as connection:
            await keep_rules(connection, rules, decides=True)
        yield Runner(rules, queue, lambda: NOW)


@asynccontextmanager
async def answering(url: str, redis_url: str) -> AsyncIterator[Api]:
    """An API whose sessions are another role's."""
    async with serving(make_app(url, redis_url)) as api:
        ready = await api.http.get("/readyz")
        assert ready.status_code == 200, ready.text
        yield api


async def test_a_worker_does_all_its_work_as_the_writer(
    granted: Database, redis_url: str, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.merging._ANALYZE_FROM", 1)
    monkeypatch.setattr("engine.activity.ANALYZE_FROM", 1)
    async with working(granted.writer_url, redis_url, rules) as runner, presence("writer"):
        _, rejected = await load([*silver(), *use(1, "2018-12-31", "CTA"), *use(1, "2019-06-01", "CTA")], rules)
        assert rejected == []
        await compute(runner, OWN_DAY, LAST_DAY)
        await decide(runner, date(2019, 5, 1))
        assert await fetch("SELECT tier FROM tier_decision") == [("SILVER",)]
        known = await fetch("SELECT reltuples > 0 FROM pg_class WHERE relname IN ('partner', 'daily_activity_2019_03')")
        assert known == [(True,), (True,)], "the planner has heard of what was written"
        keeper = Runner(rules, runner.queue, runner.clock, Retention(activity_days=130))
        await tick({"runner": keeper})
        assert await fetch("SELECT min(day) FROM activity_event") == [(date(2019, 3, 11),)]
        assert await fetch("SELECT count(*) FROM pg_class WHERE relname = 'activity_event_2018_12'") == [(0,)]
        await fetch("DELETE FROM daily_activity")
        assert (await rebuild_activity()).client_days == 2
        assert await verify_month_of(rules) == []
        for check in CHECKS:
            found = await look_for(check, rules, Sample(None))
            assert found.total == 0, (check.name, found)


async def verify_month_of(rules: Rulebook) -> list[str]:
    async with acquire() as connection:
        return await verify_month(connection, rules, date(2019, 5, 1))


async def test_an_api_process_does_all_its_work_as_the_api(granted: Database, redis_url: str, rules: Rulebook) -> None:
    async with answering(granted.api_url, redis_url) as api:
        assert await ingest(api, OPERATOR, FACTS, PORTFOLIO) == NOTHING | {"accepted": 7}
        corrected: list[dict[str, Any]] = [
            {"partner": PORTFOLIO[0]["partner"] | {"name": "Two"}},
            {"certification": PORTFOLIO[1]["certification"] | {"validUntil": "2019-06-30"}},
            {"employee": PORTFOLIO[2]["employee"] | {"email": "bob@one.example"}},
            {"client": PORTFOLIO[3]["client"] | {"name": "Second"}},
            {"access": PORTFOLIO[4]["access"] | {"revokedOn": "2019-06-30"}},
            {"mrr": {"period": "2019-06", "client": "C-1", "amount": "1200.50"}},
        ]
        assert await ingest(api, INGEST, FACTS, corrected) == NOTHING | {"accepted": 6}
        again = {"mrr": {"period": "2019-06", "client": "C-1", "amount": "1300.50"}}
        assert await ingest(api, INGEST, FACTS, [again]) == NOTHING | {"accepted": 1}
        assert await ingest(api, INGEST, ACTIVITY, [LOGIN]) == NOTHING | {"accepted": 1}
        job = (await change(api, RECOMPUTE_ACTIVITY, input={"from": "2019-06-29"}))["job"]
        async with api.socket(OPERATOR) as socket:
            await socket.subscribe(PROGRESS, {"jobId": job["id"]})
            assert (await socket.next())["recomputeProgress"]["status"] == "QUEUED"
            for query, status in ((CANCEL, "CANCELLED"), (RETRY, "QUEUED")):
                payload = await change(api, query, id=job["id"])
                assert (payload["job"]["status"], payload["userErrors"]) == (status, [])
            assert (await socket.next())["recomputeProgress"]["status"] == "CANCELLED"
        assert (await change(api, RECOMPUTE_TIERS, input={"month": "2019-06"}))["userErrors"] == []
        assert (await change(api, DRY_RUN, input={"text": IN_FORCE}))["userErrors"] == []
        for mutation, given in ((DRAFT, {"text": NEXT}), (WITHDRAW, {"editionId": ID}), (PUBLISH, {"text": NEXT})):
            assert (await change(api, mutation, input=given))["userErrors"] == []
        metrics = await api.http.get("/metrics", headers={"Authorization": f"Bearer {OPERATOR}"})
        assert "tierline_database_up 1.0" in metrics.text
    async with working(granted.writer_url, redis_url, rules) as runner:
        assert await fetch("SELECT count(*) FROM activity_event_2019_06") == [(1,)]
        for (number,) in await fetch("SELECT id FROM recompute_job ORDER BY id"):
            assert await runner.run(number) == "succeeded"
        assert await fetch("SELECT events FROM daily_activity_2019_06") == [(1,)]


async def test_partners_are_assessed_for_the_api(granted: Database, rules: Rulebook) -> None:
    async with opened(granted.writer_url):
        await load(silver(), rules)
    async with opened(granted.api_url):
        [assessed] = (await look_and_assess(rules, LAST_DAY)).values()
        assert assessed.assessment.tier is rules.in_force(LAST_DAY).tier("SILVER")
        lines = [client(2), *staff(2), *use(2, "2019-06-01", "CTA"), mrr("2019-03", 2, "1.00")]
        for own in (True, False):
            found = await ask_what_if(rules, assessed.gathered.id, LAST_DAY, LAST_DAY, lines, own=own)
            assert (found.rejected, len(found.credits)) == ((), 2)


async def test_an_api_process_without_rights_says_what_gives_them(lone: Database, redis_url: str) -> None:
    async with serving(make_app(lone.api_url, redis_url)) as api:
        lacking = await api.http.get("/readyz")
        assert lacking.status_code == 503
        assert "`tierline migrate` with its name in TIERLINE_API_ROLE" in lacking.text
        await migrate(lone.owner_url, ROLES)
        assert (await api.http.get("/readyz")).status_code == 200


async def test_all_that_can_be_asked_is_answered_to_the_api(granted: Database) -> None:
    async with opened(granted.owner_url):
        world = await build_world(1)
    async with opened(granted.api_url):
        assert not await find_differences(Reader(world.rules), world, 1, 120)


async def test_both_roles_work_where_nobody_may_call_functions_that_are_not_given(
    granted: Database, redis_url: str, rules: Rulebook
) -> None:
    async with connected(granted.owner_url) as owner:
        await owner.execute("REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC")
    async with working(granted.writer_url, redis_url, rules) as runner:
        await load([*silver(), *use(1, "2019-06-01", "CTA")], rules)
        await decide(runner, date(2019, 6, 1))
    async with answering(granted.api_url, redis_url) as api:
        assert await ingest(api, INGEST, FACTS, PORTFOLIO) == NOTHING | {"accepted": 7}
        assert await ingest(api, INGEST, ACTIVITY, [LOGIN]) == NOTHING | {"accepted": 1}
    async with opened(granted.api_url):
        tiers = await Reader(rules).ask(
            '{ partners(first: 9, search: "a") { edges { node { tier { key } tierSince } } } }'
        )
        assert tiers["partners"]["edges"]


async def test_of_every_function_it_is_said_who_may_call_it(granted: Database) -> None:
    async with connected(granted.admin_url) as admin:
        rows = await admin.fetch(FUNCTIONS)
        named = await admin.fetch(
            "SELECT name::regprocedure::text FROM unnest($1::text[]) AS said (name)",
            [*WRITER_FUNCTIONS, *PLAIN_FUNCTIONS],
        )
    assert sorted(name for (name,) in rows) == sorted(name for (name,) in named)


FORBIDDEN_TO_BOTH = (
    "DROP TABLE partner",
    "ALTER TABLE partner ADD COLUMN more int",
    "TRUNCATE standing",
    "CREATE INDEX ON standing (tier)",
    "DELETE FROM tortoise_migrations",
    "UPDATE installation SET plain_cursors = 0",
    "ALTER FUNCTION drop_unkept_months() SECURITY INVOKER",
    "CREATE ROLE another",
    "CREATE SCHEMA another",
)
FORBIDDEN_TO_API = (
    *FORBIDDEN_TO_BOTH,
    "CREATE TABLE another (id int)",
    "CREATE FUNCTION another() RETURNS int LANGUAGE sql RETURN 1",
    "UPDATE standing SET tier = 'GOLD'",
    "INSERT INTO computed_day (day, computed_at) VALUES ('2019-06-01', now())",
    "UPDATE tier_decision SET tier = 'GOLD', rank = 2",
    "DELETE FROM tier_decision",
    "UPDATE decision_credit SET sold_amount = 0",
    "UPDATE client_credit SET sold_amount = 0",
    "DELETE FROM event",
    "UPDATE event SET kind = 'TIER_CHANGED'",
    "DELETE FROM recompute_job",
    "DELETE FROM dry_run",
    "UPDATE dry_run SET known_at = now()",
    "INSERT INTO dry_run_day (dry_run_id) VALUES (1)",
    "UPDATE recompute_run SET finished_at = now()",
    "DELETE FROM partner",
    "UPDATE activity_event SET kind = 'USE'",
    "DELETE FROM seen_event",
    "DELETE FROM stale_day",
    "SELECT * FROM stale_client",
    "DELETE FROM worker",
    "UPDATE worker SET lease_until = now()",
    "UPDATE recompute_chunk SET finished_at = now()",
    "UPDATE program_in_use SET digest = ''",
    "UPDATE calendar SET activity_from = now()",
    "SELECT nextval('tier_decision_id_seq')",
    "SELECT drop_unkept_months()",
    "SELECT analyze_table('partner')",
)


async def test_what_is_not_given_is_refused(granted: Database) -> None:
    """Neither in one transaction nor in another is anything changed."""
    for url, statements in ((granted.writer_url, FORBIDDEN_TO_BOTH), (granted.api_url, FORBIDDEN_TO_API)):
        async with connected(url) as connection:
            for statement in statements:
                try:
                    await connection.execute(statement)
                except asyncpg.InsufficientPrivilegeError:
                    continue
                raise AssertionError(statement)


async def test_nobody_else_can_read_anything_or_use_the_owners_rights(granted: Database) -> None:
    async with connected(granted.admin_url) as admin:
        await admin.execute("CREATE ROLE passer_by LOGIN")
    try:
        async with connected(granted.admin_url.replace("postgres@", "passer_by@")) as connection:
            for statement in ("SELECT FROM partner", "SELECT make_activity_months('2019-01-01', '2019-02-01')"):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await connection.execute(statement)
    finally:
        async with connected(granted.admin_url) as admin:
            await admin.execute("DROP ROLE passer_by")


async def test_what_works_with_the_owners_rights_looks_at_nothing_of_the_callers(granted: Database) -> None:
    async with connected(granted.api_url) as connection:
        await connection.execute("CREATE TEMPORARY TABLE calendar (activity_from date)")
        await connection.execute("CREATE TEMPORARY TABLE activity_event (LIKE public.activity_event)")
        await connection.execute("SET search_path = pg_temp, public")
        await connection.execute("SELECT public.make_activity_months('2019-01-01', '2019-02-01')")
        made = await connection.fetchval("SELECT to_regclass('public.activity_event_2019_01') IS NOT NULL")
        assert made


async def test_of_every_table_it_is_said_what_the_api_may_do(granted: Database) -> None:
    async with connected(granted.admin_url) as admin:
        rows = await admin.fetch(f"{TABLES} AND relname !~ $1", IS_OF_A_MONTH_OR_RUN)
    assert {row["relname"] for row in rows} == set(API_RIGHTS)


async def test_a_later_version_gives_the_rights_that_it_needs_and_takes_the_others(granted: Database) -> None:
    async with connected(granted.owner_url) as owner:
        await owner.execute(f"GRANT DELETE, TRUNCATE ON partner TO {API}; REVOKE SELECT ON event FROM {API}")
        await owner.execute(f'GRANT TRUNCATE ON partner TO "{WRITER}"; REVOKE ALL ON partner FROM "{WRITER}"')
    assert await migrate(granted.owner_url, ROLES) == []
    async with connected(granted.api_url) as api:
        await api.execute("SELECT FROM event")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await api.execute("DELETE FROM partner")
    async with connected(granted.writer_url) as writer:
        await writer.execute("DELETE FROM partner")


async def test_a_run_that_the_owner_began_is_ended_by_the_writer(
    lone: Database, redis_url: str, rules: Rulebook
) -> None:
    async with working(lone.owner_url, redis_url, rules) as runner:
        await load(silver(), rules)
        job = await ask(runner, days=(OWN_DAY, LAST_DAY))
        held = await claim_job(job, NOW)
        assert held is not None
        async with transaction() as connection:
            assert await begin_run(connection, held, rules, 1, OWN_DAY, yield_turn=False) is not None
        await hand_over(held, NOW)
    await migrate(lone.owner_url, ROLES)
    async with working(lone.writer_url, redis_url, rules) as runner:
        assert await runner.run(job) == "succeeded"
        assert await fetch("SELECT count(*) FROM standing") == [(2,)]
        assert await fetch("SELECT count(*) FROM recompute_run") == [(2,)], "the one that was open was not begun anew"
        assert await fetch("SELECT count(*) FROM pg_class WHERE relname ~ '^gathered_'") == [(0,)]


async def test_the_owner_backs_up_while_a_run_is_open_and_goes_on_with_it_alone(
    granted: Database, redis_url: str, rules: Rulebook, tmp_path: Path
) -> None:
    async with working(granted.writer_url, redis_url, rules) as runner:
        await load(silver(), rules)
        job = await ask(runner, days=(OWN_DAY, OWN_DAY))
        held = await claim_job(job, NOW)
        assert held is not None
        async with transaction() as connection:
            assert await begin_run(connection, held, rules, 1, OWN_DAY, yield_turn=False) is not None
        await hand_over(held, NOW)
    written = await asyncio.to_thread(write_backup, granted.owner_url, None, tmp_path / "backup", datetime.now(UTC))
    assert written > 0
    async with working(granted.owner_url, redis_url, rules) as runner:
        assert await runner.run(job) == "succeeded"


@pytest.mark.parametrize(
    ("roles", "reason"),
    [
        (Roles(writer="no_such_role"), 'there is no role no_such_role: CREATE ROLE "no_such_role" LOGIN'),
        (Roles(api="public"), "there is no role public"),
        (Roles(writer=OWNER), f"the role {OWNER} is that of the tables' owner"),
        (Roles(WRITER, WRITER), f"cannot both be the role {WRITER}"),
        (Roles(writer=API), f'cannot give by itself: GRANT "{API}" TO "{OWNER}"'),
    ],
)
async def test_roles_that_cannot_be_given_rights_are_refused_before_anything_is_done(
    lone: Database, roles: Roles, reason: str
) -> None:
    with pytest.raises(UnfitRole) as refused:
        await migrate(lone.owner_url, roles)
    assert reason in str(refused.value)
    async with connected(lone.admin_url) as admin:
        assert await admin.fetchval(GIVEN, [WRITER, API]) == 0


async def test_a_role_that_may_not_connect_is_refused_with_what_would_let_it(lone: Database) -> None:
    async with connected(lone.admin_url) as admin:
        await admin.execute(f"REVOKE ALL ON DATABASE {lone.name} FROM PUBLIC")
    with pytest.raises(UnfitRole, match=f'GRANT CONNECT, TEMPORARY ON DATABASE "{lone.name}" TO "{API}"'):
        await migrate(lone.owner_url, Roles(api=API))


async def test_a_schema_in_which_everybody_makes_tables_is_refused_to_the_api(lone: Database) -> None:
    """As it is in databases that have come from before PostgreSQL 15."""
    async with connected(lone.admin_url) as admin:
        await admin.execute("GRANT CREATE ON SCHEMA public TO PUBLIC")
    with pytest.raises(UnfitRole, match=f'REVOKE CREATE ON SCHEMA "public" FROM PUBLIC, "{API}"'):
        await migrate(lone.owner_url, ROLES)
    async with connected(lone.admin_url) as admin:
        assert await admin.fetchval(GIVEN, [WRITER, API]) == 0
        await admin.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    await migrate(lone.owner_url, ROLES)


@pytest.mark.parametrize("role", ["writer_url", "api_url"])
async def test_only_the_owner_migrates(granted: Database, role: str) -> None:
    with pytest.raises(UnfitDatabase, match=rf"belong to the role {OWNER}, .*: migrate as {OWNER}"):
        await migrate(getattr(granted, role))
