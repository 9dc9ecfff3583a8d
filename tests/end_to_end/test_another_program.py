"""An operator runs another vendor's program: from its earlier editions to decisions by those published since."""

import json
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from tests.end_to_end.machine import Machine
from tests.oracle.facts import FactBook
from tests.oracle.grammar.delivery import facts_of, line_of
from tests.oracle.grammar.rules import Rules
from tests.oracle.grammar.world import World
from tests.postgres import opened
from tests.tiers.editions.editions import TEXTS, changed
from tests.workers.plainly import answers, expect_decisions, expect_standings

EARLIER = ("odoo-v5", "odoo-v7", "odoo-v9b")
QUARTERLY = TEXTS["odoo-v11"]
DECIDED = date(2026, 6, 15)
MONTHLY = changed(
    "odoo-v11",
    ('key = "v11"', 'key = "v11-monthly"'),
    ("effective_from = 2023-05-19", "effective_from = 2026-06-14"),
    ('deciding = { rhythm = "DAILY" }', 'deciding = { rhythm = "MONTHLY", day = 15 }'),
    ('fall = { on = "MONTHS", months = [1, 4, 7, 10], day = 1 }', 'fall = { on = "ALWAYS" }'),
)
"""The same ladder, decided as tiers are so far."""
BY_QUARTERLY, BY_MONTHLY = date(2026, 6, 13), date(2026, 6, 14)
BACKDATED = ("--backdate", "--reason", "the agreement is older than this installation")
SEED = 28


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """One that has begun with the program's earlier editions."""
    editions = tmp_path / "editions"
    editions.mkdir()
    for stem in EARLIER:
        (editions / f"{stem}.toml").write_text(TEXTS[stem])
    machine = Machine(tmp_path)
    try:
        machine.start(TIERLINE_EDITIONS=str(editions))
        yield machine
    finally:
        machine.stop()
        shutil.rmtree(tmp_path)


@pytest.fixture
async def database(machine: Machine) -> AsyncIterator[None]:
    """The machine's, for looking at what is stored."""
    async with opened(machine.data.database_url):
        yield


def do(machine: Machine, *arguments: str, stdin: str | None = None) -> tuple[str, str]:
    """What a command that succeeds prints, and what it tells beside."""
    done = machine.run(*arguments, stdin=stdin)
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def refused(machine: Machine, *arguments: str) -> str:
    done = machine.run(*arguments)
    assert done.returncode == 1
    return done.stderr


def portfolio() -> FactBook:
    """Partners of all tiers around the day on which is decided, without periods that overlap."""
    tables = World(Rules(MONTHLY), BY_MONTHLY, Random(SEED)).draw().tables  # noqa: S311 - repeatable on purpose
    tables.certifications.clear()  # which no edition of the program looks at
    first = {key[:2]: key for key in sorted(tables.credentials, reverse=True)}
    tables.credentials = {key: tables.credentials[key] for key in first.values()}
    return FactBook(tables)


@pytest.mark.usefixtures("database")
async def test_an_operator_publishes_editions_of_another_program_and_decides_by_them(
    machine: Machine, tmp_path: Path
) -> None:
    quarterly, monthly, agency = (tmp_path / f"{name}.toml" for name in ("v11", "v11-monthly", "agency"))
    for path, text in ((quarterly, QUARTERLY), (monthly, MONTHLY), (agency, TEXTS["agency-2018-05"])):
        path.write_text(text)

    said, beside = do(machine, "editions", "check", str(quarterly), "--backdate")
    assert said == "odoo/v11 can be published\n"
    assert "no tiers are decided yet" in beside
    do(machine, "editions", "draft", str(quarterly))
    do(machine, "editions", "publish", "v11", *BACKDATED)
    do(machine, "editions", "publish", str(monthly), *BACKDATED)
    listed = json.loads(do(machine, "editions", "list", "--json")[0])
    assert [one["key"] for one in listed] == ["v5", "v7", "v9b", "v11", "v11-monthly"]
    assert "decides by program odoo" in refused(machine, "editions", "publish", str(agency), *BACKDATED)

    book = portfolio()
    lines = [json.dumps(line_of(table, fact)) for table, _, fact in facts_of(book.tables)]
    said, _ = do(machine, "import", "-", "--confirm-reports", stdin="\n".join(lines))
    assert said == f"stdin: {len(lines)} accepted, 0 unchanged, 0 rejected\n"

    by_quarterly, by_monthly = Rules(QUARTERLY), Rules(MONTHLY)
    for day, plain in ((BY_QUARTERLY, by_quarterly), (BY_MONTHLY, by_monthly)):
        do(machine, "recompute", "activity", "--from", str(day), "--to", str(day), "--wait")
        await expect_standings(plain, book, day)
    assert "policy.deciding.rhythm: DAILY" in refused(machine, "recompute", "tiers", "--month", "2026-05", "--wait")
    do(machine, "recompute", "tiers", "--month", "2026-06", "--wait")
    await expect_decisions(by_monthly, book, DECIDED)
    reached = {found.tier for found in answers(by_monthly, book, BY_MONTHLY).values()}
    assert reached == {tier["key"] for tier in by_monthly.rows("tiers")}

    assert do(machine, "verify", "--month", "2026-06")[0] == "every decision of 2026-06 is what its facts give\n"
    do(machine, "check", "--all")
