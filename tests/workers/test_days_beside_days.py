"""A history of days computed by what changed, beside one from scratch: all that is stored is the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine.carried import read_carried
from jobs.queue import Queue
from jobs.requests import Job, Request, request_tiers
from models.database import acquire
from models.rulebook import Rulebook
from ops.data import DataDirectory
from tests.conftest import own_database
from tests.engine.delivering import deliver_part
from tests.oracle.facts import FactBook
from tests.oracle.grammar.delivery import Fact, facts_of
from tests.oracle.grammar.rules import Rules
from tests.oracle.grammar.world import PARTNERS, World
from tests.oracle.intake import Tables
from tests.postgres import like, opened
from tests.workers.facts import client, fetch, load, mrr, partner, report, use
from tests.workers.plainly import expect_evidence, expect_standings
from tests.workers.test_any_edition import compute, queue
from tests.workers.test_change import ROWS, bases, however_many
from tests.workers.test_change_any_edition import UNKNOWN
from tiers.credits import CarriedCredits
from tiers.editions.parsing import parse_edition
from tiers.periods import decision_day, minus_months
from workers.runner import Runner

__all__ = ["however_many", "queue"]

HEAD = """
program = "small"
key = "1"
name = "Small"
effective_from = 2020-01-01
currency = "{currency}"

[[catalogues]]
key = "SERVICES"
of = "lines"
members = ["SERVICE", {{ name = "CLOUD", valid_until = 2025-03-14 }}]

[[catalogues]]
key = "NEAR"
of = "countries"
members = ["FR", "PL"]

[[catalogues]]
key = "APPS"
of = "apps"
members = ["CRM", "CTA", {{ name = "EMAIL", valid_from = 2025-04-12 }}]

[[catalogues]]
key = "SOCIAL"
of = "apps"
members = ["SOCIAL_INBOX", "EMAIL"]

[[currencies]]
code = "CHF"
amount = 9
worth = 1{zeros}
valid_until = 2024-03-01

[[currencies]]
code = "CHF"
amount = 8
worth = 1{zeros}
valid_from = 2024-03-02
"""
TAIL = """
[[tiers]]
key = "FIRST"
name = "First"
[[tiers.alternatives]]
at_least = {{ {first} = 1 }}

[[tiers]]
key = "SECOND"
name = "Second"
[[tiers.alternatives]]
at_least = {{ {first} = 2 }}

[policy]
deciding = {{ rhythm = "MONTHLY", day = 15 }}
rise = {{ on = "ALWAYS" }}
fall = {{ on = "ALWAYS" }}
"""
SOLD = 'kind = "sold"\nkey = "SOLD"\nname = "Sold"\nmonths = 6'
MANAGED = 'kind = "managed"\nkey = "MANAGED"\nname = "Managed"\ndays = 30\nlogins_count = true\nsplit = "full"'
SHARED = 'kind = "managed"\nkey = "SHARED"\nname = "Shared"\ndays = 9\nlogins_count = false\nsplit = "even"'
ASSISTED = 'kind = "sold"\nkey = "ASSISTED"\nname = "Assisted"\nmonths = 24\nkinds = ["ASSISTED"]'
SERVICES = 'kind = "sold"\nkey = "SERVICES"\nname = "Services"\nmonths = 12\nlines = "SERVICES"'
IN_ONE_WAY = (SOLD, MANAGED)
IN_MANY_WAYS = (SERVICES, ASSISTED, SOLD, f'{SHARED}\nlines = "SERVICES"', MANAGED)
CLIENTS = ('kind = "count"', 'unit = "COUNT"', 'of = "clients"')
LINES = ('kind = "count"', 'unit = "COUNT"', 'of = "lines"')
MRR = ('kind = "median"', 'unit = "MONEY"', 'of = "mrr"')
APPS = ('kind = "median"', 'unit = "COUNT"', 'of = "apps"')
NEAR = ('kind = "sum"', 'unit = "MONEY"', 'factors = [{ countries = "NEAR", factor = "1.5" }]')
UNPAID = "paying = false"
ALL = 'over = ["SOLD", "MANAGED"]'
MANY = 'over = ["SERVICES", "ASSISTED", "SHARED"]'

Metric = tuple[str, ...]


@dataclass(frozen=True)
class Small:
    """An edition of a few metrics; of the first one tiers ask for 1 and for 2."""

    currency: str
    ways: Sequence[str]
    metrics: Sequence[Metric]

    @property
    def text(self) -> str:
        """The edition's file."""
        tables = [HEAD.format(currency=self.currency, zeros="00" if self.currency == "JPY" else "")]
        tables += [f"[[credits]]\n{way}\n" for way in self.ways]
        for number, lines in enumerate(self.metrics):
            tables.append("\n".join(("[[metrics]]", f'key = "M{number}"', f'name = "M{number}"', *lines, "")))
        return "\n".join((*tables, TAIL.format(first="M0")))


