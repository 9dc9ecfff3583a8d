import asyncio
from contextlib import aclosing
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from graphql import OperationType

from api.live.events import newest_event
from api.reading.ids import encode_id
from events.outbox import publish_job_change
from models.database import transaction
from tests.api.reading import NOW, OPERATOR, Reader
from tests.differential.asking import watch
from tests.differential.coverage import Coverage
from tests.differential.differences import agrees, chance
from tests.differential.documents.document import draw_root_field
from tests.differential.documents.requests import draw_request
from tests.differential.documents.values import Values
from tests.differential.events import find_differences_in_events
from tests.differential.reference.answers import expect, expect_events
from tests.differential.reference.asker import Asker
from tests.differential.reference.events import FINAL, read_payload
from tests.differential.reference.tables import Row, load_tables
from tests.differential.worlds.texts import ERRORS
from tests.differential.worlds.world import World, build_world

WORLDS = (0, 1, 4)
DOCUMENTS = 100
JOBS = 10
SEED = 1


@pytest.fixture(autouse=True)
def _poll_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no messenger to give hints."""
    monkeypatch.setattr("api.live.feed.POLL_SECONDS", 0.02)


@pytest.mark.usefixtures("database")
async def test_subscriptions_tell_what_the_reference_tells() -> None:
    coverage = Coverage()
    for number in WORLDS:
        world = await build_world(number)
        found = await find_differences_in_events(Reader(world.rules), world, SEED, DOCUMENTS, coverage=coverage)
        assert not found, "\n\n".join(map(str, found))
        for job in range(JOBS):
            await follow_all_jobs(world, chance(world, SEED, job), coverage)
    assert coverage.missing("Subscription") == []


async def follow_all_jobs(world: World, rng: Random, coverage: Coverage) -> None:
    """Watches all jobs while one is told of as it stands."""
    values = Values(world, rng)
    document = draw_root_field(values, rng, OperationType.SUBSCRIPTION, "jobChanges", {})
    request = draw_request(document, values.principal(for_operators=True), values)
    assert request is not None
    asker = Asker(world.tables, world.rules, request.now, request.by)
    told = (request.parsed, request.variables, request.operation, asker)
    refused = await expect_events(*told)
    job = rng.choice(world.tables["recompute_job"])
    expected = refused[0] if refused else expect(*told, job)
    begun = asyncio.Event()

    async def noting() -> int:
        newest = await newest_event()
        begun.set()
        return newest

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("api.subscriptions.newest_event", noting)
        async with aclosing(watch(Reader(world.rules), world, request)) as answers:
            hearing = asyncio.ensure_future(anext(answers))
            if not refused:
                await begun.wait()
                async with transaction() as connection:
                    await publish_job_change(connection, job["id"], NOW)
            answer = await hearing
            coverage.note(request, asker, expected)
            assert agrees(answer, expected), f"{request}: {answer} instead of {expected}"


@pytest.mark.usefixtures("database")
async def test_a_jobs_progress_is_told_as_the_reference_tells_it_until_its_end() -> None:
    world = await build_world(0)
    waiting = [row for row in world.tables["recompute_job"] if row["status"] not in FINAL]
    assert len(waiting) > 5
    for number, job in enumerate(waiting):
        as_left = replace(world, tables=await load_tables())  # the jobs before are finished
        await follow_job(as_left, job, chance(world, SEED, number))


async def follow_job(world: World, job: Row, rng: Random) -> None:
    """Watches a job through some changes; what it is told each time must be what was published."""
    values = Values(world, rng)
    arguments = {"jobId": encode_id("RecomputeJob", job["id"])}
    document = draw_root_field(values, rng, OperationType.SUBSCRIPTION, "recomputeProgress", arguments)
    request = draw_request(document, OPERATOR, values)
    assert request is not None
    asker = Asker(world.tables, world.rules, request.now, request.by)
    told = (request.parsed, request.variables, request.operation, asker)
    (expected,) = await expect_events(*told)
    async with aclosing(watch(Reader(world.rules), world, request)) as answers:
        answer = await anext(answers)
        assert agrees(answer, expected), f"{request}: {answer} instead of {expected}"
        if answer.data is None:  # refused
            return
        for state in await advance(job, rng):
            expected = expect(*told, state)
            answer = await anext(answers)
            assert agrees(answer, expected), f"{request}: {answer} instead of {expected}"
        assert [answer async for answer in answers] == []


async def advance(job: Row, rng: Random) -> list[Row]:
    """Publishes a few states of the job, the last one final; gives them as their events have them."""
    for step in range(rng.randint(0, 2)):
        await change(job, status="RUNNING", started_at=NOW + timedelta(microseconds=step), attempts=step + 1)
    end: dict[str, Any] = {"finished_at": NOW, "error": rng.choice(ERRORS), "changed_partners": rng.choice([None, 3])}
    await change(job, status=rng.choice(FINAL), **end)
    async with transaction() as connection:
        rows = await connection.fetch(
            "SELECT payload FROM event WHERE job_id = $1 AND created_at > $2 ORDER BY seq", job["id"], NOW
        )
    return [read_payload(row["payload"]) for row in rows]


async def change(job: Row, **values: object) -> None:
    """A change of the row, published after all others."""
    changes = ", ".join(f"{name} = ${place}" for place, name in enumerate(values, 2))
    async with transaction() as connection:
        await connection.execute(f"UPDATE recompute_job SET {changes} WHERE id = $1", job["id"], *values.values())
        await publish_job_change(connection, job["id"], NOW + timedelta(seconds=1))
