"""Each check finds what breaks its rule, and nothing where all is well."""

from datetime import date

import pytest

from models.database import acquire
from models.rulebook import Rulebook, keep_calendar
from tests.oracle.generate import portfolio
from tests.workers.checks.breaking import BREAKS, Break, look_at_all
from tests.workers.facts import client, compute, decide, fetch, load, mrr, partner, report, silver, staff, use
from workers.checks.registry import CHECKS
from workers.running import Runner

DAY, MONTH = date(2019, 4, 20), date(2019, 4, 1)


@pytest.fixture
async def worked(runner: Runner, rules: Rulebook) -> None:
    """A portfolio with two months decided, one of them twice, and a few days computed."""
    async with acquire() as connection:
        await keep_calendar(connection, rules.zone)
    await load([*silver(), partner("idle"), *use(1, "1999-12-31", "CRM"), client(3, sold_by=None)], rules)
    await decide(runner, date(2019, 3, 1))
    await decide(runner, MONTH)
    more = [client(2), mrr("2019-02", 1, "900.00", 2), mrr("2019-02", 2, "300.00", 2), report("2019-02", "2019-03-20", 2)]
    await load([*more, *staff(2)[1:], *use(2, "2019-04-01", "LISTS")], rules)
    await decide(runner, MONTH)
    await compute(runner, date(2019, 4, 18), DAY)


async def test_nothing_is_found_where_all_is_well(worked: None, rules: Rulebook) -> None:
    assert await fetch("SELECT count(*) FROM tier_decision WHERE revision = 2") != [(0,)]
    assert await look_at_all(rules) == {}


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.name)
async def test_what_is_broken_is_found_and_told_by_its_check(worked: None, rules: Rulebook, broken: Break) -> None:
    for sql in broken.statements:
        await fetch(sql)
    found = await look_at_all(rules)
    assert set(found) == {broken.check, *broken.also}
    assert found[broken.check].examples[0] == broken.example


def test_every_check_is_broken_by_something() -> None:
    assert {broken.check for broken in BREAKS} == {check.name for check in CHECKS}
