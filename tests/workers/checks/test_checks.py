"""Each check finds what breaks its rule, and nothing where all is well."""

from datetime import timedelta

import asyncpg
import pytest

from engine.checks.check import Check, Found, Sample
from engine.checks.looking import look_for
from engine.checks.registry import CHECKS
from models.database import close_database, open_database
from models.rulebook import Rulebook
from tests.workers.checks.breaking import BREAKS, Break, look_at_all
from tests.workers.facts import fetch


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


async def tell_timeouts(connection: asyncpg.Connection, *_: object) -> Found:
    names = ("statement_timeout", "idle_in_transaction_session_timeout")
    return Found(note=", ".join([await connection.fetchval(f"SHOW {name}") for name in names]))


async def test_no_timeout_of_the_connection_ends_a_check_but_its_own(worked: str, rules: Rulebook) -> None:
    await close_database()
    limits = dict.fromkeys(("statement_timeout", "idle_in_transaction_session_timeout"), timedelta(seconds=7))
    await open_database(worked, timeouts=limits)
    check = Check("timeouts", "", "", find=tell_timeouts)
    assert (await look_for(check, rules, Sample(0))).note == "0, 0"
    assert (await look_for(check, rules, Sample(0), limit=timedelta(seconds=3))).note == "3s, 0"
    assert await fetch("SHOW statement_timeout") == [("7s",)]


async def test_a_check_can_write_nothing(worked: str, rules: Rulebook) -> None:
    async def write(connection: asyncpg.Connection, *_: object) -> Found:
        await connection.execute("DELETE FROM event")
        return Found()

    before = await fetch("SELECT count(*) FROM event")
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        await look_for(Check("writing", "", "", find=write), rules, Sample(0))
    assert await fetch("SELECT count(*) FROM event") == before
