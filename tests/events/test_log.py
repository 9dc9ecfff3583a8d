import json

import pytest

from events.kinds import EventKind
from events.log import PAGE, EventsForgotten, Span, Topic, find_newest, read_events, read_span, read_topic
from models.database import acquire
from tests.events.conftest import Publish
from tests.workers.facts import fetch

JOBS = Topic(EventKind.JOB_CHANGED, None)


async def test_an_event_is_what_its_row_says(job: int, publish: Publish) -> None:
    await publish()
    async with acquire() as connection:
        [event] = await read_events(connection, 0)
    assert (event.seq, event.kind, event.partner, event.decision, event.job) == (1, JOBS.kind, None, None, job)
    assert event.row is not None
    assert json.loads(event.row)["status"] == "QUEUED"
    assert (event.about, event.is_last) == (job, False)


async def test_events_follow_a_number_in_order_as_many_as_are_wanted(publish: Publish) -> None:
    numbers = [await publish() for _ in range(4)]
    async with acquire() as connection:
        assert [event.seq for event in await read_events(connection, numbers[0], 2)] == numbers[1:3]
        assert await read_events(connection, numbers[-1]) == []


async def test_a_topic_has_events_of_its_kind_and_row_up_to_a_number(job: int, publish: Publish) -> None:
    numbers = [await publish() for _ in range(3)]
    async with acquire() as connection:
        for topic, seen in (
            (JOBS, numbers[1:]),
            (Topic(EventKind.JOB_CHANGED, job), numbers[1:]),
            (Topic(EventKind.JOB_CHANGED, job + 1), []),
            (Topic(EventKind.TIER_CHANGED, None), []),
        ):
            events = await read_topic(connection, topic, numbers[0], numbers[-1])
            assert [event.seq for event in events] == seen
            assert all(topic.has(event) for event in events)
        assert await read_topic(connection, JOBS, numbers[0], numbers[0]) == []


async def test_a_topic_is_read_by_pages(publish: Publish) -> None:
    await publish()
    await fetch(
        "INSERT INTO event (seq, kind, job_id, payload, created_at)"
        " SELECT seq + number, kind, job_id, payload, created_at FROM event, generate_series(1, $1) AS number", PAGE,
    )  # fmt: skip
    async with acquire() as connection:
        first = await read_topic(connection, JOBS, 0, PAGE + 1)
        rest = await read_topic(connection, JOBS, first[-1].seq, PAGE + 1)
    assert [event.seq for event in [*first, *rest]] == list(range(1, PAGE + 2))
    assert len(first) == PAGE


async def test_what_is_kept_begins_with_the_oldest_event(publish: Publish) -> None:
    async with acquire() as connection:
        assert await read_span(connection) == Span(1, 0)
        assert (await read_span(connection)).has_all_after(0)
        for _ in range(3):
            await publish()
        await fetch("DELETE FROM event WHERE seq = 1")
        span = await read_span(connection)
        assert (span, await find_newest(connection)) == (Span(2, 3), 3)
        assert [span.has_all_after(seq) for seq in range(4)] == [False, True, True, True]
        with pytest.raises(EventsForgotten):
            await read_topic(connection, JOBS, 0, 3)
        assert [event.seq for event in await read_topic(connection, JOBS, 1, 3)] == [2, 3]
