"""What would be if facts were loaded is what is, once they are loaded into a copy of the database."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

import pytest

from engine.what_if import WhatIf
from intake.registry import REGISTRY
from models.rulebook import Rulebook
from tests.editions import managing
from tests.engine.delivering import past_world, rulebook
from tests.engine.supposing import CONFIRMED, ask_what_if, copied, credits_of, look_at
from tests.oracle.generate import portfolio
from tests.oracle.grammar.comparison import EDITIONS
from tests.oracle.grammar.delivery import facts_of, line_of
from tests.workers.facts import Line, client, fetch, load, mrr, report, silver, staff, use
from tiers.editions.ways import Split
from tiers.forecasts import Assumption
from tiers.periods import decision_day, effective_day

pytestmark = pytest.mark.usefixtures("database")

LAST_CLOSED = date(2019, 3, 20)
CONTINUES, NOTHING = Assumption.ACTIVITY_CONTINUES, Assumption.NO_FURTHER_FACTS


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
    rng = Random(seed)  # noqa: S311 (facts)
    loaded, others = list[Line](), list[Line]()
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


def world_in_two(stem: str) -> tuple[list[Line], list[Line], date]:
    """Of a world of the edition's, what is loaded, what is supposed, some of it both, and a day."""
    facts, day = past_world(stem, 1)
    lines = [line_of(table, fact) for table, _, fact in facts_of(facts.tables)]
    loaded, others = in_two(lines, len(stem), 0.5)
    return loaded, [*others, *loaded[::7]], day


@pytest.mark.parametrize("stem", sorted(EDITIONS))
async def test_supposing_facts_is_loading_them_by_any_edition(database: str, stem: str) -> None:
    rules = rulebook(stem)
    loaded, others, day = world_in_two(stem)
    await load(loaded, rules, CONFIRMED)
    await expect_same_as_loading(database, rules, day, day, others)


def test_facts_of_every_type_are_supposed() -> None:
    supposed = {str(line["type"]) for stem in EDITIONS for line in world_in_two(stem)[1]}
    assert supposed == {one.name for one in REGISTRY}


async def test_the_words_against_a_fact_are_those_of_loads(database: str, rules: Rulebook) -> None:
    others = [line for number in range(2, 6) for line in (client(number), mrr("2019-02", number, "900.00"))]
    await load([*others, *silver()], rules)
    lines: list[Line] = [
        {"type": "access", "client": "c9", "employee": "ada-agency", "granted_on": "2019-01-10"},
        {"type": "certification", "partner": "agency", "valid_from": "2018-02-01", "valid_until": "2021-01-01"},
        mrr("2019-02", 1, "5.00"),
        *(mrr("2019-03", 1, "1300.00"), report("2019-03", "2019-04-02")),
        {"type": "client", "id": "c7", "name": "", "registered_on": "2019-01-10"},
        {"type": "unheard-of"},
    ]
    found = await ask_what_if(rules, await partner_id(), LAST_CLOSED, LAST_CLOSED, lines, confirmation=None)
    async with copied(database):
        _, rejected = await load(lines, rules)
    assert len(rejected) == 6
    said = {one.number: one.reason for one in found.rejected}
    assert said.pop(7).startswith("not one of partner, ")  # and what can be supposed only
    assert said == {one.number: one.reason for one in rejected if one.number != 7}


async def test_a_report_that_lacks_most_is_taken_when_it_is_confirmed(rules: Rulebook) -> None:
    others = [line for number in range(2, 6) for line in (client(number), mrr("2019-02", number, "900.00"))]
    await load([*others, *silver()], rules)
    lines = [mrr("2019-03", 1, "1300.00"), report("2019-03", "2019-04-02")]
    for confirmation, sold in ((None, 4800_00), (CONFIRMED, 1300_00)):
        found = await ask_what_if(
            rules, await partner_id(), date(2019, 4, 14), date(2019, 4, 14), lines, confirmation=confirmation
        )
        assert bool(found.rejected) is (confirmation is None)
        assert found.after is not None
        assert found.after.assessment.values["SOLD_MRR"] == sold


