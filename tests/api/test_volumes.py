"""What a partner is told says nothing of how much there is of others, or of what has come between."""

import json
from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest
from graphql import GraphQLObjectType

from api.reading.declared import OPERATORS_ONLY
from api.reading.ids import KEYS
from api.reading.rows import stored_of
from api.schema import schema
from tests.api.reading import LAST_CLOSED, OPERATOR, Reader, load_rules, partner_token, publish_rules
from tests.api.rows import (
    add_access,
    add_actor,
    add_client,
    add_computed_day,
    add_credential,
    add_credit,
    add_decision,
    add_employee,
    add_evidence,
    add_job,
    add_measure,
    add_partner,
    add_report,
    add_sale,
    add_standing,
    managed,
    sold,
)
from tests.differential.worlds.ledger import empty_tables

MAY, JUNE = date(2019, 5, 15), date(2019, 6, 15)
ACME = partner_token("P-1")
EVERYTHING = """
fragment M on MeasureConnection {
  __typename pageInfo { startCursor endCursor } edges { cursor node { __typename id } }
}
fragment C on Client {
  __typename id externalId soldBy { __typename id } measures(first: 3) { ...M }
  sales(first: 3) { __typename pageInfo { startCursor endCursor } edges { cursor node { __typename id } } }
  accesses(first: 3) { __typename pageInfo { startCursor endCursor } edges { cursor node { __typename id } } }
  partners(first: 3) { __typename pageInfo { startCursor endCursor } edges { cursor node { id } } }
}
fragment T on Tier { __typename id gates { __typename id } }
fragment S on Standing { __typename id tier { ...T } nextTier { ...T } gates { __typename id } }
fragment P on Partner {
  __typename id tier { ...T } standing { ...S } standings(from: "2019-06-29", to: "2019-06-30") { ...S }
  clients(first: 4) { __typename pageInfo { startCursor endCursor } edges { cursor node { ...C } } }
  measures(first: 3) { ...M }
  employees(first: 4) { __typename pageInfo { startCursor endCursor } edges { cursor node {
    __typename id credentials(first: 3) {
      __typename pageInfo { startCursor endCursor } edges { cursor node { __typename id } }
    }
  } } }
  tierHistory(first: 3) { __typename pageInfo { startCursor endCursor } edges { cursor node {
    __typename id edition { __typename id program { __typename id } } revisions { id }
    credits(first: 4) { __typename pageInfo { endCursor } edges { cursor node { __typename id client { ...C } } } }
  } } }
}
{
  viewer { partner { ...P history: tierHistory(
    first: 3, filter: { metrics: [{ key: "SOLD_MRR" }] }, orderBy: { metric: "CERTIFIED" }
  ) { totalCount edges { cursor node { id } } } } }
  byName: partners(first: 3) { __typename pageInfo { startCursor endCursor } edges { cursor node { id } } }
  byDay: partners(first: 3, orderBy: { field: JOINED_ON }) { edges { cursor } }
  byTier: partners(first: 3, orderBy: { field: TIER, direction: DESC }) { edges { cursor } }
  bySold: partners(first: 3, orderBy: { field: SOLD_MRR }) { edges { cursor } }
  byManaged: partners(first: 3, orderBy: { field: MANAGED_MRR }) { edges { cursor } }
  byUse: partners(first: 3, orderBy: { metric: "MEDIAN_APP_USAGE" }) { totalCount edges { cursor } }
  bySum: partners(first: 3, filter: { metrics: [{ key: "SOLD_MRR", min: 0 }] }) { totalCount edges { cursor } }
  clients(first: 4) { __typename pageInfo { startCursor endCursor } edges { cursor node { ...C } } }
  clientsByDay: clients(first: 4, orderBy: { field: REGISTERED_ON }) { edges { cursor } }
}
"""

Others = Callable[[], Awaitable[None]]


async def nobody() -> None:
    """There are no others."""


