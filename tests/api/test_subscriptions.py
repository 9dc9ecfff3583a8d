from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest

from api.reading.ids import encode_id
from models.database import acquire
from tests.api.front import INGEST, OPERATOR, Api, partner_token
from tests.api.reading import LAST_CLOSED
from tests.api.rows import add_computed_day, add_decision, add_job, add_partner, add_standing
from tests.api.test_socket_lifetime import view_of
from tests.api.watching import JULY, JUNE, MAY, PROGRESS, STANDINGS, TIERS, decide, newest, publish_standing, tier_event
from tests.cursors import decode_cursor, encode_cursor
from tests.workers.activity import before_call


async def test_an_operator_watches_all_tiers(api: Api, announce: Callable[[], Any]) -> None:
    one, other = await add_partner("P-1"), await add_partner("P-2")
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(TIERS)
        assert (await socket.next())["tierChanges"] == {
            "kind": "SNAPSHOT",
            "cursor": encode_cursor(0),
            "decision": None,
        }
        await decide(one, JUNE, "GOLD")
        await decide(other, JUNE, None, revision=2)
        await announce()
        assert await tier_event(socket) == ("CHANGE", "P-1", "GOLD")
        assert await tier_event(socket) == ("CHANGE", "P-2", None)
        assert await socket.silent()


async def test_a_snapshot_of_one_partner_has_the_decision_in_effect(api: Api, announce: Callable[[], Any]) -> None:
    one, other = await add_partner("P-1"), await add_partner("P-2")
    await decide(one, MAY, "SILVER")
    await decide(one, JUNE, "GOLD")
    await decide(one, JUNE, "PLATINUM", revision=2)
    await decide(other, JUNE, "DIAMOND")
    await add_decision(one, JULY, "DIAMOND")  # not in effect yet
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(TIERS, {"partnerId": encode_id("Partner", "P-1")})
        event = (await socket.next())["tierChanges"]
        assert (event["kind"], decode_cursor(event["cursor"])) == ("SNAPSHOT", 4)
        assert (event["decision"]["tier"]["key"], event["decision"]["revision"]) == ("PLATINUM", 2)
        await decide(other, MAY, "SILVER")
        await decide(one, JUNE, "SILVER", revision=3)
        await announce()
        assert await tier_event(socket) == ("CHANGE", "P-1", "SILVER")
        assert await socket.silent()


async def test_a_snapshot_of_a_partner_without_decisions_has_none(api: Api) -> None:
    await add_partner("P-1")
    async with api.socket(partner_token("P-1")) as socket:
        await socket.subscribe(TIERS, {"partnerId": encode_id("Partner", "P-1"), "after": None})
        assert await tier_event(socket) == ("SNAPSHOT", None, None)


async def test_of_a_decision_that_goes_while_it_is_told_nothing_is_shown_whatever_its_edition_says(
    api: Api, announce: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = await add_partner("P-1")

    async def delete() -> None:
        async with acquire() as connection:
            await connection.execute("DELETE FROM tier_decision")

    async with api.socket(OPERATOR) as socket:
        await socket.subscribe("subscription { tierChanges { kind decision { edition { currency } } } }")
        assert (await socket.next())["tierChanges"] == {"kind": "SNAPSHOT", "decision": None}
        async with before_call(monkeypatch, "api.live.rendering.read_batch", 1, delete, waits=False):
            await decide(partner, JUNE, "GOLD")
            await announce()
            assert (await socket.next())["tierChanges"] == {"kind": "CHANGE", "decision": None}


async def test_a_partner_watches_itself_only_whether_it_says_so_or_not(api: Api, announce: Callable[[], Any]) -> None:
    one, other = await add_partner("P-1"), await add_partner("P-2")
    await add_computed_day(LAST_CLOSED)
    theirs, mine = await add_standing(other, LAST_CLOSED), await add_standing(one, LAST_CLOSED)
    await publish_standing(theirs)
    await decide(other, MAY, "GOLD")
    start = encode_cursor(await newest())
    for variables in ({}, {"partnerId": encode_id("Partner", "P-1")}, {"after": start}):
        revision = await newest()
        async with api.socket(partner_token("P-1")) as socket:
            await socket.subscribe(TIERS, variables, name="tiers")
            if "after" not in variables:
                assert (await socket.next("tiers"))["tierChanges"]["kind"] == "SNAPSHOT"
            await socket.subscribe(STANDINGS, variables, name="standings")
            if "after" not in variables:
                snapshot = (await socket.next("standings"))["standingChanges"]
                assert (snapshot["kind"], snapshot["partner"]) == ("SNAPSHOT", {"externalId": "P-1"})
            await publish_standing(theirs)
            await decide(other, JUNE, "GOLD", revision=revision)
            await publish_standing(mine)
            await decide(one, JUNE, "GOLD", revision=revision)
            await announce()
            last = await newest()
            seen: set[tuple[str, int]] = set()
            while not {("tiers", last), ("standings", last - 1)} <= seen:
                message = await socket.hear()
                ((field, event),) = message["payload"]["data"].items()
                whose = event["partner"] if field == "standingChanges" else event["decision"]["partner"]
                assert whose == {"externalId": "P-1"}
                seen.add((message["id"], decode_cursor(event["cursor"])))
            assert await socket.silent()


async def test_another_partner_is_as_if_it_did_not_exist(api: Api) -> None:
    await add_partner("P-1")
    await add_partner("P-2")
    other, nobody = encode_id("Partner", "P-2"), encode_id("Partner", "P-9")
    missing = ("BAD_USER_INPUT", "there is no such partner")
    for token, partner in (
        (partner_token("P-1"), other),
        (partner_token("P-1"), nobody),
        (partner_token("gone"), other),
        (partner_token("gone"), None),
        (OPERATOR, nobody),
    ):
        async with api.socket(token) as socket:
            for query in (TIERS, STANDINGS):
                await socket.subscribe(query, {"partnerId": partner})
                assert await socket.error() == missing


async def test_roles_that_may_not_watch_are_refused(api: Api) -> None:
    await add_partner("P-1")
    job = encode_id("RecomputeJob", await add_job())
    async with api.socket(INGEST) as socket:
        for query, variables in ((TIERS, {}), (STANDINGS, {}), (PROGRESS, {"jobId": job})):
            await socket.subscribe(query, variables)
            assert (await socket.error())[0] == "FORBIDDEN"
    async with api.socket(partner_token("P-1")) as socket:
        await socket.subscribe(PROGRESS, {"jobId": job})
        assert (await socket.error())[0] == "FORBIDDEN"


async def test_events_are_rendered_once_for_all_who_see_the_same(api: Api, announce: Callable[[], Any]) -> None:
    partners = [await add_partner(f"P-{number}") for number in range(3)]
    async with AsyncExitStack() as stack:
        sockets = []
        for variables in ({}, {}, {}, {"partnerId": encode_id("Partner", "P-0")}):
            socket = await stack.enter_async_context(api.socket(OPERATOR))
            await socket.subscribe(TIERS, variables)
            await socket.next()
            sockets.append(socket)
        for partner in partners:
            await decide(partner, JUNE, "GOLD")
        await announce()
        for socket in sockets[:3]:
            assert [(await tier_event(socket))[1] for _ in partners] == ["P-0", "P-1", "P-2"]
        assert (await tier_event(sockets[3]))[1] == "P-0"
        assert view_of(api).state.metrics.payloads._value.get() == 3
