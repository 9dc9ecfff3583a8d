"""A run that looks only at what can have changed leaves the same rows as one that looks at everything."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from engine.publication import publish_run
from jobs.requests import Job, Request, request_activity
from models.database import acquire
from models.rulebook import Rulebook
from tests.editions import managing
from tests.oracle.facts import FactBook
from tests.oracle.generate import portfolio
from tests.workers.conftest import NOW
from tests.workers.facts import (
    Line,
    certification,
    client,
    compute,
    fetch,
    load,
    mrr,
    partner,
    report,
    silver,
    staff,
    use,
)
from tests.workers.test_against_second_opinion import compare_day
from tiers.editions.ways import Split
from workers.runner import Runner

START, END = date(2018, 9, 1), date(2019, 6, 30)
SHARED = """
SELECT count(*) FROM (
    SELECT client_id FROM client_credit WHERE managed_status = 'COUNTED' GROUP BY client_id HAVING count(*) > 1
) AS shared
"""
ROWS = {
    "standing": "SELECT partner_id, as_of, metrics::text, factors::text, provisional, tier, edition FROM standing"
    " ORDER BY as_of, partner_id",
    "client_credit": "SELECT partner_id, client_id, sold_amount, sold_status, sold_until, managed_amount,"
    " managed_status, managed_until, apps_used, counts_in_median, ways::text, further_apps_used"
    " FROM client_credit ORDER BY partner_id, client_id",
    "event": "SELECT seq, kind, partner_id FROM event WHERE kind <> 'JOB_CHANGED' ORDER BY seq",
    "daily_activity": "SELECT client_id, day, actor_id, events, logins, apps FROM daily_activity ORDER BY 1, 2, 3",
}


@pytest.fixture(autouse=True)
def however_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small portfolios change by large parts; here that is no reason to look at everything."""
    monkeypatch.setattr("engine.invalidation.SMALL_PART", 0)


async def rows() -> dict[str, list[tuple[Any, ...]]]:
    return {name: await fetch(sql) for name, sql in ROWS.items()}


async def compute_from_scratch(runner: Runner, first: date, last: date) -> None:
    async with acquire() as connection:
        request = Request("ada", NOW, from_scratch=True)
        job = await request_activity(connection, runner.rules, first, last, request)
    assert isinstance(job, Job)
    assert await runner.run(job.id) == "succeeded"
    assert (await bases())[-1] is None


async def bases() -> list[str | None]:
    """The day that each run began with, None for one that looked at everything."""
    return [base for (base,) in await fetch("SELECT base_day::text FROM recompute_run ORDER BY id")]


async def expect_nothing_missed(runner: Runner, first: date, last: date | None = None) -> None:
    """Computes the days by what changed, then from scratch, which has to find everything as it should be."""
    await compute(runner, first, last)
    assert (await bases())[-1] is not None
    found = await rows()
    await compute_from_scratch(runner, first, last or first)
    assert await rows() == found


