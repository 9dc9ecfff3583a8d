"""A kind of jobs is declared once; rows of kinds that only another version knows are left to that one."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import asyncpg
import pytest
from graphql import GraphQLEnumType, build_schema

from jobs import kinds
from jobs.calendar import find_waiting_jobs
from jobs.claims import claim_job
from jobs.kinds import KINDS, JobDeclaration, RecomputeKind
from jobs.requests import Job, Refusal, Request, add_job, request_tiers
from jobs.work import Work
from models.database import acquire
from models.editions import load_editions
from models.rulebook import Rulebook
from tests.docs.pages import ROOT
from tests.ops.test_command_line import find
from workers.entries import ENTRIES

NOW = datetime(2019, 7, 1, 3, tzinfo=UTC)
RULES = Rulebook(load_editions(), ZoneInfo("UTC"))
MONTH = Work(RecomputeKind.TIERS, month=date(2019, 6, 1), program="agency")


@dataclass(frozen=True)
class Scenario:
    partners: tuple[str, ...]
    until: date


@pytest.fixture
async def foreign(connection: asyncpg.Connection) -> int:
    """A job of a kind that this version does not know, and that has neither days nor a month."""
    job = await request_tiers(connection, RULES, date(2019, 6, 1), Request("ada", NOW))
    assert isinstance(job, Job)
    await connection.execute("UPDATE recompute_job SET kind = 'OF_A_LATER_VERSION', month = NULL")
    return job.id


def test_each_kind_is_declared_and_has_something_to_do_it() -> None:
    assert set(KINDS) == set(ENTRIES) == set(RecomputeKind)


@pytest.mark.parametrize("kind", RecomputeKind)
def test_callers_read_what_is_declared(kind: RecomputeKind) -> None:
    exposed = build_schema((ROOT / "schema.graphql").read_text()).type_map["RecomputeKind"]
    assert isinstance(exposed, GraphQLEnumType)
    assert exposed.values[kind].description == kind.declared.description


@pytest.mark.parametrize("command", [kind.declared.command for kind in RecomputeKind if kind.declared.command])
def test_the_command_that_is_declared_is_there(command: str) -> None:
    assert find(tuple(command.split())).callback is not None


def test_the_page_has_each_kind_as_it_is_declared() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text()
    for kind, declared in KINDS.items():
        command = "" if declared.command is None else f"`tierline {declared.command}`"
        lock = "" if declared.locks is None else f"`{declared.locks.name}`"
        asked_by = declared.asked_by.value.lower()
        cells = (f"`{kind}`", declared.description, asked_by, lock, str(declared.priority), command)
        assert f"| {' | '.join(cells)} |" in page


async def test_a_kind_takes_arguments_of_its_own(
    connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared = JobDeclaration("What would be.", unit="partners", arguments=Scenario)
    monkeypatch.setattr(kinds, "KINDS", {**KINDS, RecomputeKind.TIERS: declared})
    asked = replace(MONTH, arguments=Scenario(("p1", "p2"), date(2019, 12, 31)))
    other = replace(MONTH, arguments=Scenario(("p1",), date(2019, 12, 31)))
    job = await add_job(connection, asked, Request("ada", NOW, "key"))
    assert isinstance(job, Job)
    assert await add_job(connection, asked, Request("ada", NOW, "key")) == job
    refusal = await add_job(connection, other, Request("ada", NOW, "key"))
    assert isinstance(refusal, Refusal)
    assert refusal.code == "IDEMPOTENCY_KEY_REUSED"
    claim = await claim_job(job.id, NOW)
    assert claim is not None
    assert (claim.work, claim.work.steps) == (asked, 1)


async def test_a_job_of_an_unknown_kind_waits_for_whoever_knows_it(
    connection: asyncpg.Connection, foreign: int
) -> None:
    assert await find_waiting_jobs() == []
    before = await connection.fetchrow("SELECT * FROM recompute_job WHERE id = $1", foreign)
    assert await claim_job(foreign, NOW) is None
    assert await connection.fetchrow("SELECT * FROM recompute_job WHERE id = $1", foreign) == before


@pytest.mark.usefixtures("connection")
async def test_kinds_of_higher_priority_are_taken_first(monkeypatch: pytest.MonkeyPatch) -> None:
    works = [Work(RecomputeKind.ACTIVITY, date(2019, 6, 1), date(2019, 6, 3), program="agency"), MONTH]
    async with acquire() as connection:
        jobs = [await add_job(connection, work, Request("ada", NOW)) for work in works]
        owed = await add_job(connection, works[0], Request("schedule", NOW, scheduled=True))
    assert await find_waiting_jobs() == [owed, *jobs]
    monkeypatch.setattr("jobs.calendar.PRIORITY", "CASE kind WHEN 'TIERS' THEN 1 ELSE 0 END")
    assert await find_waiting_jobs() == [owed, *reversed(jobs)]
