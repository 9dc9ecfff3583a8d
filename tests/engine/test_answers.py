"""What callers are answered is what a run would decide: whoever is asked about, on whatever day, and whenever."""

import random
from contextlib import aclosing
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.answers import gather_partners
from engine.assessment import assess_part
from engine.snapshots import snapshot_of
from models.database import acquire
from models.rulebook import Rulebook
from tests.editions import managing
from tests.engine.looking import as_credits, as_standing, gather_as_runs_do, look, look_and_assess
from tests.oracle import rules as second
from tests.oracle.delivery import deliver
from tests.oracle.facts import FactBook
from tests.oracle.generate import portfolio
from tests.workers.facts import client, compute, fetch, load, mrr, partner, report, silver, staff, use
from tiers.decisions import TierChangeKind
from tiers.editions.ways import Split
from tiers.facts import MrrLine
from tiers.gates import next_tier
from workers.runner import Runner

START, END = date(2018, 5, 1), date(2019, 6, 30)
FUTURE = END + timedelta(100)
DAYS = (date(2018, 9, 13), date(2019, 6, 14), FUTURE)
WRITTEN = (
    "SELECT (SELECT count(*) FROM stale_day), (SELECT count(*) FROM daily_activity), (SELECT count(*) FROM event),"
    " (SELECT count(*) FROM pg_class WHERE relname ~ '_[0-9]+$' AND relpersistence <> 'p')"
)


