from datetime import date
from decimal import Decimal

from models.rulebook import Rulebook
from tests.editions import managing
from tests.workers.facts import client, decide, fetch, load, mrr, partner, report, silver, use
from tiers.editions.ways import Split
from workers.runner import Runner

APRIL, MAY, JUNE = date(2019, 4, 1), date(2019, 5, 1), date(2019, 6, 1)

DECISIONS = "SELECT effective_on::text, revision, tier, rank FROM tier_decision ORDER BY effective_on, revision"
TOLD = """
SELECT d.effective_on::text, d.revision FROM event e JOIN tier_decision d ON d.id = e.decision_id
WHERE e.kind = 'TIER_CHANGED' ORDER BY e.seq
"""


async def test_a_first_tier_is_told(runner: Runner, rules: Rulebook) -> None:
    await load(silver(), rules)
    await decide(runner, APRIL)
    assert await fetch(DECISIONS) == [("2019-04-15", 1, "SILVER", 1)]
    assert await fetch(TOLD) == [("2019-04-15", 1)]


async def test_a_decision_without_a_tier_and_one_like_the_month_before_are_not_told(
    runner: Runner, rules: Rulebook
) -> None:
    await load([*silver(), partner("idle")], rules)
    for month in (APRIL, MAY):
        await decide(runner, month)
    assert len(await fetch(DECISIONS)) == 4
    assert await fetch(TOLD) == [("2019-04-15", 1)]


async def test_a_lost_tier_is_told(runner: Runner, rules: Rulebook) -> None:
    await load(silver(), rules)
    for month in (MAY, JUNE, date(2019, 3, 1)):
        await decide(runner, month)
    assert await fetch(DECISIONS) == [
        ("2019-03-15", 1, "SILVER", 1),
        ("2019-05-15", 1, "SILVER", 1),
        ("2019-06-15", 1, None, 0),
    ]
    assert await fetch(TOLD) == [("2019-05-15", 1), ("2019-06-15", 1), ("2019-03-15", 1)]


async def test_late_facts_add_a_revision_with_its_own_evidence_and_the_first_stays(
    runner: Runner, rules: Rulebook
) -> None:
    await load(silver(), rules)
    await decide(runner, APRIL)
    before = await fetch("SELECT * FROM tier_decision JOIN decision_credit ON decision_id = tier_decision.id")
    await load([mrr("2019-02", 1, "800.00", 2), report("2019-02", "2019-04-01", 2)], rules)
    await decide(runner, APRIL)
    assert await fetch(DECISIONS) == [("2019-04-15", 1, "SILVER", 1), ("2019-04-15", 2, None, 0)]
    assert await fetch("SELECT decision_id, sold_amount FROM decision_credit ORDER BY 1") == [
        (1, Decimal("1200.00")),
        (2, Decimal("800.00")),
    ]
    rows = await fetch("SELECT * FROM tier_decision JOIN decision_credit ON decision_id = tier_decision.id ORDER BY 1")
    assert rows[:1] == before
    assert await fetch(TOLD) == [("2019-04-15", 1), ("2019-04-15", 2)]


async def test_a_revision_with_the_same_tier_is_added_and_not_told(runner: Runner, rules: Rulebook) -> None:
    await load(silver(), rules)
    await decide(runner, APRIL)
    await load([mrr("2019-02", 1, "1300.00", 2), report("2019-02", "2019-04-01", 2)], rules)
    await decide(runner, APRIL)
    assert await fetch(DECISIONS) == [("2019-04-15", 1, "SILVER", 1), ("2019-04-15", 2, "SILVER", 1)]
    assert await fetch(TOLD) == [("2019-04-15", 1)]


async def test_another_credit_is_another_outcome_even_when_no_number_changes(runner: Runner, rules: Rulebook) -> None:
    await load(silver(), rules)
    await decide(runner, APRIL)
    await load([client(2)], rules)  # a pending client: it adds nothing, and is part of the evidence
    await decide(runner, APRIL)
    assert await fetch("SELECT decision_id, count(*) FROM decision_credit GROUP BY 1 ORDER BY 1") == [(1, 1), (2, 2)]


async def test_a_credit_that_vanished_is_another_outcome(runner: Runner, rules: Rulebook) -> None:
    await load([*silver(), client(2)], rules)
    await decide(runner, APRIL)
    await load([client(2, sold_by=None)], rules)
    await decide(runner, APRIL)
    assert await fetch("SELECT decision_id, count(*) FROM decision_credit GROUP BY 1 ORDER BY 1") == [(1, 2), (2, 1)]


async def test_facts_dated_after_the_14th_change_no_decision_of_the_month(runner: Runner, rules: Rulebook) -> None:
    await load(silver(), rules)
    await decide(runner, APRIL)
    late = [mrr("2019-03", 1, "900.00"), report("2019-03", "2019-04-15"), *use(1, "2019-04-15", "CTA")]
    await load([*late, client(2, registered_on="2019-04-15", sold_on="2019-04-15")], rules)
    await decide(runner, APRIL)
    assert await fetch(DECISIONS) == [("2019-04-15", 1, "SILVER", 1)]


async def test_a_partner_is_decided_from_the_first_15th_after_it_joined(runner: Runner, rules: Rulebook) -> None:
    await load([partner("on-the-14th", joined_on="2019-04-14"), partner("late", joined_on="2019-04-15")], rules)
    for month in (APRIL, MAY):
        await decide(runner, month)
    rows = await fetch(
        "SELECT p.external_id, d.effective_on::text FROM tier_decision d JOIN partner p ON p.id = d.partner_id"
        " ORDER BY 2, 1"
    )
    assert rows == [("on-the-14th", "2019-04-15"), ("late", "2019-05-15"), ("on-the-14th", "2019-05-15")]


async def test_an_edition_that_splits_evenly_divides_to_the_cent(runner: Runner, rules: Rulebook) -> None:
    even = managing(rules, split=Split.EVEN)
    both = [
        {**line, "id": "ada-other", "partner": "other", "email": "ada@other.example"}
        for line in silver()
        if line["type"] == "employee"
    ]
    access = {"type": "access", "client": "c1", "employee": "ada-other", "granted_on": "2019-01-10"}
    odd = [mrr("2019-03", 1, "1200.01"), report("2019-03", "2019-04-05")]
    await load([partner("other"), *silver(), *both, access, *odd, *use(1, "2019-03-11", "CRM", name="other")], rules)
    await decide(Runner(even, runner.queue, runner.clock), APRIL)
    rows = await fetch(
        "SELECT p.external_id, sold_mrr, managed_mrr FROM tier_decision d JOIN partner p ON p.id = d.partner_id"
        " ORDER BY 1"
    )
    assert rows == [
        ("agency", Decimal("1200.01"), Decimal("600.01")),
        ("other", Decimal("0.00"), Decimal("600.00")),
    ]
