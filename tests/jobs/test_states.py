"""Every transition from every state: those that are declared happen, and no other does."""

import re
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from jobs.requests import Job, Refusal, cancel, retry
from jobs.states import ASK_TO_STOP, CLAIM, GIVE_UP, RELEASE, RETRY, TRANSITIONS, Transition, change_state
from models.database import acquire
from models.enums import FINAL, RecomputeStatus
from models.statements import statement

QUEUED, RUNNING, SUCCEEDED, FAILED, CANCELLED = RecomputeStatus
ROOT = Path(__file__).parents[2]
NOW = datetime(2019, 7, 1, 3, tzinfo=UTC)
FENCE = 7
VALUES = {
    "fence": FENCE, "error": "gone", "most": 5, "worker": "w2", "seconds": 60.0, "changed_partners": 3,
    "operators_at_once": 3, "request_id": "asked-2", "retried_by": "ada",
}  # fmt: skip
NAMES = [transition.name for transition in TRANSITIONS]
ARROW = re.compile(r"^    (?:\[\*\]|\w+) --> \w+: .*$", re.MULTILINE)
LAPSED = "clock_timestamp() - interval '1 s'"
HELD = "clock_timestamp() + interval '60 s'"


@pytest.fixture
async def connection(database: str) -> AsyncIterator[asyncpg.Connection]:
    async with acquire() as connection, connection.transaction():
        yield connection


async def add(connection: asyncpg.Connection, status: RecomputeStatus, lease: str, **more: object) -> int:
    """A job of three days that has done one of them, as jobs of the status are."""
    row: dict[str, object] = {
        "kind": "ACTIVITY", "status": status, "first_day": NOW.date(), "last_day": NOW.date(), "done": 1, "total": 3,
        "requested_by": "ada", "requested_at": NOW, "attempts": 5, "fence": FENCE, "started_at": NOW, "steps_done": 1,
        "finished_at": NOW if status in FINAL else None, "scheduled": False, "cancel_requested": False,
        "worker": "w1", **more,
    }  # fmt: skip
    places = ", ".join(f"${number}" for number in range(1, len(row) + 1))
    until = lease if status is RUNNING else "NULL"
    text = f"INSERT INTO recompute_job ({', '.join(row)}, lease_until) VALUES ({places}, {until}) RETURNING id"
    job: int = await connection.fetchval(text, *row.values())
    return job


async def read(connection: asyncpg.Connection, job: int) -> Mapping[str, Any]:
    row = await connection.fetchrow("SELECT * FROM recompute_job WHERE id = $1", job)
    assert row is not None
    return dict(row)


async def events(connection: asyncpg.Connection) -> list[tuple[int, str]]:
    rows = await connection.fetch("SELECT job_id, payload ->> 'status' FROM event WHERE kind = 'JOB_CHANGED'")
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("before", RecomputeStatus)
@pytest.mark.parametrize("transition", TRANSITIONS, ids=NAMES)
async def test_a_transition_happens_from_its_states_and_from_no_other(
    connection: asyncpg.Connection, transition: Transition, before: RecomputeStatus
) -> None:
    job = await add(connection, before, LAPSED)
    unchanged = await read(connection, job)
    row = await change_state(connection, job, transition, NOW, **VALUES)
    after = await read(connection, job)
    if before not in transition.before:
        assert (row, after, await events(connection)) == (None, unchanged, [])
        return
    assert row is not None
    assert dict(row) == after
    assert after["status"] == transition.after
    assert await events(connection) == ([(job, transition.after)] if transition.is_published else [])
    found = [text for (text,) in await connection.fetch(statement("engine/check_jobs"))]
    assert found == [], "each job's row is what its status says"


@pytest.mark.parametrize("transition", TRANSITIONS, ids=NAMES)
async def test_a_transition_leaves_other_jobs_alone(connection: asyncpg.Connection, transition: Transition) -> None:
    other = await add(connection, transition.before[0], LAPSED)
    unchanged = await read(connection, other)
    assert await change_state(connection, other + 1, transition, NOW, **VALUES) is None
    assert await read(connection, other) == unchanged


