"""How much live events show: bounded before it is made, paid for by who gets it, and never a reason to lose any."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from typing import Any

import pytest

from api.execution.limits import bounds
from api.live.payload_cache import Wanted
from api.live.rendering import BATCH, Renderer
from models.database import acquire
from tests.api.budgets import ADA, SMALL, Moment
from tests.api.front import OPERATOR, Api, Socket, make_app, partner_token, serving
from tests.api.rows import add_decision, add_events, add_partner
from tests.api.test_protection import hear_cursors
from tests.api.test_socket_lifetime import until, view_of
from tests.api.test_starving import operator
from tests.api.watching import CURSORS, JUNE
from tests.cursors import encode_cursor

NAMES = "subscription ($after: String) { tierChanges(after: $after) { cursor decision { partner { name } } } }"
ROOM = 20_000
BEGIN = len('{"id":"1","type":"next","payload":')


@pytest.fixture
async def small(database_url: str, redis_url: str) -> AsyncIterator[Api]:
    """The API with budgets that are soon spent, and get nothing back unless the clock is set."""
    async with serving(make_app(database_url, redis_url, allowance=SMALL)) as running:
        view_of(running).state.budgets.clock = Moment()
        yield running


def bytes_left(api: Api, role: str, name: str) -> int:
    return view_of(api).state.budgets.of((role, name)).left()["bytes"]


async def hear_size(socket: Socket) -> int:
    """The bytes of the payload that comes next."""
    message = await socket.connection.recv()
    assert isinstance(message, str)
    return len(message.encode()) - BEGIN - 1


async def test_a_payload_is_paid_for_by_each_principal_that_gets_it_and_once(
    small: Api, announce: Callable[[], Any]
) -> None:
    partner = await add_partner("P-1", name="ž" * 60)
    decision = await add_decision(partner, JUNE, "GOLD")
    async with AsyncExitStack() as stack:
        tokens = [OPERATOR, OPERATOR, OPERATOR, operator("bob"), partner_token("P-1"), partner_token("P-1")]
        watching = [await stack.enter_async_context(small.socket(token)) for token in tokens]
        for socket in watching:
            await socket.subscribe(NAMES, {"after": encode_cursor(0)})
        await until(small, len(watching))
        owners = [("OPERATOR", "ada"), ("OPERATOR", "bob"), ("PARTNER", "P-1")]
        before = [bytes_left(small, *owner) for owner in owners]
        await add_events(partner, decision, 1, 1)
        await announce()
        (size,) = {await hear_size(socket) for socket in watching}
        assert [left - bytes_left(small, *owner) for left, owner in zip(before, owners, strict=True)] == [size] * 3


async def test_what_one_subscription_catches_up_with_is_paid_for_and_so_is_a_snapshot(small: Api) -> None:
    partner = await add_partner("P-1")
    await add_events(partner, await add_decision(partner, JUNE, "GOLD"), 1, 5)
    for variables, count in (({"after": encode_cursor(0)}, 5), ({}, 1)):
        async with small.socket(OPERATOR) as socket:
            before = bytes_left(small, *ADA)
            await socket.subscribe(NAMES, variables)
            sizes = [await hear_size(socket) for _ in range(count)]
            assert before - bytes_left(small, *ADA) == sum(sizes)


@pytest.mark.parametrize("buffer", [1_000, 3])
async def test_a_subscription_waits_until_it_is_paid_for_and_loses_nothing(
    small: Api, announce: Callable[[], Any], monkeypatch: pytest.MonkeyPatch, buffer: int
) -> None:
    monkeypatch.setattr("api.live.watchers.BUFFER", buffer)
    partner = await add_partner("P-1")
    decision = await add_decision(partner, JUNE, "GOLD")
    budgets = view_of(small).state.budgets
    clock = budgets.clock
    assert isinstance(clock, Moment)
    async with small.socket(OPERATOR) as waiting, small.socket(operator("bob")) as other:
        for socket in (waiting, other):
            await socket.subscribe(CURSORS, {"after": encode_cursor(0)})
        await until(small, 2)
        budgets.of(ADA).send(budgets.of(ADA).left()["bytes"] + 10_000)
        for first in range(1, 21):
            await add_events(partner, decision, first, 1)
            await announce()
            assert (await hear_cursors(other, 1))[0] == [first]
        assert await waiting.silent()
        await waiting.subscribe(CURSORS, {"after": encode_cursor(7)}, name="late")
        assert await waiting.silent(), "it has begun, and waits as well"
        await waiting.say({"type": "complete", "id": "late"})
        assert await waiting.silent()
        clock.now += 1
        assert await hear_cursors(waiting, 20) == (list(range(1, 21)), None)
        await add_events(partner, decision, 21, 3)
        await announce()
        assert await hear_cursors(waiting, 3) == ([21, 22, 23], None)


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The bytes of all batches that are rendered, with little room for each."""
    monkeypatch.setattr(bounds, "MAX_EVENTS_BYTES", ROOM)
    sizes: list[int] = []
    in_time = Renderer._in_time

    async def note(self: Renderer, wanted: Sequence[Wanted]) -> list[str]:
        payloads = await in_time(self, wanted)
        sizes.append(sum(map(len, payloads)))
        return payloads

    monkeypatch.setattr(Renderer, "_in_time", note)
    return sizes


