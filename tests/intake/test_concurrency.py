"""Loads at the same time. Each race is arranged: one load stops at a boundary until the other waits for it."""

import asyncio
import random
from collections.abc import Sequence

import pytest

from intake.load import IntakeSummary
from intake.merging import Merge
from intake.record_type import Kind
from models.database import acquire
from tests.intake.database import (
    CLIENT,
    CREDENTIAL,
    EMPLOYEE,
    LOGIN,
    MEASURE,
    MRR,
    ONE_OF_EACH,
    PARTNER,
    REPORT,
    SALE,
    Fact,
    load,
    table,
)
from tests.waiting import wait_for_waiters

pytestmark = pytest.mark.usefixtures("database")

CLIENTS = [CLIENT | {"id": f"c{number}"} for number in range(5)]


def login(number: int, actor: int) -> Fact:
    return LOGIN | {"id": f"v{number}", "actor": f"{actor}@x.example", "client": f"c{number % 5}"}


async def race(
    monkeypatch: pytest.MonkeyPatch, boundary: str, first: Sequence[Fact], second: Sequence[Fact]
) -> tuple[IntakeSummary, IntakeSummary]:
    """Runs the first load up to a boundary of its merge, the second until it waits for it, and then both to the end.

    The boundary is the end of a type's merge, or of the step that gives addresses their `actors`."""
    step = "_intern_actors" if boundary == "actors" else "_merge"
    original = getattr(Merge, step)
    competing: list[asyncio.Task[IntakeSummary]] = []

    async def run(records: Sequence[Fact]) -> IntakeSummary:
        return (await load(records))[0]

    async def with_competition(merge: Merge, *kinds: Kind) -> None:
        await original(merge, *kinds)
        if not competing and [kind.name for kind in kinds] in ([], [boundary]):
            competing.append(asyncio.create_task(run(second)))
            await wait_for_waiters()

    monkeypatch.setattr(Merge, step, with_competition)
    summary = await run(first)
    return summary, await competing[0]


@pytest.mark.parametrize("boundary", ["actors", "activity"])
async def test_two_loads_of_the_same_activity_keep_each_event_once(
    monkeypatch: pytest.MonkeyPatch, boundary: str
) -> None:
    await load(CLIENTS)
    events = [login(number, number % 7) for number in range(50)]
    summaries = await race(monkeypatch, boundary, events, events[::-1])
    assert summaries == (IntakeSummary(50, 0, 0), IntakeSummary(0, 50, 0))
    assert len(await table("activity")) == 50


async def test_loads_that_share_some_events_both_finish(monkeypatch: pytest.MonkeyPatch) -> None:
    await load(CLIENTS)
    first = [login(number, number) for number in range(30, 0, -1)]
    second = [login(number, number) for number in range(20, 50)]
    summaries = await race(monkeypatch, "activity", first, second)
    assert summaries == (IntakeSummary(30, 0, 0), IntakeSummary(19, 11, 0))
    assert len(await table("activity")) == 49


async def test_the_later_of_two_loads_of_facts_updates_what_the_earlier_added(monkeypatch: pytest.MonkeyPatch) -> None:
    first = [PARTNER, EMPLOYEE, CLIENT]
    second = [PARTNER | {"name": "Later"}, EMPLOYEE, CLIENT | {"name": "Later"}]
    summaries = await race(monkeypatch, "partner", first, second)
    assert summaries == (IntakeSummary(3, 0, 0), IntakeSummary(2, 1, 0))
    assert (await table("partner"))[0][1] == "Later"


async def test_a_revision_that_another_load_closes_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    await load([CLIENT, MRR])
    summaries = await race(monkeypatch, "mrr_report", [REPORT], [MRR | {"amount": "7"}])
    assert summaries == (IntakeSummary(1, 0, 0), IntakeSummary(0, 0, 1))


async def test_lines_that_another_load_adds_first_are_in_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    await load([*CLIENTS, MRR])
    more = [MRR | {"client": "c2"}, MRR | {"client": "c3"}]
    summaries = await race(monkeypatch, "mrr", more, [REPORT | {"lines": 3, "total": "301.50"}])
    assert summaries == (IntakeSummary(2, 0, 0), IntakeSummary(1, 0, 0))


async def test_a_report_counts_the_lines_that_another_load_has_added_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    await load([*CLIENTS, MRR])
    summaries = await race(monkeypatch, "mrr", [MRR | {"client": "c2"}], [REPORT | {"lines": 1}])
    assert summaries == (IntakeSummary(1, 0, 0), IntakeSummary(0, 0, 1))
    assert await table("mrr_report") == []