@pytest.mark.parametrize(
    "transition", [one for one in TRANSITIONS if "fence" in one.values], ids=lambda one: str(one.name)
)
async def test_what_a_worker_does_with_a_job_takes_the_fence_of_its_claim(
    connection: asyncpg.Connection, transition: Transition
) -> None:
    job = await add(connection, RUNNING, HELD)
    unchanged = await read(connection, job)
    assert await change_state(connection, job, transition, NOW, **{**VALUES, "fence": FENCE - 1}) is None
    assert await read(connection, job) == unchanged
    assert await change_state(connection, job, transition, NOW, **VALUES) is not None


@pytest.mark.parametrize("transition", [CLAIM, GIVE_UP], ids=lambda one: str(one.name))
async def test_nobody_takes_a_job_whose_lease_holds(connection: asyncpg.Connection, transition: Transition) -> None:
    job = await add(connection, RUNNING, HELD)
    assert await change_state(connection, job, transition, NOW, **VALUES) is None


async def test_nobody_takes_a_queued_job_before_its_time(connection: asyncpg.Connection) -> None:
    job = await add(connection, RUNNING, HELD)
    assert await change_state(connection, job, RELEASE, NOW, **VALUES) is not None
    assert await change_state(connection, job, CLAIM, NOW, **VALUES) is None


async def test_a_job_is_given_up_after_its_last_attempt_only(connection: asyncpg.Connection) -> None:
    job = await add(connection, RUNNING, LAPSED, attempts=4)
    assert await change_state(connection, job, GIVE_UP, NOW, **VALUES) is None


async def test_a_retried_job_is_as_one_that_was_just_asked_for_but_for_its_fence(
    connection: asyncpg.Connection,
) -> None:
    job = await add(connection, FAILED, LAPSED, error="gone", cancel_requested=True, changed_partners=1)
    row = await change_state(connection, job, RETRY, NOW, **VALUES)
    assert row is not None
    kept = ("error", "started_at", "finished_at", "worker", "lease_until", "not_before", "changed_partners")
    assert [row[column] for column in kept] == [None] * len(kept)
    assert [row[column] for column in ("done", "steps_done", "attempts")] == [0, 0, 0]
    assert (row["fence"], row["cancel_requested"], row["request_id"]) == (FENCE + 1, False, "asked-2")


@pytest.mark.parametrize("status", RecomputeStatus)
async def test_operators_cancel_what_has_not_ended_and_retry_what_was_not_done(
    connection: asyncpg.Connection, status: RecomputeStatus
) -> None:
    job = await add(connection, status, HELD)
    cancelled = await cancel(connection, job, NOW)
    assert isinstance(cancelled, Refusal if status in FINAL else Job)
    assert (await read(connection, job))["cancel_requested"] is (status in ASK_TO_STOP.before)
    again = await add(connection, status, HELD)
    retried = await retry(connection, again, "ada", NOW)
    assert isinstance(retried, Job if status in RETRY.before else Refusal)


def test_the_states_are_drawn_as_they_are_declared() -> None:
    declared = [f"    {before} --> {one.after}: {one.name}" for one in TRANSITIONS for before in one.before]
    text = (ROOT / "docs" / "architecture.md").read_text()
    drawn = ARROW.findall(text[text.index("stateDiagram-v2") :])
    assert sorted(drawn) == sorted([f"    [*] --> {QUEUED}: request", *declared])


def test_no_other_module_writes_a_jobs_status() -> None:
    writes = re.compile(r"UPDATE\s+recompute_job\b(?:(?!\bWHERE\b).)*\bSET\b(?:(?!\bWHERE\b).)*\bstatus\s*=", re.DOTALL)
    packages = ("api", "engine", "events", "intake", "jobs", "models", "ops", "workers")
    files = [file for package in packages for kind in ("*.py", "*.sql") for file in (ROOT / package).rglob(kind)]
    assert [str(file.relative_to(ROOT)) for file in files if writes.search(file.read_text())] == [
        "jobs/sql/change_state.sql"
    ]
