import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import pytest
from graphql import get_introspection_query

from api.execution import served_schema
from api.execution.limits.bounds import MAX_COST, STATEMENT_TIMEOUT
from api.schema import schema
from models.database import acquire
from tests.api.front import OPERATOR, VIEWER, Api, make_app, serving
from tests.api.test_limits import doubling, nest

PARTNERS = "{ partners { edges { node { name } } } }"
SCHEMA = "{ __schema { types { name } } }"
# All that GraphiQL asks for, and more.
EVERYTHING = get_introspection_query(
    specified_by_url=True, directive_is_repeatable=True, schema_description=True, input_value_deprecation=True
)


@pytest.fixture
async def discreet(database_url: str, redis_url: str) -> AsyncIterator[Api]:
    """The API as `tierline api` serves it."""
    app = make_app(database_url, redis_url, graphiql=False, introspection=False)
    async with serving(app) as running:
        yield running


async def test_over_a_websocket_a_refused_document_is_an_error_and_the_socket_stays(api: Api) -> None:
    costly = (
        "query ($n: Int) { partners(first: $n) { edges { node { clients(last: $n) { edges { node { id } } } } } } }"
    )
    async with api.socket(OPERATOR) as socket:
        for query, excess in (
            (nest(16), "depth 16 is above 15"),
            (doubling(60), "selections 1,000,000,000 or more is above 1,000"),
            ("subscription { tierChanges { " + "cursor " * 100 + "} }", "overlaps 4,950 is above 2,000"),
            (costly, "cost 20,301 is above 20,000"),
        ):
            await socket.subscribe(query, {"n": 100})
            code, message = await socket.error()
            assert (code, message) == ("LIMIT_EXCEEDED", f"the document asks for too much: {excess}")
        await socket.ask()


async def test_events_tell_their_cost_too(api: Api) -> None:
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe("subscription { tierChanges { kind decision { tier { name } } } }")
        message = await socket.hear()
        assert message["payload"]["extensions"] == {"cost": 3}


async def test_introspection_has_room_within_the_limits(api: Api) -> None:
    answer = (await api.post(OPERATOR, EVERYTHING)).json()
    assert answer["extensions"]["cost"] <= MAX_COST / 2
    assert {"Partner", "Client"} <= {kind["name"] for kind in answer["data"]["__schema"]["types"]}


async def test_without_introspection_the_schema_is_not_told(discreet: Api) -> None:
    for query in (SCHEMA, '{ __type(name: "Partner") { name } }', EVERYTHING):
        errors = (await discreet.post(OPERATOR, query)).json()["errors"]
        assert errors[0]["message"].startswith("GraphQL introspection has been disabled")
    assert await discreet.ask(OPERATOR, "{ __typename viewer { __typename } }") == {
        "__typename": "Query",
        "viewer": {"__typename": "Viewer"},
    }


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{ viewers { role } }", {}),
        ("{ partner(externalID: 5) { name } }", {}),
        ("{ node(id: 5) { ... on Partners { name } } }", {}),
        ("{ partners(filter: { contry: 5 }) { totalCount } }", {}),
        ("{ partners(orderBy: { field: NAMES }) { totalCount } }", {}),
        ("query ($o: PartnerOrder) { partners(orderBy: $o) { totalCount } }", {"o": {"field": "NAMES"}}),
        ("query ($o: PartnerOrder) { partners(orderBy: $o) { totalCount } }", {"o": {"feld": "NAME"}}),
    ],
)
async def test_without_introspection_no_message_suggests_a_name(
    discreet: Api, query: str, variables: dict[str, object]
) -> None:
    assert "Did you mean" in str((await schema.execute(query, variables)).errors)
    answer = await discreet.post(OPERATOR, query, variables)
    assert answer.json()["errors"]
    assert "Did you mean" not in answer.text


async def test_without_graphiql_a_browser_is_a_caller_without_a_token(discreet: Api) -> None:
    assert (await discreet.http.get("/graphql", headers={"Accept": "text/html"})).status_code == 401


async def test_what_takes_too_long_is_stopped_and_the_api_goes_on(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served_schema, "SECONDS", 0.2)
    async with acquire() as connection, connection.transaction():
        await connection.execute("LOCK TABLE partner")
        code, message = await api.fail(OPERATOR, PARTNERS)
        assert (code, message) == ("TIMEOUT", "this took longer than 0.2 s and was stopped; ask for less at a time")
        async with api.socket(OPERATOR) as socket:
            await socket.subscribe(PARTNERS)
            assert (await socket.error())[0] == "TIMEOUT"
    assert await api.ask(OPERATOR, PARTNERS) == {"partners": {"edges": []}}


async def test_a_subscription_lasts_longer_than_a_query_may(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served_schema, "SECONDS", 0.2)
    async with api.socket(OPERATOR) as socket:
        await socket.subscribe("subscription { tierChanges { kind } }")
        await socket.next()
        await asyncio.sleep(0.4)
        assert await socket.silent()


async def test_a_statement_that_takes_too_long_is_ended_by_postgresql(
    database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.http.app.STATEMENT_TIMEOUT", timedelta(milliseconds=200))
    other = await asyncpg.connect(database_url)
    try:
        async with serving(make_app(database_url, redis_url)) as api:
            async with other.transaction():
                await other.execute("LOCK TABLE client")
                answer = (await api.post(OPERATOR, "{ viewer { role } clients { totalCount } }")).json()
                (error,) = answer["errors"]
                assert error["extensions"] == {"code": "TIMEOUT"}
                assert error["path"] == ["clients"]
                assert "too long" in error["message"]
                fact = '{ partner: { id: "P-1", name: "Acme", joinedOn: "2019-01-01", domains: ["a.example"] } }'
                client = '{ client: { id: "C-1", name: "One", registeredOn: "2019-01-01" } }'
                load = f"mutation {{ importFacts(input: {{ records: [{fact}, {client}] }}) {{ accepted }} }}"
                code, _ = await api.fail(OPERATOR, load)
                assert code == "TIMEOUT"
            assert await api.ask(OPERATOR, PARTNERS) == {"partners": {"edges": []}}
            assert await api.ask(OPERATOR, VIEWER) == {"viewer": {"role": "OPERATOR"}}
    finally:
        await other.close()


async def test_connections_of_the_api_have_the_timeout(api: Api) -> None:
    async with acquire() as connection:
        assert await connection.fetchval("SHOW statement_timeout") == f"{STATEMENT_TIMEOUT.seconds}s"
