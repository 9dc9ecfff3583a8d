from datetime import date, timedelta
from decimal import Decimal

from models.database import acquire
from models.edition_rows import keep_edition_rows
from models.rulebook import Rulebook
from tests.api.reading import LAST_CLOSED, NOW, Reader, load_rules, of_partner
from tests.api.rows import add, add_computed_day, add_partner, add_standing
from tiers.editions.parsing import parse_edition
from tiers.editions.series import check_series
from tiers.gates import gates_of, is_limiting


async def test_the_standing_is_of_the_newest_computed_day_or_of_the_day_asked_for(reader: Reader) -> None:
    pk = await add_partner("P-1", joined_on=date(2019, 6, 28))
    for day in (26, 27, 28, 29):
        await add_standing(pk, date(2019, 6, day), sold_mrr=Decimal(day))
    assert (await of_partner(reader, "standing { soldMrr }"))["standing"] is None
    for day in (26, 28):
        await add_computed_day(date(2019, 6, day))
    assert (await of_partner(reader, "standing { asOf soldMrr }"))["standing"] == {
        "asOf": "2019-06-28",
        "soldMrr": "28.00",
    }
    days = {"2019-06-26": None, "2019-06-28": {"soldMrr": "28.00"}, "2019-06-30": None}
    for asked, expected in days.items():
        assert (await of_partner(reader, f'standing(asOf: "{asked}") {{ soldMrr }}'))["standing"] == expected
    ranged = await of_partner(reader, 'standings(from: "2019-06-01", to: "2019-07-31") { asOf }')
    assert ranged["standings"] == [{"asOf": "2019-06-28"}, {"asOf": "2019-06-29"}]


async def test_a_standing_says_by_which_rules_its_numbers_were_computed(reader: Reader) -> None:
    pk = await add_partner("P-1")
    await add_standing(pk, date(2019, 6, 27), edition="2018-01")
    await add_standing(pk, date(2019, 6, 28), edition="2018-05")
    asked = 'standings(from: "2019-06-01", to: "2019-06-30") { edition { key effectiveFrom } }'
    assert (await of_partner(reader, asked))["standings"] == [
        {"edition": {"key": "2018-01", "effectiveFrom": "2018-01-22"}},
        {"edition": {"key": "2018-05", "effectiveFrom": "2018-05-02"}},
    ]


async def test_a_partner_without_a_standing_on_the_newest_day_has_none(reader: Reader) -> None:
    pk = await add_partner("P-1")
    await add_standing(pk, date(2019, 6, 29))
    await add_computed_day(date(2019, 6, 29))
    await add_computed_day(date(2019, 6, 30))
    assert (await of_partner(reader, "standing { asOf }"))["standing"] is None


async def test_a_day_that_has_not_closed_is_an_error(reader: Reader) -> None:
    await add_partner("P-1")
    document = 'query ($day: Date!) { partner(externalId: "P-1") { standing(asOf: $day) { soldMrr } } }'
    assert await reader.refusal(document, {"day": "2019-07-01"}) == (
        "BAD_USER_INPUT",
        "asOf: 2019-07-01 has not closed; the last closed day is 2019-06-30",
    )
    reader.rules = load_rules("America/New_York")
    code, message = await reader.refusal(document, {"day": "2019-06-30"})
    assert (code, message.endswith("the last closed day is 2019-06-29")) == ("BAD_USER_INPUT", True)


async def test_ranges_of_days_are_bounded(reader: Reader) -> None:
    await add_partner("P-1")
    document = """query ($from: Date!, $to: Date!) { partner(externalId: "P-1") {
      %s(from: $from, to: $to) { __typename } } }"""
    first = date(2019, 1, 1)
    for name in ("standings", "dailyActivity"):
        longest = {"from": str(first), "to": str(first + timedelta(days=399))}
        assert (await reader.ask(document % name, longest))["partner"][name] == []
        longer = {"from": str(first), "to": str(first + timedelta(days=400))}
        many = ("BAD_USER_INPUT", "from, to: 401 days are too many; ask for at most 400 at a time")
        assert await reader.refusal(document % name, longer) == many
        turned = {"from": "2019-01-02", "to": "2019-01-01"}
        message = "from, to: the range ends on 2019-01-01, before it begins on 2019-01-02"
        assert await reader.refusal(document % name, turned) == ("BAD_USER_INPUT", message)


