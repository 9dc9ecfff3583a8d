import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import asyncpg
import pytest
from graphql import parse, validate

from api.schema import schema
from bench.portfolio import Portfolio
from bench.reads.answers import TIERLINE, find_difference
from bench.reads.current import make_current
from bench.reads.documents import COMPARED, Query
from bench.reads.documents import TIERLINE as DOCUMENTS
from bench.reads.peers import by_hand
from bench.reads.peers.naive.__main__ import schema as naive_schema
from bench.reads.portfolio import build, partner_called
from bench.reads.questions import TIERLINE as QUESTIONS
from bench.reads.questions import variables
from tests.api.reading import Reader, load_rules

STATEMENTS = {
    Query.NESTED: by_hand.NESTED,
    Query.PAGE: by_hand.PAGE,
    Query.PARTNER: by_hand.PARTNER,
    Query.TINY: by_hand.TINY,
}
BEGINNING = ("", "")
PARTNER = partner_called(7)


@pytest.fixture
async def portfolio(database: str) -> AsyncIterator[asyncpg.Connection]:
    await build(database, Portfolio(partners=200, clients=2_000))
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()


async def test_rows_refer_only_to_rows_that_are_there(portfolio: asyncpg.Connection) -> None:
    keys = await portfolio.fetch(
        "SELECT k.conrelid::regclass::text AS own, a.attname AS column, k.confrelid::regclass::text AS other,"
        " b.attname AS key FROM pg_constraint k"
        " JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]"
        " JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1] WHERE k.contype = 'f'"
    )
    assert len(keys) > 10
    for own, column, other, key in keys:
        lost = await portfolio.fetchval(
            f"SELECT count(*) FROM {own} a WHERE {column} IS NOT NULL"
            f" AND NOT EXISTS (SELECT FROM {other} b WHERE b.{key} = a.{column})"
        )
        assert lost == 0, f"{own}.{column}"


async def test_newest_standings_are_the_sums_of_their_credits(portfolio: asyncpg.Connection) -> None:
    differing = await portfolio.fetchval(
        "SELECT count(*) FROM standing s LEFT JOIN (SELECT partner_id, sum(sold_amount) AS sold,"
        " sum(managed_amount) AS managed FROM client_credit GROUP BY partner_id) k ON k.partner_id = s.partner_id"
        " WHERE s.as_of = (SELECT max(day) FROM computed_day)"
        " AND (s.sold_mrr, s.managed_mrr) IS DISTINCT FROM (coalesce(k.sold, 0), coalesce(k.managed, 0))"
    )
    assert differing == 0
    assert await portfolio.fetchval("SELECT count(DISTINCT tier) FROM standing") == 4
    assert await portfolio.fetchval("SELECT count(DISTINCT sold_status) FROM client_credit") == 4
    assert await portfolio.fetchval("SELECT count(DISTINCT managed_status) FROM client_credit") == 5


async def test_sql_by_hand_says_what_tierline_says(portfolio: asyncpg.Connection) -> None:
    reader = Reader(load_rules())
    for query, statement in STATEMENTS.items():
        is_list = query in (Query.NESTED, Query.PAGE)
        told = await reader.ask(DOCUMENTS[query], {"value": None if is_list else PARTNER})
        found = await portfolio.fetchval(statement, *(BEGINNING if is_list else (PARTNER,)))
        read = TIERLINE[query]
        assert find_difference(read(told).says, read(json.loads(found)["data"]).says) is None


@pytest.mark.parametrize("query", COMPARED)
def test_the_naive_schema_takes_the_same_documents(query: Query) -> None:
    for one in (schema, naive_schema):
        assert validate(one._schema, parse(DOCUMENTS[query])) == []


def test_a_difference_is_found_where_it_is() -> None:
    one = {"name": "A", "clients": [{"id": "c1"}, {"id": "c2"}]}
    assert find_difference(one, {"name": "A", "clients": [{"id": "c1"}, {"id": "c2"}]}) is None
    assert (
        find_difference(one, {"name": "A", "clients": [{"id": "c1"}, {"id": "c3"}]}) == "/clients/1/id: 'c2' and 'c3'"
    )


async def test_every_question_has_an_answer_about_a_current_portfolio(database: str, redis_url: str) -> None:
    await make_current(database, redis_url, Portfolio(partners=40, clients=2_000))
    now = datetime.now(UTC)
    reader = Reader(load_rules(), now)
    values = {Query.SEARCH_PARTNERS: "bakery", Query.SEARCH_CLIENTS: "zurich"} | dict.fromkeys(
        (Query.AT_RISK, Query.NEAR_NEXT, Query.HISTORY)
    )
    told = {
        query: await reader.ask(document, variables(values.get(query, "p1"), now))
        for query, document in QUESTIONS.items()
    }
    assert set(QUESTIONS) | set(COMPARED) == set(Query)
    one = {query: answer["partner"] for query, answer in told.items() if "partner" in answer}
    assert len(one[Query.FORECAST]["forecast"]["decisions"]) == 3
    assert any(metric["clientCount"] for metric in one[Query.CHANGES]["changes"]["metrics"])
    assert all(metric["contributionCount"] for metric in one[Query.EXPLAIN]["standing"]["explain"]["metrics"])
    assert len(one[Query.GATES]["standing"]["gates"]) == 4
    assert told[Query.WHAT_IF]["whatIf"]["rejected"] == []
    assert told[Query.WHAT_IF]["whatIf"]["credits"][0]["clientExternalId"] == "new"
    assert told[Query.AT_RISK]["portfolio"]["list"]["nodes"]
    assert told[Query.NEAR_NEXT]["portfolio"]["list"]["edges"]
    assert all(day["sold"] for day in told[Query.HISTORY]["portfolio"]["history"])
    assert len(told[Query.HISTORY]["portfolio"]["history"]) >= 12
    assert told[Query.SEARCH_PARTNERS]["partners"]["nodes"]
    assert told[Query.SEARCH_CLIENTS]["clients"]["nodes"]