@pytest.fixture(autouse=True)
def small_parts(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Portfolios here are small, and read in parts all the same."""
    monkeypatch.setattr("engine.answers.ROWS_A_PART", 40)


@pytest.fixture(params=[Split.FULL, Split.EVEN])
def either_split(request: pytest.FixtureRequest, rules: Rulebook) -> Rulebook:
    """Rules by which partners get all of what they manage, and by which they share it."""
    return managing(rules, split=request.param)


@pytest.fixture
async def loaded(rules: Rulebook) -> list[int]:
    """A portfolio of which no run has looked at anything; the ids of its partners' rows."""
    await load(portfolio(51, partners=12, clients=60, start=START, end=END), rules)
    return [id_ for (id_,) in await fetch("SELECT id FROM partner ORDER BY random()")]


async def expect_second_opinion(book: FactBook, rules: Rulebook, day: date) -> None:
    answered = await look_and_assess(rules, day)
    names: dict[int, str] = dict(await fetch("SELECT id, external_id FROM client"))
    expected = {name: second.standing(book, name, day, rules.zone) for name in book.tables.partners}
    assert {name: as_standing(one) for name, one in answered.items()} == {
        name: standing for name, standing in expected.items() if standing is not None
    }
    for name, one in answered.items():
        assert as_credits(one, names) == second.credits(book, name, day, rules.zone), (name, day)


@pytest.mark.parametrize(("seed", "timezone"), [(52, "UTC"), (53, "America/New_York")])
async def test_any_day_is_answered_as_the_second_opinion_says_whatever_runs_have_taken_in(
    runner: Runner, rules: Rulebook, seed: int, timezone: str
) -> None:
    rules = Rulebook(rules.editions, ZoneInfo(timezone))
    runner = Runner(rules, runner.queue, runner.clock)
    book = FactBook()
    lines = portfolio(seed, partners=12, clients=60, start=START, end=END, zone=rules.zone)
    for number, file in enumerate(deliver(seed, lines, files=3)):
        await load(file, rules)
        book.load(file)
        before = await fetch(WRITTEN)
        for day in DAYS:
            await expect_second_opinion(book, rules, day)
        assert await fetch(WRITTEN) == before
        if number == 1:
            await compute(runner, date(2018, 12, 1))
            assert await fetch("SELECT count(*) > 0 FROM stale_day") == [(True,)]
            assert await fetch("SELECT count(*) > 0 FROM daily_activity") == [(True,)]


@pytest.mark.parametrize("day", [date(2018, 9, 13), date(2019, 6, 14)])
async def test_what_is_gathered_is_what_a_run_gathers(runner: Runner, rules: Rulebook, day: date) -> None:
    first, second_file = deliver(54, portfolio(54, partners=12, clients=60, start=START, end=END), files=2)
    await load(first, rules)
    await compute(runner, date(2018, 11, 1))
    await load(second_file, rules)
    assert await fetch("SELECT count(*) > 0 FROM stale_day WHERE day <= $1", day) == [(True,)]
    looked = await look(rules, day)
    assert sum(len(partner.facts.clients) for partner in looked) > 20
    assert looked == await gather_as_runs_do(runner, day)


async def test_some_partners_are_answered_as_among_all(either_split: Rulebook, loaded: list[int]) -> None:
    chance = random.Random(55)  # noqa: S311  # repeatable on purpose
    for day in DAYS:
        everybody = await look_and_assess(either_split, day)
        assert any(one.assessment.values["MANAGED_MRR"] for one in everybody.values()) is (day < FUTURE)
        for asked in ([loaded[0]], [loaded[1]], chance.sample(loaded, 5)):
            among_all = {name: one for name, one in everybody.items() if one.gathered.id in asked}
            alone = await look_and_assess(either_split, day, asked)
            assert alone.keys() == among_all.keys()
            # What is shared is known for all who are looked at together, others' clients too.
            for name, one in alone.items():
                assert (one.gathered, one.assessment) == (among_all[name].gathered, among_all[name].assessment)
    assert await look_and_assess(either_split, END, []) == {}


async def test_all_parts_together_are_all_partners_each_once_by_id(
    rules: Rulebook, loaded: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_parts = await look(rules, END)
    monkeypatch.setattr("engine.answers.ROWS_A_PART", 1_000_000)
    assert await look(rules, END) == in_parts
    assert [one.id for one in in_parts] == sorted(loaded)


async def test_a_partner_that_has_not_joined_is_not_assessed(rules: Rulebook) -> None:
    await load([*silver(), partner("late", joined_on="2019-05-01")], rules)
    assert list(await look_and_assess(rules, date(2019, 4, 30))) == ["agency"]
    assert list(await look_and_assess(rules, date(2019, 5, 1))) == ["agency", "late"]


async def test_a_future_day_rests_on_facts_that_are_valid_then_and_on_activity_up_to_now(rules: Rulebook) -> None:
    await load([*silver(), mrr("2019-05", 1, "5000.00"), report("2019-05", "2030-01-05")], rules)
    [agency] = (await look_and_assess(rules, date(2020, 1, 9))).values()
    [client] = agency.assessment.credits
    sold, managed = client.credits
    assert (sold.amount, sold.counts_until) == (1200_00, date(2020, 1, 10))
    assert managed.status == "NO_RECENT_ACTIVITY"
    [agency] = (await look_and_assess(rules, date(2030, 1, 5))).values()
    assert agency.gathered.facts.clients[0].lines == (MrrLine(None, 5000_00, "USD"),)
    assert agency.assessment.values["CERTIFIED"] == 0


async def test_an_answer_says_what_is_missing_and_how_a_decision_would_differ(rules: Rulebook) -> None:
    await load(silver(), rules)
    [agency] = (await look_and_assess(rules, date(2019, 4, 14))).values()
    gold = next_tier(agency.assessment.edition, agency.assessment.tier)
    assert gold is not None
    [gates] = agency.assessment.alternatives(gold)
    missing = {gate.metric: gate.missing for gate in gates if not gate.passed}
    assert missing == {"SOLD_MRR": 900_00, "MANAGED_MRR": 4800_00}
    assert agency.assessment.change_from(2) is TierChangeKind.DEMOTED


async def test_facts_that_a_caller_alters_count_as_altered(rules: Rulebook) -> None:
    await load([*silver(), client(2), *staff(2), *use(2, "2019-03-12", "CRM", "EMAIL", "FORMS")], rules)
    day = date(2019, 4, 14)
    async with (
        acquire() as connection,
        snapshot_of(connection, rules.in_force(day), day) as basis,
        aclosing(gather_partners(connection, basis)) as parts,
    ):
        [part] = [part async for part in parts]
    [agency] = part.partners
    lines = (MrrLine(None, 30_000_00, "USD"),)
    facts = replace(agency.facts, clients=[one._replace(lines=lines) for one in agency.facts.clients])
    [altered] = assess_part(replace(part, partners=[replace(agency, facts=facts)]))
    assert altered.assessment.tier is rules.in_force(day).tier("DIAMOND")
    [as_it_is] = assess_part(part)
    assert as_it_is.assessment.tier is rules.in_force(day).tier("SILVER")
