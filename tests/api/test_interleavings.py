"""Readers beside months that come and go, runs that become visible and events that go: docs/concurrency.md."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, timedelta
from pkgutil import resolve_name
from typing import Any

import pytest

from events.retention import forget_events
from jobs.queue import Queue
from models.database import acquire, transaction
from models.retention import Retention, drop_old_months
from models.rulebook import keep_calendar
from tests.api.front import OPERATOR, RULES, Api, at_now
from tests.api.lives import NEXT
from tests.api.reading import NOW
from tests.api.rows import add_partner
from tests.api.test_mutations_editions import DRAFT, ID, LATE, PUBLISH, WITHDRAW
from tests.api.watching import JUNE, TIERS, decide
from tests.cursors import encode_cursor
from tests.workers.activity import before_call
from tests.workers.facts import compute, fetch, load, mrr, report, silver, use
from workers.main import tick
from workers.runner import Runner

DAY = date(2019, 6, 14)
DAYS = '{ partner(externalId: "agency") { dailyActivity(from: "2019-01-01", to: "2019-06-30") { day events } } }'
SHOWN = '{ partner(externalId: "agency") { standing { asOf soldMrr } clients(first: 9) { edges { node { name } } } } }'
OFTEN = 7  # from the sixth time on PostgreSQL may keep one plan for all values


@pytest.fixture
async def runner(api: Api, redis_url: str) -> AsyncIterator[Runner]:
    """What computes, over the same connections as the API, so that their statements are kept."""
    async with acquire() as connection:
        await keep_calendar(connection, RULES.zone)
    await load(silver(), RULES)
    async with Queue(redis_url) as queue:
        yield Runner(RULES, queue, at_now)


async def days(api: Api) -> list[tuple[str, int]]:
    shown = await api.ask(OPERATOR, DAYS)
    return [(one["day"], one["events"]) for one in shown["partner"]["dailyActivity"]]


async def test_a_statement_that_is_kept_sees_months_that_come_and_go(api: Api, runner: Runner) -> None:
    await compute(runner, DAY)
    for _ in range(OFTEN):
        assert await days(api) == [("2019-03-11", 3)]
    await load([*use(1, "2019-05-30", "CTA"), *use(1, "2019-04-30", "CTA", "CRM")], RULES)
    await compute(runner, DAY)
    assert await days(api) == [("2019-03-11", 3), ("2019-04-30", 2), ("2019-05-30", 1)]
    async with transaction() as connection:
        await drop_old_months(connection, date(2019, 5, 1))
    assert await days(api) == [("2019-05-30", 1)]


async def test_old_months_stay_while_somebody_reads_them_and_go_later(
    api: Api, runner: Runner, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    monkeypatch.setattr("models.retention.LOCK_TIMEOUT", "10ms")
    await compute(runner, DAY)
    runner.retention = Retention(31)
    async with transaction() as reader:
        await reader.execute("SELECT FROM daily_activity")
        await tick({"runner": runner})
    assert "old activity is in use and will be dropped later" in caplog.text
    assert await days(api) == [("2019-03-11", 3)]
    assert await fetch("SELECT activity_from FROM calendar") == [(None,)]
    await tick({"runner": runner})
    assert await days(api) == []


@pytest.mark.parametrize("function", ["advance", "publish_job_change"])
async def test_a_reader_sees_the_day_before_until_all_of_the_next_is_committed(
    api: Api, runner: Runner, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    await compute(runner, DAY)
    before = await api.ask(OPERATOR, SHOWN)
    seen: list[dict[str, Any]] = []

    async def read() -> None:
        seen.append(await api.ask(OPERATOR, SHOWN))

    await load([{**silver()[0], "joined_on": "2019-01-01"}, {**silver()[2], "name": "Renamed"}], RULES)
    async with before_call(monkeypatch, f"engine.publication.{function}", 1, read):
        await compute(runner, DAY + timedelta(1))
    shown = await api.ask(OPERATOR, SHOWN)
    assert before["partner"]["standing"]["asOf"] == "2019-06-14"
    assert [one["partner"]["standing"] for one in seen] == [before["partner"]["standing"]]
    assert shown["partner"]["standing"]["asOf"] == "2019-06-15"


async def test_events_that_are_forgotten_under_a_subscriber_are_told_as_such(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = await add_partner("P-1")
    for revision in range(1, 6):
        await decide(partner, JUNE, "GOLD", revision=revision)

    async def forget() -> None:
        async with transaction() as connection:
            assert await forget_events(connection, NOW + timedelta(days=99)) == 4

    async with api.socket(OPERATOR) as socket, before_call(monkeypatch, "api.live.feed.read_after", 1, forget):
        await socket.subscribe(TIERS, {"after": encode_cursor(2)})
        code, _ = await socket.error()
        assert code == "CURSOR_EXPIRED"


@pytest.mark.parametrize(
    "point",
    ["engine.runs.expect_activity", "engine.runs.gather", "workers.steps.claim_chunk", "engine.publication.lock"],
)
async def test_an_edition_is_not_published_for_a_day_that_is_being_computed(
    api: Api, runner: Runner, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    text = LATE.replace("2019-04-01", DAY.isoformat())
    refused: list[object] = []

    async def publish_late() -> None:
        payload = (await api.ask(OPERATOR, PUBLISH, {"input": {"text": text}}))["payload"]
        refused.extend(error["code"] for error in payload["userErrors"])

    async with before_call(monkeypatch, point, 1, publish_late, waits=False):
        await compute(runner, DAY)
    assert refused == ["DAY_COMPUTED"]
    assert await fetch("SELECT DISTINCT edition FROM standing") == [("2018-05",)]


MORE_FACTS = [mrr("2019-05", 1, "1200.00"), report("2019-05", "2019-06-03")]
UNDER_LOAD = "intake.types.mrr_report.read_currencies"  # is called while facts are merged


async def codes(api: Api, mutation: str, **given: object) -> list[str]:
    payload = (await api.ask(OPERATOR, mutation, {"input": given}))["payload"]
    return [error["code"] for error in payload["userErrors"]]


def done_before(monkeypatch: pytest.MonkeyPatch, function: str, act: Callable[[], Awaitable[object]]) -> None:
    """Has all of something else be done before the first call of the function."""
    whole = resolve_name(function)

    async def called(*arguments: Any, **named: Any) -> object:  # noqa: ANN401 - those of any function
        monkeypatch.setattr(function, whole)
        await act()
        return await whole(*arguments, **named)

    monkeypatch.setattr(function, called)


async def test_who_publishes_while_facts_are_loaded_is_told_so(
    api: Api, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    del runner
    refused: list[str] = []

    async def publish_meanwhile() -> None:
        refused.extend(await codes(api, PUBLISH, text=NEXT))

    monkeypatch.setattr("models.locks.SOON", timedelta(milliseconds=50))
    done_before(monkeypatch, UNDER_LOAD, publish_meanwhile)
    assert (await load(MORE_FACTS, RULES))[1] == []
    assert refused == ["BUSY"]
    assert await fetch("SELECT count(*) FROM edition WHERE key = '2030-01'") == [(0,)]
    assert await codes(api, PUBLISH, text=NEXT) == []


async def test_a_draft_is_kept_and_withdrawn_while_facts_are_loaded(
    api: Api, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    del runner
    outcomes: list[list[str]] = []

    async def draft_meanwhile() -> None:
        outcomes.extend([await codes(api, DRAFT, text=NEXT), await codes(api, WITHDRAW, editionId=ID)])

    done_before(monkeypatch, UNDER_LOAD, draft_meanwhile)
    assert (await load(MORE_FACTS, RULES))[1] == []
    assert outcomes == [[], []]
    assert await fetch("SELECT status FROM edition WHERE key = '2030-01'") == [("WITHDRAWN",)]


@pytest.mark.parametrize(("mutation", "given"), [(DRAFT, {"text": NEXT}), (WITHDRAW, {"editionId": ID})])
async def test_who_changes_an_edition_while_another_is_changed_is_told_so(
    api: Api, runner: Runner, monkeypatch: pytest.MonkeyPatch, mutation: str, given: dict[str, str]
) -> None:
    del runner
    refused: list[str] = []

    async def change_meanwhile() -> None:
        refused.extend(await codes(api, mutation, **given))

    monkeypatch.setattr("models.locks.SOON", timedelta(milliseconds=50))
    done_before(monkeypatch, "engine.editions.examine", change_meanwhile)
    assert await codes(api, PUBLISH, text=NEXT) == []
    assert refused == ["BUSY"]
