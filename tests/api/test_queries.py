from datetime import UTC, date, datetime

import pytest

from api.reading.ids import encode_id
from tests.api.lives import learn, publish_text
from tests.api.reading import Reader
from tests.api.rows import (
    add_decision,
    add_job,
    add_partner,
)
from tests.editions import edition_file

LATER_EDITION = edition_file(
    "2019-07",
    date(2019, 7, 1),
    {"BRONZE": ('"Bronze"', 'SOLD_MRR = "1.00"'), "GOLD": ('"Gold"', 'SOLD_MRR = "2.00"')},
    ["CRM", "ADS_ADD_ON"],
    carry='carry = { SILVER = "BRONZE", PLATINUM = "GOLD", DIAMOND = "GOLD" }',
)


async def publish_later(reader: Reader) -> None:
    await publish_text(LATER_EDITION)
    await learn(reader)


async def test_a_partner_is_found_by_exactly_one_of_its_ids(reader: Reader) -> None:
    await add_partner("P-1", name="Acme", country="DE", domains=["acme.example", "ACME.org"])
    document = """query ($id: ID, $externalId: String) { partner(id: $id, externalId: $externalId) {
      id name country domains joinedOn } }"""
    acme = {
        "id": encode_id("Partner", "P-1"),
        "name": "Acme",
        "country": "DE",
        "domains": ["acme.example", "ACME.org"],
        "joinedOn": "2018-06-01",
    }
    assert (await reader.ask(document, {"externalId": "P-1"}))["partner"] == acme
    assert (await reader.ask(document, {"id": acme["id"]}))["partner"] == acme
    assert (await reader.ask(document, {"id": encode_id("Partner", "P-9")}))["partner"] is None
    one = ("BAD_USER_INPUT", "id, externalId: give exactly one of the two")
    assert await reader.refusal(document, {}) == one
    assert await reader.refusal(document, {"id": acme["id"], "externalId": "P-1"}) == one
    code, message = await reader.refusal(document, {"id": encode_id("Client", "P-1")})
    assert (code, "is the id of a Client, not of a Partner" in message) == ("BAD_USER_INPUT", True)


async def test_at_most_a_hundred_nodes_at_once_and_no_malformed_id(reader: Reader) -> None:
    document = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    absent = encode_id("Partner", "P-5")
    assert (await reader.ask(document, {"ids": [absent] * 100}))["nodes"] == [None] * 100
    many = ("BAD_USER_INPUT", "ids: 101 are too many; ask for at most 100 at a time")
    assert await reader.refusal(document, {"ids": [absent] * 101}) == many
    code, message = await reader.refusal(document, {"ids": [absent, "nonsense"]})
    assert (code, message) == (
        "BAD_USER_INPUT",
        "'nonsense' is not an id: use the `id` of an object as this API gave it",
    )


COUNTS = "query ($on: Date) { portfolio { tierCounts(on: $on) { tier { key } count } } }"


async def counts(reader: Reader, on: str | None = None) -> list[tuple[str | None, int]]:
    found = (await reader.ask(COUNTS, {"on": on}))["portfolio"]["tierCounts"]
    return [(entry["tier"] and entry["tier"]["key"], entry["count"]) for entry in found]


async def test_partners_are_counted_by_the_tier_they_hold_on_a_day(reader: Reader) -> None:
    one, two = await add_partner("P-1"), await add_partner("P-2")
    await add_partner("P-3", joined_on=date(2019, 6, 20))
    await add_decision(one, date(2019, 5, 15), "SILVER")
    await add_decision(one, date(2019, 6, 15), "SILVER")
    await add_decision(one, date(2019, 6, 15), "GOLD", revision=2)
    await add_decision(two, date(2019, 6, 15), None)
    ladder = ["SILVER", "GOLD", "PLATINUM", "DIAMOND"]

    def all_but(held: dict[str, int], without: int) -> list[tuple[str | None, int]]:
        return [*((key, held.get(key, 0)) for key in ladder), (None, without)]

    assert await counts(reader) == all_but({"GOLD": 1}, 2)
    assert await counts(reader, "2019-06-15") == all_but({"GOLD": 1}, 1)
    assert await counts(reader, "2019-06-14") == all_but({"SILVER": 1}, 1)
    assert await counts(reader, "2018-06-01") == all_but({}, 2)
    assert await counts(reader, "2018-05-31") == all_but({}, 0)
    assert await counts(reader, "2016-11-02") == [(None, 0)]
    code, message = await reader.refusal(COUNTS, {"on": "2019-07-02"})
    assert (code, message) == (
        "BAD_USER_INPUT",
        "on: 2019-07-02 is still to come; nobody knows yet who holds which tier then",
    )


async def test_the_field_that_portfolio_has_in_its_place_counts_as_it_did(reader: Reader) -> None:
    await add_decision(await add_partner("P-1"), date(2019, 6, 15), "GOLD")
    document = """query ($on: Date) {
      tierCounts(on: $on) { tier { key } count } portfolio { tierCounts(on: $on) { tier { key } count } } }"""
    answer = await reader.ask(document, {"on": "2019-06-15"})
    assert answer["tierCounts"] == answer["portfolio"]["tierCounts"]
    assert {"tier": {"key": "GOLD"}, "count": 1} in answer["tierCounts"]


