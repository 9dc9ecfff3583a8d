"""What is asked about all partners: tiers by day, who moved and by what, who is near the next tier."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from api.auth.principals import Principal
from tests.api.reading import INGEST, LAST_CLOSED, Reader, partner_token
from tests.api.rows import Values, add_computed_day, add_decision, add_partner, add_standing
from tests.api.test_standings import with_net_users

MAY, JUNE = date(2019, 5, 15), date(2019, 6, 15)
GOLD: Values = {
    "sold_mrr": Decimal("2100.00"),
    "managed_mrr": Decimal("6000.00"),
    "median_app_usage": Decimal("3.0"),
    "certified": True,
}
SILVER: Values = GOLD | {"sold_mrr": Decimal("2099.99")}

HISTORY = """query ($months: Int! = 12) { portfolio { history(months: $months) {
  day sold { amount currencyCode } managed { amount currencyCode } tierCounts { tier { key } count } } } }"""
MOVERS = """query ($on: Date, $change: TierChangeKind, $first: Int, $after: String, $last: Int, $before: String) {
  portfolio { movers(on: $on, change: $change, first: $first, after: $after, last: $last, before: $before) {
    totalCount pageInfo { hasNextPage hasPreviousPage endCursor startCursor }
    edges { node { change partner { externalId } previousTier { key } tier { key } }
            gates { metric { key currencyCode } comparison required actual before } } } } }"""
NEAR = """query ($first: Int, $after: String) { portfolio { nearNext(first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor }
  edges { node { externalId standing { gates { id missing } } } tier { key } lack
          gates { id metric { key } missing limiting } } } } }"""


async def history(reader: Reader, months: int = 12) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await reader.ask(HISTORY, {"months": months}))["portfolio"]["history"]
    return found


async def movers(reader: Reader, **variables: object) -> dict[str, Any]:
    found: dict[str, Any] = (await reader.ask(MOVERS, variables))["portfolio"]["movers"]
    return found


async def near(reader: Reader, **variables: object) -> dict[str, Any]:
    found: dict[str, Any] = (await reader.ask(NEAR, variables))["portfolio"]["nearNext"]
    return found


def named(page: dict[str, Any]) -> list[str]:
    return [edge["node"].get("partner", edge["node"])["externalId"] for edge in page["edges"]]


def held(day: dict[str, Any]) -> dict[str | None, int]:
    return {one["tier"] and one["tier"]["key"]: one["count"] for one in day["tierCounts"] if one["count"]}


def amount(money: dict[str, str]) -> str:
    assert money["currencyCode"] == "USD"
    return money["amount"]


async def test_history_has_each_deciding_day_and_today(reader: Reader) -> None:
    first, second, late = await add_partner("P-1"), await add_partner("P-2"), await add_partner("P-3", joined_on=JUNE)
    await add_decision(first, date(2018, 6, 15), "SILVER", **SILVER)
    await add_decision(first, MAY, "SILVER", **SILVER)
    await add_decision(first, JUNE, None)
    await add_decision(first, JUNE, "GOLD", revision=2, **GOLD)
    await add_decision(second, MAY, "GOLD", **GOLD)
    await add_computed_day(LAST_CLOSED)
    await add_standing(first, LAST_CLOSED, sold_mrr=Decimal("1.50"), managed_mrr=Decimal("2.25"))
    await add_standing(late, LAST_CLOSED, sold_mrr=Decimal("0.25"))

    found = await history(reader)
    assert [(one["day"], held(one), amount(one["sold"]), amount(one["managed"])) for one in found] == [
        ("2019-05-15", {"SILVER": 1, "GOLD": 1}, "4199.99", "12000.00"),
        ("2019-06-15", {"GOLD": 2, None: 1}, "2100.00", "6000.00"),
        ("2019-07-01", {"GOLD": 2, None: 1}, "1.75", "2.25"),
    ]
    assert [one["day"] for one in await history(reader, 1)] == ["2019-06-15", "2019-07-01"]
    assert (await history(reader, 60))[0]["day"] == "2018-06-15"
    for one in found:
        counts = f'{{ portfolio {{ tierCounts(on: "{one["day"]}") {{ tier {{ key }} count }} }} }}'
        assert (await reader.ask(counts))["portfolio"]["tierCounts"] == one["tierCounts"]


async def test_history_of_today_is_that_of_its_decisions_where_there_are_some(reader: Reader) -> None:
    pk = await add_partner("P-1")
    await add_decision(pk, date(2019, 6, 3), "SILVER", as_of=date(2019, 6, 2), **SILVER)
    await add_decision(pk, date(2019, 6, 15), "GOLD", **GOLD)
    await add_decision(pk, date(2019, 7, 1), None, as_of=LAST_CLOSED, sold_mrr=Decimal("7.00"))
    await add_computed_day(LAST_CLOSED)
    await add_standing(pk, LAST_CLOSED, sold_mrr=Decimal("9.00"))
    found = await history(reader)
    assert [(one["day"], held(one), amount(one["sold"])) for one in found] == [
        ("2019-06-15", {"GOLD": 1}, "2100.00"),
        ("2019-07-01", {None: 1}, "7.00"),
    ]


async def test_history_without_anything_is_today_without_a_sum(reader: Reader) -> None:
    (only,) = await history(reader)
    assert (only["day"], held(only), only["sold"], only["managed"]) == ("2019-07-01", {}, None, None)
    for months in (0, 61):
        assert await reader.refusal(HISTORY, {"months": months}) == (
            "BAD_USER_INPUT",
            f"months: {months} is not between 1 and 60",
        )


async def add_movers() -> None:
    """One that rose to its first tier, one that rose by one gate, one that fell by two, and two that stayed."""
    for name, before, now in (
        ("new", None, ("SILVER", SILVER)),
        ("rose", ("SILVER", SILVER), ("GOLD", GOLD)),
        ("fell", ("GOLD", GOLD), ("SILVER", SILVER | {"managed_mrr": Decimal("1200.00")})),
        ("stayed", ("GOLD", GOLD), ("GOLD", GOLD)),
        ("none", None, (None, {})),
    ):
        pk = await add_partner(name)
        if before is not None:
            await add_decision(pk, MAY, before[0], **before[1])
        await add_decision(pk, JUNE, now[0], **now[1])


def gate(metric: str, required: str, actual: str | None, before: str | None) -> dict[str, Any]:
    numbers = {"required": required, "actual": actual, "before": before}
    return {"metric": {"key": metric, "currencyCode": "USD"}, "comparison": "AT_LEAST", **numbers}


async def test_movers_are_told_with_the_gates_that_did_it(reader: Reader) -> None:
    await add_movers()
    found = {edge["node"]["partner"]["externalId"]: edge for edge in (await movers(reader))["edges"]}
    assert {name: edge["node"]["change"] for name, edge in found.items()} == {
        "fell": "DEMOTED",
        "new": "PROMOTED",
        "rose": "PROMOTED",
    }
    assert found["rose"]["gates"] == [gate("SOLD_MRR", "2100.00", "2100.00", "2099.99")]
    assert found["fell"]["node"]["previousTier"] == {"key": "GOLD"}
    assert found["fell"]["gates"] == [
        gate("SOLD_MRR", "2100.00", "2099.99", "2100.00"),
        gate("MANAGED_MRR", "6000.00", "1200.00", "6000.00"),
    ]
    new = found["new"]["gates"]
    assert [(one["metric"]["key"], one["before"]) for one in new] == [
        ("SOLD_MRR", None),
        ("MANAGED_MRR", None),
        ("MEDIAN_APP_USAGE", None),
    ] + [("CERTIFIED", None)] * (len(new) - 3)


async def test_movers_of_a_day_and_of_a_direction(reader: Reader) -> None:
    await add_movers()
    assert named(await movers(reader, change="DEMOTED")) == ["fell"]
    assert named(await movers(reader, change="PROMOTED")) == ["new", "rose"]
    assert named(await movers(reader, on="2019-05-15")) == ["fell", "rose", "stayed"]
    assert named(await movers(reader, on="2019-05-16")) == []
    assert await reader.refusal(MOVERS, {"change": "UNCHANGED"}) == (
        "BAD_USER_INPUT",
        "change: who keeps a tier has not moved; ask for PROMOTED or DEMOTED",
    )
    assert await reader.refusal(MOVERS, {"on": "2019-07-02"}) == (
        "BAD_USER_INPUT",
        "on: 2019-07-02 is still to come; nobody knows yet who moves then",
    )


async def test_decisions_that_are_not_in_effect_yet_move_nobody(reader: Reader) -> None:
    await add_movers()
    await add_decision(await add_partner("soon"), date(2019, 7, 15), "GOLD", **GOLD)
    assert named(await movers(reader)) == ["fell", "new", "rose"]


async def test_movers_are_paged_both_ways(reader: Reader) -> None:
    await add_movers()
    first = await movers(reader, first=2)
    assert (named(first), first["totalCount"], first["pageInfo"]["hasNextPage"]) == (["fell", "new"], 3, True)
    rest = await movers(reader, first=2, after=first["pageInfo"]["endCursor"])
    assert (named(rest), rest["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasPreviousPage"]) == (
        ["rose"],
        False,
        True,
    )
    back = await movers(reader, last=1, before=rest["pageInfo"]["startCursor"])
    assert named(back) == ["new"]
    for given in ({"change": "PROMOTED"}, {"on": "2019-06-15"}):
        other = await reader.refusal(MOVERS, {"after": first["pageInfo"]["endCursor"], **given})
        assert other[1] == "after: this cursor is of another list, order or filter; begin again without it"
    june = await movers(reader, first=2, on="2019-06-15")
    assert named(await movers(reader, on="2019-06-15", after=june["pageInfo"]["endCursor"])) == ["rose"]
    other = await reader.refusal(MOVERS, {"after": june["pageInfo"]["endCursor"], "on": "2019-05-15"})
    assert other == ("BAD_USER_INPUT", "after: this cursor is of another list, order or filter; begin again without it")


async def test_a_later_revision_takes_a_move_back(reader: Reader) -> None:
    pk = await add_partner("P-1")
    await add_decision(pk, MAY, "GOLD", **GOLD)
    await add_decision(pk, JUNE, "SILVER", **SILVER)
    assert named(await movers(reader)) == ["P-1"]
    await add_decision(pk, JUNE, "GOLD", revision=2, **GOLD)
    assert named(await movers(reader)) == []


async def test_who_fell_from_a_tier_that_the_edition_lacks_fell_by_no_gate(reader: Reader) -> None:
    await with_net_users(reader)
    pk = await add_partner("P-1")
    await add_decision(pk, MAY, "GOLD", **GOLD)
    await add_decision(pk, JUNE, None, edition="2019-06")
    (edge,) = (await movers(reader))["edges"]
    assert (edge["node"]["change"], edge["gates"]) == ("DEMOTED", [])


async def test_those_that_lack_the_fewest_gates_and_then_the_least_come_first(reader: Reader) -> None:
    await add_computed_day(LAST_CLOSED)
    for name, tier, numbers in (
        ("half", "SILVER", GOLD | {"sold_mrr": Decimal("1050.00")}),
        ("tenth", "SILVER", GOLD | {"managed_mrr": Decimal("5400.00")}),
        ("two", "SILVER", GOLD | {"sold_mrr": Decimal("2099.00"), "managed_mrr": Decimal("5999.00")}),
        ("same", "SILVER", GOLD | {"sold_mrr": Decimal("1890.00")}),
        ("top", "DIAMOND", {**GOLD, "sold_mrr": Decimal(10000), "managed_mrr": Decimal(50000)}),
    ):
        await add_standing(await add_partner(name), LAST_CLOSED, tier=tier, **numbers)
    await add_partner("nothing known")
    await add_standing(await add_partner("later", joined_on=date(2019, 7, 1)), LAST_CLOSED, **GOLD)

    found = await near(reader)
    assert [(edge["node"]["externalId"], edge["lack"]) for edge in found["edges"]] == [
        ("same", "0.1"),
        ("tenth", "0.1"),
        ("half", "0.5"),
        ("two", "0.000643"),
    ]
    assert found["totalCount"] == 4
    assert {edge["tier"]["key"] for edge in found["edges"]} == {"GOLD"}
    for edge in found["edges"]:
        shown = {one["id"]: one["missing"] for one in edge["node"]["standing"]["gates"]}
        assert all(one["limiting"] and shown[one["id"]] == one["missing"] for one in edge["gates"])
    assert [one["metric"]["key"] for one in found["edges"][3]["gates"]] == ["SOLD_MRR", "MANAGED_MRR"]

    first = await near(reader, first=3)
    assert first["pageInfo"]["hasNextPage"]
    rest = await near(reader, first=3, after=first["pageInfo"]["endCursor"])
    assert (named(first), named(rest)) == (["same", "tenth", "half"], ["two"])


async def test_what_requires_nothing_is_lacking_as_a_whole(reader: Reader) -> None:
    await with_net_users(reader)
    await add_computed_day(LAST_CLOSED)
    (edge,) = (await near(reader))["edges"]
    assert (edge["node"]["externalId"], edge["lack"], edge["tier"]["key"]) == ("P-2", "1", "SILVER")
    assert [one["missing"] for one in edge["gates"]] == ["3"]


@pytest.mark.parametrize("by", [partner_token("P-1"), INGEST])
@pytest.mark.parametrize("asked", ["history { day }", "movers { totalCount }", "nearNext { totalCount }"])
async def test_only_operators_ask_about_all_partners(reader: Reader, by: Principal, asked: str) -> None:
    await add_partner("P-1")
    code, _ = await reader.refusal(f"{{ portfolio {{ {asked} }} }}", by=by)
    assert code == "FORBIDDEN"