def renderer_of(api: Api) -> Renderer:
    (consumer,) = view_of(api).state.feed._consumers
    return consumer.renderer


async def test_events_that_show_much_are_read_in_smaller_batches_and_none_is_lost(
    api: Api, announce: Callable[[], Any], rendered: list[int]
) -> None:
    total = 60
    partner = await add_partner("P-1", name="x" * 3_000)
    decision = await add_decision(partner, JUNE, "GOLD")
    numbers = list(range(1, total + 1))
    async with AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(api.socket(OPERATOR)) for _ in range(3)]
        for socket in sockets:
            await socket.subscribe(NAMES, {"after": encode_cursor(0)})
        await until(api, 3)
        await add_events(partner, decision, 1, total)
        await announce()
        for socket in sockets:
            assert await hear_cursors(socket, total) == (numbers, None)
        assert renderer_of(api).rows * 3_000 <= ROOM
        for socket in sockets:
            await socket.say({"type": "complete", "id": "1"})
        await until(api, 0)
        late = [await stack.enter_async_context(api.socket(OPERATOR)) for _ in range(3)]
        for number, socket in enumerate(late):
            await socket.subscribe(NAMES, {"after": encode_cursor(number)})
        for number, socket in enumerate(late):
            assert await hear_cursors(socket, total - number) == (numbers[number:], None)
        assert max(rendered) <= ROOM + total * 200
        async with acquire() as connection:
            await connection.execute("UPDATE partner SET name = 'x'")
        for part in (1, 1, 2, 4, 8, 16, 32):  # with twice as many once there is room
            await add_events(partner, decision, total + 1, part)
            total += part
            await announce()
            for socket in late:
                assert await hear_cursors(socket, part) == (list(range(total - part + 1, total + 1)), None)
        assert 32 < renderer_of(api).rows <= BATCH


async def test_an_event_that_shows_too_much_by_itself_ends_those_who_watch_by_it_and_nobody_else(
    api: Api, announce: Callable[[], Any], rendered: list[int]
) -> None:
    partner, much = await add_partner("P-1"), await add_partner("P-2", name="x" * 2 * ROOM)
    little, large = [await add_decision(one, JUNE, "GOLD") for one in (partner, much)]
    async with api.socket(OPERATOR) as socket, api.socket(partner_token("P-1")) as other:
        await socket.subscribe(NAMES, {"after": encode_cursor(0)})
        await other.subscribe(NAMES, {"after": encode_cursor(0)})
        await socket.subscribe(CURSORS, {"after": encode_cursor(0)}, name="small")
        await until(api, 3)
        await add_events(partner, little, 1, 3)
        await add_events(much, large, 4, 1)
        await add_events(partner, little, 5, 3)
        await announce()
        told = [await socket.hear() for _ in range(3 + 1 + 7)]
        ended = [message for message in told if message["type"] == "error"]
        assert [message["payload"][0]["extensions"]["code"] for message in ended] == ["LIMIT_EXCEEDED"]
        assert ended[0]["payload"][0]["message"].startswith("what an event shows is larger than")
        assert [message["id"] for message in told].count("small") == 7
        assert await hear_cursors(other, 6) == ([1, 2, 3, 5, 6, 7], None)
        await socket.subscribe(NAMES, {"after": encode_cursor(3)})
        assert (await socket.error())[0] == "LIMIT_EXCEEDED"
        await socket.subscribe(NAMES, {"after": encode_cursor(4)})
        assert (await hear_cursors(socket, 3))[0] == [5, 6, 7]
    assert max(rendered) <= ROOM
