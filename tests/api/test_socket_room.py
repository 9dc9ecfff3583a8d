from collections.abc import Callable

import pytest

from tests.api.front import OPERATOR, VIEWER, Api, partner_token
from tests.api.rows import add_partner
from tests.api.test_protection import INIT, settled
from tests.api.test_socket_lifetime import view_of

STREAM = {"Authorization": f"Bearer {OPERATOR}", "Accept": "text/event-stream"}


async def test_a_process_has_a_limit_of_sockets(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.live.sockets.MOST_SOCKETS", 2)
    async with api.socket(OPERATOR) as first, api.open_socket():
        async with api.open_socket() as third:
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


def no_connections(api: Api) -> Callable[[], bool]:
    return lambda: not view_of(api).state.sockets.connections
