"""A kind of events is declared once; events of kinds that only another version knows are passed over."""

import pytest
from graphql import build_schema

from events.kinds import KINDS, EventKind
from events.log import Topic, read_events, read_topic
from models.database import acquire
from tests.docs.pages import ROOT
from tests.events.conftest import Publish
from tests.workers.facts import fetch


def test_each_kind_is_declared_and_has_its_subscription() -> None:
    assert set(KINDS) == set(EventKind)
    root = build_schema((ROOT / "schema.graphql").read_text()).subscription_type
    assert root is not None
    assert {kind.declared.subscription for kind in EventKind} == set(root.fields)


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
