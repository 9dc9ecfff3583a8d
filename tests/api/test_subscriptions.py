import asyncio
import base64
from collections.abc import AsyncIterator, Callable
from datetime import date
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from api.feed import PAGE, Topic, decode_cursor, encode_cursor, read_after
from api.ids import encode_id
from models.database import acquire, transaction
from models.outbox import publish_job_change, publish_standing_changes, publish_tier_changes
from models.queue import Queue
from tests.api.front import INGEST, OPERATOR, Api, Socket, make_app, partner_token, serving
from tests.api.reading import LAST_CLOSED, NOW
from tests.api.rows import add_computed_day, add_decision, add_job, add_partner, add_standing

TIERS = """
subscription ($partnerId: ID, $after: String) {
  tierChanges(partnerId: $partnerId, after: $after) {
    kind cursor decision { id effectiveOn revision tier { key } partner { externalId } }
  }
}
"""
STANDINGS = """
subscription ($partnerId: ID, $after: String) {
  standingChanges(partnerId: $partnerId, after: $after) {
    kind cursor partner { externalId } standing { asOf soldMrr managedMrr medianAppUsage tier { key } computedAt }
  }
}
"""
PROGRESS = """
subscription ($jobId: ID!) {
  recomputeProgress(jobId: $jobId) { id kind status month from to progress { done total } error changedPartners }
}
"""
CURSORS = "subscription ($after: String) { tierChanges(after: $after) { cursor } }"
MAY, JUNE, JULY = date(2019, 5, 15), date(2019, 6, 15), date(2019, 7, 15)


@pytest.fixture
async def api(database_url: str, redis_url: str) -> AsyncIterator[Api]:
    async with serving(make_app(database_url, redis_url)) as running:
        yield running


@pytest.fixture
async def announce(redis_url: str) -> AsyncIterator[Callable[[], Any]]:
    """What another process says after its commit."""
    queue = Queue(redis_url)
    yield queue.hint
    await queue.close()


async def decide(partner: int, effective_on: date, tier: str | None, **more: object) -> int:
    """A published decision."""
    decision = await add_decision(partner, effective_on, tier, **more)
    async with transaction() as connection:
        await publish_tier_changes(connection, [decision], NOW)
    return decision


async def publish_standing(standing: int) -> None:
    async with transaction() as connection:
        await publish_standing_changes(connection, [standing], NOW)


async def advance(job: int, **changes: object) -> None:
    """A job's next state, published."""
    async with transaction() as connection:
        names = ", ".join(f"{name} = ${place}" for place, name in enumerate(changes, 2))
        await connection.execute(f"UPDATE recompute_job SET {names} WHERE id = $1", job, *changes.values())
        await publish_job_change(connection, job, NOW)


async def tier_event(socket: Socket) -> tuple[str, str | None, str | None]:
    """The next event of tierChanges: its kind, whose decision and which tier."""
    change = (await socket.next())["tierChanges"]
    decision = change["decision"]
    if decision is None:
        return change["kind"], None, None
    return change["kind"], decision["partner"]["externalId"], decision["tier"] and decision["tier"]["key"]


async def newest() -> int:
    async with acquire() as connection:
        return int(await connection.fetchval("SELECT coalesce(max(seq), 0) FROM event"))


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
        await socket.subscribe(TIERS, {"partnerId": encode_id("Partner", one)})
        event = (await socket.next())["tierChanges"]
        assert (event["kind"], decode_cursor(event["cursor"])) == ("SNAPSHOT", 4)
        assert (event["decision"]["tier"]["key"], event["decision"]["revision"]) == ("PLATINUM", 2)
        await decide(other, MAY, "SILVER")
        await decide(one, JUNE, "SILVER", revision=3)
        await announce()
        assert await tier_event(socket) == ("CHANGE", "P-1", "SILVER")
        assert await socket.silent()


async def test_a_snapshot_of_a_partner_without_decisions_has_none(api: Api) -> None:
    one = await add_partner("P-1")
    async with api.socket(partner_token("P-1")) as socket:
        await socket.subscribe(TIERS, {"partnerId": encode_id("Partner", one), "after": None})
        assert await tier_event(socket) == ("SNAPSHOT", None, None)


