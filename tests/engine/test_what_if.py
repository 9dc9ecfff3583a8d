"""What would be if facts were loaded is what is, once they are loaded into a copy of the database."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

import pytest

from engine.what_if import WhatIf
from intake.registry import REGISTRY
from models.database import acquire
from models.rulebook import Rulebook, keep_calendar
from tests.editions import managing
from tests.engine.delivering import deliver_part, past_world, rulebook
from tests.engine.looking import look_and_assess
from tests.engine.supposing import CONFIRMED, ask_what_if, copied, credits_of, look_at
from tests.oracle.generate import portfolio
from tests.oracle.grammar.comparison import EDITIONS
from tests.oracle.grammar.delivery import facts_of, line_of
from tests.oracle.intake import Tables
from tests.workers.facts import Line, client, fetch, load, mrr, report, silver, staff, use
from tiers.editions.ways import Split
from tiers.forecasts import Assumption
from tiers.periods import decision_day, effective_day

LAST_CLOSED = date(2019, 3, 20)
CONTINUES, NOTHING = Assumption.ACTIVITY_CONTINUES, Assumption.NO_FURTHER_FACTS


@pytest.fixture(autouse=True)
async def calendar(database: str, rules: Rulebook) -> None:
    async with acquire() as connection:
        await keep_calendar(connection, rules.zone)


async def partner_id(name: str = "agency") -> int:
    [(found,)] = await fetch("SELECT id FROM partner WHERE external_id = $1", name)
    assert isinstance(found, int)
    return found


async def expect_same_as_loading(
    database: str,
    rules: Rulebook,
    day: date,
    last_closed: date,
    lines: Sequence[Line],
    assumption: Assumption = CONTINUES,
) -> list[WhatIf]:
    """For every partner: before is what is, after is what is in a copy that has loaded the lines; credits add up."""
    partners = dict(await fetch("SELECT external_id, id FROM partner ORDER BY id"))
    found = {
        name: await ask_what_if(rules, id_, day, last_closed, lines, assumption=assumption)
        for name, id_ in partners.items()
    }
    deciding = decision_day(day if day <= decision_day(day) else day.replace(day=28) + timedelta(4))
    days = [day, deciding]
    names = dict(await fetch("SELECT id, external_id FROM client"))
    before = {name: await look_at(rules, id_, days, last_closed, assumption) for name, id_ in partners.items()}
    async with copied(database):
        summary, rejected = await load(lines, rules, CONFIRMED)
        names_after = dict(await fetch("SELECT id, external_id FROM client"))
        after = {name: await look_at(rules, id_, days, last_closed, assumption) for name, id_ in partners.items()}
    for name, one in found.items():
        assert list(one.rejected) == rejected
        assert (one.taken, one.given) == (summary.accepted, len(lines))
        for outcome, (look, decided) in ((one.before, before[name]), (one.after, after[name])):
            if look is None:
                assert outcome is None
                continue
            assert outcome is not None
            for told, expected in (
                (outcome.assessment, look),
                *([] if outcome.decision is None else [(outcome.decision.assessment, decided)]),
            ):
                assert expected is not None
                assert told.as_of == expected.assessment.as_of
                assert told.values == expected.assessment.values
                assert told.factors == expected.assessment.factors
                assert (told.tier, told.provisional) == (expected.assessment.tier, expected.assessment.provisional)
            if outcome.decision is not None:
                assert outcome.decision.effective_on == effective_day(deciding)
        then = {(names[key], way): credit for (key, way), credit in credits_of(before[name][0]).items()}
        now = {(names_after[key], way): credit for (key, way), credit in credits_of(after[name][0]).items()}
        told_changes = {}
        for change in one.credits:
            assert change.named is not None
            told_changes[change.named.external_id, change.way] = (change.before, change.after)
        assert told_changes == {
            key: (then.get(key), now.get(key)) for key in {*then, *now} if then.get(key) != now.get(key)
        }
        differences = [abs(change.difference) for change in one.credits]
        assert differences == sorted(differences, reverse=True)
    return list(found.values())


def in_two(lines: Sequence[Line], seed: int, share: float) -> tuple[list[Line], list[Line]]:
    """What is loaded, and what is supposed: all of one type to begin with, then whatever comes, in any order."""
    rng = Random(seed)
    loaded, others = [], []
    for line in lines:
        (others if rng.random() < share else loaded).append(line)
    rng.shuffle(others)
    return loaded, others


@pytest.mark.parametrize("split", [Split.FULL, Split.EVEN])
@pytest.mark.parametrize(("assumption", "seed"), [(CONTINUES, 81), (NOTHING, 82)])
async def test_supposing_facts_is_loading_them(
    database: str, rules: Rulebook, split: Split, assumption: Assumption, seed: int
) -> None:
    rules = managing(rules, split=split)
    lines = list(portfolio(seed, partners=6, clients=36, start=date(2018, 5, 1), end=date(2019, 2, 20)))
    loaded, others = in_two(lines, seed, 0.15)
    await load(loaded, rules, CONFIRMED)
    changed = 0
    for day in (date(2018, 10, 14), LAST_CLOSED, date(2019, 5, 3)):
        found = await expect_same_as_loading(database, rules, day, LAST_CLOSED, others, assumption)
        changed += sum(len(one.credits) for one in found)
        assert all(one.taken > len(others) // 4 for one in found)
    assert changed > 20


@pytest.mark.parametrize("stem", sorted(EDITIONS))
async def test_supposing_facts_is_loading_them_by_any_edition(database: str, stem: str) -> None:
    rules = rulebook(stem)
    facts, day = past_world(stem, 1)
    parts = list(facts_of(facts.tables))
    rng = Random(stem)
    kept = [part for part in parts if part[0] in ("partners", "employees") or rng.random() < 0.6]
    await deliver_part(kept, Tables(), rules)
    others = [line_of(table, fact) for table, _, fact in parts if (table, _, fact) not in kept]
    others += [line_of(table, fact) for table, _, fact in rng.sample(kept, min(len(kept), 10))]
    await expect_same_as_loading(database, rules, day, day, others)