NET = """
program = "agency"
key = "2019-06"
name = "Net users"
effective_from = 2019-06-01
currency = "USD"

[[metrics]]
kind = "measure"
key = "NET_USERS"
name = "Net users"
unit = "COUNT"
of = "partner"
measure = "net_users"
reduce = "sum"
description = "Below 0 where more have gone than come."
window = { months = 12 }

[[tiers]]
key = "SILVER"
name = "Silver"
[[tiers.alternatives]]
above = { NET_USERS = 0 }

[policy]
deciding = { rhythm = "MONTHLY", day = 15 }
rise = { on = "ALWAYS" }
fall = { on = "ALWAYS" }
carry = { GOLD = "SILVER", PLATINUM = "SILVER", DIAMOND = "SILVER" }
"""
VALUES = """standing { soldMrr managedMrr medianAppUsage certified
  metrics { metric { key name unit description } value } sold: metric(key: "SOLD_MRR") { value }
  median: metric(key: "MEDIAN_APP_USAGE") { value } net: metric(key: "NET_USERS") { metric { unit } value }
  alternatives { metric { key } comparison required actual passed missing } }"""


async def with_net_users(reader: Reader) -> None:
    """A later edition, which measures nothing that the others do, and a standing by it."""
    edition = parse_edition(NET, "net.toml")
    reader.rules = Rulebook(check_series([*reader.rules.editions, edition]), reader.rules.zone)
    async with acquire() as connection:
        await keep_edition_rows(connection, [edition])
    own = {"edition": "2019-06", "metrics": '{"NET_USERS": -2}', "provisional": False, "computed_at": NOW}
    await add("standing", partner_id=await add_partner("P-2"), as_of=LAST_CLOSED, **own)


async def test_values_are_those_of_the_editions_own_metrics_and_others_are_null(reader: Reader) -> None:
    await with_net_users(reader)
    await add_computed_day(LAST_CLOSED)
    await add_standing(await add_partner("P-1"), LAST_CLOSED, sold_mrr=Decimal("7.5"), certified=True)
    shown = (await of_partner(reader, VALUES))["standing"]
    sold = {"key": "SOLD_MRR", "name": "Sold MRR", "unit": "MONEY", "description": None}
    assert shown["metrics"][0] == {"metric": sold, "value": "7.50"}
    assert [one["value"] for one in shown["metrics"]] == ["7.50", "0.00", None, "1"]
    assert (shown["sold"], shown["median"], shown["net"]) == ({"value": "7.50"}, {"value": None}, None)
    other = (await of_partner(reader, VALUES, "P-2"))["standing"]
    described = {"name": "Net users", "description": "Below 0 where more have gone than come."}
    assert other == {
        **dict.fromkeys(("soldMrr", "managedMrr", "medianAppUsage", "certified", "sold", "median")),
        "metrics": [{"metric": {"key": "NET_USERS", "unit": "COUNT", **described}, "value": "-2"}],
        "net": {"metric": {"unit": "COUNT"}, "value": "-2"},
        "alternatives": [
            [
                {
                    "metric": {"key": "NET_USERS"},
                    "comparison": "ABOVE",
                    "required": "0",
                    "actual": "-2",
                    "passed": False,
                    "missing": "3",
                }
            ]
        ],
    }


async def test_a_metric_that_no_edition_has_is_an_error_that_names_those_that_there_are(reader: Reader) -> None:
    await add_computed_day(LAST_CLOSED)
    await add_standing(await add_partner("P-1"), LAST_CLOSED)
    assert await reader.refusal('{ partner(externalId: "P-1") { standing { metric(key: "SOLD") { value } } } }') == (
        "BAD_USER_INPUT",
        "key: 'SOLD' is not a metric; the metrics are SOLD_MRR, MANAGED_MRR, MEDIAN_APP_USAGE, CERTIFIED",
    )


GATES = (
    "standing { tier { key } nextTier { key } medianAppUsage gates { metric { key } required actual passed missing } }"
)


