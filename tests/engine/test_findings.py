"""What is doubtful is found, and what is next to it is not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from engine.findings.finding import Finding
from engine.findings.kinds import FREE_MAIL, KINDS
from engine.findings.looking import Found, look_for, read_ground
from models.database import acquire
from models.enums import FindingKind
from models.rulebook import Rulebook
from tests.tiers.editions.editions import EDITIONS
from tests.workers.facts import Line, certification, client, compute, fetch, load, mrr, partner, report, staff, use
from workers.runner import Runner

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2019, 6, 20)
PAGE = Path(__file__).parents[2] / "docs" / "findings.md"


async def look(rules: Rulebook, kind: FindingKind, day: date = DAY, most: int | None = None) -> Found:
    async with acquire() as connection:
        return await look_for(connection, await read_ground(connection, rules, day), kind, most)


async def found(rules: Rulebook, kind: FindingKind, day: date = DAY) -> list[tuple[object, ...]]:
    """Size and detail of each, and whom it is about."""
    told = await look(rules, kind, day)
    assert told.total == len(told.findings)
    return [_told(one) for one in told.findings]


def _told(one: Finding) -> tuple[object, ...]:
    about = (one.partner, one.client, one.employee, one.period, one.detail)
    return (int(one.size), *(each for each in about if each is not None))


def employee(name: str, email: str, **more: object) -> Line:
    return {"type": "employee", "id": name, "partner": "agency", "email": email, **more}


def access(name: str, number: int, granted_on: str = "2019-01-10", **more: object) -> Line:
    return {"type": "access", "client": f"c{number}", "employee": name, "granted_on": granted_on, **more}


def active(actor: str, number: int, day: str) -> Line:
    return {
        "type": "activity", "id": f"{actor}-{number}-{day}", "client": f"c{number}", "actor": actor, "kind": "LOGIN",
        "at": f"{day}T12:00:00Z",
    }  # fmt: skip


@pytest.mark.parametrize("kind", FindingKind)
async def test_nothing_is_doubtful_of_what_is_as_usual(runner: Runner, rules: Rulebook, kind: FindingKind) -> None:
    months = [("2019-04", "2019-05-03"), ("2019-05", "2019-06-03")]
    lines = [line for period, ran_on in months for line in (mrr(period, 1, "1200.00"), report(period, ran_on))]
    await load([partner(), certification(), client(1), *staff(1), *lines, *use(1, "2019-06-01", "CRM")], rules)
    await compute(runner, DAY)
    assert await found(rules, kind) == []


@pytest.mark.parametrize("kind", FindingKind)
async def test_nothing_is_doubtful_where_there_is_nothing(rules: Rulebook, kind: FindingKind) -> None:
    assert await found(rules, kind) == []


@pytest.mark.parametrize(
    ("day", "late"),
    [
        (date(2019, 6, 13), []),
        (date(2019, 6, 14), [(1, date(2019, 5, 1))]),
        (date(2019, 7, 15), [(32, date(2019, 5, 1)), (2, date(2019, 6, 1))]),
    ],
)
async def test_each_report_that_is_due_and_has_not_run_is_late(
    rules: Rulebook, day: date, late: list[tuple[object, ...]]
) -> None:
    await load([partner(), client(1), mrr("2019-04", 1, "1200.00"), report("2019-04", "2019-05-03")], rules)
    assert await found(rules, FindingKind.REPORT_LATE, day) == late


async def test_without_any_report_the_newest_that_is_due_is_late(rules: Rulebook) -> None:
    await load([partner(), client(1)], rules)
    assert await found(rules, FindingKind.REPORT_LATE) == [(7, date(2019, 5, 1))]


async def test_no_report_is_late_that_no_client_waits_for(rules: Rulebook) -> None:
    await load([partner(), client(1, registered_on="2019-05-01", sold_on="2019-05-01")], rules)
    assert await found(rules, FindingKind.REPORT_LATE) == []


def amounts(period: str, *of: str, revision: int = 1) -> list[Line]:
    """A report with so much of each client."""
    lines = [mrr(period, number, amount, revision) for number, amount in enumerate(of, 1)]
    return [*lines, report(period, f"{period[:5]}{int(period[5:]) + 1:02}-0{revision}", revision)]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (["100.00", "100.00", "100.00", "100.00"], []),
        (["100.00", "100.00", "100.00"], []),
        (["100.00", "100.00", "99.00"], [(25, date(2019, 5, 1), "299.00 USD after 400.00")]),
        (["125.00", "125.00", "125.00", "125.00"], []),
        (["125.00", "125.00", "125.00", "125.04"], [(25, date(2019, 5, 1), "500.04 USD after 400.00")]),
        (["200.00", "200.00"], [(50, date(2019, 5, 1), "2 clients after 4")]),
    ],
)
async def test_a_report_is_held_against_the_one_before(
    rules: Rulebook, now: Sequence[str], expected: list[tuple[object, ...]]
) -> None:
    clients = [client(number) for number in range(1, 5)]
    await load([partner(), *clients, *amounts("2019-04", *["100.00"] * 4), *amounts("2019-05", *now)], rules)
    assert await found(rules, FindingKind.REPORT_UNLIKE_LAST) == expected


async def test_a_revision_is_held_against_the_month_before_it_and_not_against_what_it_corrects(rules: Rulebook) -> None:
    before = [client(1), client(2), *amounts("2019-04", "100.00", "100.00"), *amounts("2019-05", "100.00", "10.00")]
    await load([partner(), *before], rules)
    assert [one[0] for one in await found(rules, FindingKind.REPORT_UNLIKE_LAST)] == [45]
    await load(amounts("2019-05", "100.00", "90.00", revision=2), rules)
    assert await found(rules, FindingKind.REPORT_UNLIKE_LAST) == []


async def test_clients_without_a_line_are_found_if_the_report_could_have_had_one(rules: Rulebook) -> None:
    new = {"registered_on": "2019-05-01", "sold_on": "2019-05-01"}
    clients = [client(1), client(2), client(3, sold_by=None), client(4, **new), client(5)]
    await load([partner(), *clients, *amounts("2019-04", "600.00", "600.00"), *amounts("2019-05", "600.00")], rules)
    await load([mrr("2019-06", 1, "600.00"), report("2019-06", "2019-06-21")], rules)  # not in force on the day
    assert await found(rules, FindingKind.CLIENT_WITHOUT_MRR) == [
        (600, "agency", "c2", date(2019, 5, 1)),
        (0, "agency", "c5", date(2019, 5, 1)),
        (0, "c3", date(2019, 5, 1)),
    ]


async def test_a_line_of_0_is_a_line(rules: Rulebook) -> None:
    await load([partner(), client(1), *amounts("2019-05", "0.00")], rules)
    assert await found(rules, FindingKind.CLIENT_WITHOUT_MRR) == []


async def test_employees_are_found_whose_address_is_in_no_domain_of_their_partner(rules: Rulebook) -> None:
    people = [
        employee("in", "a@agency.example"),
        employee("other", "b@bücher.example"),
        employee("below", "c@mail.agency.example"),
        employee("gone", "d@other.example", left_on=f"{DAY}"),
    ]
    accesses = [
        access("below", 1), access("below", 2), access("below", 1, "2019-03-01"),
        access("below", 3, f"{DAY}", revoked_on="2019-06-21"), access("below", 4, revoked_on=f"{DAY}"),
        access("below", 5, "2019-06-21"),
    ]  # fmt: skip
    domains = ["agency.example", "Bücher.example"]
    await load([partner(domains=domains), *(client(number) for number in range(1, 6)), *people, *accesses], rules)
    assert await found(rules, FindingKind.EMPLOYEE_OUTSIDE_DOMAINS) == [(3, "agency", "below", "mail.agency.example")]


async def test_domains_are_found_at_which_anybody_may_have_a_mailbox(rules: Rulebook) -> None:
    people = [employee("a", "a@GMAIL.com"), employee("b", "b@gmail.com", left_on=f"{DAY}"), employee("c", "c@gmx.de")]
    await load([partner(domains=["agency.example", "Gmail.com", "gmail.com"]), partner("other"), *people], rules)
    assert await found(rules, FindingKind.FREE_MAIL_DOMAIN) == [(1, "agency", "gmail.com")]


def test_the_free_mailboxes_that_are_best_known_are_known() -> None:
    known = (
        "gmail.com googlemail.com outlook.com hotmail.com yahoo.com gmx.de web.de icloud.com aol.com proton.me qq.com"
    )
    assert set(known.split()) <= set(FREE_MAIL)


async def test_addresses_are_found_that_are_active_and_nobodys(runner: Runner, rules: Rulebook) -> None:
    lines = [
        active("ghost@agency.example", 1, "2019-03-22"), active("Ghost@Agency.example", 2, f"{DAY}"),
        active("before@agency.example", 1, "2019-03-21"), active("after@agency.example", 1, "2019-06-21"),
        active("ada@agency.example", 1, "2019-06-01"), active("zoe@client.example", 1, "2019-06-01"),
        active("anybody@gmail.com", 1, "2019-06-01"), active("gone@agency.example", 1, "2019-06-01"),
    ]  # fmt: skip
    people = [*staff(1), employee("gone", "gone@agency.example", left_on="2019-05-01")]
    domains = ["agency.example", "gmail.com"]
    await load([partner(domains=domains), partner("idle"), client(1), client(2), *people, *lines], rules)
    await compute(runner, DAY)
    assert await found(rules, FindingKind.UNKNOWN_ADDRESS) == [(2, "agency", "ghost@agency.example")]


async def test_partners_are_found_that_were_never_certified(runner: Runner, rules: Rulebook) -> None:
    once = certification("once", valid_until="2018-02-01")
    to_come = certification("soon", valid_from="2020-01-01")
    partners = [partner(), partner("once"), partner("soon"), partner("new", joined_on="2019-06-21"), partner("idle")]
    await load([*partners, once, to_come, client(1), client(2)], rules)
    await compute(runner, DAY)
    assert await found(rules, FindingKind.NEVER_CERTIFIED) == [(2, "agency"), (0, "idle")]


async def test_sales_are_found_that_are_far_from_the_registration(rules: Rulebook) -> None:
    days = ["2018-10-11", "2018-10-12", "2019-04-10", "2019-04-11"]  # c1 and c4 are 91 days from the registration
    clients = [client(number, sold_on=day) for number, day in enumerate(days, 1)]
    await load([partner(), *clients, client(5, sold_by=None)], rules)
    assert await found(rules, FindingKind.SALE_FAR_FROM_REGISTRATION) == [
        (91, "agency", "c1", "sold on 2018-10-11, registered on 2019-01-10"),
        (91, "agency", "c4", "sold on 2019-04-11, registered on 2019-01-10"),
    ]


async def test_accesses_are_found_that_never_saw_activity(runner: Runner, rules: Rulebook) -> None:
    people = [employee("ann", "ann@agency.example"), employee("gone", "gone@agency.example", left_on=f"{DAY}")]
    accesses = [
        access("ann", 1, "2019-03-21"), access("ann", 1, "2019-03-01"),  # one finding, as long as the first
        access("ann", 2, "2019-03-22"), access("ann", 3, revoked_on=f"{DAY}"), access("ann", 4), access("gone", 1),
    ]  # fmt: skip
    lines = [active("ann@agency.example", 4, "2018-12-01"), active("ada@agency.example", 1, "2019-06-01")]
    clients = [client(number) for number in range(1, 5)]
    await load([partner(), *clients, *people, *staff(1), *accesses, *lines], rules)
    await compute(runner, DAY)
    assert await found(rules, FindingKind.ACCESS_WITHOUT_ACTIVITY) == [(111, "agency", "c1", "ann")]


async def test_as_many_are_told_as_are_asked_for_the_largest_first(rules: Rulebook) -> None:
    await load([partner(), *(client(number, sold_on=f"2018-0{number}-01") for number in range(1, 6))], rules)
    told = await look(rules, FindingKind.SALE_FAR_FROM_REGISTRATION, most=2)
    assert (told.total, [one.client for one in told.findings]) == (5, ["c1", "c2"])


async def test_what_nothing_rests_on_is_no_finding(rules: Rulebook) -> None:
    await load([partner(), client(1)], rules)
    assert await found(rules, FindingKind.NEVER_CERTIFIED)
    assert await found(rules, FindingKind.NEVER_CERTIFIED, date(2016, 11, 2)) == []  # before the first edition
    odoo = replace(rules, editions=(replace(EDITIONS["odoo-v5"], effective_from=date(2019, 1, 1)),))
    assert await found(odoo, FindingKind.NEVER_CERTIFIED) == []


async def test_looking_writes_nothing(runner: Runner, rules: Rulebook) -> None:
    await load([partner(), client(1), *staff(1), *use(1, "2019-06-01", "CRM")], rules)
    written = (
        "SELECT (SELECT count(*) FROM stale_day), (SELECT count(*) FROM daily_activity), (SELECT count(*) FROM event)"
    )
    before = await fetch(written)
    for kind in FindingKind:
        await look(rules, kind)
    assert await fetch(written) == before


def test_the_kinds_that_people_read_of_are_those_that_there_are() -> None:
    rows = [line.split(" | ") for line in PAGE.read_text().splitlines() if line.startswith("| `")]
    told = {cells[0].strip("| `"): cells[1] for cells in rows if cells[0].strip("| `") in set(FindingKind)}
    assert list(told.items()) == [(kind, declared.severity) for kind, declared in KINDS.items()]
    assert list(KINDS) == list(FindingKind)
