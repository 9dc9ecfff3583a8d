"""Credits say whose access makes a client count, and from when on one counts that waits: as the engine has it now."""

from collections.abc import Iterator
from typing import Any

import pytest

import api.types.matched
from api.execution.limits.budgets import Account
from api.execution.limits.prices import price_of_looking
from engine.explanations import explain_day
from models.database import acquire
from models.rulebook import keep_calendar
from tests.api.reading import LAST_CLOSED, OPERATOR, Reader, partner_token
from tests.api.rows import add_computed_day, add_credit, add_decision, add_evidence, add_standing
from tests.api.test_answered import ids_of
from tests.workers.facts import Line, client, load, mrr, partner, report, silver, use

CREDIT = """credit {
  countsFrom matchedEmployee { externalId email } lastActiveOn
  matchedAccess {
    employee { externalId } status domainMatches emailDomain partnerDomains grantedOn endsOn lastActiveOn }
}"""
CLIENTS = f"""{{ partner(externalId: "agency") {{ clients {{ edges {{ node {{ externalId }} {CREDIT} }} }} }} }}"""


def lines() -> Iterator[Line]:
    """An agency with a client that counts, one whose manager has a strange address, one that waits, and one alone."""
    yield from silver()
    yield from use(1, "2019-06-11", "CRM")
    yield from (client(2), client(3, registered_on="2019-05-20", sold_on="2019-05-20"), client(4))
    yield {"type": "employee", "id": "ben", "partner": "agency", "email": "ben@Mail.Elsewhere.example", "name": "Ben"}
    yield {"type": "access", "client": "c2", "employee": "ben", "granted_on": "2019-02-01", "revoked_on": "2019-09-01"}
    yield {**use(2, "2019-05-11", "CRM")[0], "actor": "ben@mail.elsewhere.example"}
    yield from (mrr("2019-06", 1, "1200.00"), report("2019-06", "2019-07-03"))  # which is known already


@pytest.fixture
async def agency(reader: Reader) -> Reader:
    """The same, under which the clients appear, and in a decision of which they are the evidence."""
    async with acquire() as connection:
        await keep_calendar(connection, reader.rules.zone)
    assert (await load(list(lines()), reader.rules))[1] == []
    await add_computed_day(LAST_CLOSED)
    [partner] = (await ids_of("partner")).values()
    await add_standing(partner, LAST_CLOSED)
    decision = await add_decision(partner, LAST_CLOSED.replace(day=15), None)
    for id_ in (await ids_of("client")).values():
        await add_credit(partner, id_)
        await add_evidence(decision, id_)
    return reader


MATCHED = {
    "c1": {
        "countsFrom": None,
        "matchedEmployee": {"externalId": "ada-agency", "email": "ada@agency.example"},
        "lastActiveOn": "2019-06-11",
        "matchedAccess": {
            "employee": {"externalId": "ada-agency"},
            "status": "COUNTED",
            "domainMatches": True,
            "emailDomain": "agency.example",
            "partnerDomains": ["agency.example"],
            "grantedOn": "2019-01-10",
            "endsOn": None,
            "lastActiveOn": "2019-06-11",
        },
    },
    "c2": {
        "countsFrom": None,
        "matchedEmployee": {"externalId": "ben", "email": "ben@Mail.Elsewhere.example"},
        "lastActiveOn": "2019-05-11",
        "matchedAccess": {
            "employee": {"externalId": "ben"},
            "status": "DOMAIN_MISMATCH",
            "domainMatches": False,
            "emailDomain": "mail.elsewhere.example",
            "partnerDomains": ["agency.example"],
            "grantedOn": "2019-02-01",
            "endsOn": "2019-09-01",
            "lastActiveOn": "2019-05-11",
        },
    },
    "c3": {"countsFrom": "2019-07-03", "matchedEmployee": None, "lastActiveOn": None, "matchedAccess": None},
    "c4": {"countsFrom": None, "matchedEmployee": None, "lastActiveOn": None, "matchedAccess": None},
}


@pytest.mark.parametrize("by", [OPERATOR, partner_token("agency")])
async def test_credits_say_who_made_a_client_count_or_failed_to_and_from_when_on_one_will(
    agency: Reader,
    by: Any,  # noqa: ANN401
) -> None:
    edges = (await agency.ask(CLIENTS, by=by))["partner"]["clients"]["edges"]
    assert {edge["node"]["externalId"]: edge["credit"] for edge in edges} == MATCHED
    document = f'{{ client(externalId: "c2") {{ partners {{ edges {{ {CREDIT} }} }} }} }}'
    [edge] = (await agency.ask(document, by=by))["client"]["partners"]["edges"]
    assert edge["credit"] == MATCHED["c2"]


async def test_evidence_says_the_same_of_its_own_day_by_the_facts_of_now(agency: Reader) -> None:
    document = f"""{{ partner(externalId: "agency") {{ tierHistory(first: 1) {{ edges {{ node {{
      credits {{ edges {{ node {{ client {{ externalId }} {CREDIT} }} }} }} }} }} }} }} }}"""
    [decision] = (await agency.ask(document))["partner"]["tierHistory"]["edges"]
    found = {
        edge["node"]["client"]["externalId"]: edge["node"]["credit"] for edge in decision["node"]["credits"]["edges"]
    }
    assert found == MATCHED
    await load([{"type": "employee", "id": "ben", "partner": "agency", "email": "ben@agency.example"}], agency.rules)
    [decision] = (await agency.ask(document))["partner"]["tierHistory"]["edges"]
    [now] = [
        edge["node"]["credit"]
        for edge in decision["node"]["credits"]["edges"]
        if edge["node"]["client"]["externalId"] == "c2"
    ]
    assert (now["matchedAccess"]["status"], now["matchedAccess"]["domainMatches"]) == ("NO_RECENT_ACTIVITY", True)


