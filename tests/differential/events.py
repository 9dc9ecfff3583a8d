"""Where what subscriptions tell differs from the reference."""

from contextlib import aclosing
from dataclasses import replace
from random import Random

from graphql import OperationType

from api.live.cursors import plain_cursor
from api.reading.ids import encode_id
from tests.api.reading import Reader
from tests.differential.asking import watch
from tests.differential.coverage import Coverage
from tests.differential.differences import MOST_FIELDS, Difference, agrees, chance, shrunk
from tests.differential.documents.document import draw_root_field
from tests.differential.documents.requests import Request, draw_request
from tests.differential.documents.values import Values
from tests.differential.reference.answers import expect_events
from tests.differential.reference.asker import Asker, AsksTooMuch
from tests.differential.reference.events import write_cursor
from tests.differential.worlds.world import World

MOST_EVENTS = 6
BAD_CURSORS = ("", "x", "ZXZlbnQ6", "é", "ZXZlbnQ6MQ", write_cursor(999), plain_cursor(10**6))


async def find_differences_in_events(
    reader: Reader, world: World, seed: int, count: int, *, coverage: Coverage | None = None, most: int = 3
) -> list[Difference]:
    """Subscribes with `count` documents and takes the first events of each."""

    async def compare_here(request: Request) -> Difference | None:
        return await compare_events(reader, world, request)

    found: list[Difference] = []
    for number in range(count):
        request = draw_subscription(world, chance(world, seed, number))
        difference = None if request is None else await compare_events(reader, world, request, coverage)
        if difference is not None:
            origin = f"world {world.seed}, seed {seed}, subscription {number}"
            found.append(replace(await shrunk(difference, compare_here), origin=origin))
            if len(found) == most:
                break
    return found


def draw_subscription(world: World, rng: Random) -> Request | None:
    """Of any of the four, from the beginning or after an event."""
    values = Values(world, rng)
    name = rng.choice(["tierChanges", "standingChanges", "standingChanges", "forecastChanges", "recomputeProgress"])
    arguments: dict[str, object] = {}
    if name == "recomputeProgress":
        arguments["jobId"] = values.any_id("RecomputeJob")
    else:
        if rng.random() < 0.5:
            own = None if values.partner is None else encode_id("Partner", values.partner["external_id"])
            arguments["partnerId"] = rng.choice([own, own, own, values.any_id("Partner")])
        if rng.random() < 0.8:
            cursor = write_cursor(rng.randint(0, len(world.tables["event"])))
            arguments["after"] = cursor if rng.random() < 0.93 else rng.choice([*BAD_CURSORS, None])
    document = draw_root_field(values, rng, OperationType.SUBSCRIPTION, name, arguments)
    return draw_request(document, values.principal(for_operators=name == "recomputeProgress"), values)


async def compare_events(
    reader: Reader, world: World, request: Request, coverage: Coverage | None = None
) -> Difference | None:
    """Subscribes once and takes as many events as there are, up to some; the first that differs."""
    asker = Asker(world.tables, world.rules, request.now, request.by, MOST_FIELDS)
    try:
        expected = await expect_events(request.parsed, request.variables, request.operation, asker)
    except AsksTooMuch:
        return None
    left = expected[:MOST_EVENTS]
    if not left:  # it would be waited for
        return None
    if coverage is not None:
        coverage.note(request, asker, left[0])
    async with aclosing(watch(reader, world, request)) as answers:
        async for answer in answers:
            if not agrees(answer, left[0]):
                return Difference(request, answer, left[0])
            left.pop(0)
            if not left:
                break
    assert not left, "the subscription has ended before all events were told"
    return None
