from dataclasses import replace
from random import Random

import pytest
from graphql import OperationType

from tests.api.reading import NOW, OPERATOR, Reader
from tests.api.writing import all_rows
from tests.differential.coverage import Coverage
from tests.differential.differences import compare
from tests.differential.documents.document import draw_root_field
from tests.differential.documents.requests import Request, draw_request
from tests.differential.documents.values import Values
from tests.differential.reference.tables import Row
from tests.differential.worlds.world import World, build_world

DOCUMENTS = 100
PAYLOAD = (
    "RecomputePayload.job",
    "RecomputePayload.userErrors",
    "UserError.code",
    "UserError.message",
    "UserError.path",
)


@pytest.mark.usefixtures("database")
async def test_asking_again_for_a_job_answers_what_the_reference_answers(redis_url: str) -> None:
    world = await build_world(0)
    before = await all_rows()
    coverage = Coverage()
    for number in range(DOCUMENTS):
        request = ask_again(world, Random(f"mutation {number}"))  # noqa: S311 - repeatable on purpose
        difference = await compare(Reader(world.rules), world, request, coverage, redis_url=redis_url)
        assert difference is None, f"mutation {number}: {difference}"
    assert await all_rows() == before
    job = {f"field RecomputeJob.{name}" for name in ("error", "from", "id", "month", "progress", "to")}
    assert {f"field {name}" for name in PAYLOAD} | job <= coverage.used


def ask_again(world: World, rng: Random) -> Request:
    """A mutation that asks for a job that is there, or for another under its key."""
    jobs = [row for row in world.tables["recompute_job"] if row["requested_by"] == OPERATOR.subject]
    values = Values(world, rng)
    keyed = [row for row in jobs if row["idempotency_key"] is not None and row["kind"] in ("ACTIVITY", "TIERS")]
    job, other = rng.sample(keyed, 2)
    asked = other if rng.random() < 0.2 else job
    name, wanted = period_of(asked)
    wanted["idempotencyKey"] = job["idempotency_key"]
    document = draw_root_field(values, rng, OperationType.MUTATION, name, {"input": wanted})
    request = draw_request(document, values.principal(for_operators=True), values)
    assert request is not None
    return replace(request, now=NOW)


def period_of(job: Row) -> tuple[str, dict[str, object]]:
    """The mutation that asks for such a job, and what it is told of the days."""
    if job["kind"] == "TIERS":
        return "recomputeTiers", {"month": f"{job['month']:%Y-%m}"}
    return "recomputeActivity", {"from": str(job["first_day"]), "to": str(job["last_day"])}
