"""Standings and evidence by any edition's rules, as runs store them, beside plain workings of the same facts."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from engine.checks.check import Sample
from engine.checks.looking import look_for
from engine.checks.registry import CHECKS
from engine.rows import read_numbers
from jobs.queue import Queue
from jobs.requests import Job, Request, request_activity
from models.database import acquire
from models.rulebook import Rulebook
from tests.engine.delivering import deliver, past_world, rulebook
from tests.oracle.facts import FactBook
from tests.oracle.grammar.answer import answer
from tests.oracle.grammar.comparison import EDITIONS
from tests.oracle.grammar.rules import Rules
from tests.oracle.grammar.ways import Credited
from tests.workers.facts import fetch
from workers.runner import Runner

SEEDS = range(6)
QUICK = 1
NEAREST_FIRST = (
    "COUNTED",
    "PENDING_REPORT",
    "EXPIRED",
    "NOT_SOLD_BY_PARTNER",
    "NO_RECENT_ACTIVITY",
    "DOMAIN_MISMATCH",
    "NO_ACCESS",
)
NOTHING = {"sold": "NOT_SOLD_BY_PARTNER", "managed": "NO_ACCESS"}
STANDINGS = """
SELECT p.external_id, metrics::text, factors::text, tier, provisional
FROM standing s
JOIN partner p ON p.id = s.partner_id
WHERE as_of = $1
"""
EVIDENCE = """
SELECT p.external_id, c.external_id, sold_amount, sold_status, sold_until, managed_amount, managed_status, managed_until
FROM client_credit r
JOIN client c ON c.id = r.client_id
JOIN partner p ON p.id = r.partner_id
"""


@pytest.fixture
async def queue(database: str, redis_url: str) -> AsyncIterator[Queue]:
    queue = Queue(redis_url)
    yield queue
    await queue.close()


async def compute(rules: Rulebook, queue: Queue, day: date) -> None:
    """Computes the day on the second one after it."""
    now = datetime.combine(day + timedelta(2), time(3), UTC)
    async with acquire() as connection:
        job = await request_activity(connection, rules, day, day, Request("ada", now))
    assert isinstance(job, Job), job
    assert await Runner(rules, queue, lambda: now).run(job.id) == "succeeded"


def is_as(plain: Rules, key: str, stored: Decimal | None, exact: Fraction | None) -> bool:
    """Whether a stored value is the exact one, or, where no decimals can say that, just below it."""
    if stored is None or exact is None:
        return stored is None and exact is None
    beyond = exact / plain.scale(key) - Fraction(stored)
    return beyond == 0 if (exact / plain.scale(key) * 10**12).denominator == 1 else 0 < beyond < Fraction(1, 10**12)


def together(plain: Rules, kind: str, own: list[tuple[Credited, date | None]]) -> tuple[Decimal, str, date | None]:
    """What a client adds in all ways of a kind, why, and until when."""
    kinds = {way["key"]: way["kind"] for way in plain.rows("credits")}
    of_kind = [(one, until) for one, until in own if kinds[one.way] == kind]
    amount = Decimal(sum(one.amount for one, _ in of_kind)) / plain.minor_units_in_one
    status = min((one.status for one, _ in of_kind), key=NEAREST_FIRST.index, default=NOTHING[kind])
    return round(amount, 2), status, max((until for _, until in of_kind if until is not None), default=None)


async def expect_plain_workings(stem: str, book: FactBook, day: date) -> None:
    """What is stored as of the day, the newest one, is what they say of the facts."""
    plain = Rules(EDITIONS[stem])
    joined = [partner.id for partner in book.tables.partners.values() if partner.joined_on <= day]
    expected = {partner: answer(plain, book, partner, day) for partner in joined}
    rows = await fetch(STANDINGS, day)
    assert {row[0] for row in rows} == set(expected)
    for partner, metrics, factors, tier, provisional in rows:
        values, found = read_numbers(metrics), expected[partner]
        assert set(values) == set(found.values)
        assert [key for key in values if not is_as(plain, key, values[key], found.values[key])] == []
        assert (read_numbers(factors) if factors else {}) == {
            key: one for key, one in found.factors.items() if one != 1
        }
        assert (tier, provisional) == (found.tier, found.provisional)
    stored = {tuple(row[:2]): tuple(row[2:]) for row in await fetch(EVIDENCE)}
    assert stored == {
        (partner, client): (*together(plain, "sold", own), *together(plain, "managed", own))
        for partner, found in expected.items()
        for client, own in found.credits.items()
        if own
    }


async def findings(rules: Rulebook) -> list[str]:
    """What checks find."""
    return [line for check in CHECKS for line in (await look_for(check, rules, Sample(None))).examples]


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=() if seed < QUICK else pytest.mark.chaos) for seed in SEEDS]
)
@pytest.mark.parametrize("stem", sorted(EDITIONS))
async def test_what_a_run_stores_is_what_plain_workings_say(queue: Queue, stem: str, seed: int) -> None:
    rules = rulebook(stem)
    facts, day = past_world(stem, seed)
    book = await deliver(facts, rules)
    await compute(rules, queue, day)
    await expect_plain_workings(stem, book, day)
    assert await findings(rules) == []
