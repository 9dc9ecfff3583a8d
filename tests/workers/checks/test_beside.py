"""What is loaded, computed, decided and dropped beside the checks is no finding, wherever it meets them."""

import itertools
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any

import pytest

from engine.checks import looking
from engine.checks.check import Found, Sample
from engine.checks.registry import CHECKS
from engine.publication import publish_run
from engine.snapshots import snapshot
from models.database import transaction
from models.retention import drop_old_months
from models.rulebook import Rulebook
from tests.editions import managing
from tests.oracle.generate import portfolio
from tests.workers.checks.breaking import EVERYBODY, look_at_all
from tests.workers.facts import (
    Line,
    certification,
    client,
    compute,
    decide,
    fetch,
    load,
    mrr,
    partner,
    report,
    silver,
    staff,
    use,
)
from tests.workers.test_change import slices
from tiers.editions.ways import Split
from tiers.periods import plus_months
from workers.runner import Runner

DAY, MONTH = date(2019, 4, 20), date(2019, 4, 1)
START, END = date(2018, 9, 1), date(2019, 4, 30)

Act = Callable[[], Awaitable[object]]


@pytest.fixture(autouse=True)
def however_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Portfolios here are small, and change by large parts, and are cut into chunks all the same."""
    monkeypatch.setattr("engine.invalidation.SMALL_PART", 0)
    monkeypatch.setattr("engine.answers.ROWS_A_PART", 100)


@pytest.fixture
async def decided(runner: Runner, rules: Rulebook) -> None:
    await load([partner("other"), *silver()], rules)
    await decide(runner, MONTH)
    await compute(runner, DAY)


def act_after_first_snapshot(patch: pytest.MonkeyPatch, act: Act) -> list[bool]:
    """Has the next snapshot, before anything is read in it, be followed by the act; returns whether it was."""
    real, acted = snapshot, [False]

    @asynccontextmanager
    async def acting(*arguments: Any) -> AsyncIterator[None]:  # noqa: ANN401
        async with real(*arguments):
            if not acted[0]:
                acted[0] = True
                await act()
            yield

    patch.setattr(looking, "snapshot", acting)
    return acted


class Acts:
    """What can be committed at any moment; each is another one every time."""

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self.number = 10

    async def load(self) -> None:
        """A client with activity late and of a month that has no table, and a partner."""
        self.number += 1
        new, month = self.number, date(2017, 1, 1) + timedelta(31 * (self.number - 10))
        events = [*use(new, "2019-04-19", "CTA", "CRM"), *use(new, f"{month}", "CRM")]
        facts = [client(new), *staff(new), *events, partner(f"late-{new}")]
        await load(facts, self.runner.rules)

    async def compute(self) -> None:
        """The next day."""
        [(newest,)] = await fetch("SELECT max(day) FROM computed_day")
        await compute(self.runner, newest + timedelta(1))

    async def decide(self) -> None:
        """The newest month once more."""
        await decide(self.runner, MONTH)

    async def drop(self) -> None:
        """The oldest month."""
        [(oldest,)] = await fetch("SELECT min(day) FROM activity_event")
        async with transaction() as connection:
            await drop_old_months(connection, plus_months(oldest, 1))


@pytest.mark.parametrize("which", ["load", "compute", "decide", "drop"])
async def test_what_is_committed_under_a_check_is_no_finding(
    decided: None, runner: Runner, rules: Rulebook, which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts = Acts(runner)
    if which == "drop":
        for _ in CHECKS:
            await acts.load()
    for check in CHECKS:
        if which in ("compute", "decide"):
            await acts.load()
        with monkeypatch.context() as patch:
            acted = act_after_first_snapshot(patch, getattr(acts, which))
            found = await looking.look_for(check, rules, EVERYBODY)
        assert (found.total, found.examples) == (0, ())
        assert acted == [True]
    assert await look_at_all(rules) == {}


@pytest.mark.parametrize("which", ["day", "month"])
async def test_a_run_under_way_is_no_finding(
    decided: None, runner: Runner, rules: Rulebook, which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load([client(2), *staff(2), *use(2, "2019-04-01", "CRM"), partner("late")], rules)
    seen: list[object] = []

    async def publish(*arguments: Any) -> None:  # noqa: ANN401
        seen.append(await look_at_all(rules))
        await publish_run(*arguments)

    monkeypatch.setattr("workers.steps.publish_run", publish)
    if which == "day":
        await compute(runner, DAY, DAY + timedelta(1))
    else:
        await decide(runner, MONTH)
        assert await fetch("SELECT max(revision) FROM tier_decision") == [(2,)]
    assert set(map(str, seen)) == {"{}"}
    assert await look_at_all(rules) == {}


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
        [partner(domains=["another.example"])],
        [partner(joined_on="2019-05-01")],
        [partner("new"), client(3, sold_by="new"), certification("new")],
        [certification(valid_until="2019-03-31")],
        use(1, "2019-03-30", "CTA", "LISTS"),
        [mrr("2019-03", 1, "1.00"), report("2019-03", "2019-04-10")],
        [mrr("2019-02", 1, "1.00", 2), report("2019-02", "2019-04-10", 2)],
    ],
    ids=lambda lines: f"{lines[0]['type']}-{'-'.join(map(str, list(lines[0].values())[-2:]))}",
)
async def test_facts_that_no_run_has_seen_yet_are_no_finding(
    decided: None, runner: Runner, rules: Rulebook, change: list[Line]
) -> None:
    await load(change, rules)
    assert await look_at_all(rules) == {}
    await compute(runner, DAY - timedelta(1))  # takes activity in, and says nothing of the newest day
    assert await look_at_all(rules) == {}
    await compute(runner, DAY)
    await decide(runner, MONTH)
    assert await look_at_all(rules) == {}


@pytest.mark.parametrize("split", [Split.FULL, Split.EVEN])
async def test_nothing_is_found_day_after_day(runner: Runner, rules: Rulebook, split: Split) -> None:
    rules = managing(rules, split=split)
    runner = Runner(rules, runner.queue, runner.clock)
    lines = portfolio(41, partners=8, clients=40, start=START, end=END)
    chance = random.Random(41)  # noqa: S311  # repeatable on purpose
    day = date(2019, 3, 1)
    for file in slices(41, lines, 3):
        await load(file, rules)
        assert await look_at_all(rules) == {}
        day += timedelta(chance.choice((1, 2, 20)))
        await decide(runner, date(2019, 3, 1))
        await compute(runner, day - timedelta(1), day)  # the last to look, so that nothing is stale
        for sample in (EVERYBODY, Sample(3, chance.getrandbits(63))):
            found = {check.name: await looking.look_for(check, rules, sample) for check in CHECKS}
            noted = {name for name, one in found.items() if one != Found()}
            assert noted == (set() if split is Split.FULL else {"newest-decisions"})
    await fetch("UPDATE client_credit SET managed_amount = managed_amount + 1 WHERE managed_amount > 0")
    assert "credit-amounts" in await look_at_all(rules)


async def test_a_sample_is_of_as_many_partners_as_it_says(runner: Runner, rules: Rulebook) -> None:
    await load(portfolio(42, partners=12, clients=24, start=START, end=END), rules)
    await compute(runner, DAY)
    await fetch("UPDATE standing SET tier = 'NONE'")
    for partners, chance in itertools.product((0, 5, 12), (1, 2)):
        found = (await look_at_all(rules, Sample(partners, chance))).get("newest-standings", Found())
        assert (found.total, len(found.examples)) == (partners, min(partners, 5))
