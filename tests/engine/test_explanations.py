"""Explanations are of what is assessed, whatever runs have taken in, and know of other days what the facts say."""

from collections.abc import Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.background import find_background
from engine.explanations import ExplainedPartner, compare_partner, explain
from engine.reports import find_basis
from engine.snapshots import snapshot, snapshot_of
from models.database import acquire
from models.rulebook import Rulebook
from tests.editions import managing
from tests.engine.looking import look_and_assess
from tests.oracle.delivery import deliver
from tests.oracle.facts import FactBook
from tests.oracle.generate import portfolio
from tests.oracle.grammar.background import background_of
from tests.oracle.grammar.gathered import numbers_of_clients
from tests.tiers.editions.editions import EDITIONS
from tests.workers.facts import client, compute, fetch, load, mrr, partner, report, silver, use
from tiers.change_causes import Cause
from tiers.counting_days import ActiveSpan, Background
from tiers.credits import CreditStatus
from tiers.editions.metrics.facts import People
from tiers.editions.ways import Split
from workers.runner import Runner

pytestmark = pytest.mark.usefixtures("database")

START, END = date(2018, 5, 1), date(2019, 6, 30)
DAYS = (date(2018, 9, 13), date(2019, 6, 14))
WRITTEN = "SELECT (SELECT count(*) FROM stale_day), (SELECT count(*) FROM daily_activity), (SELECT count(*) FROM event)"


async def explained(rules: Rulebook, name: str, day: date) -> ExplainedPartner:
    found = await find(rules, name, day)
    assert found is not None
    return found


async def find(rules: Rulebook, name: str, day: date) -> ExplainedPartner | None:
    [(id_,)] = await fetch("SELECT id FROM partner WHERE external_id = $1", name)
    async with acquire() as connection, snapshot_of(connection, rules.in_force(day), day) as basis:
        return await explain(connection, basis, id_)


async def background(rules: Rulebook, name: str, day: date) -> Background:
    [(id_,)] = await fetch("SELECT id FROM partner WHERE external_id = $1", name)
    clients = [client for (client,) in await fetch("SELECT id FROM client")]
    async with acquire() as connection, snapshot(connection):
        basis = await find_basis(connection, rules.in_force(day), day)
        return await find_background(connection, basis, id_, clients)


def spans_by_name(
    spans: Iterable[tuple[int, Iterable[ActiveSpan]]], clients: dict[int, str], employees: dict[int, str]
) -> set[tuple[str, str, date, date]]:
    return {
        (clients[client], employees[one.employee], one.first_on, one.last_on) for client, own in spans for one in own
    }


@pytest.mark.parametrize("logins_count", [True, False])
async def test_what_is_known_of_other_days_is_what_the_facts_say(
    runner: Runner, rules: Rulebook, monkeypatch: pytest.MonkeyPatch, *, logins_count: bool
) -> None:
    monkeypatch.setattr("engine.background.LOOKED_BACK", 1_000)  # longer than there are facts
    rules = managing(rules, logins_count=logins_count, days=20)
    book = FactBook()
    clients, employees = {}, {}
    compared = 0
    for number, file in enumerate(deliver(61, portfolio(61, partners=6, clients=40, start=START, end=END), files=2)):
        await load(file, rules)
        book.load(file)
        if number == 0:
            await compute(runner, date(2018, 12, 1))
        clients = dict(await fetch("SELECT id, external_id FROM client"))
        employees = dict(await fetch("SELECT id, external_id FROM employee"))
        for day in DAYS:
            for name in book.tables.partners:
                told = await background(rules, name, day)
                plain = background_of(book, rules.in_force(day), name, day)
                assert sorted(told.reports, key=str) == sorted(plain.reports, key=str)
                names = {number: client for client, number in numbers_of_clients(book).items()}
                expected = spans_by_name(plain.spans["MANAGED"].items(), names, dict(enumerate(book.tables.employees)))
                assert spans_by_name(told.spans["MANAGED"].items(), clients, employees) == expected
                compared += len(expected)
    assert compared > 100


@pytest.mark.parametrize("split", Split)
async def test_what_is_explained_is_what_is_assessed_and_nothing_is_written(rules: Rulebook, split: Split) -> None:
    rules = managing(rules, split=split)
    await load(portfolio(62, partners=6, clients=40, start=START, end=END), rules)
    before = await fetch(WRITTEN)
    for day in DAYS:
        for name, one in (await look_and_assess(rules, day)).items():
            told = await explained(rules, name, day)
            assert told.external_id == name
            assert told.explanation.assessment == one.assessment
            assert told.clients.keys() == {client.client for client in one.gathered.facts.clients}
    assert await fetch(WRITTEN) == before


async def test_a_partner_that_has_not_joined_by_the_day_is_not_explained(rules: Rulebook) -> None:
    await load([partner("late", joined_on="2019-05-01")], rules)
    assert await find(rules, "late", date(2019, 4, 30)) is None
    assert await find(rules, "late", date(2019, 5, 1)) is not None


