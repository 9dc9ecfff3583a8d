"""Loading beside a second, much slower working of docs/import-format.md: the same counts, rejections and rows."""

import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.registry import REGISTRY
from tests.intake.database import CONFIRMATION, CONFIRMED, TERMS, Fact, forget_everything, load, tables
from tests.oracle.facts import FactBook
from tests.oracle.records import address

pytestmark = pytest.mark.usefixtures("database")

ONE_DATABASE = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

PARTNERS = st.sampled_from(["p1", "p2"])
EMPLOYEES = st.sampled_from(["e1", "e2"])
CLIENTS = st.sampled_from(["c1", "c2"])
NOBODY = st.just("nobody")
DAYS = st.sampled_from([f"2018-0{month}-{day}" for month in (1, 2) for day in ("01", "02", "03", "15", "28")])
EMAILS = st.sampled_from(["ann@a.example", "ANN@A.example", ' "ann"@a.example', "ben@B.example", "ann@ben@a.example"])
NAMES = st.sampled_from(["CRM", "CMS"])
PERIODS = st.sampled_from(["2018-01", "2018-02"])
REVISIONS = st.sampled_from([1, 2, None])


def record(kind: str, /, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Fact]:
    return st.fixed_dictionaries({"type": st.just(kind)} | fields)


def sale(client: Fact) -> st.SearchStrategy[Fact]:
    return st.one_of(
        st.just(client),
        st.builds(lambda by, on: client | {"sold_by": by, "sold_on": on}, PARTNERS | NOBODY, DAYS | st.none()),
    )


LINES = record(
    "mrr",
    period=PERIODS,
    revision=REVISIONS,
    client=CLIENTS,
    amount=st.sampled_from(["1", "1.00", "2", "0.99", "-1"]),
    line=st.sampled_from([None, None, None, "CRM", "CMS"]),
)
REPORTS = st.builds(
    lambda report, said: report | said,
    record("mrr_report", period=PERIODS, revision=REVISIONS, ran_on=DAYS),
    st.sampled_from([{}, {}, {"lines": 1}, {"lines": 2, "total": "2.99"}, {"total": "1"}, {"lines": -1}]),
)
RECORDS = st.one_of(
    record("partner", id=PARTNERS, name=st.sampled_from("AB"), domains=st.just(["a.example"]), joined_on=DAYS),
    record("certification", partner=PARTNERS, valid_from=DAYS, valid_until=DAYS),
    record(
        "employee",
        id=EMPLOYEES,
        partner=PARTNERS | NOBODY,
        email=EMAILS,
        left_on=DAYS | st.none(),
        name=st.sampled_from(["Ann", "Ann", None, 7]),
    ),
    record("credential", employee=EMPLOYEES, name=NAMES, valid_from=DAYS, valid_until=DAYS | st.none()),
    record("client", id=CLIENTS, name=st.sampled_from("AB"), registered_on=DAYS).flatmap(sale),
    record("access", client=CLIENTS, employee=EMPLOYEES | NOBODY, granted_on=DAYS, revoked_on=DAYS | st.none()),
    record(
        "sale",
        id=st.sampled_from(["s1", "s2"]),
        partner=PARTNERS | NOBODY,
        client=CLIENTS,
        line=NAMES,
        kind=st.sampled_from(["SOURCED", "ASSISTED", "FOUND"]),
        sold_on=DAYS,
        ended_on=DAYS | st.none(),
    ),
    record(
        "measure",
        partner=PARTNERS | st.none(),
        client=CLIENTS | NOBODY | st.none(),
        name=NAMES,
        on=DAYS,
        value=st.sampled_from(["1", "1.00", "-2.5", "0.001"]),
        currency=st.sampled_from([None, "USD", "EUR"]),
    ),
    LINES,
    REPORTS,
    record(
        "activity",
        id=st.sampled_from(["v1", "v2", "v3"]),
        client=CLIENTS | NOBODY,
        actor=EMAILS,
        kind=st.sampled_from(["LOGIN", "USE"]),
        app=st.sampled_from([None, "CRM"]),
        at=(DAYS | st.just("9999-12-30")).map(lambda day: f"{day}T12:00:00+02:00"),
    ),
    st.sampled_from([{}, {"type": "nothing"}, {"type": "partner", "id": "p1"}]),
)
FILES = st.lists(st.lists(RECORDS, max_size=15), min_size=1, max_size=3)
CERTIFICATIONS = st.lists(
    record("certification", partner=st.just("p1"), valid_from=DAYS, valid_until=DAYS), min_size=1, max_size=8
)
CREDENTIALS = st.lists(
    record("credential", employee=st.just("e1"), name=NAMES, valid_from=DAYS, valid_until=DAYS | st.none()),
    min_size=1,
    max_size=8,
)
AGENCY: Fact = {"type": "partner", "id": "p1", "name": "A", "domains": [], "joined_on": "2018-01-01"}
ANN: Fact = {"type": "employee", "id": "e1", "partner": "p1", "email": "ann@a.example"}
TWO_CLIENTS: list[Fact] = [
    {"type": "client", "id": f"c{number}", "name": "C", "registered_on": "2018-01-01"} for number in (1, 2)
]


