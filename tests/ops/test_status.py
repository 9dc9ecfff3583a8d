"""What `tierline status` tells, and when it asks for a person."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from intake.terms import Confirmation
from jobs.calendar import request_due_runs
from jobs.presence import enter
from jobs.queue import Queue
from models.database import close_database
from models.editions import load_editions
from models.rulebook import Rulebook
from ops.data import DataDirectory
from ops.instance import hold
from ops.parameters import DEFAULT_DATA
from ops.status.lines import tell_size, tell_span
from ops.status.progress import tell_progress
from tests.ops.conftest import Result, Tierline
from tests.workers.facts import client, load, mrr, report
from workers.runner import Runner

RULES = Rulebook(load_editions(), ZoneInfo("UTC"))
HEADING = "\nThis needs a person:\n"
YESTERDAY = datetime.now(UTC).date() - timedelta(1)


@pytest.fixture
async def connection(database: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()


async def ask(tierline: Tierline) -> Result:
    """The command has an event loop of its own."""
    return await asyncio.to_thread(tierline, "status")


def text_of(result: Result, name: str) -> str:
    [line] = [line for line in result.out.splitlines() if line[:20].strip() == name]
    return line[20:].strip()


def remedies(result: Result) -> list[str]:
    return [line.removeprefix("- ") for line in result.out.partition(HEADING)[2].splitlines()]


async def add_job(connection: asyncpg.Connection, status: str, **more: object) -> None:
    values: dict[str, object] = {
        "kind": "ACTIVITY", "status": status, "first_day": YESTERDAY, "last_day": YESTERDAY, "total": 40,
        "requested_by": "ada", "requested_at": datetime.now(UTC), **more,
    }  # fmt: skip
    values |= {"done": more.get("done", 0), "attempts": more.get("attempts", 0), "fence": 0}
    values |= {"scheduled": more.get("scheduled", False), "cancel_requested": False}
    places = ", ".join(f"${number}" for number in range(1, len(values) + 1))
    await connection.execute(f"INSERT INTO recompute_job ({', '.join(values)}) VALUES ({places})", *values.values())


async def test_all_is_well_after_the_schedule_has_run(
    installed: Tierline, connection: asyncpg.Connection, redis_url: str
) -> None:
    async with Queue(redis_url) as queue:
        runner = Runner(RULES, queue, lambda: datetime.now(UTC))
        for job in await request_due_runs(RULES, runner.clock()):
            assert await runner.run(job.id) == "succeeded"
    await close_database()  # the command opens it anew
    await enter(connection, "one")
    told = await ask(installed)
    assert (told.code, remedies(told)) == (0, [])
    assert re.fullmatch(r"PostgreSQL \d+\.\d+, [\d.]+ MB", text_of(told, "database"))
    assert text_of(told, "newest computed day") == f"{YESTERDAY}, the last closed one"
    assert text_of(told, "schedule") == "has done all that is due"
    assert text_of(told, "recompute jobs") == "0 queued, 0 running"
    assert text_of(told, "queue length") == "0"
    assert re.fullmatch(r"1: one \(for \d+ s\)", text_of(told, "workers"))


async def test_without_workers_a_person_has_to_start_one(installed: Tierline, connection: asyncpg.Connection) -> None:
    await enter(connection, "lost")
    await connection.execute("UPDATE worker SET lease_until = lease_until - interval '5 min'")
    told = await ask(installed)
    assert told.code == 1
    assert text_of(told, "workers") == "none"
    assert text_of(told, "silent workers") == "1: lost (for 5 min)"
    assert "no worker runs, so nothing is computed: start `tierline worker`" in remedies(told)


async def test_a_consumer_of_events_that_stands_still_needs_a_person(
    installed: Tierline, connection: asyncpg.Connection
) -> None:
    await enter(connection, "w1")
    await connection.execute("INSERT INTO event_consumer VALUES ('webhooks', 0, now())")
    add = "INSERT INTO event (seq, kind, created_at) VALUES ($1, 'JOB_CHANGED', $2)"
    now = datetime.now(UTC)
    read = await ask(installed)
    assert text_of(read, "consumer of events") == "webhooks has read all"
    await connection.execute(add, 1, now - timedelta(hours=23))
    waits = await ask(installed)
    assert re.fullmatch(r"webhooks has not read 1, the first since .* UTC", text_of(waits, "consumer of events"))
    await connection.execute("DELETE FROM event")
    await connection.execute(add, 1, now - timedelta(hours=72))
    await connection.execute(add, 2, now)
    stands = await ask(installed)
    assert re.fullmatch(r"webhooks has not read 2, the first since .* UTC", text_of(stands, "consumer of events"))
    remedy = "webhooks has read no event for 3 days: see the logs of the workers for why; after 90 days it is dropped"
    assert [remedy in remedies(one) for one in (read, waits, stands)] == [False, False, True]
    assert stands.code == 1


async def test_up_is_given_time_to_have_its_worker_begin(installed: Tierline, monkeypatch: pytest.MonkeyPatch) -> None:
    data = DataDirectory.at(DEFAULT_DATA)
    monkeypatch.setattr("ops.instance.START_SECONDS", 1e9)
    with hold(data) as held:
        held.announce("http://127.0.0.1:1")
        early = await ask(installed)
        monkeypatch.setattr("ops.instance.START_SECONDS", 0.0)
        late = await ask(installed)
    assert text_of(early, "workers") == "none yet: `tierline up` is starting one"
    assert text_of(early, "schedule") == f"owes the day {YESTERDAY}: about to begin"
    assert [remedy for remedy in remedies(early) if "API" not in remedy] == []
    assert text_of(late, "workers") == "none"
    told = f"no worker runs, though `tierline up` starts one again and again: {data.log('worker')} says why"
    assert (late.code, remedies(late)[-1]) == (1, told)


def test_up_is_given_time_to_start_at_all(tierline: Tierline) -> None:
    data = DataDirectory.at(DEFAULT_DATA)
    with hold(data) as held:
        starting = tierline("status")
        held.announce("http://127.0.0.1:1")
        broken = tierline("status")
    assert text_of(starting, "API") == "is starting"
    assert starting.out.endswith("\n`tierline up` is starting: look again in a moment.\n")
    assert (starting.code, remedies(starting)) == (0, [])
    assert broken.code == 1
    assert remedies(broken)[1].startswith(f"no database: none runs in {data.path}")


async def test_jobs_that_run_tell_how_far_they_are_and_who_has_them(
    installed: Tierline, connection: asyncpg.Connection
) -> None:
    await enter(connection, "w1")
    now = datetime.now(UTC)
    held = {
        "started_at": now - timedelta(minutes=8), "done": 12, "attempts": 1, "worker": "w1", "request_id": "r-1",
        "expected_at": now + timedelta(minutes=5, seconds=30), "lease_until": now + timedelta(seconds=45),
    }  # fmt: skip
    await add_job(connection, "RUNNING", scheduled=True, **held)
    gone = {"lease_until": now - timedelta(seconds=90), "attempts": 2, "worker": "w0", "started_at": now}
    month = {"kind": "TIERS", "first_day": None, "last_day": None, "month": YESTERDAY.replace(day=1)}
    await add_job(connection, "RUNNING", **gone, **month)
    await add_job(connection, "QUEUED", requested_at=now - timedelta(hours=3))
    told = await ask(installed)
    assert text_of(told, "recompute jobs") == "1 queued, 2 running"
    first = text_of(told, "job 1")
    assert re.fullmatch(
        rf"ACTIVITY of {YESTERDAY} runs since \S+ \S+ UTC \(8 min\); 12 of 40 parts done, about 5 min left;"
        r" w1 holds it for another 4\d s \[request_id=r-1\]",
        first,
    ), first
    assert re.search(r"w0 is gone for (9\d|1\d\d) s, the next free worker goes on; attempt 2$", text_of(told, "job 2"))
    assert re.search(r"waits longest, since \S+ \S+ UTC \(3 h\)$", text_of(told, "job 3"))
    assert remedies(told) == []
    assert told.code == 0


async def test_a_job_that_waits_while_nothing_runs_needs_a_person(
    installed: Tierline, connection: asyncpg.Connection
) -> None:
    await enter(connection, "w1")
    await add_job(connection, "QUEUED", requested_at=datetime.now(UTC) - timedelta(hours=1), error="gone", attempts=1)
    told = await ask(installed)
    assert told.code == 1
    assert "attempt 1 ended with gone" in text_of(told, "job 1")
    assert [one for one in remedies(told) if one.startswith("job 1 waits and nothing runs")]


async def test_a_failed_job_tells_its_reason_and_the_command_until_its_period_is_computed(
    installed: Tierline, connection: asyncpg.Connection
) -> None:
    await enter(connection, "w1")
    now = datetime.now(UTC)
    month = {"kind": "TIERS", "first_day": None, "last_day": None, "month": YESTERDAY.replace(day=1)}
    await add_job(connection, "FAILED", finished_at=now - timedelta(hours=2), error="no room\nleft", **month)
    await add_job(connection, "FAILED", finished_at=now - timedelta(days=8), error="old", **month)
    await add_job(connection, "FAILED", finished_at=now - timedelta(hours=1), error="x", from_scratch=True)
    told = await ask(installed)
    assert told.code == 1
    assert text_of(told, "job 1").endswith("UTC: no room left")
    assert "job 2" not in told.out
    name = f"{YESTERDAY:%Y-%m}"
    again = f"activity --from {YESTERDAY} --to {YESTERDAY} --from-scratch"
    assert [one for one in remedies(told) if one.startswith("job")] == [
        f"job 3 failed: once that is put right, `tierline recompute {again}`",
        f"job 1 failed: once that is put right, `tierline recompute tiers --month {name}`",
    ]
    await add_job(connection, "SUCCEEDED", finished_at=now, **month)
    first = YESTERDAY - timedelta(3)
    await add_job(connection, "SUCCEEDED", finished_at=now, first_day=first)
    assert "FAILED" not in (await ask(installed)).out


async def test_what_the_cheap_checks_find_needs_a_person(installed: Tierline, connection: asyncpg.Connection) -> None:
    await enter(connection, "w1")
    clean = await ask(installed)
    assert re.fullmatch(r"(\d+) of \1 find nothing; `tierline check` runs all", text_of(clean, "checks"))
    await connection.execute("INSERT INTO stale_client (id, client_id) VALUES (50, 99), (51, 99)")
    told = await ask(installed)
    assert told.code == 1
    assert text_of(told, "stale-rows") == "stale_client 50: client #99 is not there and 1 more"
    assert remedies(told)[-1] == (
        "it does not hold that what waits to be taken in or looked at again is there:"
        " `tierline check` says where, and what to do"
    )


async def test_a_cheap_check_that_takes_too_long_is_told_and_needs_nobody(
    installed: Tierline, connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ops.status.checks.LIMIT", timedelta(seconds=0.2))
    await enter(connection, "w1")
    async with connection.transaction():
        await connection.execute("LOCK TABLE run_mark")  # nothing else reads it
        told = await ask(installed)
    assert not [one for one in remedies(told) if "does not hold" in one]
    assert text_of(told, "runs") == "was not done within 0.2 s"


async def test_a_database_without_its_migrations_needs_a_person(
    installed: Tierline, connection: asyncpg.Connection
) -> None:
    newest = await connection.fetchval("SELECT max(name) FROM tortoise_migrations")
    await connection.execute("DELETE FROM tortoise_migrations WHERE name = $1", newest)
    told = await ask(installed)
    assert told.code == 1
    assert text_of(told, "migrations") == f"{newest} not applied"
    assert remedies(told) == ["the database lacks migrations: stop the workers, `tierline migrate`"]


async def test_a_database_that_is_held_up_needs_a_person(
    installed: Tierline, connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ops.commands.status.STATEMENT_TIMEOUT", timedelta(seconds=0.5))
    async with connection.transaction():
        await connection.execute("LOCK TABLE recompute_job")
        told = await ask(installed)
    assert told.code == 1
    assert text_of(told, "database") == "does not answer a simple question within 0.5 s"
    assert [one for one in remedies(told) if "pg_stat_activity" in one]


async def test_a_valkey_that_is_away_needs_a_person(
    installed: Tierline, connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    await enter(connection, "w1")
    told = await ask(installed)
    assert told.code == 1
    assert text_of(told, "Redis or Valkey") == "does not answer"
    assert [one for one in remedies(told) if one.startswith("Redis or Valkey is away: ")]


async def progress(connection: asyncpg.Connection, now: datetime, data: DataDirectory) -> dict[str, tuple[str, bool]]:
    """Each line of it, and whether it asks for a person."""
    lines = await tell_progress(connection, RULES, now, data)
    return {line.name: (line.text, line.remedy is not None) for line in lines}


async def test_what_the_schedule_owes_needs_a_person_unless_it_is_under_way_or_just_due(
    connection: asyncpg.Connection, servers: DataDirectory
) -> None:
    closing = datetime(2019, 7, 15, tzinfo=UTC)
    await request_due_runs(RULES, closing - timedelta(days=3))
    await connection.execute("UPDATE recompute_job SET status = 'SUCCEEDED'")
    await connection.execute("INSERT INTO computed_day (day, computed_at) VALUES ('2019-07-11', now())")
    owes = "owes the days 2019-07-12 to 2019-07-14, the decision of 2019-07"
    just_due = await progress(connection, closing + timedelta(minutes=5), servers)
    assert just_due["schedule"] == (f"{owes}: about to begin", False)
    assert just_due["newest computed day"] == ("2019-07-11, 3 days behind", False)
    later = closing + timedelta(hours=1)
    assert (await progress(connection, later, servers))["schedule"] == (owes, True)
    await request_due_runs(RULES, later)
    assert (await progress(connection, later, servers))["schedule"] == (f"{owes}: under way", False)


async def test_late_reports_and_activity_are_told(connection: asyncpg.Connection, servers: DataDirectory) -> None:
    now = datetime(2019, 7, 20, tzinfo=UTC)
    assert "newest report" not in await progress(connection, now, servers)
    use = {"type": "activity", "id": "a", "client": "c1", "actor": "x@y.example", "kind": "LOGIN"}
    await load([client(1, sold_by=None), {**use, "at": "2019-07-01T00:00:00Z"}], RULES)
    told = await progress(connection, now, servers)
    late = "that of 2019-06 is late, and what is computed provisional until it is loaded"
    assert told["newest report"] == (f"none yet; {late}", False)
    assert told["late activity"] == ("of 1 client days, for the next run to take in", False)
    await load([report("2019-05", "2019-06-02")], RULES)
    old = (await progress(connection, now, servers))["newest report"]
    assert old == (f"2019-05, revision 1, ran on 2019-06-02; {late}", False)
    await load([report("2019-06", "2019-07-02")], RULES)
    new = (await progress(connection, now, servers))["newest report"]
    assert new == ("2019-06, revision 1, ran on 2019-07-02", False)


async def test_a_report_in_force_that_had_to_be_confirmed_is_told(
    connection: asyncpg.Connection, servers: DataDirectory
) -> None:
    now = datetime(2019, 7, 20, tzinfo=UTC)
    both = [mrr("2019-05", number, "10.00") for number in (1, 2, 3)]
    await load([*(client(number, sold_by=None) for number in (1, 2, 3)), *both, report("2019-05", "2019-06-02")], RULES)
    at = datetime(2019, 7, 3, 9, 30, tzinfo=UTC)
    confirmed = Confirmation("ann", at)
    assert (await load([report("2019-06", "2019-07-02")], RULES, confirmed))[1] == []
    told = (await progress(connection, now, servers))["newest report"]
    text = "2019-06, revision 1, ran on 2019-07-02, has less than half of the one before it: confirmed by ann on"
    assert told == (f"{text} 2019-07-03 09:30:00 UTC", False)


@pytest.mark.parametrize(
    ("seconds", "told"), [(-1, "0 s"), (119, "119 s"), (120, "2 min"), (7_200, "2 h"), (172_800, "2 days")]
)
def test_spans_are_told_roughly(seconds: float, told: str) -> None:
    assert tell_span(seconds) == told


@pytest.mark.parametrize(("size", "told"), [(0, "0 B"), (8_123_456, "8.12 MB"), (4.2e13, "42 TB")])
def test_sizes_are_told_roughly(size: int, told: str) -> None:
    assert tell_size(size) == told