def some_others() -> Others:
    """Each time two partners more, with some of everything."""
    count = 0

    async def add() -> None:
        nonlocal count
        for _ in range(2):
            count += 1
            partner = await add_partner(f"X-{count}")
            client = await add_client(f"XC-{count}", sold_by_id=partner)
            actor = await add_actor(f"{count}@x.example")
            employee = await add_employee(f"XE-{count}", partner, actor, f"{count}@x.example")
            await add_credential(employee, "basics")
            await add_access(client, employee, JUNE)
            await add_measure("score", "1", partner_id=partner)
            await add_sale(f"XS-{count}", partner, client, "mail")
            await add_credit(partner, client, **sold("5.00"))
            await add_standing(partner, LAST_CLOSED)
            await add_evidence(await add_decision(partner, JUNE, "GOLD"), client)
            await add_job(month=JUNE.replace(day=1) - timedelta(days=31 * count))

    return add


async def live_through(others: Others) -> None:
    """The same history of one partner, others coming between all of its steps."""
    await empty_tables()
    await publish_rules(load_rules())  # which went with the rest
    await others()
    acme = await add_partner("P-1")
    await others()
    clients = []
    for number in range(3):
        clients.append(await add_client(f"C-{number}", name="Same", sold_by_id=acme if number else None))
        await others()
        email = f"e{number}@p-1.example"
        employee = await add_employee(f"E-{number}", acme, await add_actor(email), email)
        await add_credential(employee, "basics")
        await add_access(clients[-1], employee, JUNE)
        await others()
        await add_measure(f"score-{number}", "1", partner_id=acme)
        await add_measure("seats", "5", client_id=clients[-1])
        await add_sale(f"S-{number}", acme, clients[-1], "mail")
        await others()
    report = await add_report(date(2019, 5, 1), date(2019, 6, 3), dict.fromkeys(clients, "10.00"))
    await add_computed_day(LAST_CLOSED, report)
    for day in (LAST_CLOSED - timedelta(days=1), LAST_CLOSED):
        await add_standing(acme, day, tier="SILVER")
        await others()
    for client in clients:
        await add_credit(acme, client, **sold("10.00") | managed("10.00"))
        await others()
    for effective_on, revision in ((MAY, 1), (JUNE, 1), (JUNE, 2)):
        decision = await add_decision(acme, effective_on, "SILVER", revision=revision)
        await others()
        for client in clients:
            await add_evidence(decision, client)
            await others()


@pytest.fixture
def ask(reader: Reader) -> Callable[[], Awaitable[str]]:
    """What the partner is told when it asks for everything, to the byte."""

    async def everything() -> str:
        return json.dumps(await reader.ask(EVERYTHING, by=ACME))

    return everything


def types_in(value: object) -> set[str]:
    if isinstance(value, list):
        return {name for one in value for name in types_in(one)}
    if isinstance(value, dict):
        return {name for one in value.values() for name in types_in(one)} | {value.get("__typename", "")}
    return set()


OF_ALL_PARTNERS = {"ForeseenDecisionConnection", "MoverConnection", "NearNextConnection"}
IN_EVENTS = {"ForeseenDecision"}  # of which tests/api/test_subscriptions_forecasts.py holds what a partner is told


def types_for_partners() -> set[str]:
    """All types with ids, and all lists with cursors, but those of which only operators see anything."""
    found: set[str] = set()
    for name, kind in schema._schema.type_map.items():
        if not isinstance(kind, GraphQLObjectType) or name.startswith("__"):
            continue
        of_lists = name.removesuffix("Connection")
        target = schema._schema.type_map.get(of_lists, kind)
        assert isinstance(target, GraphQLObjectType)
        if ("id" in kind.fields or "edges" in kind.fields) and not (
            target.name in {*KEYS, "DryRunDecision"} and stored_of(target).scope == OPERATORS_ONLY
        ):
            found.add(name)
    return found - OF_ALL_PARTNERS - IN_EVENTS


async def test_a_partner_is_told_the_same_however_much_there_is_of_others(ask: Callable[[], Awaitable[str]]) -> None:
    await live_through(nobody)
    alone = await ask()
    await live_through(some_others())
    assert await ask() == alone
    assert types_in(json.loads(alone)) >= types_for_partners()


async def test_what_comes_of_others_changes_nothing_that_a_partner_was_told(
    ask: Callable[[], Awaitable[str]], reader: Reader
) -> None:
    await live_through(nobody)
    before = await ask()
    await some_others()()
    assert await ask() == before
    operators = json.dumps(await reader.ask("{ partners { edges { node { id } } } }", by=OPERATOR))
    assert operators.count('"id"') == 3
