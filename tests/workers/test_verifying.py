"""The same facts give the same decisions, whoever makes them, and `verify` finds those that are not what they give."""

import random
from datetime import date
from hashlib import sha256
from typing import Any

import pytest

from engine.comparison import verify_month
from models.database import acquire
from models.rulebook import Rulebook
from tests.oracle.generate import portfolio
from tests.workers.facts import client, decide, fetch, load, mrr, partner, report, silver
from workers.runner import Runner

MONTH = date(2019, 4, 1)
DECISIONS = """
SELECT p.external_id, d.revision, d.tier, d.sold_mrr, d.managed_mrr, d.median_app_usage, d.provisional,
       d.edition_digest, d.inputs_digest, d.id
FROM tier_decision d JOIN partner p ON p.id = d.partner_id ORDER BY 1, 2
"""
KEYS = {  # of two lines with one key the last one wins, so their order does make a difference
    "partner": ["id"],
    "employee": ["id"],
    "client": ["id"],
    "activity": ["id"],
    "certification": ["partner", "valid_from"],
    "access": ["client", "employee", "granted_on"],
    "mrr": ["period", "revision", "client"],
    "mrr_report": ["period", "revision"],
}
WRITTEN = (
    "SELECT (SELECT count(*) FROM tier_decision), (SELECT count(*) FROM decision_credit), (SELECT count(*) FROM event),"
    " (SELECT count(*) FROM daily_activity), (SELECT count(*) FROM stale_day),"
    " (SELECT count(*) FROM pg_class WHERE relname ~ '_[0-9]+$' AND relpersistence = 'u')"
)


async def verify(rules: Rulebook) -> list[str]:
    async with acquire() as connection:
        return await verify_month(connection, rules, MONTH)


async def forget() -> None:
    async with acquire() as connection:
        await connection.execute(
            "TRUNCATE partner, client, actor, mrr_report, activity_event, daily_activity, seen_event, stale_day,"
            " stale_client, stale_partner, recompute_job RESTART IDENTITY CASCADE"
        )


@pytest.mark.parametrize("seed", [31, 32])
async def test_the_order_of_facts_and_the_size_of_chunks_make_no_difference(
    runner: Runner, rules: Rulebook, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)  # noqa: S311  # repeatable on purpose
    made = portfolio(seed, partners=20, clients=100, start=date(2018, 10, 1), end=date(2019, 4, 20))
    lines = list({tuple(line.get(name) for name in ("type", *KEYS[str(line["type"])])): line for line in made}.values())
    found: list[list[tuple[Any, ...]]] = []
    for rows_a_chunk in (1_000_000, 7):
        monkeypatch.setattr("engine.runs.ROWS_A_CHUNK", rows_a_chunk)
        await forget()
        await load(lines, rules)
        await decide(runner, MONTH)
        found.append([row[:-1] for row in await fetch(DECISIONS)])
        chance.shuffle(lines)
    assert found[0] == found[1]
    assert found[0]
    assert all(len(row[-1]) == len(row[-2]) == 64 for row in found[0])
    assert len({row[-1] for row in found[0]}) == len(found[0])


async def test_decisions_that_are_what_their_facts_give_are_verified_without_writing(
    runner: Runner, rules: Rulebook
) -> None:
    await load([*silver(), partner("idle")], rules)
    await decide(runner, MONTH)
    before = await fetch(WRITTEN)
    assert await verify(rules) == []
    assert await fetch(WRITTEN) == before


async def test_facts_that_came_since_are_told_and_not_acted_on(runner: Runner, rules: Rulebook) -> None:
    await load([*silver(), partner("idle")], rules)
    await decide(runner, MONTH)
    await load([mrr("2019-02", 1, "800.00", 2), report("2019-02", "2019-04-01", 2), partner("late")], rules)
    before = await fetch(WRITTEN)
    assert await verify(rules) == [
        "agency: was decided SILVER (sold 1200.00, managed 1200.00, median 3.0);"
        " would be without tier (sold 800.00, managed 800.00, median 3.0) now (other facts are known since)",
        "late: has no decision; would be decided without tier (sold 0.00, managed 0.00, no median)",
    ]
    assert await fetch(WRITTEN) == before


async def test_a_decision_that_its_own_facts_do_not_give_is_found(runner: Runner, rules: Rulebook) -> None:
    await load([*silver(), partner("idle")], rules)
    await decide(runner, MONTH)
    await fetch("UPDATE tier_decision SET tier = 'GOLD', rank = 2 WHERE tier = 'SILVER'")
    assert await verify(rules) == [
        "agency: was decided GOLD (sold 1200.00, managed 1200.00, median 3.0);"
        " would be SILVER (sold 1200.00, managed 1200.00, median 3.0) now (from the same facts)"
    ]


async def test_other_credits_and_partners_that_had_not_joined_are_told(runner: Runner, rules: Rulebook) -> None:
    await load([*silver(), partner("idle")], rules)
    await decide(runner, MONTH)
    await load([client(2), partner("idle", joined_on="2019-05-01")], rules)
    assert await verify(rules) == [
        "agency: was decided SILVER (sold 1200.00, managed 1200.00, median 3.0);"
        " the same by other credits or labels now (other facts are known since)",
        "idle: was decided without tier (sold 0.00, managed 0.00, no median);"
        " by now it had not joined on the day that was decided on",
    ]


async def test_the_digest_of_inputs_is_that_of_what_was_gathered_and_the_same_in_every_version(
    runner: Runner, rules: Rulebook
) -> None:
    await load(silver(), rules)
    await decide(runner, MONTH)
    # Partner, certified, client, registered, sold, cents reported, apps in use, employee, access, its end, whether
    # the address is one of the partner's, last active.
    fact = "(agency,t,c1,2019-01-10,2019-01-10,120000,3,ada-agency,2019-01-10,,t,2019-03-11)"
    assert await fetch("SELECT inputs_digest FROM tier_decision") == [(sha256(fact.encode()).hexdigest(),)]
