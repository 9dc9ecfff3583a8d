from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from api.reading.ids import encode_id
from tests.api.reading import Reader, of_partner
from tests.api.rows import (
    add_client,
    add_decision,
    add_evidence,
    add_partner,
    sold,
)


async def test_the_tier_is_that_of_the_newest_effective_decision_in_its_latest_revision(reader: Reader) -> None:
    pk = await add_partner("P-1")
    assert await of_partner(reader, "tier { key } tierSince") == {"tier": None, "tierSince": None}
    await add_decision(pk, date(2019, 4, 15), "GOLD")
    await add_decision(pk, date(2019, 6, 15), "SILVER")
    await add_decision(pk, date(2019, 6, 15), "GOLD", revision=2)
    await add_decision(pk, date(2019, 7, 15), "DIAMOND")
    june = {"tier": {"key": "GOLD", "name": "Gold", "rank": 2}, "tierSince": "2019-04-15"}
    assert await of_partner(reader, "tier { key name rank } tierSince") == june
    reader.now = datetime(2019, 7, 15, 0, tzinfo=UTC)
    july = {"tier": {"key": "DIAMOND"}, "tierSince": "2019-07-15"}
    assert await of_partner(reader, "tier { key } tierSince") == july


@pytest.mark.parametrize(
    ("tiers", "since"),
    [
        (["SILVER", "SILVER", "GOLD", "GOLD"], 3),
        (["GOLD", None, "GOLD"], 3),
        (["GOLD", "SILVER", "GOLD", "GOLD", "GOLD"], 3),
        (["GOLD", "GOLD", None], None),
        ([None], None),
        (["DIAMOND"], 1),
    ],
)
async def test_tier_since_is_where_the_unbroken_run_began(
    reader: Reader, tiers: list[str | None], since: int | None
) -> None:
    pk, other = await add_partner("P-1"), await add_partner("P-2")
    for month, tier in enumerate(tiers, 1):
        await add_decision(pk, date(2019, month, 15), tier)
        await add_decision(other, date(2019, month, 15), "PLATINUM")
    expected = None if since is None else f"2019-0{since}-15"
    assert (await of_partner(reader, "tierSince"))["tierSince"] == expected
    assert (await of_partner(reader, "tierSince", "P-2"))["tierSince"] == "2019-01-15"


HISTORY = """tierHistory { totalCount edges { node { effectiveOn asOf revision change knownAt supersededAt provisional
  certified soldMrr managedMrr medianAppUsage tier { key } previousTier { key } edition { key }
  partner { externalId } revisions { revision tier { key } supersededAt } } } }"""


async def test_history_holds_the_latest_revisions_newest_first_and_all_of_each(reader: Reader) -> None:
    pk = await add_partner("P-1")
    other = await add_partner("P-2")
    later = datetime(2019, 6, 25, 4, tzinfo=UTC)
    await add_decision(other, date(2019, 4, 15), "DIAMOND")
    await add_decision(pk, date(2019, 4, 15), None)
    await add_decision(pk, date(2019, 5, 15), "SILVER")
    await add_decision(pk, date(2019, 5, 15), "GOLD", revision=2, known_at=later)
    numbers = {"sold_mrr": Decimal("2100.50"), "median_app_usage": Decimal("3.5"), "certified": True}
    await add_decision(pk, date(2019, 6, 15), "SILVER", **numbers)
    await add_decision(pk, date(2019, 7, 15), "DIAMOND")
    history = (await of_partner(reader, HISTORY))["tierHistory"]
    june, may, april = [edge["node"] for edge in history["edges"]]
    assert history["totalCount"] == 3
    assert june == {
        "effectiveOn": "2019-06-15", "asOf": "2019-06-14", "revision": 1, "change": "DEMOTED",
        "knownAt": "2019-06-20T04:00:00.000000Z", "supersededAt": None, "provisional": False, "certified": True,
        "soldMrr": "2100.50", "managedMrr": "0.00", "medianAppUsage": "3.5",
        "tier": {"key": "SILVER"}, "previousTier": {"key": "GOLD"}, "edition": {"key": "2018-05"},
        "partner": {"externalId": "P-1"},
        "revisions": [{"revision": 1, "tier": {"key": "SILVER"}, "supersededAt": None}],
    }  # fmt: skip
    assert (may["revision"], may["change"], may["previousTier"], may["knownAt"]) == (
        2,
        "PROMOTED",
        None,
        "2019-06-25T04:00:00.000000Z",
    )
    assert may["revisions"] == [
        {"revision": 1, "tier": {"key": "SILVER"}, "supersededAt": "2019-06-25T04:00:00.000000Z"},
        {"revision": 2, "tier": {"key": "GOLD"}, "supersededAt": None},
    ]
    assert (april["tier"], april["previousTier"], april["change"]) == (None, None, "UNCHANGED")


async def test_a_decision_that_is_not_in_effect_yet_is_no_node(reader: Reader) -> None:
    pk = await add_partner("P-1")
    decision = await add_decision(pk, date(2019, 7, 15), "GOLD")
    await add_evidence(decision, await add_client("C-1"))
    july = ("P-1", date(2019, 7, 15), 1)
    ids = [encode_id("TierDecision", *july), encode_id("CreditedClient", *july, "C-1")]
    document = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    assert (await reader.ask(document, {"ids": ids}))["nodes"] == [None, None]
    reader.now = datetime(2019, 7, 15, tzinfo=UTC)
    assert (await reader.ask(document, {"ids": ids}))["nodes"] == [{"id": ids[0]}, {"id": ids[1]}]


async def test_evidence_is_listed_by_name_with_both_credits(reader: Reader) -> None:
    pk = await add_partner("P-1")
    decision = await add_decision(pk, date(2019, 6, 15), "GOLD")
    for name in ("Zoo", "Alp"):
        credit = sold("12.50") | {"apps_used": 4} if name == "Alp" else {"sold_status": "EXPIRED"}
        await add_evidence(decision, await add_client(f"C-{name}", name=name), **credit)
    document = """query ($id: ID!) { node(id: $id) { ... on TierDecision { credits { totalCount edges { node {
      client { name } credit { asOf appsUsed countsInMedian sold { amount status countsUntil }
      managed { amount status countsUntil } } } } } } } }"""
    june = encode_id("TierDecision", "P-1", date(2019, 6, 15), 1)
    found = (await reader.ask(document, {"id": june}))["node"]["credits"]
    assert found["totalCount"] == 2
    alp, zoo = [edge["node"] for edge in found["edges"]]
    nothing = {"amount": "0.00", "status": "NO_ACCESS", "countsUntil": None}
    assert alp == {
        "client": {"name": "Alp"},
        "credit": {
            "asOf": "2019-06-14",
            "appsUsed": 4,
            "countsInMedian": True,
            "sold": {"amount": "12.50", "status": "COUNTED", "countsUntil": "2020-01-10"},
            "managed": nothing,
        },
    }
    assert (zoo["client"]["name"], zoo["credit"]["sold"]["status"]) == ("Zoo", "EXPIRED")
