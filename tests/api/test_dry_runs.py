"""Dry runs over GraphQL: asked for, watched and read by operators."""

import itertools
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.reading.ids import encode_id
from jobs.queue import Queue
from models.editions import load_editions
from models.rulebook import Rulebook
from tests.api.front import INGEST, OPERATOR, Api, partner_token
from tests.api.lives import draft_text
from tests.api.reading import NOW
from tests.api.writing import all_rows
from tests.workers.dry_runs import HIGHER, LOWER
from tests.workers.facts import load, partner, silver
from workers.runner import Runner

ASK = (
    "mutation ($input: DryRunInput!) { payload: dryRun(input: $input) {"
    " dryRun { id number editionKey editionDigest from to knownAt job { kind status } }"
    " userErrors { code path message } } }"
)
READ = """query ($id: ID!) { dryRun(id: $id) { id editionName editionText knownAt job { status }
  days { effectiveOn asOf editionInForce partners tiers { key name before after }
    moves { tierBefore tierAfter partners } }
  decisions { totalCount edges { node { partner { externalId } effectiveOn tierBefore tierAfter performingBefore
    performingAfter change
    gates { metric { key name unit currencyCode } edition comparison required actual missing } } } } } }"""
CHOSEN = """query ($id: ID!, $filter: DryRunDecisionFilter) { dryRun(id: $id) {
  decisions(filter: $filter) { totalCount edges { node { partner { externalId } effectiveOn } } } } }"""
APRIL = {"from": "2019-04-15", "to": "2019-04-15"}


@pytest.fixture
async def runner(api: Api, redis_url: str) -> AsyncIterator[Runner]:
    """A worker on the database of the API, with an agency that is SILVER in April, and one that has no tier."""
    del api
    rules = Rulebook(load_editions(), ZoneInfo("UTC"))
    await load([*silver(), partner("idle")], rules)
    async with Queue(redis_url) as queue:
        seconds = itertools.count(1)
        yield Runner(rules, queue, lambda: NOW + timedelta(seconds=next(seconds)))


async def asked_for(api: Api, **wanted: object) -> dict[str, Any]:
    payload = (await api.ask(OPERATOR, ASK, {"input": wanted}))["payload"]
    assert payload["userErrors"] == []
    dry_run: dict[str, Any] = payload["dryRun"]
    return dry_run


async def done(api: Api, runner: Runner, **wanted: object) -> str:
    """The id of a dry run that is complete."""
    dry_run = await asked_for(api, **wanted)
    assert await runner.run(int(dry_run["number"])) == "succeeded"
    return str(dry_run["id"])


async def refusals(api: Api, **wanted: object) -> list[tuple[str, list[str]]]:
    """Codes and paths. Nothing must have changed."""
    before = await all_rows()
    payload = (await api.ask(OPERATOR, ASK, {"input": wanted}))["payload"]
    assert payload["dryRun"] is None
    assert await all_rows() == before
    return [(error["code"], error["path"]) for error in payload["userErrors"]]


async def test_it_is_asked_for_by_a_text_and_complete_once_its_job_has_succeeded(api: Api, runner: Runner) -> None:
    dry_run = await asked_for(api, text=HIGHER, on="2019-04-15")
    assert len(dry_run.pop("editionDigest")) == 64
    assert dry_run == {
        "id": encode_id("DryRun", 1),
        "number": "1",
        "editionKey": "2018-06",
        **APRIL,
        "knownAt": None,
        "job": {"kind": "DRY_RUN", "status": "QUEUED"},
    }
    waiting = (await api.ask(OPERATOR, READ, {"id": "1"}))["dryRun"]
    assert (waiting["days"], waiting["decisions"]) == ([], {"totalCount": 0, "edges": []})
    assert await runner.run(1) == "succeeded"
    read = (await api.ask(OPERATOR, READ, {"id": dry_run["id"]}))["dryRun"]
    assert (read["editionText"], read["job"], read["knownAt"] is None) == (HIGHER, {"status": "SUCCEEDED"}, False)
    [day] = read["days"]
    assert day["moves"] == [{"tierBefore": "SILVER", "tierAfter": None, "partners": 1}]
    assert (day["asOf"], day["editionInForce"], day["partners"]) == ("2019-04-14", "2018-05", 2)
    assert [(one["key"], one["name"], one["before"], one["after"]) for one in day["tiers"]] == [
        ("SILVER", "Silver", 1, 0),
        ("GOLD", "Gold", 0, 0),
        ("PLATINUM", "Platinum", 0, 0),
        ("DIAMOND", "Diamond", 0, 0),
        (None, None, 1, 2),
    ]
    first, second = (edge["node"] for edge in read["decisions"]["edges"])
    assert first == {
        "partner": {"externalId": "agency"},
        "effectiveOn": "2019-04-15",
        "tierBefore": "SILVER",
        "tierAfter": None,
        "performingBefore": "SILVER",
        "performingAfter": None,
        "change": "DEMOTED",
        "gates": [
            {
                "metric": {"key": "SOLD_MRR", "name": "Sold MRR", "unit": "MONEY", "currencyCode": "USD"},
                "edition": "2018-06",
                "comparison": "AT_LEAST",
                "required": "2099.00",
                "actual": "1200.00",
                "missing": "899.00",
            }
        ],
    }
    assert (second["partner"], second["change"], second["gates"]) == ({"externalId": "idle"}, "UNCHANGED", [])


