"""What is kept of findings is what is found, with the moment at which each was found first."""

import asyncio
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from engine.findings.keeping import EVERY, keep_findings
from engine.findings.kinds import KINDS
from engine.findings.looking import look_for, read_ground
from models.database import acquire
from models.enums import FindingKind
from models.locks import Lock, lock
from models.rulebook import Rulebook
from tests.workers.activity import before_call, loading
from tests.workers.conftest import NOW
from tests.workers.facts import certification, client, compute, fetch, load, partner, staff, use
from workers.runner import Runner
from workers.watching import keep_finding

DAY = date(2019, 6, 30)
KEPT = """
SELECT f.kind, f.severity, f.size, p.external_id, c.external_id, e.external_id, f.period, f.detail
FROM finding f LEFT JOIN partner p ON p.id = f.partner_id LEFT JOIN client c ON c.id = f.client_id
LEFT JOIN employee e ON e.id = f.employee_id ORDER BY 1, 3 DESC, 4, 5, 6, 7, 8
"""
FOUND = "SELECT kind, detail, found_at FROM finding ORDER BY 1, 2"


@pytest.fixture(autouse=True)
async def doubtful(runner: Runner, rules: Rulebook) -> None:
    """An agency of which something of most kinds is doubtful, as of the 30th of June 2019."""
    sold = [client(1, sold_on="2020-01-01"), client(2, sold_on="2018-01-01"), client(3)]
    outside = {"type": "employee", "id": "out", "partner": "agency", "email": "out@other.example"}
    ghost = [
        {**line, "actor": "ghost@agency.example", "id": f"ghost-{line['id']}"} for line in use(1, "2019-06-01", "CRM")
    ]
    await load([partner(domains=["agency.example", "gmail.com"]), *sold, *staff(1, 2), outside, *ghost], rules)
    await compute(runner, DAY)


async def found(rules: Rulebook) -> list[tuple[object, ...]]:
    """What is found at this moment, as KEPT has what is kept."""
    told: list[tuple[object, ...]] = []
    async with acquire() as connection:
        ground = await read_ground(connection, rules, DAY)
        for kind, declared in sorted(KINDS.items()):
            for one in (await look_for(connection, ground, kind)).findings:
                about = (one.partner, one.client, one.employee, one.period, one.detail)
                told.append((kind.value, declared.severity.value, Decimal(one.size), *about))
    return told


async def test_what_is_kept_is_what_is_found(rules: Rulebook) -> None:
    assert await keep_findings(rules, NOW) == list(FindingKind)
    kept = await fetch(KEPT)
    assert kept == await found(rules)
    assert len({row[0] for row in kept}) == 7
    totals = await fetch("SELECT kind, total FROM finding_look WHERE as_of = $1 AND looked_at = $2", DAY, NOW)
    assert dict(totals) == {kind: sum(row[0] == kind for row in kept) for kind in FindingKind}


async def test_what_is_no_longer_there_goes_and_what_stays_keeps_its_moment(rules: Rulebook) -> None:
    await keep_findings(rules, NOW)
    before = await fetch(FOUND)
    mended = partner(domains=["agency.example", "other.example", "web.de"])
    await load([mended, client(1), client(2, sold_on="2018-01-02"), certification()], rules)
    assert await keep_findings(rules, NOW + EVERY) == list(FindingKind)
    assert await fetch(KEPT) == await found(rules)
    after = await fetch(FOUND)
    stayed = {row for row in after if row in before}
    assert {row[0] for row in stayed} == {
        "ACCESS_WITHOUT_ACTIVITY", "REPORT_LATE", "UNKNOWN_ADDRESS",
    }  # fmt: skip
    new = {(kind, detail) for kind, detail, _ in set(after) - stayed}
    assert new == {
        ("FREE_MAIL_DOMAIN", "web.de"), ("SALE_FAR_FROM_REGISTRATION", "sold on 2018-01-02, registered on 2019-01-10"),
    }  # fmt: skip
    assert min(row[2] for row in after if row not in stayed) > max(row[2] for row in before)