def apps(catalogue: str, days: int) -> Metric:
    return (*APPS, f'apps = "{catalogue}"', f"days = {days}")


EDITIONS = {
    "one way of a kind": Small(
        "USD",
        IN_ONE_WAY,
        [
            (*LINES, ALL),
            (*LINES, UNPAID, 'over = ["MANAGED"]'),
            (*MRR, ALL),
            (*MRR, 'over = ["SOLD"]'),
            (*apps("APPS", 30), ALL),
            (*apps("SOCIAL", 9), ALL),
            (*apps("SOCIAL", 45), 'over = ["SOLD"]'),
        ],
    ),
    "one way of a kind, and clients": Small("USD", IN_ONE_WAY, [(*MRR, ALL), (*LINES, ALL), (*CLIENTS, UNPAID, ALL)]),
    "many ways in yen": Small(
        "JPY",
        IN_MANY_WAYS,
        [
            (*LINES, ALL),
            (*LINES, MANY),
            (*LINES, UNPAID, MANY),
            (*MRR, ALL),
            (*MRR, MANY),
            (*apps("APPS", 30), ALL),
            (*NEAR, ALL),
            (*CLIENTS, MANY),
        ],
    ),
    "apps in many ways": Small(
        "EUR",
        IN_MANY_WAYS,
        [(*NEAR, ALL), *((*apps("APPS", days), MANY) for days in (9, 30, 60)), (*apps("SOCIAL", 9), ALL)],
    ),
}
SEEDS = range(12)
QUICK = 2
DAYS = 10
MIDDLE = (date(2024, 3, 1), date(2025, 3, 14), date(2025, 4, 12))
"""The days on which most begins and ends in worlds, in the middle of those that are computed."""
DECISIONS = {
    "tier_decision": "SELECT id, partner_id, effective_on, revision, tier, metrics::text, factors::text, provisional,"
    " inputs_digest FROM tier_decision ORDER BY id",
    "decision_credit": "SELECT decision_id, client_id, sold_amount, sold_status, sold_until, managed_amount,"
    " managed_status, managed_until, apps_used, counts_in_median, ways::text FROM decision_credit ORDER BY 1, 2",
}


class Crowd(World):
    """As many clients as leave most of them alone on each day."""

    def draw(self) -> FactBook:
        for one in PARTNERS:
            self._partner(one)
        self._reports()
        for number in range(24):
            self._client(f"c{number}")
        return FactBook(self.tables)


def daily_files(chance: Random, facts: Sequence[Fact]) -> list[list[Fact]]:
    """The facts in a file a day; of each client, what does not come with the first comes on one or two of the others.

    Most of what they say of an end, a sale or a country comes then."""
    parts: list[list[Fact]] = [[] for _ in range(DAYS)]
    reported = {key: chance.choice((0, 0, 0, 4, 7)) for table, key, _ in facts if table == "reports"}
    later = {key: chance.sample(range(1, DAYS), 2) for table, key, _ in facts if table == "clients"}
    for table, key, fact in facts:
        if table in ("mrr", "reports"):
            parts[reported[key[:2]]].append((table, key, fact))  # a report is loaded whole
            continue
        client = key if table == "clients" else getattr(fact, "client", None)
        day = 0 if client is None or chance.random() < 0.6 else chance.choice(later[client])
        if day > 0 and table in UNKNOWN:
            parts[0].append((table, key, replace(fact, **UNKNOWN[table])))
        parts[day].append((table, key, fact))
    return parts