def expected(book: FactBook) -> dict[str, list[tuple[Any, ...]]]:
    """The book's facts as `intake_database.tables` gives the database's."""
    facts = book.tables
    domains = {fact.id: fact.email.strip().rpartition("@")[2].lower() for fact in facts.employees.values()}
    found: dict[str, list[tuple[Any, ...]]] = {
        "partner": [
            (one.id, one.name, list(one.domains), list(one.domains), one.country, one.joined_on)
            for one in facts.partners.values()
        ],
        "certification": [(one.partner, one.valid_from, one.valid_until) for one in facts.certifications.values()],
        "employee": [
            (one.id, one.partner, one.email, domains[one.id], address(one.email), one.name, one.left_on)
            for one in facts.employees.values()
        ],
        "client": [
            (one.id, one.name, one.registered_on, one.country, one.sold_by, one.sold_on)
            for one in facts.clients.values()
        ],
        "access": [(one.client, one.employee, one.granted_on, one.revoked_on) for one in facts.accesses.values()],
        "credential": [(one.employee, one.name, one.valid_from, one.valid_until) for one in facts.credentials.values()],
        "sale": [
            (one.id, one.partner, one.client, one.line, one.kind, one.sold_on, one.ended_on)
            for one in facts.sales.values()
        ],
        "measure": [
            (one.partner, one.client, one.name, one.on, one.value, one.currency) for one in facts.measures.values()
        ],
        "mrr": [
            (one.period, one.revision, one.client, one.amount, one.currency, one.line) for one in facts.mrr.values()
        ],
        "mrr_report": [
            (one.period, one.revision, one.ran_on, CONFIRMATION.by if one.confirmed else None)
            for one in facts.reports.values()
        ],
        "activity": [
            (one.id, one.client, address(one.actor), one.kind, one.app, one.at) for one in facts.activities.values()
        ],
    }
    return {name: sorted(rows, key=str) for name, rows in found.items()}