async def test_a_question_about_the_portfolio_that_cannot_be_answered_leaves_those_beside_it(reader: Reader) -> None:
    counts_on = "tierCounts(on: $on) { count }"
    document = f"query ($on: Date) {{ portfolio {{ {counts_on} now: tierCounts {{ count }} }} viewer {{ role }} }}"
    answer = await reader.execute(document, {"on": "2019-07-02"})
    assert answer.data is not None
    assert answer.data["portfolio"]["tierCounts"] is None
    assert len(answer.data["portfolio"]["now"]) == 5
    assert answer.data["viewer"] == {"role": "OPERATOR"}
    assert [error.path for error in answer.errors or ()] == [["portfolio", "tierCounts"]]


async def test_tiers_of_an_older_edition_are_counted_while_they_are_held(reader: Reader) -> None:
    await publish_later(reader)
    for number, tier in enumerate(["SILVER", "GOLD", "DIAMOND"]):
        await add_decision(await add_partner(f"P-{number}"), date(2019, 6, 15), tier)
    assert await counts(reader) == [("BRONZE", 0), ("SILVER", 1), ("GOLD", 1), ("DIAMOND", 1), (None, 0)]
    assert dict(await counts(reader, "2019-06-30")) == {"SILVER": 1, "GOLD": 1, "PLATINUM": 0, "DIAMOND": 1, None: 0}


async def test_the_edition_of_a_day_is_the_newest_in_force(reader: Reader) -> None:
    await publish_later(reader)
    document = """query ($on: Date) { edition(on: $on) { key effectiveFrom currency apps { key name }
      tiers { key rank gates { metric { key } minimum } } } }"""
    assert (await reader.ask(document))["edition"] == {
        "key": "2019-07",
        "effectiveFrom": "2019-07-01",
        "currency": "USD",
        "apps": [{"key": "ADS_ADD_ON", "name": "Ads add-on"}, {"key": "CRM", "name": "CRM"}],
        "tiers": [
            {"key": "BRONZE", "rank": 1, "gates": [{"metric": {"key": "SOLD_MRR"}, "minimum": "1.00"}]},
            {"key": "GOLD", "rank": 2, "gates": [{"metric": {"key": "SOLD_MRR"}, "minimum": "2.00"}]},
        ],
    }
    older = (await reader.ask(document, {"on": "2019-06-30"}))["edition"]
    assert (older["key"], older["tiers"][3]["gates"][2]) == (
        "2018-05",
        {"metric": {"key": "MEDIAN_APP_USAGE"}, "minimum": "3"},
    )
    assert (await reader.ask(document, {"on": "2018-05-01"}))["edition"]["key"] == "2018-01"
    first = (await reader.ask(document, {"on": "2016-11-03"}))["edition"]
    assert (first["key"], len(first["apps"]), first["apps"][-1]["key"]) == ("2016-11", 17, "SOCIAL_INBOX")
    assert first["tiers"][0]["gates"][1] == {"metric": {"key": "MANAGED_MRR"}, "minimum": "3500.00"}
    assert (await reader.ask(document, {"on": "2016-11-02"}))["edition"] is None


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ('partner(externalId: "P-1") { tier { key } }', "edition 1999-01 with tier WOOD is not"),
        ('partner(externalId: "P-1") { tierHistory { nodes { edition { key name } } } }', "edition 1999-01 is not"),
        ("tierDecisions { nodes { edition { key } } }", "edition 1999-01 is not"),
        ("tierCounts { tier { key } count }", "edition 1999-01 with tier WOOD is not"),
        ("portfolio { tierCounts { tier { key } count } }", "edition 1999-01 with tier WOOD is not"),
    ],
)
async def test_rows_of_an_edition_that_is_not_there_say_so_and_what_is_to_be_done(
    reader: Reader, asked: str, named: str
) -> None:
    await add_decision(await add_partner("P-1"), date(2019, 6, 15), "WOOD", rank=1, edition="1999-01")
    code, message = await reader.refusal(f"{{ {asked} }}")
    assert code == "EDITION_MISSING"
    assert message.startswith(f"{named} in the database, by which this was computed: publish it again")


async def test_a_job_is_found_by_its_id(reader: Reader) -> None:
    job = await add_job(finished_at=datetime(2019, 6, 15, 3, 0, 7, tzinfo=UTC), changed_partners=3)
    document = """query ($id: ID!) { recomputeJob(id: $id) { kind status month from attempts changedPartners startedAt
      finishedAt } }"""
    assert (await reader.ask(document, {"id": encode_id("RecomputeJob", job)}))["recomputeJob"] == {
        "kind": "TIERS", "status": "SUCCEEDED", "month": "2019-06", "from": None, "attempts": 1, "changedPartners": 3,
        "startedAt": None, "finishedAt": "2019-06-15T03:00:07.000000Z",
    }  # fmt: skip
    by_number = "query ($id: ID!) { recomputeJob(id: $id) { id number cancelRequested } }"
    for given in (encode_id("RecomputeJob", job), str(job), job):
        assert (await reader.ask(by_number, {"id": given}))["recomputeJob"] == {
            "id": encode_id("RecomputeJob", job), "number": str(job), "cancelRequested": False,
        }  # fmt: skip
    assert (await reader.ask(document, {"id": encode_id("RecomputeJob", 99)}))["recomputeJob"] is None
    assert (await reader.ask(document, {"id": "99"}))["recomputeJob"] is None
    for malformed in ("0", "01", "-1", "1.0", "\u0661", str(2**63)):
        assert (await reader.refusal(document, {"id": malformed}))[0] == "BAD_USER_INPUT"
    code, _ = await reader.refusal(document, {"id": encode_id("Partner", "P-1")})
    assert code == "BAD_USER_INPUT"