async def test_a_partner_watches_itself_only_whether_it_says_so_or_not(api: Api, announce: Callable[[], Any]) -> None:
    one, other = await add_partner("P-1"), await add_partner("P-2")
    await add_computed_day(LAST_CLOSED)
    theirs, mine = await add_standing(other, LAST_CLOSED), await add_standing(one, LAST_CLOSED)
    await publish_standing(theirs)
    await decide(other, MAY, "GOLD")
    start = encode_cursor(await newest())
    for variables in ({}, {"partnerId": encode_id("Partner", one)}, {"after": start}):
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
    other = encode_id("Partner", await add_partner("P-2"))
    nobody = encode_id("Partner", 10**9)
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


async def test_after_a_cursor_every_event_since_comes_in_order_and_once(api: Api, announce: Callable[[], Any]) -> None:
    partners = [await add_partner(f"P-{number}") for number in range(3)]
    decisions = [await decide(partner, JUNE, "GOLD") for partner in partners]
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(TIERS, {"after": encode_cursor(1)})
        decisions.append(await decide(partners[0], MAY, "SILVER"))
        await announce()
        for seq in (2, 3, 4):
            event = (await socket.next())["tierChanges"]
            assert event["kind"] == "CHANGE"
            assert decode_cursor(event["cursor"]) == seq
            assert event["decision"]["id"] == encode_id("TierDecision", decisions[seq - 1])
        assert await socket.silent()


async def test_a_long_backlog_comes_whole(api: Api) -> None:
    partner = await add_partner("P-1")
    decision = await add_decision(partner, JUNE, "GOLD")
    total = 2 * PAGE + 7
    async with transaction() as connection:
        await connection.executemany(
            "INSERT INTO event (seq, kind, partner_id, decision_id, created_at)"
            " VALUES ($1, 'TIER_CHANGED', $2, $3, $4)",
            [(seq, partner, decision, NOW) for seq in range(1, total + 1)],
        )
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

    async def read_then_commit() -> int:
        seq = await newest()
        await decide(partner, JUNE, "GOLD")
        return seq

    monkeypatch.setattr("api.subscriptions.newest_event", read_then_commit)
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(TIERS)
        assert await tier_event(socket) == ("SNAPSHOT", None, None)
        assert await tier_event(socket) == ("CHANGE", "P-1", "GOLD")