def slices(seed: int, lines: Sequence[Line], parts: int) -> list[list[Line]]:
    """The lines in so many files, each in an order of its own: late facts for any day come with any file.

    What others refer to comes first."""
    chance = random.Random(seed)  # noqa: S311  # repeatable on purpose
    kinds = ("partner", "employee", "client")
    base = [line for line in lines if line["type"] in kinds]
    files: list[list[Line]] = [[] for _ in range(parts)]
    for line in lines:
        if line["type"] not in (*kinds, "mrr", "mrr_report"):
            chance.choice(files).append(line)
    reports = [line for line in lines if line["type"] in ("mrr", "mrr_report")]
    for line in reports:
        files[int(line["period"][-1]) % 2 * (parts // 2)].append(line)
    files[0] = [*base, *files[0]]
    return files


@pytest.mark.parametrize("seed", [21, 22])
async def test_where_partners_share_what_they_manage_nothing_is_missed(
    runner: Runner, rules: Rulebook, seed: int
) -> None:
    """A credit hangs on other partners' facts there: few clients and many employees, so that most have two managers."""
    rules = managing(rules, split=Split.EVEN)
    runner = Runner(rules, runner.queue, runner.clock)
    lines = portfolio(seed, partners=6, clients=30, start=START, end=END)
    chance = random.Random(seed)  # noqa: S311  # repeatable on purpose
    employees = [line["id"] for line in lines if line["type"] == "employee"]
    others = [{**line, "employee": chance.choice(employees)} for line in lines if line["type"] == "access"]
    emails = {line["id"]: line["email"] for line in lines if line["type"] == "employee"}
    seen = [
        {**line, "id": f"other-{line['id']}", "actor": emails[chance.choice(employees)]}
        for line in lines
        if line["type"] == "activity"
    ]
    day, shared = date(2019, 3, 1), 0
    for file in slices(seed, [*lines, *others, *seen], 6):
        await load(file, rules)
        await compute(runner, day)
        found = await rows()
        await compute_from_scratch(runner, day, day)
        assert await rows() == found
        shared += (await fetch(SHARED))[0][0]
        day += timedelta(chance.choice((0, 1, 1, 5, 40)))
    assert shared
    assert (await bases()).count(None) < 2 * 6 - 1, "some began with the day before"


async def test_a_share_rises_on_the_day_on_which_another_manager_lapses(runner: Runner, rules: Rulebook) -> None:
    rules = managing(rules, split=Split.EVEN)
    runner = Runner(rules, runner.queue, runner.clock)
    both = [
        {**line, "id": "ada-other", "partner": "other", "email": "ada@other.example"}
        for line in silver()
        if line["type"] == "employee"
    ]
    access = {"type": "access", "client": "c1", "employee": "ada-other", "granted_on": "2019-01-10"}
    await load([partner("other"), *silver(), *both, access, *use(1, "2019-03-01", "CRM", name="other")], rules)
    lapses = date(2019, 3, 1) + timedelta(91)
    await compute(runner, lapses - timedelta(1))
    assert await fetch(SHARED) == [(1,)]
    await expect_nothing_missed(runner, lapses)
    assert await fetch(SHARED) == [(0,)]


@pytest.mark.parametrize("seed", [11, 12, 13])
async def test_day_after_day_with_facts_coming_late_nothing_is_missed(
    runner: Runner, rules: Rulebook, seed: int
) -> None:
    """Every kind of fact changes or comes late for every kind of day; the second opinion has the last word."""
    lines = portfolio(seed, partners=15, clients=80, start=START, end=END)
    book = FactBook()
    chance = random.Random(seed)  # noqa: S311  # repeatable on purpose
    day = date(2019, 3, 1)
    for number, file in enumerate(slices(seed, lines, 12)):
        await load(file, rules)
        book.load(file)
        if number == 0:
            await compute(runner, day)
            continue
        again = chance.random() < 0.3
        first = day if again else day + timedelta(1)
        day = day if again else day + timedelta(chance.choice((1, 1, 1, 3, 20)))
        await compute(runner, first, day)
        found = await rows()
        await compare_day(book, day, rules.zone, newest=True)
        await compute_from_scratch(runner, first, day)
        assert await rows() == found
    assert any(base is not None for base in await bases())


async def test_time_alone_changes_what_it_has_to(runner: Runner, rules: Rulebook) -> None:
    """Lapses, anniversaries, revocations, certifications, apps out of use, and facts whose day comes."""
    lines = portfolio(21, partners=15, clients=80, start=START, end=date(2019, 3, 1))
    await load(lines, rules)
    await compute(runner, date(2019, 1, 20))
    for day in (date(2019, 1, 21) + timedelta(number) for number in range(0, 110, 2)):
        await compute(runner, day, day + timedelta(1))
    found = await rows()
    assert len(set(await bases())) > 20
    await compute_from_scratch(runner, date(2019, 1, 20), date(2019, 5, 10))
    assert await rows() == found


@pytest.mark.parametrize(
    "change",
    [
        [client(2)],
        [client(1, sold_by=None)],
        [client(1, sold_by="other", sold_on="2019-02-01")],
        [client(1, registered_on="2019-03-05")],
        [{**staff(1)[0], "partner": "other"}],
        [{**staff(1)[0], "email": "ada@elsewhere.example"}],
        [{**staff(1)[1], "revoked_on": "2019-04-01"}],
        [{**staff(1)[0], "left_on": "2019-04-01"}],
        [{**staff(1)[0], "left_on": "2019-04-10"}],
        [partner(domains=["another.example"])],
        [partner(joined_on="2019-05-01")],
        [partner("new"), client(3, sold_by="new"), certification("new")],
        [certification(valid_until="2019-03-31")],
        use(1, "2019-03-30", "CTA", "LISTS"),
        use(1, "2018-12-01", "CTA"),
    ],
    ids=lambda lines: f"{lines[0]['type']}-{'-'.join(map(str, list(lines[0].values())[-2:]))}",
)  # fmt: skip
async def test_any_fact_that_is_loaded_late_is_seen(runner: Runner, rules: Rulebook, change: list[Line]) -> None:
    await load([partner("other"), *silver()], rules)
    await compute(runner, date(2019, 4, 9))
    before = await rows()
    await load(change, rules)
    await expect_nothing_missed(runner, date(2019, 4, 9))
    assert await rows() != before or change[0]["type"] == "activity"
    await expect_nothing_missed(runner, date(2019, 4, 10))


async def test_facts_that_come_while_a_run_is_under_way_are_seen_by_the_next(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load(silver(), rules)
    await compute(runner, date(2019, 4, 9))

    async def loading(*_: object) -> None:
        monkeypatch.undo()
        monkeypatch.setattr("engine.invalidation.SMALL_PART", 0)
        await load([client(2), *use(1, "2019-04-10", "CTA")], rules)

    real = publish_run

    async def publish(*arguments: Any) -> None:  # noqa: ANN401
        await loading()
        await real(*arguments)

    monkeypatch.setattr("workers.steps.publish_run", publish)
    await compute(runner, date(2019, 4, 10))
    assert await fetch("SELECT count(*) FROM client_credit") == [(1,)]
    await expect_nothing_missed(runner, date(2019, 4, 10))
    assert await fetch("SELECT count(*) FROM client_credit") == [(2,)]


async def test_a_run_that_came_to_nothing_leaves_the_changes_to_the_next(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load(silver(), rules)
    await compute(runner, date(2019, 4, 9))
    await load([client(2)], rules)
    with monkeypatch.context() as patch:
        patch.setattr("workers.steps.publish_run", None)
        with pytest.raises(AssertionError):
            await compute(runner, date(2019, 4, 10))
    await expect_nothing_missed(runner, date(2019, 4, 10))
    assert await fetch("SELECT count(*) FROM client_credit") == [(2,)]


async def test_what_is_carried_is_in_minor_units_of_the_programs_currency(runner: Runner, rules: Rulebook) -> None:
    """A yen has no hundredths, in which credits are stored."""
    rules = replace(rules, editions=tuple(replace(edition, currency="JPY") for edition in rules.editions))
    runner = Runner(rules, runner.queue, runner.clock)
    sold = [client(2), {**mrr("2019-02", 2, "700"), "currency": "JPY"}, report("2019-02", "2019-03-01")]
    await load([*(line for line in silver() if line["type"] not in ("mrr", "mrr_report")), *sold], rules)
    await compute(runner, date(2019, 4, 9))
    await load(use(1, "2019-04-10", "CTA"), rules)
    await expect_nothing_missed(runner, date(2019, 4, 10))
    assert await fetch("SELECT DISTINCT sold_mrr::text FROM standing") == [("700.00",)]


async def test_a_day_on_which_nothing_changed_looks_at_nobody(runner: Runner, rules: Rulebook) -> None:
    await load([*silver(), partner("idle"), client(2)], rules)
    await compute(runner, date(2019, 4, 9), date(2019, 4, 10))
    assert await fetch("SELECT base_day::text, partners FROM recompute_run ORDER BY id") == [(None, 2), (None, 2)]
    await compute(runner, date(2019, 4, 11))
    assert (await fetch("SELECT base_day::text, partners FROM recompute_run ORDER BY id"))[-1] == ("2019-04-10", 0)
    assert await fetch("SELECT as_of::text, count(*) FROM standing GROUP BY 1 ORDER BY 1") == [
        ("2019-04-09", 2),
        ("2019-04-10", 2),
        ("2019-04-11", 2),
    ]


@pytest.mark.parametrize(
    ("more", "day"),
    [
        ([mrr("2019-03", 1, "700.00"), report("2019-03", "2019-04-10")], date(2019, 4, 10)),  # another report
        ([], date(2019, 4, 8)),  # an older day
    ],
)
async def test_everything_is_looked_at_where_everything_can_have_changed(
    runner: Runner, rules: Rulebook, more: list[Line], day: date
) -> None:
    await load([*silver(), *more], rules)
    await compute(runner, date(2019, 4, 9))
    await compute(runner, day)
    assert await bases() == [None, None]
