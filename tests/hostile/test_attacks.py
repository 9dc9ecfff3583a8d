"""Each attack, small and short: meanwhile others are answered and told, and nothing is left of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from api.auth.minting import mint_token
from api.auth.principals import Role
from api.http import app, connections
from api.http.connections import HttpProtocol
from tests.api.front import PATIENCE, SECRET, VIEWER, Api, make_app, partner_token, serving
from tests.api.reading import NOW
from tests.api.rows import add_client, add_credit, add_decision, add_events, add_partner
from tests.api.test_protection import settled
from tests.api.test_socket_lifetime import view_of
from tests.api.watching import JUNE
from tests.hostile.attacks import loads
from tests.hostile.attacks.table import CONNECTIONS, LOADS, QUERIES, SUBSCRIPTIONS
from tests.hostile.attacks.target import Attack, Target, Who
from tests.hostile.live import QUICK

FEW = 3  # connections at once
ASKED = 2  # queries during each
CLIENTS = 3
GROUPS = {"connections": CONNECTIONS, "queries": QUERIES, "subscriptions": SUBSCRIPTIONS, "loads": LOADS}


def token_of(who: Who, name: str) -> str:
    """Of somebody of that name."""
    if who is Who.PARTNER:
        return partner_token(name)
    role = Role.OPERATOR if who is Who.OPERATOR else Role.INGEST
    token = mint_token(SECRET, role, partner=None, ttl=timedelta(hours=1), now=NOW, subject=name)
    return token if who is not Who.NOBODY else token[:-8] + "unsigned"


@asynccontextmanager
async def attacked(api: Api, attack: Attack, who: Who, name: str) -> AsyncIterator[None]:
    """The attack goes on while the block runs."""
    target = Target(api.port, who, token_of(who, name), FEW)
    attacking = asyncio.ensure_future(attack(target))
    try:
        await settled(lambda: bool(target.heard) or attacking.done())
        yield
        assert not attacking.done(), attacking.exception()
    finally:
        attacking.cancel()
        await asyncio.gather(attacking, return_exceptions=True)


@pytest.mark.parametrize("group", GROUPS)
async def test_others_are_answered_and_told_during_an_attack_and_nothing_is_left_of_it(
    group: str, database_url: str, redis_url: str, announce: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "LINGER_SECONDS", 0.1)
    monkeypatch.setattr(loads, "RECORDS", 50)
    # Attackers share the processor of the server here, and maybe with others: test_siege.py looks how soon it tells.
    monkeypatch.setattr(app, "TELL_SECONDS", PATIENCE)
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(
            serving(make_app(database_url, redis_url, introspection=False, ping_seconds=300))
        )
        view, state = view_of(api), view_of(api).state
        other = await add_partner("P-1")
        decision = await add_decision(other, JUNE, "GOLD")
        clients = [await add_client(f"C-{number}") for number in range(CLIENTS)]
        onlooker = await stack.enter_async_context(api.socket(partner_token("P-1")))
        await onlooker.subscribe(QUICK)
        assert (await onlooker.next())["tierChanges"]["kind"] == "SNAPSHOT"
        seq = 0
        for name, (attack, whose) in GROUPS[group].items():
            for who in whose:
                attacker = await add_partner(f"{name} {who}")
                for client in clients:
                    await add_credit(attacker, client)
                theirs = await add_decision(attacker, JUNE, "SILVER")
                async with attacked(api, attack, who, f"{name} {who}"):
                    for _ in range(ASKED):
                        assert await api.ask(partner_token("P-1"), VIEWER) == {"viewer": {"role": "PARTNER"}}, name
                    await add_events(attacker, theirs, seq + 1, 20)
                    await add_events(other, decision, seq + 21, 1)
                    seq += 21
                    await announce()
                    assert (await onlooker.next())["tierChanges"]["kind"] == "CHANGE", name
                    ready = await api.http.get("/readyz")
                    assert ready.status_code == 200, (name, ready.text)
                async with asyncio.timeout(PATIENCE):
                    await settled(lambda: not view.bodies.held and not HttpProtocol.waiting)
                    await settled(lambda: len(state.sockets.connections) == len(state.feed.renderers) == 1)
                    await settled(lambda: not state.turns.waiting and not state.feed.holdings.bytes)
                account = state.budgets.of((who.upper(), f"{name} {who}"))
                assert not account.requests, name