async def test_an_event_committed_between_the_first_reads_of_subscription_and_hub_is_not_missed(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = await add_partner("P-1")
    subscription_has_read = asyncio.Event()

    async def read(topic: Topic, seq: int) -> list[asyncpg.Record]:
        events = await read_after(topic, seq)
        subscription_has_read.set()
        return events

    async def commit_then_read() -> int:
        await subscription_has_read.wait()
        await decide(partner, JUNE, "GOLD")
        return await newest()

    monkeypatch.setattr("api.live.read_after", read)
    monkeypatch.setattr("api.live.newest_event", commit_then_read)
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(TIERS)
        assert await tier_event(socket) == ("SNAPSHOT", None, None)
        assert await tier_event(socket) == ("CHANGE", "P-1", "GOLD")


async def test_an_event_whose_hint_is_lost_is_found_by_polling(
    database_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("api.live.POLL_SECONDS", 0.05)
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
                (encode_cursor(10**18), malformed),
                (encode_id("Partner", 1), malformed),
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


async def test_a_changed_standing_comes_as_it_was_computed(api: Api, announce: Callable[[], Any]) -> None:
    one, other = await add_partner("P-1"), await add_partner("P-2")
    await add_computed_day(LAST_CLOSED)
    await add_standing(other, LAST_CLOSED)
    standing = await add_standing(
        one, LAST_CLOSED, sold_mrr=Decimal("2100.10"), managed_mrr=Decimal("90071992547409.93"), tier="SILVER"
    )
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(STANDINGS, {"partnerId": encode_id("Partner", one)})
        event = (await socket.next())["standingChanges"]
        assert event == {
            "kind": "SNAPSHOT",
            "cursor": encode_cursor(0),
            "partner": {"externalId": "P-1"},
            "standing": {
                "asOf": "2019-06-30",
                "soldMrr": "2100.10",
                "managedMrr": "90071992547409.93",
                "medianAppUsage": None,
                "tier": {"key": "SILVER"},
                "computedAt": "2019-07-01T03:00:00.000000Z",
            },
        }
        await publish_standing(standing)
        async with acquire() as connection:
            await connection.execute("UPDATE standing SET sold_mrr = 1, median_app_usage = 3.5 WHERE id = $1", standing)
        await announce()
        assert (await socket.next())["standingChanges"] == event | {"kind": "CHANGE", "cursor": encode_cursor(1)}
        await publish_standing(standing)
        await announce()
        change = (await socket.next())["standingChanges"]
        assert (change["standing"]["soldMrr"], change["standing"]["medianAppUsage"]) == ("1.00", "3.5")


async def test_all_standings_are_watched_without_a_partner(api: Api, announce: Callable[[], Any]) -> None:
    partner = await add_partner("P-1")
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(STANDINGS)
        snapshot = {"kind": "SNAPSHOT", "cursor": encode_cursor(0), "partner": None, "standing": None}
        assert (await socket.next())["standingChanges"] == snapshot
        await publish_standing(await add_standing(partner, LAST_CLOSED))
        await announce()
        assert (await socket.next())["standingChanges"]["partner"] == {"externalId": "P-1"}


async def test_a_partner_without_a_standing_has_none_in_its_snapshot(api: Api) -> None:
    await add_partner("P-1")
    async with api.socket(partner_token("P-1")) as socket:
        await socket.subscribe(STANDINGS)
        event = (await socket.next())["standingChanges"]
        assert (event["partner"], event["standing"]) == ({"externalId": "P-1"}, None)


async def test_a_jobs_progress_begins_as_it_is_and_ends_when_it_does(api: Api, announce: Callable[[], Any]) -> None:
    days: dict[str, Any] = {"month": None, "first_day": date(2019, 6, 29), "last_day": LAST_CLOSED}
    job = await add_job(kind="ACTIVITY", status="QUEUED", done=0, total=2, **days)
    other = await add_job(status="RUNNING", done=0)
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(PROGRESS, {"jobId": encode_id("RecomputeJob", job)})
        first = (await socket.next())["recomputeProgress"]
        assert first == {
            "id": encode_id("RecomputeJob", job),
            "kind": "ACTIVITY",
            "status": "QUEUED",
            "month": None,
            "from": "2019-06-29",
            "to": "2019-06-30",
            "progress": {"done": 0, "total": 2},
            "error": None,
            "changedPartners": None,
        }
        await advance(job, status="RUNNING")
        await advance(other, status="FAILED")
        await advance(job, done=1)
        await advance(job, done=2, status="SUCCEEDED", changed_partners=3)
        await announce()
        seen = [(await socket.next())["recomputeProgress"] for _ in range(3)]
        assert [(state["status"], state["progress"]["done"]) for state in seen] == [
            ("RUNNING", 0),
            ("RUNNING", 1),
            ("SUCCEEDED", 2),
        ]
        assert seen[-1]["changedPartners"] == 3
        assert await socket.hear() == {"type": "complete", "id": "1"}


@pytest.mark.parametrize("status", ["SUCCEEDED", "FAILED", "CANCELLED"])
async def test_a_finished_jobs_progress_is_its_state_and_the_end(api: Api, status: str) -> None:
    job = await add_job(status=status)
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe(PROGRESS, {"jobId": encode_id("RecomputeJob", job)})
        assert (await socket.next())["recomputeProgress"]["status"] == status
        assert await socket.hear() == {"type": "complete", "id": "1"}


async def test_a_job_that_is_not_there_cannot_be_watched(api: Api) -> None:
    async with api.socket(OPERATOR) as socket:
        for job, reason in (
            (encode_id("RecomputeJob", 10**9), "there is no such recompute job"),
            (encode_id("Partner", 1), "is the id of a Partner"),
            ("x", "is not an id"),
        ):
            await socket.subscribe(PROGRESS, {"jobId": job})
            code, message = await socket.error()
            assert code == "BAD_USER_INPUT"
            assert reason in message