async def test_a_pending_credit_waits_for_the_report_that_is_known_and_for_no_other(rules: Rulebook) -> None:
    day = date(2019, 3, 14)
    await load([*silver(), client(2, registered_on="2019-02-03", sold_on="2019-02-03")], rules)
    assert await counted_from(rules, 2, day) == (CreditStatus.PENDING_REPORT, None)
    await load([mrr("2019-03", 1, "1200.00"), mrr("2019-03", 2, "10.00"), report("2019-03", "2019-04-04")], rules)
    assert await counted_from(rules, 2, day) == (CreditStatus.PENDING_REPORT, date(2019, 4, 4))


async def test_a_credit_counts_since_a_day_that_is_known_or_longer_than_activity_is_looked_at(
    rules: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    active = [line for month in range(4, 13) for line in use(1, f"2019-{month:02}-20", "CRM")]
    await load([*silver(), *active], rules)
    day = date(2019, 12, 1)
    assert await counted_from(rules, 1, day, way="MANAGED") == (CreditStatus.COUNTED, date(2019, 3, 11))
    monkeypatch.setattr("engine.background.LOOKED_BACK", 0)
    assert await counted_from(rules, 1, day, way="MANAGED") == (CreditStatus.COUNTED, None)
    assert await counted_from(rules, 1, date(2020, 1, 5), way="SOLD") == (CreditStatus.COUNTED, date(2019, 3, 5))


async def counted_from(rules: Rulebook, number: int, day: date, way: str = "SOLD") -> tuple[CreditStatus, date | None]:
    told = await explained(rules, "agency", day)
    [id_] = [id_ for id_, named in told.clients.items() if named.external_id == f"c{number}"]
    one = told.explanation.credits[id_][way]
    return one.credit.status, one.counts_from


async def test_an_employee_that_only_nearly_makes_a_client_count_is_named(rules: Rulebook) -> None:
    await load([*silver(), *use(1, "2019-01-20", "CRM")], rules)
    lapsed = date(2019, 3, 11) + timedelta(91)
    told = await explained(rules, "agency", lapsed)
    [own] = told.explanation.credits.values()
    match = own["MANAGED"].match
    assert match is not None
    assert (match.status, match.last_active_on) == (CreditStatus.NO_RECENT_ACTIVITY, date(2019, 3, 11))
    assert told.employees[match.access.employee].email == "ada@agency.example"


@pytest.mark.parametrize("split", Split)
async def test_what_clients_change_adds_up_between_any_two_days(rules: Rulebook, split: Split) -> None:
    rules = managing(rules, split=split)
    await load(portfolio(63, partners=6, clients=60, start=START, end=END), rules)
    causes = set()
    first, last = DAYS
    async with acquire() as connection, snapshot_of(connection, rules.in_force(first), first) as before:
        after = await find_basis(connection, rules.in_force(last), last)
        for (id_,) in await fetch("SELECT id FROM partner WHERE joined_on <= $1", first):
            found = await compare_partner(connection, before, after, id_)
            assert found is not None
            for one in found.changes:
                if one.metric.key in {"SOLD_MRR", "MANAGED_MRR"}:
                    assert sum(client.difference for client in one.clients) == (one.after or 0) - (one.before or 0)
                    assert found.clients.keys() >= {client.client for client in one.clients}
                    causes |= {client.cause for client in one.clients}
    assert causes > {Cause.REPORT, Cause.EXPIRED, Cause.ACTIVITY_LAPSED}


async def test_people_are_who_they_are_and_count_for_as_long_as_they_do(database: str) -> None:
    rules = Rulebook((EDITIONS["odoo-v11"],), ZoneInfo("UTC"))
    people = {"e1": ("2022-02-01", "2024-01-31"), "e2": ("2021-01-01", "2021-12-31"), "e3": ("2023-01-01", None)}
    partners = [
        {"type": "partner", "name": "Agency", "domains": [], "joined_on": "2017-01-01"} | {"id": f"p{number}"}
        for number in (1, 2)
    ]
    other = {"type": "employee", "id": "e0", "partner": "p2", "email": "eve@other.example"}
    own = [
        {"type": "employee", "id": one, "partner": "p1", "email": f"{one}@agency.example"}
        | ({"left_on": "2023-10-01"} if one == "e3" else {})
        for one in people
    ]
    held = [
        {"type": "credential", "employee": one, "name": "odoo-16", "valid_from": first, "valid_until": last}
        for one, (first, last) in [*people.items(), ("e0", ("2022-01-01", None))]
    ]
    await load([*partners, other, *own, *held], rules)
    found = await explained(rules, "p1", date(2023, 8, 14))
    (metric,) = (one for one in found.explanation.metrics if isinstance(one.metric, People))
    assert metric.value == 2
    assert {
        found.employees[one.employee or 0].external_id: (one.amount, one.counts_from, one.counts_until)
        for one in metric.contributions
    } == {
        "e1": (1, date(2022, 2, 1), date(2024, 1, 31)),
        "e2": (0, None, None),
        "e3": (1, date(2023, 1, 1), date(2023, 9, 30)),
    }
