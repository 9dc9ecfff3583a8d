"""Clients that vanish without a word, in whatever they were doing, leave nothing behind."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any, NamedTuple

import pytest

from tests.api.front import OPERATOR, Api, Socket
from tests.api.rows import add_decision, add_events, add_partner
from tests.api.test_protection import INIT, peers, settled
from tests.api.test_socket_lifetime import view_of
from tests.api.watching import CURSORS, JUNE
from tests.cursors import encode_cursor
from tests.models.pools import lent_connections

CROWD = 200
BACKLOG = 1_000  # events

Meanwhile = Callable[[Socket], Awaitable[object]]  # with the first of the crowd


class Gauges(NamedTuple):
    """What may not grow with clients that are gone."""

    watching: int
    places: int
    owners: int
    connections: int  # of clients
    borrowed: int  # connections to the database
    tasks: int


def gauges(api: Api) -> Gauges:
    state = view_of(api).state
    return Gauges(
        state.feed.watching,
        len(state.sockets),
        state.sockets.owners.total(),
        len(peers(api)),
        lent_connections(),
        len(asyncio.all_tasks()),
    )


async def say_nothing(_: Socket) -> None:
    """Not even `connection_init`."""


async def introduce(socket: Socket) -> None:
    await socket.say(INIT)
    assert await socket.hear() == {"type": "connection_ack"}


async def replay(socket: Socket) -> None:
    await introduce(socket)
    await socket.subscribe(CURSORS, {"after": encode_cursor(0)})


async def wait(socket: Socket) -> None:
    await introduce(socket)
    await socket.subscribe(CURSORS)
    await socket.next()


async def ask(socket: Socket) -> None:
    await introduce(socket)
    for number in range(3):
        await socket.subscribe("{ partners(first: 50) { edges { node { name } } } }", name=str(number))


async def vanish(api: Api, phase: Callable[[Socket], Awaitable[None]], meanwhile: Meanwhile) -> None:
    """A crowd goes through the phase and is gone; afterwards no gauge is higher than it was."""
    async with api.socket(OPERATOR) as other:
        await other.ask()
        before = gauges(api)
        async with AsyncExitStack() as stack:
            clients = [await stack.enter_async_context(api.open_socket()) for _ in range(CROWD)]
            await asyncio.gather(*(phase(client) for client in clients))
            during = gauges(api)
            assert (during.places, during.connections) == (before.places + CROWD, before.connections + CROWD)
            await meanwhile(clients[0])
            for client in clients:
                client.connection.transport.abort()
        await settled(lambda: all(now <= then for now, then in zip(gauges(api), before, strict=True)))
        await other.ask()


@pytest.fixture
async def decision(api: Api) -> tuple[int, int]:
    """A partner, and a decision about it."""
    partner = await add_partner("P-1")
    return partner, await add_decision(partner, JUNE, "GOLD")


@pytest.mark.parametrize("phase", [say_nothing, introduce, wait, ask])
async def test_nothing_is_left_of_those_who_vanish(
    api: Api, caplog: pytest.LogCaptureFixture, phase: Callable[[Socket], Awaitable[None]]
) -> None:
    await vanish(api, phase, say_nothing)
    assert "ERROR" not in caplog.text


async def test_nothing_is_left_of_those_who_vanish_during_their_replay(
    api: Api, caplog: pytest.LogCaptureFixture, decision: tuple[int, int]
) -> None:
    await add_events(*decision, 1, BACKLOG)
    await vanish(api, replay, Socket.next)
    assert "ERROR" not in caplog.text


async def test_nothing_is_left_of_those_who_vanish_while_they_are_told(
    api: Api, announce: Callable[[], Any], caplog: pytest.LogCaptureFixture, decision: tuple[int, int]
) -> None:
    async def tell(first: Socket) -> None:
        await add_events(*decision, 1, BACKLOG)
        await announce()
        await first.next()

    await vanish(api, wait, tell)
    assert "ERROR" not in caplog.text
