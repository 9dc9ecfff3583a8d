"""A kind of events is declared once; events of kinds that only another version knows are passed over."""

import json
from dataclasses import replace

import pytest
from graphql import build_schema

from api.live.events import snapshot
from engine.checks.registry import CHECKS
from events.kinds import KINDS, EventKind
from events.log import Topic, read_events, read_topic
from events.outbox import publish as publish_events
from models.database import acquire, transaction
from tests.docs.pages import ROOT
from tests.events.conftest import NOW, Publish
from tests.workers.facts import fetch


def test_each_kind_is_declared_and_has_its_subscription() -> None:
    assert set(KINDS) == set(EventKind)
    root = build_schema((ROOT / "schema.graphql").read_text()).subscription_type
    assert root is not None
    of_all = {kind.declared.of_all for kind in EventKind} - {None}
    assert {kind.declared.subscription for kind in EventKind} | of_all == set(root.fields)


@pytest.mark.parametrize("kind", EventKind)
async def test_what_is_declared_fits_the_tables(kind: EventKind, database: str) -> None:
    declared = kind.declared
    text = f"SELECT {', '.join(declared.columns.values())} FROM {declared.table} r ORDER BY {declared.order}"
    assert await fetch(text) == []
    columns = {row[0] for row in await fetch("SELECT attname FROM pg_attribute WHERE attrelid = 'event'::regclass")}
    assert set(declared.columns) <= columns


def test_the_page_has_each_kind_as_it_is_declared() -> None:
    page = (ROOT / "docs" / "live.md").read_text()
    for kind, declared in KINDS.items():
        cells = (f"`{kind}`", declared.description, declared.audience.value.lower(), f"`{declared.subscription}`")
        assert f"| {' | '.join(cells)} |" in page


async def test_a_kind_may_be_about_nothing_that_can_be_watched_by_itself(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As what is told of a setting would be."""
    kind = EventKind.TIER_CHANGED
    declared = replace(
        kind.declared, table="calendar", about=None, keeps="row", now="SELECT to_jsonb(c) FROM calendar c"
    )
    patched = {**KINDS, kind: declared}
    monkeypatch.setattr("events.kinds.KINDS", patched)
    monkeypatch.setattr("engine.checks.registry.KINDS", patched)
    await fetch("INSERT INTO calendar (id, timezone) VALUES (1, 'Asia/Tokyo')")
    async with transaction() as connection:
        await publish_events(connection, kind, [1], NOW)
    topic = Topic(kind, None)
    async with acquire() as connection:
        [event] = await read_topic(connection, topic, 0, 1)
    for told in (event, await snapshot(topic, NOW.date())):
        assert (told.seq, told.about, told.is_last) == (1, None, False)
        assert topic.has(told)
        assert told.row is not None
        assert json.loads(told.row)["timezone"] == "Asia/Tokyo"
    [check] = [check for check in CHECKS if check.name == "event-contents"]
    assert await fetch(check.text) == []
    await fetch("UPDATE event SET payload = NULL")
    assert await fetch(check.text) == [("event 1, TIER_CHANGED: has no calendar of its partner or job",)]


async def test_events_of_an_unknown_kind_are_passed_over(job: int, publish: Publish) -> None:
    first = await publish()
    await fetch("UPDATE event SET kind = 'OF_A_LATER_VERSION', job_id = NULL, payload = '{}'")
    second = await publish()
    async with acquire() as connection:
        events = await read_events(connection, 0)
        assert [event.seq for event in events] == [first, second]
        assert [event.is_last for event in events] == [False, False]
        for topic in (Topic(EventKind.JOB_CHANGED, job), Topic(EventKind.JOB_CHANGED, None)):
            assert [topic.has(event) for event in events] == [False, True]
            assert [event.seq for event in await read_topic(connection, topic, 0, second)] == [second]
