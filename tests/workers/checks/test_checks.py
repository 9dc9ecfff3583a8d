"""Each check finds what breaks its rule, and nothing where all is well."""

import pytest

from models.rulebook import Rulebook
from tests.workers.checks.breaking import BREAKS, Break, look_at_all
from tests.workers.facts import fetch
from workers.checks.registry import CHECKS


async def test_nothing_is_found_where_all_is_well(worked: None, rules: Rulebook) -> None:
    assert await fetch("SELECT partner_id FROM tier_decision WHERE revision = 2") == [(1,)]
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