async def test_gates_are_those_of_the_next_tier_beside_the_stored_numbers(reader: Reader) -> None:
    pk = await add_partner("P-1")
    await add_computed_day(LAST_CLOSED)
    numbers = {"sold_mrr": Decimal("2100.00"), "managed_mrr": Decimal("1200.55"), "certified": True}
    await add_standing(pk, LAST_CLOSED, tier="SILVER", median_app_usage=Decimal("3.0"), **numbers)
    assert (await of_partner(reader, GATES))["standing"] == {
        "tier": {"key": "SILVER"},
        "nextTier": {"key": "GOLD"},
        "medianAppUsage": "3",
        "gates": [
            {
                "metric": {"key": "SOLD_MRR"},
                "required": "2100.00",
                "actual": "2100.00",
                "passed": True,
                "missing": "0.00",
            },
            {
                "metric": {"key": "MANAGED_MRR"},
                "required": "6000.00",
                "actual": "1200.55",
                "passed": False,
                "missing": "4799.45",
            },
            {"metric": {"key": "MEDIAN_APP_USAGE"}, "required": "3", "actual": "3", "passed": True, "missing": "0"},
            {"metric": {"key": "CERTIFIED"}, "required": "1", "actual": "1", "passed": True, "missing": "0"},
        ],
    }


async def test_without_a_number_all_of_a_requirement_is_missing_and_the_top_keeps_its_gates(reader: Reader) -> None:
    nobody, top = await add_partner("P-1"), await add_partner("P-2")
    await add_computed_day(LAST_CLOSED)
    await add_standing(nobody, LAST_CLOSED)
    numbers = {"sold_mrr": Decimal(10000), "managed_mrr": Decimal(50000), "certified": True}
    await add_standing(top, LAST_CLOSED, tier="DIAMOND", median_app_usage=Decimal("2.5"), **numbers)
    bare = (await of_partner(reader, GATES))["standing"]
    assert (bare["tier"], bare["nextTier"], bare["medianAppUsage"]) == (None, {"key": "SILVER"}, None)
    assert bare["gates"][2:] == [
        {"metric": {"key": "MEDIAN_APP_USAGE"}, "required": "3", "actual": None, "passed": False, "missing": "3"},
        {"metric": {"key": "CERTIFIED"}, "required": "1", "actual": "0", "passed": False, "missing": "1"},
    ]
    highest = (await of_partner(reader, GATES, "P-2"))["standing"]
    assert (highest["tier"], highest["nextTier"]) == ({"key": "DIAMOND"}, None)
    assert [gate["required"] for gate in highest["gates"]] == ["10000.00", "50000.00", "3", "1"]


async def test_the_gates_of_any_tier_are_told_and_which_of_them_keep_the_partner_from_it(reader: Reader) -> None:
    pk = await add_partner("P-1")
    numbers = {"sold_mrr": Decimal("2200.00"), "managed_mrr": Decimal("1200.00"), "median_app_usage": Decimal(3)}
    await add_standing(pk, LAST_CLOSED, tier="SILVER", certified=True, **numbers)
    await add_computed_day(LAST_CLOSED)
    [edition] = [one for one in reader.rules.editions if one.key == "2018-05"]
    numbers_by_key = {"SOLD_MRR": 220_000, "MANAGED_MRR": 120_000, "MEDIAN_APP_USAGE": 3, "CERTIFIED": 1}
    shown = "metric { key } required passed limiting"
    reached = set()
    for tier in edition.tiers:
        beside = [gates_of(edition, one, numbers_by_key) for one in tier.alternatives]
        expected = [[(gate.metric, gate.passed, is_limiting(gate, beside)) for gate in gates] for gates in beside]
        fields = (
            f'standing {{ gates(tier: "{tier.key}") {{ {shown} }} alternatives(tier: "{tier.key}") {{ {shown} }} }}'
        )
        standing = (await of_partner(reader, fields))["standing"]
        told = [
            [(gate["metric"]["key"], gate["passed"], gate["limiting"]) for gate in gates]
            for gates in standing["alternatives"]
        ]
        assert told == expected
        assert standing["gates"] == standing["alternatives"][0]
        reached |= {limiting for gates in told for *_, limiting in gates}
    assert reached == {True, False}
    for absent in ("NOBODY", ""):
        none = await of_partner(reader, f'standing {{ gates(tier: "{absent}") {{ passed }} }}')
        assert none == {"standing": {"gates": []}}
