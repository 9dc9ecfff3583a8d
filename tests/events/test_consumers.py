"""Consumers of the log beside everything that happens to it: docs/concurrency.md."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import asyncpg
import pytest

from events.consumers import Progress, UnknownConsumer, advance, claim_events, forget, list_consumers, register
from events.log import EventsForgotten
from events.outbox import publish_job_change
from events.retention import drop_consumers, forget_events
from models.database import acquire, transaction
from tests.events.conftest import NOW, Publish
from tests.workers.activity import before_call, start
from tests.workers.facts import fetch

NAME = "webhooks"
LATER = NOW + timedelta(days=99)
POINTS = ["events.consumers.read_events", "tests.events.test_consumers.note", "tests.events.test_consumers.advance"]
KEPT = "SELECT seq FROM event ORDER BY seq"
NOTED = "SELECT seq FROM noted ORDER BY place"


@pytest.fixture(autouse=True)
async def noted(database: str) -> None:
    """What a consumer has done, in a table of its own."""
    await fetch("CREATE TABLE noted (place serial, seq bigint)")


async def note(connection: asyncpg.Connection, seq: int) -> None:
    await connection.execute("INSERT INTO noted (seq) VALUES ($1)", seq)


async def add(name: str = NAME) -> None:
    async with transaction() as connection:
        await register(connection, name)


async def read(most: int = 500, name: str = NAME) -> int | None:
    """Does what a worker does as the consumer: how many events it got, None while another worker has them."""
    async with transaction() as connection:
        batch = await claim_events(connection, name, most)
        if batch is None:
            return None
        for event in batch.events:
            await note(connection, event.seq)
            await advance(connection, name, event.seq)
        return len(batch.events)


async def prune() -> int:
    async with transaction() as connection:
        assert await drop_consumers(connection, NOW) == []
    async with transaction() as connection:
        return await forget_events(connection, LATER)


async def numbers(sql: str) -> list[int]:
    return [row[0] for row in await fetch(sql)]


async def test_a_consumer_gets_each_event_from_its_beginning_on_once_and_in_order(publish: Publish) -> None:
    await publish()
    await add()
    assert await read() == 0
    for _ in range(5):
        await publish()
    assert [await read(2) for _ in range(4)] == [2, 2, 1, 0]
    assert await numbers(NOTED) == [2, 3, 4, 5, 6]


async def test_a_consumer_that_is_registered_again_stays_where_it_is(publish: Publish) -> None:
    await add()
    await publish()
    await add()
    assert await read() == 1


async def test_each_consumer_has_a_place_of_its_own(publish: Publish) -> None:
    await add()
    await publish()
    await add("mail")
    await publish()
    assert [await read(name="mail"), await read()] == [1, 2]


async def test_what_failed_is_read_again(publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    await add()
    await publish()

    async def fail(*_: object) -> None:
        raise InterruptedError

    with monkeypatch.context() as patch:
        patch.setattr("tests.events.test_consumers.advance", fail)
        with pytest.raises(InterruptedError):
            await read()
    assert await numbers(NOTED) == []
    assert await read() == 1
    assert await numbers(NOTED) == [1]


@pytest.mark.parametrize("act", [read, lambda: read(name="mail")], ids=["forgotten", "never registered"])
async def test_who_is_no_consumer_is_told_so(publish: Publish, act: Callable[[], Awaitable[object]]) -> None:
    await add()
    async with acquire() as connection:
        await forget(connection, NAME)
    with pytest.raises(UnknownConsumer, match="no consumer of events is called"):
        await act()


async def test_events_that_were_removed_by_hand_are_told_as_such(publish: Publish) -> None:
    await add()
    for _ in range(3):
        await publish()
    await fetch("DELETE FROM event WHERE seq < 3")
    with pytest.raises(EventsForgotten, match="the events 1 to 2 were removed before webhooks had read them"):
        await read()
    assert await numbers(NOTED) == []


async def test_no_event_is_forgotten_before_every_consumer_has_read_it(publish: Publish) -> None:
    await add()
    await add("mail")
    for _ in range(4):
        await publish()
    assert await prune() == 0
    await read(3)
    assert await prune() == 0
    await read(1, name="mail")
    assert await prune() == 1
    await read(3, name="mail")
    assert await prune() == 2
    assert await numbers(KEPT) == [4]
    await read()
    assert await prune() == 0, "the newest one stays"


async def test_a_consumer_is_dropped_when_its_next_event_has_waited_too_long(publish: Publish) -> None:
    await add()
    await add("mail")
    await publish()
    await publish()
    await read(1)
    await read(name="mail")
    await fetch("UPDATE event SET created_at = created_at - interval '1 day' WHERE seq = 1")
    async with acquire() as connection:
        assert await drop_consumers(connection, NOW) == []
        assert await drop_consumers(connection, NOW + timedelta(seconds=1)) == [NAME]
        assert [one.consumer for one in await list_consumers(connection)] == ["mail"], "it has read all"
    assert await prune() == 1


async def test_progress_tells_how_much_waits_and_since_when(publish: Publish) -> None:
    await add()
    await publish()
    await publish()
    await read(1)
    async with acquire() as connection:
        [one] = await list_consumers(connection)
        assert one == Progress(NAME, 1, NOW, one.updated_at)
        await read()
        [after] = await list_consumers(connection)
        assert after == Progress(NAME, 0, None, after.updated_at)
    assert after.updated_at > one.updated_at


@pytest.mark.parametrize("point", POINTS)
async def test_what_another_worker_reads_nobody_else_reads(
    publish: Publish, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    await add()
    await publish()
    seen: list[int | None] = []

    async def read_too() -> None:
        seen.append(await read())

    async with before_call(monkeypatch, point, 1, read_too):
        assert await read() == 1
    assert seen == [None]
    assert await numbers(NOTED) == [1]


@pytest.mark.parametrize("point", POINTS)
async def test_events_that_are_published_while_a_consumer_reads_follow(
    publish: Publish, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    await add()
    await publish()
    async with before_call(monkeypatch, point, 1, publish):
        await read()
    await read()
    assert await numbers(NOTED) == [1, 2]


async def test_an_event_that_has_its_number_and_is_not_committed_is_not_skipped(job: int, publish: Publish) -> None:
    await publish()
    await add()
    async with transaction() as connection:
        await publish_job_change(connection, job, NOW)
        follows = await start(publish())
        assert await read() == 0
    await follows
    assert await read() == 2
    assert await numbers(NOTED) == [2, 3]


@pytest.mark.parametrize("point", POINTS)
async def test_what_a_consumer_reads_just_now_is_not_forgotten(
    publish: Publish, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    await add()
    for _ in range(3):
        await publish()
    async with before_call(monkeypatch, point, 1, prune):
        await read(2)
    assert await numbers(KEPT) == [1, 2, 3]
    await read()
    assert await numbers(NOTED) == [1, 2, 3]


@pytest.mark.parametrize("point", POINTS)
async def test_a_consumer_that_reads_just_now_is_not_dropped(
    publish: Publish, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    await add()
    await publish()
    dropped: list[list[str]] = []

    async def drop() -> None:
        async with transaction() as connection:
            dropped.append(await drop_consumers(connection, LATER))

    async with before_call(monkeypatch, point, 1, drop):
        await read()
    assert dropped == [[]]
    assert await read() == 0


async def test_events_are_kept_for_a_consumer_that_is_being_registered(publish: Publish) -> None:
    await publish()
    async with transaction() as connection:
        await register(connection, NAME)
        await publish()
        await publish()
        forgetting = await start(prune())
        assert not forgetting.done()
    assert await forgetting == 1
    assert await numbers(KEPT) == [2, 3]
    assert await read() == 2


async def test_a_consumer_that_comes_while_events_are_forgotten_begins_with_what_is_kept(publish: Publish) -> None:
    for _ in range(3):
        await publish()
    async with transaction() as connection:
        assert await forget_events(connection, LATER) == 2
        registering = await start(add())
        await publish()
    await registering
    await publish()
    assert await read() == 1
    assert await numbers(NOTED) == [5]


async def test_workers_that_read_while_events_come_and_go_miss_none_and_repeat_none(publish: Publish) -> None:
    await add()
    count, over = 40, asyncio.Event()

    async def keep_publishing() -> None:
        for _ in range(count // 2):
            await publish()

    async def keep_reading() -> None:
        while not over.is_set():
            await read(3)

    async def keep_pruning() -> None:
        while not over.is_set():
            await prune()

    others = [asyncio.ensure_future(work()) for work in (keep_reading, keep_reading, keep_pruning)]
    await asyncio.gather(keep_publishing(), keep_publishing())
    over.set()
    await asyncio.gather(*others)
    await read()
    assert await numbers(NOTED) == list(range(1, count + 1))
    await prune()
    assert await numbers(KEPT) == [count]