async def test_it_is_asked_for_by_a_drafts_id_and_by_that_of_a_published_edition(api: Api, runner: Runner) -> None:
    del runner
    await draft_text(HIGHER)
    for key in ("2018-06", "2018-05"):
        edition = encode_id("Edition", "agency", key)
        assert (await asked_for(api, editionId=edition, on="2019-04-15"))["editionKey"] == key
    newest = await asked_for(api, editionId=encode_id("Edition", "agency", "2018-05"))
    assert (newest["from"], newest["to"]) == ("2019-06-15", "2019-06-15")


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({}, [("agency", 4), ("idle", 4), ("agency", 5), ("idle", 5), ("agency", 6), ("idle", 6)]),
        ({"on": "2019-05-15"}, [("agency", 5), ("idle", 5)]),
        ({"changes": ["PROMOTED", "DEMOTED"]}, [("agency", 4), ("agency", 5)]),
        ({"moved": True, "on": "2019-04-15"}, [("agency", 4)]),
        ({"tierBefore": "SILVER", "tierAfter": "GOLD"}, [("agency", 4), ("agency", 5)]),
        ({"untieredAfter": False}, [("agency", 4), ("agency", 5)]),
        ({"untieredBefore": True, "on": "2019-06-15"}, [("agency", 6), ("idle", 6)]),
        ({"differsFrom": "1"}, [("agency", 4), ("agency", 5)]),
        ({"differsFrom": "2"}, []),
        ({"differsFrom": "7", "on": "2019-04-15"}, [("agency", 4), ("idle", 4)]),
        ({"tierAfter": "BRONZE"}, []),
    ],
)
async def test_decisions_are_chosen_by_day_direction_tiers_and_another_dry_run(
    api: Api, runner: Runner, chosen: dict[str, object], found: list[tuple[str, int]]
) -> None:
    days = {"from": "2019-04-15", "to": "2019-06-15"}
    await done(api, runner, text=HIGHER, **days)
    dry_run = await done(api, runner, text=LOWER, **days)
    page = (await api.ask(OPERATOR, CHOSEN, {"id": dry_run, "filter": chosen}))["dryRun"]["decisions"]
    assert page["totalCount"] == len(found)
    nodes = [edge["node"] for edge in page["edges"]]
    assert [(one["partner"]["externalId"], int(one["effectiveOn"][5:7])) for one in nodes] == found


async def test_two_are_compared_partner_by_partner(api: Api, runner: Runner) -> None:
    one, two = [await done(api, runner, text=text, on="2019-04-15") for text in (HIGHER, LOWER)]
    document = """query ($id: ID!, $other: ID!) { dryRuns { edges { node { number } } } dryRun(id: $id) {
      decisions(filter: { differsFrom: $other }) { edges { node {
        partner { externalId } tierAfter by(dryRun: $other) { tierAfter change } } } } } }"""
    answer = await api.ask(OPERATOR, document, {"id": two, "other": one})
    assert [edge["node"]["number"] for edge in answer["dryRuns"]["edges"]] == ["2", "1"]
    [edge] = answer["dryRun"]["decisions"]["edges"]
    assert edge["node"] == {
        "partner": {"externalId": "agency"},
        "tierAfter": "GOLD",
        "by": {"tierAfter": None, "change": "DEMOTED"},
    }


async def test_what_cannot_be_tried_is_refused_as_data(api: Api, runner: Runner) -> None:
    del runner
    draft = encode_id("Edition", "agency", "2018-06")
    assert await refusals(api, editionId=draft) == [("EDITION_NOT_FOUND", ["editionId"])]
    assert await refusals(api, text="key =") == [("INVALID_EDITION", ["text"])]
    assert await refusals(api, text=HIGHER, on="2019-04-14") == [("NOT_A_DECIDING_DAY", ["on"])]
    assert await refusals(api, text=HIGHER, on="2019-07-15") == [("DAY_NOT_CLOSED", ["on"])]
    backwards = {"from": "2019-05-15", "to": "2019-04-15"}
    assert await refusals(api, text=HIGHER, **backwards) == [("INVALID_RANGE", ["from"])]
    same_key = HIGHER.replace('key = "2018-06"', 'key = "2018-05"')
    assert await refusals(api, text=same_key, on="2019-04-15") == [
        ("KEY_IN_USE", ["text"]),
    ]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({}, "ONE_OF_TWO"),
        ({"text": HIGHER, "editionId": encode_id("Edition", "agency", "2018-05")}, "ONE_OF_TWO"),
        ({"text": HIGHER, "on": "2019-04-15", "from": "2019-04-15", "to": "2019-04-15"}, "INVALID_RANGE"),
        ({"text": HIGHER, "from": "2019-04-15"}, "INVALID_RANGE"),
    ],
)
async def test_words_that_contradict_each_other_are_refused(api: Api, wanted: dict[str, object], code: str) -> None:
    assert await refusals(api, **wanted) == [(code, [])]


async def test_it_is_for_operators_and_to_others_as_if_it_did_not_exist(api: Api, runner: Runner) -> None:
    dry_run = await done(api, runner, text=HIGHER, on="2019-04-15")
    node = "query ($id: ID!) { node(id: $id) { id ... on DryRun { decisions { totalCount } } } }"
    found = (await api.ask(OPERATOR, node, {"id": dry_run}))["node"]
    assert found == {"id": dry_run, "decisions": {"totalCount": 2}}
    agency = partner_token("agency")
    assert (await api.ask(agency, node, {"id": dry_run}))["node"] is None
    before = await all_rows()
    for token in (agency, INGEST):
        for document, variables in (
            (ASK, {"input": {"text": HIGHER}}),
            (READ, {"id": dry_run}),
            ("{ dryRuns { totalCount } }", {}),
        ):
            assert (await api.fail(token, document, variables))[0] == "FORBIDDEN"
    assert await all_rows() == before
