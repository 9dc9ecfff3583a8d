from collections.abc import Callable
from contextlib import AsyncExitStack

import pytest
from websockets.exceptions import ConnectionClosed

from api.live.sockets import MOST_OF_ONE
from tests.api.front import OPERATOR, VIEWER, Api, Socket, partner_token
from tests.api.rows import add_partner
from tests.api.test_protection import INIT, settled
from tests.api.test_socket_lifetime import view_of
from tests.api.test_starving import operator

STREAM = {"Authorization": f"Bearer {OPERATOR}", "Accept": "text/event-stream"}


async def test_a_process_has_a_limit_of_sockets(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.live.sockets.MOST_SOCKETS", 2)
    async with api.socket(OPERATOR) as first, api.socket(OPERATOR):
        async with api.open_socket() as third:
            await third.say(INIT)
            code, reason = await third.close_code()
            assert code == 1013
            assert reason.startswith("this server has 2 sockets open")
        refused = await api.http.post("/graphql", json={"query": VIEWER}, headers=STREAM)
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
        await first.ask()
    await settled(no_connections(api))
    async with api.socket(OPERATOR) as later:
        await later.ask()


async def test_a_principal_has_a_limit_of_sockets_and_takes_no_place_of_another(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.live.sockets.MOST_OF_ONE", 2)
    await add_partner("P-1")
    async with api.socket(OPERATOR) as first, api.socket(OPERATOR):
        async with api.open_socket() as third:
            await third.say(INIT)
            code, reason = await third.close_code()
            assert code == 1013
            assert reason.startswith("ada has 2 sockets open here")
        refused = await api.http.post("/graphql", json={"query": VIEWER}, headers=STREAM)
        assert refused.status_code == 503
        async with api.socket(partner_token("P-1")) as another:
            assert await another.silent()
        await first.ask()
    await settled(no_connections(api))
    assert not view_of(api).state.sockets.owners
    async with api.socket(OPERATOR) as later:
        await later.ask()


async def test_messages_are_counted_on_all_sockets_of_a_principal_together(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.live.sockets.MESSAGES_OF_ONE_A_SECOND", 0.001)
    monkeypatch.setattr("api.live.sockets.MESSAGES_OF_ONE_AT_ONCE", 10 / MOST_OF_ONE)
    told = (1013, "too many messages; send fewer at a time")
    async with api.socket(operator("bob")) as other, AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(api.socket(OPERATOR)) for _ in range(5)]
        for socket in sockets:
            assert await socket.silent()
            assert await socket.silent()
        await sockets[0].say({"type": "pong"})
        assert await sockets[0].close_code() == told
        async with api.socket(OPERATOR) as again:
            await again.say({"type": "pong"})
            assert await again.close_code() == told
        assert await other.silent()


async def test_a_principal_waits_to_sign_in_on_more_sockets_and_not_for_too_long(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.live.sockets.SIGN_INS_AT_ONCE", 2)
    monkeypatch.setattr("api.live.sockets.SIGN_INS_A_SECOND", 10)
    monkeypatch.setattr("api.live.sockets.SIGN_IN_SECONDS", 0.15)
    async with AsyncExitStack() as stack:
        opened = [await stack.enter_async_context(api.open_socket()) for _ in range(5)]
        for one in opened:
            await one.say(INIT)
        heard = [await first_words(one) for one in opened]
        assert heard[:3] == ["connection_ack"] * 3
        assert all(said.startswith("1013 ada opens too many sockets") for said in heard[4:])
        async with api.socket(operator("bob")) as other:
            assert await other.silent()
    assert (await api.http.get("/readyz")).status_code == 200


async def first_words(socket: Socket) -> str:
    """What comes first: the type of a message, or why the socket is closed."""
    try:
        return str((await socket.hear())["type"])
    except ConnectionClosed:
        return " ".join(map(str, await socket.close_code()))


async def test_what_a_principal_has_done_is_forgotten_once_it_may_do_as_much_again(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.live.sockets.SWEEP_SECONDS", 0.01)
    sockets = view_of(api).state.sockets
    async with api.socket(OPERATOR) as socket:
        assert await socket.silent()
        assert sockets._messages
        assert sockets._sign_ins
    await settled(lambda: not sockets._messages and not sockets._sign_ins)


def no_connections(api: Api) -> Callable[[], bool]:
    return lambda: not len(view_of(api).state.sockets)