async def test_a_report_is_compared_with_one_that_another_load_publishes_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await load(CLIENTS)
    full = [MRR | {"client": client["id"]} for client in CLIENTS]
    second = [line | {"revision": 2} for line in (*full[:2], REPORT)]
    summaries = await race(monkeypatch, "mrr_report", [*full, REPORT], second)
    assert summaries == (IntakeSummary(6, 0, 0), IntakeSummary(2, 0, 1))
    assert [row[1] for row in await table("mrr_report")] == [1]


async def test_of_two_loads_with_both_kinds_of_a_clients_lines_the_first_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await load([CLIENT])
    lines = [MRR | {"line": line} for line in ("CRM", "CMS")]
    summaries = await race(monkeypatch, "mrr", [MRR], lines)
    assert summaries == (IntakeSummary(1, 0, 0), IntakeSummary(0, 0, 2))
    assert [row[-1] for row in await table("mrr")] == [None]


async def test_of_two_loads_with_overlapping_credentials_the_first_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    await load([PARTNER, EMPLOYEE])
    later = CREDENTIAL | {"valid_from": "2019-01-01"}
    summaries = await race(monkeypatch, "credential", [CREDENTIAL], [later, CREDENTIAL | {"name": "Ads"}])
    assert summaries == (IntakeSummary(1, 0, 0), IntakeSummary(1, 0, 1))
    assert [row[1] for row in await table("credential")] == ["Ads", "Analytics"]


@pytest.mark.parametrize(("fact", "change"), [(MEASURE, {"value": "7"}), (SALE, {"line": "CMS"})])
async def test_of_two_loads_with_one_key_the_later_one_holds(
    monkeypatch: pytest.MonkeyPatch, fact: Fact, change: Fact
) -> None:
    await load([PARTNER, CLIENT])
    kind = str(fact["type"])
    summaries = await race(monkeypatch, kind, [fact], [fact, fact | change])
    assert summaries == (IntakeSummary(1, 0, 0), IntakeSummary(1, 1, 0))
    alone = await table(kind)
    assert len(alone) == 1
    assert await load([fact | change]) == (IntakeSummary(0, 1, 0), [])


async def test_employees_and_events_of_the_same_people_do_not_wait_in_a_circle(monkeypatch: pytest.MonkeyPatch) -> None:
    await load([PARTNER, *CLIENTS])
    people = [f"{number}@x.example" for number in range(30)]
    employees = [EMPLOYEE | {"id": email, "email": email} for email in reversed(people)]
    events = [login(number, number) for number in range(30)]
    first = [*employees, *(login(number, number) for number in range(100, 130))]
    summaries = await race(monkeypatch, "actors", first, events)
    assert summaries == (IntakeSummary(60, 0, 0), IntakeSummary(30, 0, 0))


async def test_events_may_come_for_a_client_that_is_being_updated(monkeypatch: pytest.MonkeyPatch) -> None:
    await load(CLIENTS)
    first = [CLIENT | {"id": "c1", "name": "Other"}, login(1, 1)]
    summaries = await race(monkeypatch, "actors", first, [login(6, 1)])
    assert summaries == (IntakeSummary(2, 0, 0), IntakeSummary(1, 0, 0))


GATE = """
CREATE FUNCTION wait_at_the_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(1);
    RETURN NEW;
END $$;
CREATE TRIGGER gate BEFORE INSERT ON {table} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION wait_at_the_gate();
"""


@pytest.mark.parametrize(
    ("name", "condition", "before"),
    [
        ("actor", "NEW.address = '5@x.example'", []),
        ("seen_event", "NEW.external_id = 'v5'", [login(100 + number, number) for number in range(10)]),
    ],
)
async def test_loads_in_opposite_orders_insert_in_one_order(name: str, condition: str, before: list[Fact]) -> None:
    await load([*CLIENTS, *before])
    events = [login(number, number) for number in range(10)]
    async with acquire() as keeper:
        await keeper.execute(GATE.format(table=name, condition=condition))
        await keeper.execute("SELECT pg_advisory_lock(1)")
        first = asyncio.create_task(load(events))
        await wait_for_waiters(1)
        second = asyncio.create_task(load(events[::-1]))
        await wait_for_waiters(2)
        await keeper.execute("SELECT pg_advisory_unlock(1)")
        assert (await first)[0] == IntakeSummary(10, 0, 0)
        assert (await second)[0] == IntakeSummary(0, 10, 0)


async def test_many_loads_at_once_give_the_same_rows_as_one() -> None:
    facts = [*ONE_OF_EACH, *CLIENTS, *(login(number, number % 9) for number in range(100, 300))]
    rng = random.Random(7)  # noqa: S311 (an order, no secret)
    summaries = await asyncio.gather(
        *(load([*ONE_OF_EACH, *CLIENTS, *rng.sample(facts, len(facts))]) for _ in range(6))
    )
    assert all(summary.rejected == 0 for summary, _ in summaries)
    assert sum(summary.accepted for summary, _ in summaries) == 215
    assert len(await table("activity")) == 201
