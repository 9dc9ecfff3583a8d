"""Day after day by any edition's rules: what a run that looks at changes stores is what one that looks at all does."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from jobs.queue import Queue
from tests.engine.delivering import deliver_part, past_world, rulebook
from tests.oracle.facts import FactBook
from tests.oracle.grammar.comparison import EDITIONS
from tests.oracle.grammar.delivery import Fact, facts_of
from tests.oracle.grammar.rules import Rules
from tests.oracle.intake import Tables
from tests.workers.facts import Line, fetch, load, partner
from tests.workers.plainly import expect_evidence, expect_standings
from tests.workers.test_any_edition import compute, queue
from tests.workers.test_change import bases, however_many, rows

__all__ = ["however_many", "queue"]

SEEDS = range(8)
QUICK = {
    "agency-2018-05": 6,
    "agency-2021": 4,
    "agency-2022": 0,
    "agency-2024": 0,
    "further": 0,
    "microsoft-infrastructure-2023": 0,
    "odoo-v11": 0,
}
"""The seeds that are tried for each change, and of which editions."""
AROUND = 3
FILES = 3  # for the first days; on the others time alone goes on
UNKNOWN: dict[str, dict[str, Any]] = {
    "partners": {"country": None},
    "employees": {"left_on": None},
    "credentials": {"valid_until": None},
    "clients": {"country": None, "sold_by": None, "sold_on": None},
    "sales": {"ended_on": None},
    "accesses": {"revoked_on": None},
}
"""What becomes known of a fact only later."""


def files(chance: Random, facts: Sequence[Fact]) -> list[list[Fact]]:
    """The facts in so many files; most of what they say of an end, a sale or a country comes with a later one."""
    parts: list[list[Fact]] = [[] for _ in range(FILES)]
    reported = {key: chance.randrange(FILES) for table, key, _ in facts if table == "reports"}
    for table, key, fact in facts:
        if table in ("mrr", "reports"):
            parts[reported[key[:2]]].append((table, key, fact))  # a report is loaded whole
            continue
        first = 0 if table in ("partners", "employees", "clients") else chance.randrange(FILES)
        later = chance.randrange(first, FILES)
        if later > first and table in UNKNOWN:
            parts[first].append((table, key, replace(fact, **UNKNOWN[table])))
        parts[later if table in UNKNOWN else first].append((table, key, fact))
    return parts


@pytest.mark.parametrize(
    ("stem", "seed"),
    [
        pytest.param(stem, seed, marks=() if QUICK.get(stem) == seed else pytest.mark.chaos)
        for stem in sorted(EDITIONS)
        for seed in SEEDS
    ],
)
async def test_nothing_that_is_loaded_begins_or_ends_is_missed(queue: Queue, stem: str, seed: int) -> None:
    rules, plain = rulebook(stem), Rules(EDITIONS[stem])
    chance, tables = Random(f"{stem} {seed}"), Tables()  # noqa: S311 - repeatable on purpose
    facts, middle = past_world(stem, seed, around=AROUND)
    parts = iter(files(chance, list(facts_of(facts.tables))))
    for day in (middle + timedelta(offset) for offset in range(-AROUND, AROUND + 1)):
        await deliver_part(next(parts, []), tables, rules)
        book = FactBook(tables)
        await compute(rules, queue, day)
        await expect_standings(plain, book, day)
        await expect_evidence(plain, book, day)
    found = await rows()
    await compute(rules, queue, day, from_scratch=True)
    assert await rows() == found
    assert any(base is not None for base in await bases())


BASE = date(2025, 3, 31)
NEXT = BASE + timedelta(1)
ADA = {"type": "employee", "id": "ada", "partner": "agency", "email": "ada@agency.example"}


def holding(valid_from: str, valid_until: date | None = None) -> Line:
    until = None if valid_until is None else f"{valid_until}"
    return {"type": "credential", "employee": "ada", "name": "odoo-18", "valid_from": valid_from, "valid_until": until}


def users(on: date) -> Line:
    return {"type": "measure", "partner": "agency", "name": "net_users", "on": f"{on}", "value": "7"}


@pytest.mark.parametrize(
    "lines",
    [
        [ADA, holding(f"{NEXT}")],
        [ADA, holding("2025-01-01", BASE)],
        [{**ADA, "left_on": f"{NEXT}"}, holding("2025-01-01")],
        [users(NEXT)],
        [users(date(2024, 4, 1))],
    ],
    ids=["a credential begins", "one ends", "its holder leaves", "a measure comes", "one drops out of its window"],
)
async def test_what_time_alone_changes_of_a_partner_is_not_missed(queue: Queue, lines: Sequence[Line]) -> None:
    """The other partner is not looked at."""
    rules = rulebook("odoo-v11")
    await load([partner(), partner("other"), *lines], rules)
    await compute(rules, queue, BASE)
    await compute(rules, queue, NEXT)
    assert await fetch("SELECT base_day, partners FROM recompute_run ORDER BY id") == [(None, 2), (BASE, 1)]
    numbers = await fetch("SELECT metrics FROM standing JOIN partner p ON p.id = partner_id WHERE p.name = 'Agency'")
    assert len(set(numbers)) == 2
    found = await rows()
    await compute(rules, queue, NEXT, from_scratch=True)
    assert await rows() == found


@pytest.mark.parametrize(("stem", "column"), [("agency-2024", "ways"), ("further", "further_apps_used")])
async def test_credits_of_which_earlier_versions_kept_less_are_looked_at(queue: Queue, stem: str, column: str) -> None:
    rules = rulebook(stem)
    sold = {"registered_on": "2024-12-01", "sold_by": "agency", "sold_on": "2024-12-01"}
    clients = [{"type": "client", "id": f"c{number}", "name": "Client", **sold} for number in (1, 2)]
    lines = [
        {"type": "mrr", "period": "2025-02", "client": one["id"], "amount": "1000.00", "currency": "USD"}
        for one in clients
    ]
    report = {"type": "mrr_report", "period": "2025-02", "ran_on": "2025-03-03"}
    await load([partner(), *clients, *lines, report], rules)
    await compute(rules, queue, NEXT)
    await fetch(f"UPDATE client_credit SET {column} = NULL")
    access = {"type": "access", "client": "c1", "employee": "ada", "granted_on": f"{NEXT}"}
    await load([ADA, access], rules)
    await compute(rules, queue, NEXT)
    assert (await bases())[-1] is not None
    found = await rows()
    await compute(rules, queue, NEXT, from_scratch=True)
    assert await rows() == found