def by_text(found: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    return {name: sorted(rows, key=str) for name, rows in found.items()}


async def load_beside(book: FactBook, file: Sequence[Fact], *, strict: bool = False, confirmed: bool = False) -> None:
    summary, rejected = await load(file, strict=strict, terms=CONFIRMED if confirmed else TERMS)
    outcome = book.load(file, strict=strict, confirmed=confirmed)
    assert [(one.number, one.field) for one in rejected] == [(one.line, one.field) for one in outcome.rejected]
    if not (strict and rejected):  # the second opinion then tells rejections only
        assert (summary.accepted, summary.unchanged) == (outcome.accepted, outcome.unchanged)
    assert summary.accepted + summary.unchanged + summary.rejected == len(file)
    assert by_text(await tables()) == expected(book)


@given(FILES, st.booleans())
@ONE_DATABASE
async def test_files_do_what_a_second_opinion_says(files: list[list[Fact]], strict: bool) -> None:  # noqa: FBT001
    await forget_everything()
    book = FactBook()
    for file in files:
        await load_beside(book, file, strict=strict)


@given(st.lists(CERTIFICATIONS | CREDENTIALS, min_size=2, max_size=3))
@ONE_DATABASE
async def test_periods_give_way_as_a_second_opinion_says(files: list[list[Fact]]) -> None:
    await forget_everything()
    book = FactBook()
    await load_beside(book, [AGENCY, ANN])
    for file in files:
        await load_beside(book, file)


UNREADABLE = st.sampled_from(
    [
        {"type": "mrr", "period": "2018-01", "client": "c1", "amount": "1"} | wrong
        for wrong in (
            *({"amount": "1,00"}, {"amount": "9", "revision": "1"}, {"client": "nobody"}, {"revision": 0}),
            *({"revision": 2, "period": "2018-1"}, {"perod": "2018-01"}, {"perod": "2018-01", "revision": 2}),
            *({"type": "Mrr"}, {"type": None, "period": None}, {"type": "activity"}, {"type": "mrr_report"}),
        )
    ]
)


@given(st.lists(st.tuples(st.lists(LINES | LINES | REPORTS | UNREADABLE, max_size=9), st.booleans()), max_size=4))
@ONE_DATABASE
async def test_reports_are_published_as_a_second_opinion_says(files: list[tuple[list[Fact], bool]]) -> None:
    await forget_everything()
    book = FactBook()
    await load_beside(book, TWO_CLIENTS)
    for file, confirmed in files:
        await load_beside(book, file, confirmed=confirmed)


@given(st.lists(RECORDS, max_size=15))
@ONE_DATABASE
async def test_a_file_again_changes_nothing(file: list[Fact]) -> None:
    await forget_everything()
    await load(file)
    before = await tables()
    summary, _ = await load(file)
    assert summary.accepted == 0
    assert await tables() == before


KEYS = {
    "partner": ("id",),
    "certification": ("partner", "valid_from"),
    "employee": ("id",),
    "client": ("id",),
    "credential": ("employee", "name", "valid_from"),
    "sale": ("id",),
    "access": ("client", "employee", "granted_on"),
    "measure": ("partner", "client", "name", "on"),
    "mrr": ("period", "revision", "client", "line"),
    "mrr_report": ("period", "revision"),
    "activity": ("id",),
}


def key(fact: Fact) -> tuple[object, ...]:
    kind = str(fact.get("type"))
    return (kind, *(fact.get(field) or 1 for field in KEYS.get(kind, ())))


@given(st.lists(RECORDS, max_size=15, unique_by=key), st.data())
@ONE_DATABASE
async def test_the_order_of_lines_with_different_keys_does_not_matter(file: list[Fact], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(file))
    outcomes = []
    for order in (file, shuffled):
        await forget_everything()
        summary, rejected = await load(order)
        reasons = {
            id(order[one.number - 1]): re.sub(r"the first of them number \d+|it is \S+Z by", "", one.reason)
            for one in rejected
        }
        outcomes.append((summary, reasons, await tables()))
    assert outcomes[0] == outcomes[1]


@given(st.lists(RECORDS, max_size=10))
@ONE_DATABASE
async def test_one_file_or_a_file_per_type_give_the_same_rows(file: list[Fact]) -> None:
    """Only where nothing is bad: the second file of two may contradict the first, which one file cannot."""
    await forget_everything()
    summary, _ = await load(file)
    whole = await tables()
    if summary.rejected:
        return
    await forget_everything()
    for kind in REGISTRY:
        await load([fact for fact in file if fact.get("type") == kind.name])
    assert await tables() == whole