async def test_a_client_that_does_not_appear_by_the_facts_of_now_is_matched_with_nobody(agency: Reader) -> None:
    await load([client(3, sold_by=None)], agency.rules)
    edges = (await agency.ask(CLIENTS))["partner"]["clients"]["edges"]
    assert {edge["node"]["externalId"]: edge["credit"] for edge in edges} == MATCHED | {"c3": MATCHED["c4"]}


async def test_the_engine_looks_once_for_all_that_is_asked_about_one_day(
    agency: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[object] = []
    paid: list[int] = []

    async def explain(*given: Any) -> Any:  # noqa: ANN401
        looks.append(given[2:4])
        return await explain_day(*given)

    document = f"""{{ partner(externalId: "agency") {{
      clients(first: 2) {{ edges {{ {CREDIT} }} }} others: clients(last: 2) {{ edges {{ {CREDIT} }} }}
      standing {{ explain {{ asOf metrics {{ value }} }} }} }} }}"""
    await agency.ask(document)  # for which statements have to be written
    monkeypatch.setattr(api.types.matched, "explain_day", explain)
    monkeypatch.setattr(Account, "owe", lambda _, cost: paid.append(cost))
    await agency.ask(document)
    [partner] = (await ids_of("partner")).values()
    assert looks == [(partner, LAST_CLOSED)]
    assert paid == [price_of_looking("explain", 4)]


def employee(name: str, partner: str, email: str, **more: object) -> Line:
    return {"type": "employee", "id": name, "partner": partner, "email": email, **more}


def access(name: str, granted_on: str, revoked_on: str | None = None) -> Line:
    return {"type": "access", "client": "c2", "employee": name, "granted_on": granted_on, "revoked_on": revoked_on}


def active(day: str, actor: str) -> Line:
    return {**use(2, day, "CRM")[0], "actor": actor}


ADDRESS = "max@agency.example"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            [
                employee("max", "agency", "Max@AGENCY.example"),
                access("max", "2019-04-01"),
                active("2019-06-01", ADDRESS),
            ],
            ("max", "COUNTED", "2019-06-01"),
            id="in another case",
        ),
        pytest.param(
            [
                employee("max", "agency", ADDRESS, left_on="2019-05-01"),
                access("max", "2019-01-01"),
                employee("moved", "other", "MAX@agency.example"),
                access("moved", "2019-05-01"),
                *(active(day, ADDRESS) for day in ("2019-04-11", "2019-06-20")),
            ],
            ("max", "NO_ACCESS", "2019-04-11"),
            id="moved to another partner",
        ),
        pytest.param(
            [
                employee("max", "agency", ADDRESS),
                access("max", "2019-01-01", "2019-05-01"),
                employee("moved", "other", ADDRESS),
                access("moved", "2019-05-01"),
                *(active(day, ADDRESS) for day in ("2019-04-11", "2019-06-20")),
            ],
            ("max", "NO_ACCESS", "2019-04-11"),
            id="works for another partner",
        ),
        pytest.param(
            [
                employee("max", "agency", ADDRESS, left_on="2019-04-01"),
                access("max", "2019-01-01"),
                employee("minna", "agency", ADDRESS),
                access("minna", "2019-04-01"),
                *(active(day, ADDRESS) for day in ("2019-03-11", "2019-06-20")),
            ],
            ("minna", "COUNTED", "2019-06-20"),
            id="passed on to a colleague",
        ),
        pytest.param(
            [employee("max", "agency", ADDRESS), access("max", "2019-06-01"), active("2019-01-11", ADDRESS)],
            ("max", "NO_RECENT_ACTIVITY", None),
            id="of somebody before",
        ),
        pytest.param(
            [employee("max", "agency", ADDRESS), access("max", "2019-06-01"), active("2019-05-11", ADDRESS)],
            ("max", "COUNTED", "2019-05-11"),
            id="counts from before the access",
        ),
        pytest.param(
            [
                employee("max", "agency", ADDRESS),
                access("max", "2018-01-01", "2018-12-01"),
                access("max", "2019-06-01"),
                active("2018-11-11", ADDRESS),
            ],
            ("max", "NO_RECENT_ACTIVITY", "2018-11-11"),
            id="with an earlier access",
        ),
    ],
)
async def test_activity_is_the_employees_while_it_has_access_whoever_has_the_address_later(
    reader: Reader, lines: list[Line], expected: tuple[str, str, str | None]
) -> None:
    async with acquire() as connection:
        await keep_calendar(connection, reader.rules.zone)
    known = [*silver(), client(2), partner("other", domains=["agency.example"])]
    assert (await load([*known, *lines], reader.rules))[1] == []
    await add_computed_day(LAST_CLOSED)
    [agency] = [id_ for name, id_ in (await ids_of("partner")).items() if name == "agency"]
    await add_credit(agency, (await ids_of("client"))["c2"])
    [edge] = (await reader.ask(CLIENTS, by=partner_token("agency")))["partner"]["clients"]["edges"]
    match = edge["credit"]["matchedAccess"]
    assert (match["employee"]["externalId"], match["status"], match["lastActiveOn"]) == expected
    assert edge["credit"]["lastActiveOn"] == expected[2]
