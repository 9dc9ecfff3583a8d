import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from graphql import (
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

from api.auth.principals import Principal
from api.reading.ids import encode_id
from api.schema import schema
from tests.api.reading import INGEST, OPERATOR, Reader, partner_token
from tests.api.world import World, two_partners

ACME = partner_token("P-1")
NODE = "query ($id: ID!) { node(id: $id) { __typename id } }"


@pytest.fixture
async def world(reader: Reader) -> World:
    return await two_partners(reader)


async def test_operators_find_every_node(world: World) -> None:
    for name, key in world.ids.items():
        node = (await world.reader.ask(NODE, {"id": key}))["node"]
        assert node == {"__typename": name.removeprefix("acme ").removeprefix("bolt ").split(" ")[0], "id": key}


async def test_a_partner_finds_its_own_nodes_and_no_others(world: World) -> None:
    ids = list(world.ids.values())
    for name, key in world.ids.items():
        node = (await world.reader.ask(NODE, {"id": key}, by=ACME))["node"]
        assert (node is not None) is name.startswith("acme "), name
    document = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    nodes = (await world.reader.ask(document, {"ids": ids}, by=ACME))["nodes"]
    seen = [key if name.startswith("acme ") else None for name, key in world.ids.items()]
    assert [node and node["id"] for node in nodes] == seen


async def test_other_partners_are_as_if_they_did_not_exist(world: World) -> None:
    document = "query ($id: ID, $externalId: String) { partner(id: $id, externalId: $externalId) { name } }"
    for variables in ({"id": world.ids["bolt Partner"]}, {"externalId": "P-2"}, {"externalId": "P-unknown"}):
        assert (await world.reader.ask(document, variables, by=ACME))["partner"] is None
    for variables in ({"id": world.ids["acme Partner"]}, {"externalId": "P-1"}):
        assert (await world.reader.ask(document, variables, by=ACME))["partner"] == {"name": "Acme"}
    assert (await world.reader.ask(document, {"externalId": "P-2"}))["partner"] == {"name": "Bolt"}


async def test_the_list_of_partners_and_its_length_are_the_viewer_alone(world: World) -> None:
    document = """query ($filter: PartnerFilter, $search: String) {
      partners(filter: $filter, search: $search) { totalCount edges { node { name } } pageInfo { hasNextPage } } }"""
    alone = {"totalCount": 1, "edges": [{"node": {"name": "Acme"}}], "pageInfo": {"hasNextPage": False}}
    nobody = {"totalCount": 0, "edges": [], "pageInfo": {"hasNextPage": False}}
    assert (await world.reader.ask(document, by=ACME))["partners"] == alone
    assert (await world.reader.ask(document, {"filter": {"tier": "SILVER"}}, by=ACME))["partners"] == alone
    assert (await world.reader.ask(document, {"search": "bolt"}, by=ACME))["partners"] == nobody
    assert (await world.reader.ask(document))["partners"]["totalCount"] == 2


async def test_clients_are_those_that_appear_under_the_viewer(world: World) -> None:
    document = """query ($filter: ClientFilter, $search: String) {
      clients(filter: $filter, search: $search) { totalCount edges { node { externalId } } } }"""

    async def found(by: Principal = ACME, **filters: str) -> list[str]:
        page = (await world.reader.ask(document, {"search": filters.pop("search", None), "filter": filters}, by=by))[
            "clients"
        ]
        names = [edge["node"]["externalId"] for edge in page["edges"]]
        assert page["totalCount"] == len(names)
        return names

    assert await found() == ["C-1", "C-2"]
    assert await found(search="secret") == []
    assert await found(soldByExternalId="P-1") == ["C-1"]
    assert await found(soldByExternalId="P-2") == []
    assert await found(OPERATOR, soldByExternalId="P-2") == ["C-4", "C-3", "C-2"]
    assert await found(OPERATOR) == ["C-4", "C-3", "C-1", "C-2"]


async def test_a_client_is_found_by_either_id_where_it_appears(world: World) -> None:
    document = "query ($id: ID, $externalId: String) { client(id: $id, externalId: $externalId) { externalId } }"
    for name, key, visible in (("C-2", "acme Client seen", True), ("C-3", "bolt Client", False)):
        for variables in ({"id": world.ids[key]}, {"externalId": name}):
            mine = (await world.reader.ask(document, variables, by=ACME))["client"]
            assert mine == ({"externalId": name} if visible else None)
            assert (await world.reader.ask(document, variables))["client"] == {"externalId": name}


CLIENTS = "{ clients { edges { node { externalId soldBy { name } soldOn mrr { amount currencyCode } } } } }"


async def test_sales_and_mrr_are_shown_only_where_they_are_the_viewers_own(world: World) -> None:
    hundred = {"amount": "100.00", "currencyCode": "USD"}
    mine = (await world.reader.ask(CLIENTS, by=ACME))["clients"]["edges"]
    assert [edge["node"] for edge in mine] == [
        {"externalId": "C-1", "soldBy": {"name": "Acme"}, "soldOn": "2019-01-10", "mrr": hundred},
        {"externalId": "C-2", "soldBy": None, "soldOn": None, "mrr": None},
    ]
    every = (await world.reader.ask(CLIENTS))["clients"]["edges"]
    assert every[3]["node"] == {
        "externalId": "C-2",
        "soldBy": {"name": "Bolt"},
        "soldOn": "2019-01-10",
        "mrr": {"amount": "200.00", "currencyCode": "USD"},
    }


async def test_the_evidence_of_ones_own_decisions_stays_readable(world: World) -> None:
    document = """{ partner(externalId: "P-1") { tierHistory(first: 5) { edges { node {
      credits { totalCount edges { node { id client { externalId soldBy { name } soldOn mrr { amount } }
      credit { sold { amount } ways { way parts { line mrr { amount } } } } } } } } } } } }"""
    answer = (await world.reader.ask(document, by=ACME))["partner"]["tierHistory"]["edges"]
    (evidence,) = answer[0]["node"]["credits"]["edges"]
    assert evidence["node"] == {
        "id": world.ids["acme CreditedClient"],
        "client": {"externalId": "C-4", "soldBy": None, "soldOn": None, "mrr": None},
        "credit": {
            "sold": {"amount": "1.00"},
            "ways": [
                {"way": "SOLD", "parts": [{"line": "acme line", "mrr": {"amount": "1.00"}}]},
                {"way": "MANAGED", "parts": []},
            ],
        },
    }


FURTHER = """{
  partners(first: 2) { edges { node { measures(first: 2) { edges { node { name on value currencyCode } } }
    employees(first: 2) { edges { node {
      leftOn credentials(first: 2) { edges { node { name validFrom validUntil } } } } } } } } }
  clients(first: 4) { edges { node { externalId
    sales(first: 2) { totalCount edges { node { externalId partner { name } } } }
    measures(first: 2) { edges { node { name } } } } } }
}"""


async def test_further_facts_are_shown_where_their_partner_or_client_is(world: World) -> None:
    mine = await world.reader.ask(FURTHER, by=ACME)
    measure = {"name": "acme measure", "on": "2019-06-01", "value": "1", "currencyCode": None}
    credential = {"name": "acme credential", "validFrom": "2019-01-01", "validUntil": None}
    employee = {"leftOn": None, "credentials": {"edges": [{"node": credential}]}}
    partner = {"measures": {"edges": [{"node": measure}]}, "employees": {"edges": [{"node": employee}]}}
    assert mine["partners"] == {"edges": [{"node": partner}]}
    sale = {"externalId": "S-acme", "partner": {"name": "Acme"}}
    first, second = (edge["node"] for edge in mine["clients"]["edges"])
    assert first["sales"] == {"totalCount": 0, "edges": []}
    assert second["sales"] == {"totalCount": 1, "edges": [{"node": sale}]}
    assert second["measures"] == {"edges": [{"node": {"name": "second client's measure"}}]}
    every = (await world.reader.ask(FURTHER))["clients"]["edges"]
    assert {edge["node"]["externalId"]: edge["node"]["sales"]["totalCount"] for edge in every} == {
        "C-1": 0,
        "C-2": 2,
        "C-3": 0,
        "C-4": 0,
    }


OPERATORS_ONLY = {
    "dryRun",
    "dryRuns",
    "mrrLines",
    "mrrReports",
    "portfolio",
    "recomputeJob",
    "recomputeJobs",
    "schedule",
    "tierCounts",
    "workers",
}
OPEN = {"viewer", "edition", "program", "programs"}


def root_fields() -> dict[str, str]:
    """Every root field of the schema with arguments that it accepts."""
    query = schema._schema.query_type
    assert query is not None
    documents = {}
    for name, found in query.fields.items():
        given = {
            argument: "[]" if "[" in str(found.args[argument].type) else f'"{encode_id("RecomputeJob", 1)}"'
            for argument in found.args
            if is_required_argument(found.args[argument])
        }
        if name in {"partner", "client"}:
            given = {"externalId": '"P-1"'}
        arguments = ", ".join(f"{argument}: {value}" for argument, value in given.items())
        selection = "" if is_leaf_type(get_named_type(found.type)) else " { __typename }"
        documents[name] = f"{{ {name}{f'({arguments})' if arguments else ''}{selection} }}"
    return documents


async def test_a_token_that_loads_facts_reads_nothing_but_who_it_is_and_the_rules(world: World) -> None:
    documents = root_fields()
    assert documents.keys() > OPERATORS_ONLY | OPEN
    for name, document in documents.items():
        if name in OPEN:
            assert (await world.reader.ask(document, by=INGEST))[name] is not None
        else:
            code, _ = await world.reader.refusal(document, by=INGEST)
            assert (name, code) == (name, "FORBIDDEN")


async def test_what_concerns_all_partners_is_refused_to_each(world: World) -> None:
    for name, document in root_fields().items():
        result = await world.reader.execute(document, by=ACME)
        codes = [(error.extensions or {})["code"] for error in result.errors or []]
        assert (name, codes) == (name, ["FORBIDDEN"] if name in OPERATORS_ONLY else [])


def root_types(kind: str) -> dict[str, GraphQLOutputType]:
    root = schema._schema.type_map[kind]
    assert isinstance(root, GraphQLObjectType)
    return {name: field.type for name, field in root.fields.items()}


async def test_a_root_field_that_can_be_refused_may_be_null(world: World) -> None:
    roots = root_types("Query") | root_types("Mutation")
    assert {name for name, kind in roots.items() if isinstance(kind, GraphQLNonNull)} == {"viewer"}
    for name, document in root_fields().items():
        answer = await world.reader.execute(document.replace("{", "{ viewer { role }", 1), by=INGEST)
        assert answer.data is not None
        assert answer.data["viewer"]["role"] == "INGEST"
        refused = [error.path for error in answer.errors or ()]
        assert refused == ([] if name in OPEN else [[name]]), name
        assert (answer.data[name] is None) == (name not in OPEN)


@pytest.mark.parametrize("directive", ["", "@include(if: true)"])  # which leaves a document to the general executor
async def test_a_root_field_whose_arguments_are_refused_leaves_its_neighbours(world: World, directive: str) -> None:
    document = f"""{{
      partners(first: 1000) {directive} {{ totalCount }}
      nodes(ids: ["x"]) {{ id }}
      clients(first: 1) {{ edges {{ node {{ soldOn }} }} }}
      partner(externalId: "P-1") {{ externalId }}
    }}"""
    answer = await world.reader.execute(document)
    assert answer.data is not None
    assert (answer.data["partners"], answer.data["nodes"]) == (None, None)
    assert len(answer.data["clients"]["edges"]) == 1
    assert answer.data["partner"] == {"externalId": "P-1"}
    assert [error.path for error in answer.errors or ()] == [["partners"], ["nodes"]]


async def test_of_several_mutations_those_that_are_allowed_are_told(world: World) -> None:
    document = """mutation {
      recordActivity(input: { events: [] }) { accepted }
      cancelRecompute(input: { jobId: "x" }) { userErrors { code } }
    }"""
    answer = await world.reader.execute(document, by=INGEST)
    assert answer.data == {"recordActivity": {"accepted": 0}, "cancelRecompute": None}
    assert [error.path for error in answer.errors or ()] == [["cancelRecompute"]]


async def test_a_token_of_a_partner_that_is_not_loaded_sees_nobody(world: World) -> None:
    document = """query ($ids: [ID!]!) { viewer { role partner { name } } nodes(ids: $ids) { id }
      partner(externalId: "P-1") { name } client(externalId: "C-1") { name }
      partners { totalCount edges { cursor } } clients(filter: {soldByExternalId: "P-1"}) { totalCount } }"""
    answer = await world.reader.ask(document, {"ids": list(world.ids.values())}, by=partner_token("P-9"))
    assert answer == {
        "viewer": {"role": "PARTNER", "partner": None},
        "nodes": [None] * len(world.ids),
        "partner": None,
        "client": None,
        "partners": {"totalCount": 0, "edges": []},
        "clients": {"totalCount": 0},
    }


async def test_viewers_are_told_who_they_are(world: World) -> None:
    document = "{ viewer { role subject expiresAt partner { externalId } } }"
    expected = ((OPERATOR, "OPERATOR", None), (INGEST, "INGEST", None), (ACME, "PARTNER", {"externalId": "P-1"}))
    for number, (by, role, partner) in enumerate(expected):
        asks = replace(by, subject=f"somebody {number}", expires_at=datetime(2019, 7, 1, 8, number, tzinfo=UTC))
        assert (await world.reader.ask(document, by=asks))["viewer"] == {
            "role": role,
            "subject": f"somebody {number}",
            "expiresAt": f"2019-07-01T08:0{number}:00.000000Z",
            "partner": partner,
        }


EVERYTHING = """
fragment C on Client { id externalId name soldBy { id name externalId } soldOn mrr { amount } }
fragment P on Partner {
  id name
  standing { soldMrr } standings(from: "2019-06-01", to: "2019-06-30") { soldMrr }
  dailyActivity(from: "2019-06-30", to: "2019-06-30") { events }
  clients(first: 3) { totalCount edges { node { ...C } } }
  employees(first: 3) { totalCount edges { node { id email partner { id name } } } }
  tierHistory(first: 1) { totalCount edges { node { id partner { id name } revisions { id partner { id } }
    credits(first: 3) { totalCount edges { node { id client { ...C } } } } } } }
}
query ($ids: [ID!]!) {
  viewer { partner { ...P } }
  partners(first: 3) { totalCount edges { node { ...P } } }
  clients(first: 3) { totalCount edges { node { ...C } } }
  nodes(ids: $ids) {
    ... on Partner { ...P }
    ... on Client { ...C }
    ... on Employee { partner { ...P } }
    ... on TierDecision { partner { ...P } credits(first: 3) { edges { node { client { ...C } } } } }
    ... on CreditedClient { client { ...C } }
    ... on MrrReport { lines { edges { node { client { ...C } } } } }
    ... on MrrLine { client { ...C } }
  }
}
"""


BY_DAYS_AND_IDS = """
fragment P on Partner { id name tierOn(day: "2019-06-30") { key } }
query ($ids: [ID!]!) {
  nodes(ids: $ids) { id }
  partnersByExternalId(externalIds: ["P-1", "P-2"]) { ...P dataThrough { newestActivity newestReport { period } } }
  clientsByExternalId(externalIds: ["C-1", "C-2", "C-3", "C-4"]) { id name mrr { amount } soldBy { ...P } }
  tierDecisions(first: 2) { totalCount nodes { id partner { ...P } } }
  partners(first: 2) {
    nodes { ...P tierHistory(first: 2, knownAt: "2019-07-01T00:00:00Z") { nodes { id partner { ...P } } } }
  }
}
"""


ALL_BY_METRICS = """
query ($ids: [ID!]!) {
  partners(first: 3, filter: { metrics: [{ key: "SOLD_MRR", min: -1 }] }, orderBy: { metric: "SOLD_MRR" }) {
    totalCount edges { cursor node { id name } }
  }
  nodes(ids: $ids) {
    ... on Partner {
      tierHistory(first: 3, filter: { metrics: [{ key: "SOLD_MRR" }] }, orderBy: { metric: "MANAGED_MRR" }) {
        totalCount edges { cursor node { id partner { id name } } }
      }
    }
  }
}
"""


EVERY_FURTHER_FACT = """
fragment C on Client {
  sales(first: 2) { totalCount edges { node { ...S } } }
  measures(first: 2) { totalCount edges { node { id name value } } }
}
fragment E on Employee { leftOn credentials(first: 2) { totalCount edges { node { id name } } } }
fragment S on Sale { id externalId soldLine: line partner { id name } }
query ($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Partner {
      measures(first: 2) { totalCount edges { node { id name } } }
      employees(first: 2) { edges { node { ...E } } }
      clients(first: 3) { edges { node { ...C } } }
    }
    ... on Client { ...C }
    ... on Employee { ...E }
    ... on Credential { id name }
    ... on Measure { id name }
    ... on Sale { ...S }
    ... on CreditedClient { client { ...C } }
    ... on MrrLine { line client { ...C } }
  }
}
"""


EVERY_WAY = """
fragment W on ClientCredit {
  ways { way mrr { amount } parts { line soldOn reported { amount } converted { amount } mrr { amount } } }
}
query ($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Partner {
      clients(first: 3) { edges { node { externalId } credit { ...W } } }
      tierHistory(first: 1) { edges { node { credits(first: 3) { edges { node { credit { ...W } } } } } } }
    }
    ... on TierDecision { credits(first: 3) { edges { node { credit { ...W } } } } }
    ... on CreditedClient { credit { ...W } }
  }
}
"""


EVERY_ACCESS = """
fragment A on Access {
  id grantedOn lastActiveOn of: client { id externalId } employee { id email name partner { id name } } }
fragment C on Client {
  usedApps { key } accesses(first: 4) { totalCount edges { cursor node { ...A } } }
  partners(first: 2) { totalCount edges { cursor node { id name } credit { sold { amount } managed { status } } } }
}
query ($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Partner { clients(first: 3, orderBy: { field: AMOUNT }, filter: { name: "e" }) { edges { node { ...C } } } }
    ... on Access { ...A }
    ... on Client { ...C }
    ... on CreditedClient { client { ...C } }
    ... on MrrLine { client { ...C } }
  }
}
"""


async def test_no_path_from_a_partners_token_leads_to_another_partner(world: World) -> None:
    hidden = ["Bolt", "P-2", "bolt@", "C-3", "Secret", "200.00", "300.00", "400.00"]
    hidden += ["bolt credential", "bolt measure", "bolt line", "third client's measure", "fourth client's measure"]
    hidden += ["bolt person"]
    hidden += [key for name, key in world.ids.items() if name.startswith("bolt ") and "former" not in name]
    ids = list(world.ids.values())
    parts = [{"ids": ids[start::3]} for start in range(3)]  # all at once would cost too much
    asked = [
        (document, part)
        for document in (EVERYTHING, EVERY_FURTHER_FACT, EVERY_WAY, EVERY_ACCESS, ALL_BY_METRICS, BY_DAYS_AND_IDS)
        for part in parts
    ]
    mine = json.dumps([await world.reader.ask(document, part, by=ACME) for document, part in asked])
    every = json.dumps([await world.reader.ask(document, part) for document, part in asked])
    for text in hidden:
        assert text not in mine
        assert text in every
