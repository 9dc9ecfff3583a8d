"""Subscriptions that are made to cost much: they end their own, or wait, and nobody else notices."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

import pytest

from tests.api.front import OPERATOR, Api, Socket, make_app, partner_token, serving
from tests.api.rows import add_decision, add_events, add_partner
from tests.api.test_protection import MUCH, deaf_socket, hear_cursors, settled
from tests.api.test_socket_lifetime import until, view_of
from tests.api.watching import CURSORS, JUNE, MAY, decide
from tests.cursors import encode_cursor
from tests.hostile.live import QUICK, locked, slow, waiting_statements


async def begin(socket: Socket, query: str, name: str = "1") -> None:
    """Subscribes, and takes the snapshot."""
    await socket.subscribe(query, name=name)
    assert (await socket.next(name))["tierChanges"]["kind"] == "SNAPSHOT"


async def test_slow_documents_of_one_principal_keep_nobody_else_waiting(
    api: Api, announce: Callable[[], Any], database_url: str
) -> None:
    partner = await add_partner("P-1")
    async with api.socket(OPERATOR) as attacker, api.socket(partner_token("P-1")) as other:
        for number in range(6):
            await begin(attacker, slow(f"a{number}"), str(number))
        await begin(other, QUICK)
        async with locked(database_url, "standing"):
            await decide(partner, MAY, "GOLD")
            await announce()
            await waiting_statements(1)
            assert (await other.next())["tierChanges"]["decision"] == {"tier": {"key": "GOLD"}}
            await decide(partner, JUNE, "SILVER")
            await announce()
            assert (await other.next())["tierChanges"]["decision"] == {"tier": {"key": "SILVER"}}
            await other.subscribe(QUICK, name="late")
            assert (await other.next("late"))["tierChanges"]["decision"] == {"tier": {"key": "SILVER"}}
            assert (await api.http.get("/readyz")).status_code == 200
            assert await attacker.silent(), "it waits for what it has asked for"
        told = [await attacker.hear() for _ in range(12)]
    assert {message["type"] for message in told} == {"next"}
    assert sorted(message["id"] for message in told) == sorted(2 * [str(number) for number in range(6)])


async def test_a_statement_that_takes_too_long_ends_those_who_watch_by_it_and_nobody_else(
    database_url: str, redis_url: str, announce: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.http.app.EVENTS_STATEMENT_TIMEOUT", timedelta(milliseconds=200))
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(serving(make_app(database_url, redis_url)))
        partner = await add_partner("P-1")
        attacker = await stack.enter_async_context(api.socket(OPERATOR))
        other = await stack.enter_async_context(api.socket(partner_token("P-1")))
        await begin(attacker, slow())
        await begin(attacker, QUICK, "quick")
        await begin(other, QUICK)
        async with locked(database_url, "standing"):
            await decide(partner, JUNE, "GOLD")
            await announce()
            told = [await attacker.hear(), await attacker.hear()]
        (ended,) = [message for message in told if message["id"] == "1"]
        assert ended["type"] == "error"
        assert ended["payload"][0]["extensions"] == {"code": "TIMEOUT"}
        assert ended["payload"][0]["message"].startswith("it took too long to show what has happened")
        (next_one,) = [message for message in told if message["id"] == "quick"]
        assert next_one["payload"]["data"]["tierChanges"]["decision"] == {"tier": {"key": "GOLD"}}
        assert (await other.next())["tierChanges"]["kind"] == "CHANGE"
        await decide(partner, MAY, "GOLD")
        await announce()
        assert (await other.next())["tierChanges"]["kind"] == "CHANGE"
        assert (await attacker.next("quick"))["tierChanges"]["kind"] == "CHANGE"
        assert await attacker.silent()


async def test_what_nobody_has_foreseen_ends_those_who_were_to_get_it_and_nothing_else(
    api: Api, announce: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = await add_partner("P-1")

    def fail(_: str) -> int:
        raise ValueError("not foreseen")

    async with api.socket(OPERATOR) as socket:
        await begin(socket, QUICK)
        with monkeypatch.context() as patched:
            patched.setattr("api.live.consumers.weight", fail)
            await decide(partner, MAY, "GOLD")
            await announce()
            assert (await socket.error())[0] == "INTERNAL"
        await begin(socket, QUICK, "again")
        await decide(partner, JUNE, "GOLD")
        await announce()
        assert (await socket.next("again"))["tierChanges"]["kind"] == "CHANGE"


async def test_nothing_is_done_for_those_who_have_left(
    api: Api, announce: Callable[[], Any], database_url: str
) -> None:
    partner = await add_partner("P-1")
    feed = view_of(api).state.feed
    async with api.socket(OPERATOR) as attacker, api.socket(partner_token("P-1")) as other:
        for number in range(4):
            await begin(attacker, slow(f"a{number}"), str(number))
        await begin(other, QUICK)
        async with locked(database_url, "standing"):
            await decide(partner, MAY, "GOLD")
            await announce()
            await attacker.subscribe(slow("snapshot"), name="another")
            await waiting_statements(1)
            attacker.connection.transport.abort()
            await until(api, 1)
            await waiting_statements(0)
        assert (await other.next())["tierChanges"]["kind"] == "CHANGE"
        assert len(feed.renderers) == 1
    await settled(lambda: len(feed.renderers) == 0 and feed.renderers.payloads.bytes == feed.holdings.bytes == 0)


async def test_what_is_kept_for_those_who_come_back_has_a_limit_in_bytes_and_goes_with_the_last(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 200_000
    monkeypatch.setattr("api.live.payload_cache.MOST_BYTES", most)
    partner = await add_partner("P-1", name="x" * 200)
    await add_events(partner, await add_decision(partner, JUNE, "GOLD"), 1, 300)
    kept = view_of(api).state.feed.renderers.payloads
    async with api.socket(OPERATOR) as socket:
        for number in range(3):
            document = MUCH.replace("a0:", f"b{number}:")
            await socket.subscribe(document, {"after": encode_cursor(0)}, name=str(number))
            for _ in range(300):
                await socket.next(str(number))
            assert most / 2 < kept.bytes <= most
            assert kept.bytes == sum(one.bytes for one in kept.renderers)
        assert len(kept.renderers) == 3, "nobody's take the place of all others'"
    await settled(lambda: kept.bytes == 0 and not kept.renderers)


async def test_what_waits_for_the_clients_of_one_principal_has_a_limit_in_bytes(
    api: Api, announce: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 1_000_000
    monkeypatch.setattr("api.live.holdings.MOST_BYTES", most)
    partner = await add_partner("P-1", name="x" * 60)
    decision = await add_decision(partner, JUNE, "GOLD")
    holdings = view_of(api).state.feed.holdings
    total, part = 2_000, 200
    async with AsyncExitStack() as stack:
        deaf = [
            await stack.enter_async_context(deaf_socket(api, MUCH.replace("a0:", f"b{number}:"), encode_cursor(0)))
            for number in range(4)
        ]
        other = await stack.enter_async_context(api.socket(partner_token("P-1")))
        await other.subscribe(CURSORS, {"after": encode_cursor(0)})
        for first in range(1, total + 1, part):
            await add_events(partner, decision, first, part)
            await announce()
            assert (await hear_cursors(other, part))[0] == list(range(first, first + part))
            assert holdings.bytes <= most + most / 10, "besides what the other is just told"
        await until(api, 1)  # each of the deaf is given up, as soon as it is told so much
        for one in deaf:
            one.connection.transport.resume_reading()
            told, closed = await hear_cursors(one, total)
            assert told == list(range(1, len(told) + 1)), "without a gap"
            assert closed is not None
            assert closed[0] == 4499
        assert await other.silent()
    await settled(lambda: holdings.bytes == 0)


async def test_one_principal_has_a_number_of_documents_and_of_subscriptions(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.live.renderers.MOST_OF_ONE", 2)
    monkeypatch.setattr("api.live.sockets.MOST_OF_A_PARTNER", 4)
    await add_partner("P-1")
    await add_partner("P-2")
    async with api.socket(partner_token("P-1")) as one, api.socket(partner_token("P-2")) as other:
        for number in range(2):
            await begin(one, slow(f"a{number}"), str(number))
        await one.subscribe(slow("a2"), name="2")
        told = "P-1 watches with 2 different documents or variables here; end some"
        assert await one.error("2") == ("LIMIT_EXCEEDED", told)
        await begin(other, slow("a2"))
        for number in range(3, 5):
            await begin(one, slow("a0"), str(number))
        await one.subscribe(slow("a0"), name="5")
        assert await one.error("5") == ("LIMIT_EXCEEDED", "P-1 has 4 subscriptions open here; end some")
        await one.say({"type": "complete", "id": "1"})
        await until(api, 4)
        await begin(one, slow("a2"), "6")


async def test_an_event_may_cost_less_than_a_query(api: Api) -> None:
    clients = "decision { partner { clients(first: 100) { edges { node { id } credit { appsUsed } } } } }"
    over = f"subscription {{ tierChanges {{ {clients} b: {clients} }} }}"
    async with api.socket(OPERATOR) as socket:
        await begin(socket, f"subscription {{ tierChanges {{ kind {clients} }} }}")
        await socket.subscribe(over, name="over")
        code, message = await socket.error("over")
        assert (code, message.endswith("is above 500")) == ("LIMIT_EXCEEDED", True)


async def test_without_introspection_a_subscriptions_variables_are_refused_without_a_hint(
    database_url: str, redis_url: str
) -> None:
    clients = "decision { partner { clients(filter: $f) { totalCount } } }"
    query = f"subscription ($f: PartnerClientFilter) {{ tierChanges {{ {clients} }} }}"
    for introspection in (True, False):
        async with (
            serving(make_app(database_url, redis_url, introspection=introspection)) as api,
            api.socket(OPERATOR) as socket,
        ):
            for given in ({"managed": "COUNTD"}, {"manged": "COUNTED"}):
                await socket.subscribe(query, {"f": given})
                code, message = await socket.error()
                assert (code, "Did you mean" in message) == ("BAD_USER_INPUT", introspection)


async def test_a_feed_that_stands_still_says_so_until_it_goes_on(
    api: Api, database_url: str, announce: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.live.feed.POLL_SECONDS", 0.05)
    monkeypatch.setattr("api.live.feed.STALLED_SECONDS", 0.5)
    monkeypatch.setattr("api.live.feed.LOOK_SECONDS", 0.2)
    monkeypatch.setattr("api.live.feed.RETRY_SECONDS", 0.05)
    partner = await add_partner("P-1")
    feed = view_of(api).state.feed
    async with api.socket(OPERATOR) as socket:
        await begin(socket, QUICK)
        assert (await api.http.get("/readyz")).status_code == 200
        async with locked(database_url, "event"):
            await settled(lambda: feed.stalled > 0)
            refusal = await api.http.get("/readyz")
            assert refusal.status_code == 503
            assert refusal.json()["reason"].startswith("live updates stand still")
        await settled(lambda: not feed.stalled)
        assert (await api.http.get("/readyz")).status_code == 200
        await decide(partner, JUNE, "GOLD")
        await announce()
        assert (await socket.next())["tierChanges"]["kind"] == "CHANGE"