async def test_a_size_that_changes_is_kept_and_the_moment_stays(rules: Rulebook) -> None:
    await keep_findings(rules, NOW)
    before = await fetch("SELECT about, found_at, size + 1 FROM finding WHERE kind = 'ACCESS_WITHOUT_ACTIVITY'")
    assert await keep_findings(rules, NOW + timedelta(days=1)) == list(FindingKind)
    after = await fetch("SELECT about, found_at, size FROM finding WHERE kind = 'ACCESS_WITHOUT_ACTIVITY'")
    assert (sorted(after), len(after)) == (sorted(before), 2)


@pytest.mark.parametrize(
    ("later", "looks"),
    [(timedelta(0), False), (EVERY - timedelta(seconds=1), False), (EVERY, True), (timedelta(hours=22), True)],
)
async def test_a_kind_is_looked_for_once_in_a_while_and_on_each_day(
    rules: Rulebook, later: timedelta, *, looks: bool
) -> None:
    first = datetime(2019, 7, 1, 3, tzinfo=NOW.tzinfo)
    assert await keep_findings(rules, first)
    assert bool(await keep_findings(rules, first + later)) is looks


async def test_it_is_looked_for_anew_once_a_day_has_closed(rules: Rulebook) -> None:
    assert await keep_findings(rules, datetime(2019, 7, 1, 23, 59, tzinfo=NOW.tzinfo))
    assert await keep_findings(rules, datetime(2019, 7, 2, 0, 1, tzinfo=NOW.tzinfo)) == list(FindingKind)


async def test_while_another_process_looks_nobody_else_does_nor_waits(rules: Rulebook) -> None:
    async with acquire() as other, other.transaction():
        await lock(other, Lock.FINDINGS)
        assert await keep_findings(rules, NOW) == []
    assert await fetch("SELECT count(*) FROM finding") == [(0,)]
    assert await keep_findings(rules, NOW) == list(FindingKind)


async def test_a_load_waits_for_no_look_and_the_next_look_finds_what_it_brought(
    rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed = partner(domains=["agency.example"], name="agency")
    begin = loading([renamed, client(1, sold_on="2018-01-03")], rules)
    last = len(FindingKind)
    async with before_call(monkeypatch, "engine.findings.keeping._note_looked", last, begin, waits=False):
        assert await keep_findings(rules, NOW) == list(FindingKind)
    assert ("sold on 2020-01-01, registered on 2019-01-10",) in await fetch("SELECT detail FROM finding")
    await keep_findings(rules, NOW + EVERY)
    assert await fetch(KEPT) == await found(rules)
    assert ("sold on 2018-01-03, registered on 2019-01-10",) in await fetch("SELECT detail FROM finding")


async def test_what_nothing_rests_on_any_more_goes(rules: Rulebook) -> None:
    await keep_findings(rules, NOW)
    before_the_first_edition = datetime(2016, 11, 1, 12, tzinfo=NOW.tzinfo)
    await fetch("UPDATE finding_look SET as_of = '2016-01-01', looked_at = '2016-01-01'")
    await keep_findings(rules, before_the_first_edition)
    assert await fetch("SELECT count(*) FROM finding") == [(0,)]
    assert set(await fetch("SELECT total FROM finding_look")) == {(0,)}


async def test_a_worker_looks_again_and_again_whatever_goes_wrong(
    rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.watching.EVERY_SECONDS", 0)
    looks: list[datetime] = []
    done = asyncio.Event()

    async def look(of: Rulebook, now: datetime) -> list[FindingKind]:
        looks.append(now)
        if len(looks) == 1:
            raise ConnectionResetError
        looked = await keep_findings(of, now)
        done.set()
        return looked

    monkeypatch.setattr("workers.watching.keep_findings", look)
    keeping = asyncio.create_task(keep_finding(rules, lambda: NOW))
    await asyncio.wait_for(done.wait(), 60)
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    assert looks[:2] == [NOW, NOW]
    assert await fetch(KEPT) == await found(rules)