def client_mrr(number: int, amount: str, **more: object) -> Line:
    return {"type": "client_mrr", "client": f"c{number}", "amount": amount, **more}


async def test_a_clients_mrr_can_be_supposed_without_a_report(rules: Rulebook) -> None:
    pending = client(2, registered_on="2019-03-10", sold_on="2019-03-10")
    await load([*silver(), pending, *staff(2), *use(2, "2019-03-12", "CRM", "EMAIL", "FORMS")], rules)
    new = [client(3, registered_on="2019-03-11", sold_on="2019-03-11"), client_mrr(3, "70.00")]
    for day in (LAST_CLOSED, date(2019, 4, 14), date(2019, 5, 1)):
        found = await ask_what_if(
            rules, await partner_id(), day, LAST_CLOSED, [client_mrr(2, "1.00"), client_mrr(2, "6000.00"), *new]
        )
        assert found.before is not None
        assert found.after is not None
        assert (found.before.assessment.values["SOLD_MRR"], found.after.assessment.values["SOLD_MRR"]) == (
            1200_00,
            7270_00,
        )
        assert found.after.assessment.values["MANAGED_MRR"] == 7200_00
        assert found.after.decision is not None
        assert found.after.decision.assessment.tier is not None
        assert (found.before.assessment.provisional, found.after.assessment.provisional) == (False, False)
        assert [(one.named and one.named.external_id, one.way, one.difference) for one in found.credits] == [
            ("c2", "MANAGED", 6000_00),
            ("c2", "SOLD", 6000_00),
            ("c3", "SOLD", 70_00),
            ("c3", "MANAGED", 0),
        ]
        assert found.after.decision.assessment.tier.key == "GOLD"


async def test_supposed_mrr_is_in_place_of_the_reports(rules: Rulebook) -> None:
    await load(silver(), rules)
    lines = [client_mrr(1, "10.00", line="CRM"), client_mrr(1, "5.50", line="CMS")]
    found = await ask_what_if(rules, await partner_id(), LAST_CLOSED, LAST_CLOSED, lines)
    assert found.after is not None
    assert found.after.assessment.values["SOLD_MRR"] == 15_50


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        (client_mrr(9, "1.00"), "client", 'no client has the id "c9"'),
        (client_mrr(1, "1.00", currency="SEK"), "currency", '"SEK" is not counted on 2019-03-20: only USD is'),
        (client_mrr(1, "1"), None, None),
        (client_mrr(1, "-1"), "amount", "not a decimal text"),
    ],
)
async def test_supposed_mrr_that_cannot_be_used_is_rejected(
    rules: Rulebook, line: Line, field: str | None, reason: str | None
) -> None:
    await load(silver(), rules)
    found = await ask_what_if(rules, await partner_id(), LAST_CLOSED, LAST_CLOSED, [line])
    if reason is None:
        assert (found.rejected, found.taken) == ((), 1)
        return
    [rejection] = found.rejected
    assert (rejection.number, rejection.field) == (1, field)
    assert rejection.reason.startswith(reason)
    assert found.taken == 0
    assert found.credits == ()


async def test_both_kinds_of_supposed_mrr_of_one_client_are_rejected(rules: Rulebook) -> None:
    await load(silver(), rules)
    lines = [client_mrr(1, "10.00", line="CRM"), client_mrr(1, "5.50")]
    found = await ask_what_if(rules, await partner_id(), LAST_CLOSED, LAST_CLOSED, lines)
    assert [one.field for one in found.rejected] == ["line", "line"]
    assert found.credits == ()


async def test_nobody_is_anything_before_it_joins(rules: Rulebook) -> None:
    await load(silver(), rules)
    joined = [{"type": "partner", "id": "agency", "name": "A", "domains": [], "joined_on": "2019-03-21"}]
    found = await ask_what_if(rules, await partner_id(), LAST_CLOSED, LAST_CLOSED, joined)
    assert found.before is not None
    assert found.after is None
    assert {(one.way, one.after) for one in found.credits} == {("SOLD", None), ("MANAGED", None)}
