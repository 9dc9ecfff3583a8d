"""A resolver may ask the models as Tortoise's manual has it, whatever the connections of the process are doing."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from api.auth.context import Info
from api.execution.framework import core_schema, definition_of
from api.schema import schema
from api.types.editions import TierCount
from models.database import acquire
from models.partners import Partner
from tests.api.front import OPERATOR, Api
from tests.api.rows import add_partner
from tests.models.pools import lent_connections

POOL_SIZE = 4  # of the API that tests run
PATIENCE_SECONDS = 20.0
ASK = "{ tierCounts { count } }"

Resolver = Callable[[object, Info], Awaitable[list[TierCount]]]


async def count_partners(_: object, info: Info) -> list[TierCount]:
    """A resolver of the simplest kind."""
    assert info.context.partner_id is None
    return [TierCount(tier=None, count=await Partner.all().count())]


@pytest.fixture
def resolve_by(monkeypatch: pytest.MonkeyPatch) -> Callable[[Resolver], None]:
    """Gives the field that is asked for another function."""
    query = core_schema(schema).query_type
    assert query is not None
    resolver = definition_of(query.fields["tierCounts"]).base_resolver
    return lambda function: monkeypatch.setattr(resolver, "wrapped_func", function)


async def test_a_plain_query_works_when_all_connections_are_at_hand(
    api: Api, resolve_by: Callable[[Resolver], None]
) -> None:
    await add_partner("P-1")
    resolve_by(count_partners)
    everybody = asyncio.Barrier(POOL_SIZE)

    async def use() -> None:
        async with acquire():
            await everybody.wait()

    async with asyncio.timeout(PATIENCE_SECONDS):
        await asyncio.gather(*(use() for _ in range(POOL_SIZE)))
        assert await api.ask(OPERATOR, ASK) == {"tierCounts": [{"count": 1}]}


async def test_a_plain_query_works_in_each_of_the_resolvers_that_hold_all_connections(
    api: Api, resolve_by: Callable[[Resolver], None]
) -> None:
    await add_partner("P-1")
    everybody = asyncio.Barrier(POOL_SIZE)

    async def hold_and_count(parent: object, info: Info) -> list[TierCount]:
        async with acquire():
            await everybody.wait()
            counted = await count_partners(parent, info)
            await everybody.wait()  # all connections are held until every one has counted
        return counted

    resolve_by(hold_and_count)
    async with asyncio.timeout(PATIENCE_SECONDS):
        answers = await asyncio.gather(*(api.ask(OPERATOR, ASK) for _ in range(POOL_SIZE)))
    assert answers == [{"tierCounts": [{"count": 1}]}] * POOL_SIZE
    assert lent_connections() == 0