async def decide(rules: Rulebook, queue: Queue, day: date) -> None:
    """Decides the newest month whose decisions are due after the day."""
    month = day.replace(day=1)
    if day < decision_day(month):
        month = minus_months(month, 1)
    now = datetime.combine(day + timedelta(2), time(3), UTC)
    async with acquire() as connection:
        job = await request_tiers(connection, rules, month, Request("ada", now))
    assert isinstance(job, Job), job
    assert await Runner(rules, queue, lambda: now).run(job.id) == "succeeded"


async def live(small: Small, queue: Queue, seed: int, *, from_scratch: bool) -> dict[str, list[tuple[Any, ...]]]:
    """All that is stored after some days of the same facts; by what changed, it is as plain workings say each day."""
    rules, plain = Rulebook((parse_edition(small.text, "small"),), ZoneInfo("UTC")), Rules(small.text)
    chance, tables = Random(f"{small.text} {seed}"), Tables()  # noqa: S311 - repeatable on purpose
    middle = chance.choice(MIDDLE)
    facts = list(facts_of(Crowd(plain, middle, chance).draw().tables))
    days = [middle + timedelta(number - DAYS // 2) for number in range(DAYS)]
    for day, file in zip(days, daily_files(chance, facts), strict=True):
        await deliver_part(file, tables, rules)
        await compute(rules, queue, day, from_scratch=from_scratch)
        if day == decision_day(day):
            await decide(rules, queue, day)
        if not from_scratch:
            book = FactBook(tables)
            await expect_standings(plain, book, day)
            await expect_evidence(plain, book, day)
    await decide(rules, queue, days[-1])
    return {name: await fetch(sql) for name, sql in {**ROWS, **DECISIONS}.items()}


@pytest.mark.parametrize(
    ("name", "seed"),
    [pytest.param(name, seed, marks=() if seed < QUICK else pytest.mark.chaos) for name in EDITIONS for seed in SEEDS],
)
async def test_days_by_what_changed_leave_what_days_from_scratch_leave(
    servers: DataDirectory, template: str, redis_url: str, name: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried: list[CarriedCredits] = []

    async def read(*of: Any) -> Mapping[int, Sequence[CarriedCredits]]:  # noqa: ANN401 - whatever it is called with
        found = await read_carried(*of)
        carried.extend(one for several in found.values() for one in several)
        return found

    monkeypatch.setattr("engine.gather.read_carried", read)
    found = []
    for from_scratch in (False, True):
        async with own_database(servers, like(template)) as url, opened(url), Queue(redis_url) as queue:
            found.append(await live(EDITIONS[name], queue, seed, from_scratch=from_scratch))
            looked_at_all = [base is None for base in await bases()]
            assert all(looked_at_all) is from_scratch
    assert found[0] == found[1]
    assert any(any(one.medians.values()) for one in carried)
    assert any(any(one.lines.values()) for one in carried) is any(LINES[-1] in one for one in EDITIONS[name].metrics)


async def test_an_app_that_drops_out_of_the_longer_window_alone_is_not_missed(queue: Queue) -> None:
    small = Small("USD", IN_ONE_WAY, [(*apps("APPS", 9), ALL), (*apps("APPS", 45), ALL)])
    rules = Rulebook((parse_edition(small.text, "small"),), ZoneInfo("UTC"))
    reported = [mrr("2020-01", 1, "5.00"), report("2020-01", "2020-02-02")]
    await load([partner(), client(1, sold_on="2020-01-10"), *reported, *use(1, "2020-02-10", "CRM")], rules)
    last = date(2020, 2, 10) + timedelta(45)
    for day in (last, last + timedelta(1)):
        await compute(rules, queue, day)
    numbers = "SELECT metrics ->> 'M0', metrics ->> 'M1' FROM standing ORDER BY as_of"
    assert await fetch(numbers) == [("0", "1"), ("0", "0")]
    assert await bases() == [None, f"{last}"]
