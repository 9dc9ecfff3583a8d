from typing import Any

import pytest
from graphql import GraphQLSchema, build_schema, parse

from api.execution.limits.bounds import MAX_COST
from api.execution.limits.documents import measure_document
from api.execution.limits.sizes import UnboundedList, check_sizes
from api.schema import schema
from tests.api.reading import Reader
from tests.api.world import two_partners
from tiers.apps import APPS

CREDIT = "credit { asOf appsUsed sold { amount status countsUntil } managed { amount status countsUntil } }"
CLIENT = "id externalId name country registeredOn soldOn mrr { amount currencyCode } soldBy { id name }"
CLIENTS = f"""{{ viewer {{ partner {{ clients(first: 100) {{
  totalCount pageInfo {{ endCursor hasNextPage }} edges {{ cursor node {{ {CLIENT} }} {CREDIT} }} }} }} }} }}"""
DECISIONS = f"""{{ viewer {{ partner {{ tierHistory(first: 12) {{ totalCount edges {{ node {{
  tier {{ key gates {{ metric {{ key }} minimum }} }} previousTier {{ key }} edition {{ key }} revisions {{ revision }}
  credits(first: 100) {{ totalCount edges {{ cursor node {{ id client {{ {CLIENT} }} {CREDIT} }} }} }}
}} }} }} }} }} }}"""


def cost(document: str, variables: dict[str, Any] | None = None) -> int:
    (operation,) = measure_document(schema._schema, parse(document)).operations.values()
    return operation.cost(variables)


def test_a_page_of_clients_and_a_year_of_decisions_with_their_credits_are_in_everybodys_budget() -> None:
    assert cost(CLIENTS) < MAX_COST / 10
    assert cost(DECISIONS) < MAX_COST


