"""Whoever asks what would be writes nothing, waits for nobody, and has nobody wait."""

from datetime import date

import pytest

from engine.what_if import WhatIf
from models.database import transaction
from models.locks import Lock, lock
from models.months import make_months
from models.rulebook import Rulebook
from tests.engine.supposing import ask_what_if
from tests.workers.activity import before_call
from tests.workers.facts import Line, client, compute, decide, fetch, load, mrr, partner, report, silver, staff, use
from workers.runner import Runner

DAY = date(2019, 4, 14)
SUPPOSED: list[Line] = [
    *(partner("new"), client(1, name="Else"), client(2), *staff(1, 2)),
    {"type": "certification", "partner": "new", "valid_from": "2019-01-01", "valid_until": "2019-12-31"},
    {"type": "credential", "employee": "ada-agency", "name": "ADS", "valid_from": "2019-01-01"},
    {"type": "sale", "id": "s1", "partner": "agency", "client": "c2", "line": "CRM", "kind": "SOURCED",
     "sold_on": "2019-01-10"},
    {"type": "measure", "partner": "agency", "name": "SEATS", "on": "2019-01-01", "value": "1"},
    *(mrr("2019-03", 1, "7000.00"), report("2019-03", "2019-04-02"), *use(2, "2019-04-01", "CTA")),
    {"type": "client_mrr", "client": "c2", "amount": "5.00"},
]  # fmt: skip
TABLES = """
SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY 1
"""
SEQUENCES = "SELECT schemaname, sequencename, last_value FROM pg_sequences ORDER BY 1, 2"
OF_MINE = "SELECT count(*) FROM pg_class WHERE relpersistence = 't'"


@pytest.fixture(autouse=True)
async def months(database: str) -> None:
    """Those that are looked at have tables, as time has made them."""
    async with transaction() as connection:
        await make_months(connection, [date(2018 + month // 12, month % 12 + 1, 1) for month in range(11, 18)])


async def suppose(rules: Rulebook, *, own: bool = False) -> WhatIf:
    [(agency,)] = await fetch("SELECT id FROM partner WHERE external_id = 'agency'")
    return await ask_what_if(rules, agency, DAY, DAY, SUPPOSED, own=own)


async def digest_everything() -> list[object]:
    rows: list[object] = []
    for (table,) in await fetch(TABLES):
        rows.append(
            (table, await fetch(f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t"))
        )
    return [*rows, await fetch(SEQUENCES), await fetch(OF_MINE)]


@pytest.mark.parametrize("own", [False, True])
async def test_nothing_is_written_and_no_number_taken(runner: Runner, rules: Rulebook, *, own: bool) -> None:
    await load(silver(), rules)
    await compute(runner, DAY)
    await decide(runner, DAY.replace(day=1))
    await load(use(1, "2019-04-02", "CTA"), rules)
    before = await digest_everything()
    found = await suppose(rules, own=own)
    assert found.taken == len(SUPPOSED) - 2  # an employee and an access say what is there
    assert found.rejected == ()
    assert await digest_everything() == before


@pytest.mark.parametrize("function", ["stage_lines", "make_shadows", "_compare"])
async def test_a_load_goes_on_while_it_is_asked_and_is_not_in_the_answer(
    rules: Rulebook, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    await load(silver(), rules)
    before = await suppose(rules)

    async def loads() -> None:
        later = [*staff(1), mrr("2019-02", 1, "9000.00", 2), report("2019-02", "2019-04-01", 2), client(3)]
        await load([*later, *use(1, "2019-08-20", "CTA"), *use(3, "2019-03-01", "CTA")], rules)

    async with before_call(monkeypatch, f"engine.what_if.{function}", 1, loads, waits=False):
        assert await suppose(rules) == before
    assert await suppose(rules) != before


async def test_a_load_under_way_is_not_waited_for(rules: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    await load(silver(), rules)
    before = await suppose(rules)
    found: list[WhatIf] = []

    async def ask() -> None:
        found.append(await suppose(rules))

    async with before_call(monkeypatch, "intake.load._collect", 1, ask, waits=False):
        await load([*SUPPOSED[:-1], client(3)], rules)
    assert found == [before]


async def test_no_lock_is_waited_for(rules: Rulebook) -> None:
    await load(silver(), rules)
    before = await suppose(rules)
    async with transaction() as holder:
        for which in (Lock.SCHEDULE, Lock.RECOMPUTE, Lock.EDITIONS, Lock.MONTHS, Lock.FACTS, Lock.EVENTS):
            await lock(holder, which)
        await holder.execute("UPDATE calendar SET activity_checked = NOT activity_checked")
        await holder.execute(
            "UPDATE partner SET name = name; UPDATE client SET name = name; UPDATE employee SET email = email"
        )
        assert await suppose(rules) == before


async def test_one_connection_can_be_asked_again_and_then_used_for_anything(rules: Rulebook) -> None:
    await load(silver(), rules)
    first = await suppose(rules)
    assert await fetch("SELECT count(*) FROM client") == [(1,)]
    await load([client(4), *staff(4)], rules)
    assert await fetch("SELECT count(*) FROM client") == [(2,)]
    again = await suppose(rules)
    assert again.before is not None
    assert first.before is not None
    assert len(again.before.assessment.credits) == len(first.before.assessment.credits) + 1
