import asyncio
import base64
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from api.live.cursors import Cursors, plain_cursor
from api.live.events import Snapshot, snapshot
from api.reading.ids import encode_id
from events.log import PAGE, Topic
from models.database import acquire
from models.installation import Installation
from tests.api.front import OPERATOR, Api, make_app, serving
from tests.api.rows import add_decision, add_events, add_partner
from tests.api.watching import (
    CURSORS,
    JUNE,
    MAY,
    STANDINGS,
    TIERS,
    decide,
    newest,
    tier_event,
)
from tests.cursors import decode_cursor, encode_cursor

OF_ANOTHER = Cursors(Installation(bytes(32), 10))


async def test_after_a_cursor_every_event_since_comes_in_order_and_once(api: Api, announce: Callable[[], Any]) -> None:
    partners = [await add_partner(f"P-{number}") for number in range(3)]
    for partner in partners:
        await decide(partner, JUNE, "GOLD")
    decided = [*((f"P-{number}", JUNE, 1) for number in range(3)), ("P-0", MAY, 1)]
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(TIERS, {"after": encode_cursor(1)})
        await decide(partners[0], MAY, "SILVER")
        await announce()
        for seq in (2, 3, 4):
            event = (await socket.next())["tierChanges"]
            assert event["kind"] == "CHANGE"
            assert decode_cursor(event["cursor"]) == seq
            assert event["decision"]["id"] == encode_id("TierDecision", *decided[seq - 1])
        assert await socket.silent()


async def test_a_long_backlog_comes_whole(api: Api) -> None:
    partner = await add_partner("P-1")
    decision = await add_decision(partner, JUNE, "GOLD")
    total = 2 * PAGE + 7
    await add_events(partner, decision, 1, total)
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(CURSORS, {"after": encode_cursor(0)})
        seen = [decode_cursor((await socket.next())["tierChanges"]["cursor"]) for _ in range(total)]
        assert seen == list(range(1, total + 1))
        assert await socket.silent()


async def test_nothing_is_missed_or_repeated_while_events_are_committed(api: Api, announce: Callable[[], Any]) -> None:
    partner = await add_partner("P-1")
    total = 60

    async def commit() -> None:
        for revision in range(1, total + 1):
            await decide(partner, JUNE, "GOLD", revision=revision)
            await announce()

    async def watch(after: int) -> list[int]:
        async with api.socket(OPERATOR) as socket:
            variables = {} if after < 0 else {"after": encode_cursor(min(after, await newest()))}
            await socket.subscribe(CURSORS, variables)
            seen = [decode_cursor(variables["after"])] if variables else []
            while not seen or seen[-1] < total:
                seen.append(decode_cursor((await socket.next())["tierChanges"]["cursor"]))
            assert await socket.silent()
            return seen

    async def watch_from(moment: int) -> list[int]:
        while await newest() < moment:  # noqa: ASYNC110 - commits are all that there is to wait for
            await asyncio.sleep(0)
        return await watch(moment if moment % 2 else -1)

    committing = asyncio.create_task(commit())
    for seen in await asyncio.gather(*(watch_from(moment) for moment in (0, 5, 10, 15, 20, 31, 40))):
        assert seen == list(range(seen[0], total + 1))
    await committing


async def test_an_event_committed_right_after_the_snapshot_is_not_missed(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = await add_partner("P-1")

    async def read_then_commit(topic: Topic, today: date) -> Snapshot:
        held = await snapshot(topic, today)
        await decide(partner, JUNE, "GOLD")
        return held

    monkeypatch.setattr("api.subscriptions.snapshot", read_then_commit)
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(TIERS)
        assert await tier_event(socket) == ("SNAPSHOT", None, None)
        assert await tier_event(socket) == ("CHANGE", "P-1", "GOLD")


async def test_an_event_committed_between_the_snapshot_and_the_first_look_of_the_feed_is_not_missed(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = await add_partner("P-1")

    async def commit_then_read() -> int:
        await decide(partner, JUNE, "GOLD")
        return await newest()

    monkeypatch.setattr("api.live.feed.newest_event", commit_then_read)
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(TIERS)
        assert await tier_event(socket) == ("SNAPSHOT", None, None)
        assert await tier_event(socket) == ("CHANGE", "P-1", "GOLD")


async def test_an_event_whose_hint_is_lost_is_found_by_polling(
    database_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("api.live.feed.POLL_SECONDS", 0.05)
    async with serving(make_app(database_url, "redis://127.0.0.1:1/0")) as api, api.socket(OPERATOR) as socket:
        await socket.subscribe(TIERS)
        assert await tier_event(socket) == ("SNAPSHOT", None, None)
        await decide(await add_partner("P-1"), JUNE, "GOLD")
        assert await tier_event(socket) == ("CHANGE", "P-1", "GOLD")
    assert "no hints of new events, polling instead" in caplog.text


async def test_a_subscription_outlives_lost_connections_to_the_database(api: Api, announce: Callable[[], Any]) -> None:
    partner = await add_partner("P-1")
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(TIERS)
        await socket.next()
        async with acquire() as connection:
            await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        await decide(partner, JUNE, "GOLD")
        await announce()
        assert await tier_event(socket) == ("CHANGE", "P-1", "GOLD")


async def test_a_cursor_that_cannot_be_used_says_why(api: Api) -> None:
    await decide(await add_partner("P-1"), JUNE, "GOLD")
    malformed = "after: not a cursor of a subscription; use the `cursor` of an event as it was received"
    ahead = "after: the cursor is ahead of the newest event, so it is not from this database"
    async with api.socket(OPERATOR) as socket:
        for query in (TIERS, STANDINGS):
            for after, message in (
                ("", malformed),
                ("1", malformed),
                ("é", malformed),
                ("====", malformed),
                (base64.urlsafe_b64encode(b"event:-1").decode(), malformed),
                (base64.urlsafe_b64encode("event:\u0661".encode()).decode(), malformed),
                (base64.urlsafe_b64encode(b"event:1\n").decode(), malformed),
                (plain_cursor(1), malformed),
                (OF_ANOTHER.encode(1), malformed),
                (encode_cursor(1)[:-1] + ("A" if encode_cursor(1)[-1] != "A" else "Q"), malformed),
                (encode_cursor(1) + "=", malformed),
                (encode_id("Partner", "P-1"), malformed),
                (encode_cursor(2), ahead),
            ):
                await socket.subscribe(query, {"after": after})
                assert await socket.error() == ("BAD_USER_INPUT", message)


async def test_a_cursor_older_than_what_is_kept_has_expired(api: Api) -> None:
    partner = await add_partner("P-1")
    for revision in range(1, 6):
        await decide(partner, JUNE, "GOLD", revision=revision)
    async with acquire() as connection:
        await connection.execute("DELETE FROM event WHERE seq <= 3")
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(TIERS, {"after": encode_cursor(2)})
        code, message = await socket.error()
        assert code == "CURSOR_EXPIRED"
        assert "subscribe without `after`" in message
        await socket.subscribe(TIERS, {"after": encode_cursor(3)})
        assert decode_cursor((await socket.next())["tierChanges"]["cursor"]) == 4