@pytest.mark.parametrize(
    ("document", "variables", "expected"),
    [
        ("{ viewer { role } }", {}, 1),
        ("{ viewer { __typename partner { name } } }", {}, 2),
        ("{ partners { edges { cursor } } }", {}, 1 + 20),
        ("{ partners(first: 7) { edges { node { name } } } }", {}, 1 + 7 * 2),
        ("{ partners(first: 7) { nodes { name } edges { cursor } } }", {}, 1 + 7 + 7),
        ("{ partners(first: null, last: 7) { edges { node { name } } } }", {}, 1 + 7 * 2),
        ("{ partners(first: 0) { totalCount pageInfo { endCursor } edges { cursor } } }", {}, 1 + 500 + 1),
        ("{ viewer { partner { clients(first: 0) { totalCount n: totalCount } } } }", {}, 3 + 2 * 25),
        (
            "{ a: partners(first: 0) { totalCount } ...C } fragment C on Query { clients(first: 0) { totalCount } }",
            {},
            2 * 501,
        ),
        ("{ partners(first: 3, filter: { untiered: true }) { edges { cursor } } }", {}, 1 + 1_000 + 3),
        ('{ partners(first: 3, search: "a") { edges { cursor } } }', {}, 1 + 1_000 + 3),
        ('{ clients(first: 3, search: "a", filter: { country: "DE" }) { edges { cursor } } }', {}, 1 + 1_000 + 3),
        ("{ clients(first: 3, search: null) { edges { cursor } } }", {}, 1 + 3),
        (
            """{ viewer { partner { tierHistory(
            first: 3, filter: { metrics: [] }, orderBy: { metric: "POINTS" }) { edges { cursor } } } } }""",
            {},
            3 + 3 + 2 * 25,
        ),
        ("{ viewer { partner { tierHistory(first: 3, filter: null) { edges { cursor } } } } }", {}, 3 + 3),
        ('{ partners(first: 3, orderBy: { metric: "POINTS" }) { edges { cursor } } }', {}, 1 + 500 + 3),
        ("{ partners(first: 3, orderBy: { field: TIER, metric: null }) { edges { cursor } } }", {}, 1 + 3),
        ("{ partners(first: 3, orderBy: { field: CERTIFIED_UNTIL }) { edges { cursor } } }", {}, 1 + 500 + 3),
        ("query ($f: PartnerOrderField) { partners(first: 3, orderBy: { field: $f }) { edges { cursor } } }", {}, 504),
        ("query ($o: PartnerOrder) { partners(first: 3, orderBy: $o) { edges { cursor } } }", {}, 1 + 500 + 3),
        ("query ($m: String) { partners(first: 3, orderBy: { metric: $m }) { edges { cursor } } }", {}, 1 + 500 + 3),
        ("{ partners(first: 3, filter: null) { edges { cursor } } }", {}, 1 + 3),
        ("query ($f: PartnerFilter) { partners(first: 3, filter: $f) { edges { cursor } } }", {"f": {}}, 1 + 1_000 + 3),
        ("{ viewer { partner { clients(first: 3, filter: { sold: [COUNTED] }) { edges { cursor } } } } }", {}, 3 + 3),
        (  # one look for a page of one partner's,
            "{ viewer { partner { clients(first: 10) { edges { credit { countsFrom lastActiveOn } } } } } }",
            {},
            3 + 10 * 2 + 3_000,
        ),
        (
            "{ viewer { partner { tierHistory(first: 2) { edges { node { credits(first: 5) { edges { node { credit {"
            " matchedEmployee { name } matchedAccess { status } } } } } } } } } } }",
            {},
            3 + 2 * (3 + 5 * 5 + 3_000),
        ),
        (  # and one for each partner
            'query ($n: Int) { client(externalId: "C") { partners(first: $n) { edges { credit { countsFrom } } } } }',
            {"n": 3},
            2 + 3 * (2 + 3_000),
        ),
        (  # of which no more than five are asked about
            'query ($n: Int) { client(externalId: "C") { partners(first: $n) { edges { credit { countsFrom } } } } }',
            {"n": 50},
            2 + 50 * 2 + 5 * 3_000,
        ),
        ('{ node(id: "x") { ... on CreditedClient { credit { countsFrom } } } }', {}, 2 + 3_000),
        ("{ partners(first: 7) { edges { node { domains d: domains } } } }", {}, 1 + 7 * (2 + 2 * 20)),
        ("{ viewer { a: role } }", {}, 1 + 1),
        ("{ clients(first: 10) { edges { node { a: name b: name c: __typename } } } }", {}, 1 + 10 * 2 + 10 * 3 // 10),
        (
            "{ clients(first: 10) { edges { a: cursor node { ...N b: id } } } }"
            " fragment N on Client { a: mrr { c: amount } }",
            {},
            1 + 10 * 3 + 10 * (6 + 5 + 1) // 10,
        ),
        (
            "{ partners(first: 5) { edges { node { standing { gates { a: id b: id } } } } } }",
            {},
            1 + 5 * (3 + 8) + 5 * 8 * (2 * 12) // 10,
        ),
        (
            "query ($n: Int) { clients(first: $n) { p: pageInfo { a: endCursor } edges { node { a: name } } } }",
            {"n": 7},
            1 + 1 + 7 * 2 + 1,
        ),
        ("{ tierCounts { count } }", {}, 500 + 11),
        ("{ portfolio { tierCounts { count } } }", {}, 1 + 500 + 11),
        ("{ portfolio { history { day } } }", {}, 1 + 500 + 13 * 200),
        ("query ($m: Int!) { portfolio { history(months: $m) { day } } }", {"m": 60}, 1 + 500 + 61 * 200),
        ("{ portfolio { movers(first: 3) { edges { cursor } } } }", {}, 1 + 1_000 + 1 + 3),
        ("{ portfolio { nearNext(first: 0) { totalCount } } }", {}, 1 + 2_500 + 1 + 2_500),
        ("mutation { importFacts(input: { records: [] }) { accepted } }", {}, 1),
        ("mutation { importFacts(input: { records: [{}, {}, {}] }) { accepted } }", {}, 1 + 3 * 10),
        (
            "mutation ($i: ImportFactsInput!) { importFacts(input: $i) { accepted } }",
            {"i": {"records": [{}] * 5}},
            1 + 5 * 10,
        ),
        (
            "mutation ($r: [FactInput!]!) { importFacts(input: { records: $r }) { accepted } }",
            {"r": [{}] * 5},
            1 + 5 * 10,
        ),
        (
            "mutation ($i: RecordActivityInput!) { recordActivity(input: $i) { accepted } }",
            {"i": {"events": [{}] * 2_000}},
            1 + 1_000 * 10,
        ),
        ("mutation ($i: ImportFactsInput!) { importFacts(input: $i) { accepted } }", {"i": 5}, 1),
        (
            "mutation ($i: ImportFactsInput!) { importFacts(input: $i) { accepted } }",
            {
                "i": {
                    "records": [{"partner": {"domains": ["a.example"] * 10}}, {"partner": {"domains": 1}}, {"x": 1}, 5]
                }
            },
            1 + (4 + 7) * 10,
        ),
        (
            'mutation { importFacts(input: { records: [{ partner: { domains: ["", "", "", ""] } }] }) { accepted } }',
            {},
            21,
        ),
        ("{ partners(first: 1000) { edges { cursor } } }", {}, 1 + 100),
        ("{ partners(first: -1) { edges { cursor } } }", {}, 1),
        ("query ($n: Int) { partners(first: $n) { edges { cursor } } }", {}, 1 + 20),
        ("query ($n: Int) { partners(first: $n) { edges { cursor } } }", {"n": 3}, 1 + 3),
        ("query ($n: Int) { partners(first: $n) { edges { cursor } } }", {"n": None}, 1 + 20),
        ("query ($n: Int = 5) { partners(first: $n) { edges { cursor } } }", {}, 1 + 5),
        ("query ($n: Int = 5) { partners(first: $n) { edges { cursor } } }", {"n": 6}, 1 + 6),
        ("query ($n: Int) { partners(first: $n) { edges { cursor } } }", {"n": "many"}, 1 + 100),
        (
            "query ($n: Int, $m: Int) { partners(first: $n) { ...P } }"
            " fragment P on PartnerConnection { edges { node { clients(last: $m) { totalCount ...C } } } }"
            " fragment C on PartnerClientConnection { ... { edges { cursor } } a: edges { node { id } } }",
            {"n": 4, "m": 3},
            1 + 4 * (2 + 1 + 25 + 3 * 1 + 3 * 2),
        ),
        ('{ nodes(ids: ["a", "b", "c"]) { id } }', {}, 3),
        ("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ["a"] * 9}, 9),
        ("query ($id: ID!) { nodes(ids: [$id, $id]) { id } }", {"id": "a"}, 2),
        ('{ viewer { partner { standings(from: "2019-06-01", to: "2019-06-30") { asOf } } } }', {}, 2 + 30),
        ('{ viewer { partner { standings(from: "2019-06-02", to: "2019-06-01") { asOf } } } }', {}, 2),
        ('{ viewer { partner { standings(from: "0001-01-01", to: "9999-12-31") { asOf } } } }', {}, 2 + 400),
        (
            'query ($d: Date!) { viewer { partner { dailyActivity(from: $d, to: "x") { day } } } }',
            {"d": 5},
            2 + 100 + 400 * 40,
        ),
        ("{ edition { apps { key } tiers { gates { metric { key } } } } }", {}, 1 + len(APPS) + 10 * (1 + 8 * 2)),
        ("{ programs { editions { key tiers { key } } } }", {}, 5 * (1 + 50 * (1 + 10))),
        ('{ edition { text sources diff(with: "x") { path } policy { terms { tier } } } }', {}, 52 + 1_050 + 11),
        (
            "{ viewer { partner { forecast { decisions { expired { amount } } } } } }",
            {},
            2 + 2_000 + 3 * (1_000 + 1 + 10),
        ),
        (
            "query ($n: Int!) { viewer { partner { forecast(decisions: $n) { assume } } } }",
            {"n": 12},
            2 + 2_000 + 12 * 1_000,
        ),
        (
            """{ viewer { partner { changes(from: "2019-01-01", to: "2019-02-01") {
            metrics { clients(first: 5) { cause client { name } } } } } } }""",
            {},
            2 + 2_000 + 1 + 20 * (1 + 5 * 2),
        ),
        ("{ viewer { partner { standing { explain { asOf } } } } }", {}, 3 + 3_000 + 1),
        ("{ viewer { partner { standing { gates { limiting } } } } }", {}, 3 + 8 * (1 + 5)),
        ('mutation { draftEdition(input: { text: "0123456789" }) { edition { key } } }', {}, 2 + 3),
        ("mutation ($t: String!) { checkEdition(input: { text: $t }) { userErrors { code } } }", {"t": "x" * 100}, 131),
        (
            "mutation ($i: PublishEditionInput!) { publishEdition(input: $i) { alreadyPublished } }",
            {"i": {"editionId": "x"}},
            1 + 1_200,
        ),
        ("{ __schema { types { name } } }", {}, 6_000),
        ('{ __type(name: "Partner") { name } }', {}, 300),
        ("{ unknown { edges { node } } }", {}, 0),
    ],
)
def test_the_cost_is_how_many_objects_an_answer_can_hold_and_what_else_is_done_for_them(
    document: str, variables: dict[str, Any], expected: int
) -> None:
    assert cost(document, variables) == expected


def test_a_list_of_all_that_there_is_costs_as_much_wherever_it_is() -> None:
    lists = "things(first: Int, filter: String): ThingConnection"
    core = build_schema(
        f"type Query {{ {lists} portfolio: Portfolio one: Thing }} type Portfolio {{ {lists} }}"
        f" type ThingConnection {{ totalCount: Int edges: [ThingEdge] }} type ThingEdge {{ cursor: String }}"
        f" type Thing {{ {lists} }}"
    )

    def cost_of(document: str) -> int:
        (operation,) = measure_document(core, parse(document)).operations.values()
        return operation.cost(None)

    asked = '{ things(first: 0, filter: "a") { totalCount } }'
    assert cost_of(asked) == 1 + 500 + 1_000
    assert cost_of(f"{{ portfolio {asked} }}") == 1 + cost_of(asked)
    assert cost_of(f"{{ one {asked} }}") == 1 + 1 + 25


def count_objects(value: object) -> int:
    if isinstance(value, dict):
        return 1 + sum(map(count_objects, value.values()))
    return sum(map(count_objects, value)) if isinstance(value, list) else 0


async def test_an_answer_never_has_more_objects_than_it_cost(reader: Reader) -> None:
    world = await two_partners(reader)
    clients = f"clients(first: 2) {{ edges {{ node {{ {CLIENT} }} {CREDIT} }} }}"
    page = f"partners(first: 2) {{ edges {{ node {{ id tier {{ gates {{ metric {{ key }} }} }} {clients} }} }} }}"
    for document in (
        f"{{ {page} edition {{ apps {{ key }} tiers {{ gates {{ metric {{ key }} }} }} }}"
        " portfolio { tierCounts { tier { key } } } }",
        "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Partner { standing { gates { metric { key } } } } } }",
        "{ clients { edges { node { soldBy { tierHistory(last: 1) { edges { node { revisions { id } } } } } } } } }",
    ):
        result = await reader.execute(document, {"ids": list(world.ids.values())})
        assert not result.errors
        assert result.extensions is not None
        assert 3 < count_objects(result.data) - 1 <= result.extensions["cost"]


async def test_what_only_variables_make_too_much_is_refused_before_anything_runs(reader: Reader) -> None:
    document = """
    query ($n: Int, $m: Int) {
      partners(first: $n) { edges { node { clients(first: $m) { edges { node { id } } } } } }
    }
    """
    extensions = (await reader.execute(document, {"n": 50, "m": 20})).extensions
    assert extensions is not None
    assert extensions["cost"] == 1 + 50 * (2 + 1 + 20 * 2)
    refusal = ("LIMIT_EXCEEDED", "the document asks for too much: cost 20,301 is above 20,000")
    assert await reader.refusal(document, {"n": 100, "m": 100}) == refusal
    assert await reader.refusal(document.replace("$m: Int", "$m: Int = 100"), {"n": 100}) == refusal


def test_a_list_of_scalars_of_which_nobody_said_what_it_costs_keeps_the_schema_from_being_built() -> None:
    with pytest.raises(UnboundedList, match=r"how long these lists can get: Query\.names$"):
        check_sizes(build_schema("type Query { names: [String!]! }"))


def test_a_list_of_which_nobody_said_how_long_it_gets_keeps_the_schema_from_being_built() -> None:
    unknown: GraphQLSchema = build_schema("type Query { ok: String! things: [Thing!]! } type Thing { id: ID }")
    with pytest.raises(UnboundedList, match=r"how long these lists can get: Query\.things$"):
        check_sizes(unknown)
