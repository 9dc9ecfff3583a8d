from datetime import date
from decimal import Decimal

import asyncpg
import pytest

from models.rulebook import Rulebook
from tests.api.reading import LAST_CLOSED, Reader
from tests.api.rows import (
    add_actor,
    add_client,
    add_computed_day,
    add_credit,
    add_decision,
    add_employee,
    add_evidence,
    add_partner,
    add_standing,
    managed,
    sold,
)

PORTFOLIO = """
query ($size: Int!) {
  partners(first: $size) { totalCount edges { node {
    externalId
    tier { key }
    tierSince
    certifiedUntil
    standing { soldMrr tier { key } nextTier { key } gates { metric { key } missing } }
    tierHistory(first: 2) { totalCount edges { node {
      effectiveOn previousTier { key } change supersededAt revisions { revision }
      credits(first: 2) { edges { node { client { externalId } credit { appsUsed } } } } } } }
    clients(first: 2) { totalCount
      pageInfo { hasNextPage }
      edges { node { externalId mrr { amount } soldBy { externalId } } credit { sold { amount } asOf } } }
    employees { totalCount edges { node { email } } }
    standings(from: "2019-06-01", to: "2019-06-30") { asOf }
    dailyActivity(from: "2019-06-26", to: "2019-06-30") { events }
  } } }
}
"""


async def test_a_root_field_takes_one_statement_however_much_is_selected(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add_computed_day(LAST_CLOSED)
    for number in range(20):
        partner = await add_partner(f"P-{number:02}")
        await add_standing(partner, LAST_CLOSED, sold_mrr=Decimal(number))
        decision = await add_decision(partner, date(2019, 6, 15), "GOLD")
        actor = await add_actor(f"{number}@p.example")
        await add_employee(f"E-{number}", partner, actor, f"{number}@p.example")
        for place in range(3):
            client = await add_client(f"C-{number:02}-{place}", sold_by_id=partner)
            await add_credit(partner, client, **sold("10.00") | (managed("5.00") if place else {"apps_used": 2}))
            await add_evidence(decision, client)
    statements: list[str] = []
    run = asyncpg.Connection._execute  # type: ignore[attr-defined]

    async def count(self: asyncpg.Connection, query: str, *rest: object, **more: object) -> object:
        statements.append(query)
        return await run(self, query, *rest, **more)

    monkeypatch.setattr(asyncpg.Connection, "_execute", count)
    one = await reader.ask(PORTFOLIO, {"size": 1})
    (of_one,) = statements
    twenty = await reader.ask(PORTFOLIO, {"size": 20})
    assert statements == [of_one, of_one]
    assert twenty["partners"]["edges"][0] == one["partners"]["edges"][0]
    assert len(twenty["partners"]["edges"]) == 20
    for number, edge in enumerate(twenty["partners"]["edges"]):
        node = edge["node"]
        assert node["externalId"] == f"P-{number:02}"
        assert node["standing"]["soldMrr"] == f"{number}.00"
        assert [client["node"]["externalId"] for client in node["clients"]["edges"]] == [
            f"C-{number:02}-0",
            f"C-{number:02}-1",
        ]
        assert node["clients"]["totalCount"] == 3
        assert node["clients"]["pageInfo"]["hasNextPage"] is True
        assert {client["node"]["soldBy"]["externalId"] for client in node["clients"]["edges"]} == {node["externalId"]}
        assert [one["node"]["email"] for one in node["employees"]["edges"]] == [f"{number}@p.example"]
        (decided,) = node["tierHistory"]["edges"]
        evidence = [one["node"]["client"]["externalId"] for one in decided["node"]["credits"]["edges"]]
        assert evidence == [f"C-{number:02}-0", f"C-{number:02}-1"]


async def test_a_statement_that_shows_gates_is_not_longer_for_more_editions(reader: Reader) -> None:
    document = """{ partner(externalId: "P-1") { standing { metrics { metric { key } value }
      gates { metric { name } required actual } alternatives { missing passed } } } }"""
    lengths = []
    for rules in (Rulebook(reader.rules.editions[-1:], reader.rules.zone), reader.rules):
        reader = Reader(rules)
        await reader.ask(document)
        lengths.append(reader.plans.bytes)
    one, all_of_them = lengths
    assert one == all_of_them > 0
