"""Money has its currency, and other numbers have a metric that says what they are."""

from datetime import date
from decimal import Decimal

from graphql import GraphQLObjectType, get_named_type

from api.schema import schema
from tests.api.reading import LAST_CLOSED, Reader, of_partner
from tests.api.rows import (
    add,
    add_client,
    add_computed_day,
    add_credit,
    add_decision,
    add_evidence,
    add_partner,
    add_standing,
    sold,
)

MONEY = "amount currencyCode"
OF_METRIC = {
    "ClientChange": "MetricChange",
    "Contribution": "MetricExplanation",
    "DryRunGate": None,
    "ForecastGate": None,
    "Gate": None,
    "GateRule": None,
    "MetricChange": None,
    "MetricExplanation": None,
    "MetricValue": None,
    "MoverGate": None,
}
"""The types whose numbers are a metric's: it is beside them, or beside what has them."""


def usd(amount: str) -> dict[str, str]:
    return {"amount": amount, "currencyCode": "USD"}


async def test_amounts_have_the_currency_of_the_edition_of_their_day(reader: Reader) -> None:
    partner, client = await add_partner("P-1"), await add_client("C-1")
    await add_computed_day(LAST_CLOSED)
    numbers = {"sold_mrr": Decimal("12.50"), "managed_mrr": Decimal("3.00")}
    await add_standing(partner, LAST_CLOSED, **numbers)
    decision = await add_decision(partner, date(2019, 6, 15), "SILVER", **numbers)
    await add_evidence(decision, client, **sold("7.10"))
    await add_credit(partner, client, **sold("12.50"))
    both = f"sold {{ {MONEY} }} managed {{ m: __typename {MONEY} }} soldMrr managedMrr"
    credit = f"credit {{ sold {{ amount mrr {{ {MONEY} }} }} managed {{ mrr {{ {MONEY} }} }} }}"
    fields = (
        f"standing {{ {both} }} clients {{ edges {{ {credit} }} }}"
        f" tierHistory {{ nodes {{ {both} credits {{ nodes {{ {credit} }} }} }} }}"
    )
    found = await of_partner(reader, fields)
    told = {
        "sold": usd("12.50"),
        "managed": {"m": "Money", **usd("3.00")},
        "soldMrr": "12.50",
        "managedMrr": "3.00",
    }
    assert found["standing"] == told
    managed_nothing = {"mrr": usd("0.00")}
    of_client = {"sold": {"amount": "12.50", "mrr": usd("12.50")}, "managed": managed_nothing}
    assert found["clients"]["edges"] == [{"credit": of_client}]
    evidence = {"credit": {"sold": {"amount": "7.10", "mrr": usd("7.10")}, "managed": managed_nothing}}
    assert found["tierHistory"]["nodes"] == [{**told, "credits": {"nodes": [evidence]}}]


async def test_an_amount_that_there_is_not_is_no_money(reader: Reader) -> None:
    partner = await add_partner("P-1")
    await add_computed_day(LAST_CLOSED)
    await add_standing(partner, LAST_CLOSED, sold_mrr=None)
    found = await of_partner(reader, f"standing {{ sold {{ {MONEY} }} managed {{ {MONEY} }} }}")
    assert found["standing"] == {"sold": None, "managed": usd("0.00")}


async def test_lines_of_reports_are_in_their_own_currency(reader: Reader) -> None:
    client = await add_client("C-1")
    await add("mrr_line", period=date(2019, 5, 1), revision=1, client_id=client, amount=7, currency="EUR")
    (line,) = (await reader.ask(f"{{ mrrLines {{ nodes {{ mrr {{ {MONEY} }} amount }} }} }}"))["mrrLines"]["nodes"]
    assert line == {"mrr": {"amount": "7.00", "currencyCode": "EUR"}, "amount": "7.00"}


async def test_what_a_client_counts_with_is_money_of_one_currency(reader: Reader) -> None:
    """Product lines of one client may be in several; then there is no sum, and the others are told theirs."""
    period = date(2019, 5, 1)
    report = await add("mrr_report", period=period, revision=1, ran_on=date(2019, 6, 3))
    await add_computed_day(LAST_CLOSED, report)
    for number, lines in enumerate(([("CRM", "EUR"), ("CMS", "USD")], [("CRM", "EUR"), ("CMS", "EUR")], []), 1):
        client = await add_client(f"C-{number}")
        for line, currency in lines:
            of_report = {"period": period, "revision": 1, "client_id": client}
            await add("mrr_line", **of_report, line=line, amount=7, currency=currency)
    found = (await reader.ask(f"{{ clients {{ nodes {{ mrr {{ {MONEY} }} }} }} }}"))["clients"]["nodes"]
    assert [one["mrr"] for one in found] == [None, {"amount": "14.00", "currencyCode": "EUR"}, usd("0.00")]


async def test_metrics_of_money_have_a_currency_wherever_they_are_and_others_none(reader: Reader) -> None:
    partner = await add_partner("P-1")
    await add_computed_day(LAST_CLOSED)
    await add_standing(partner, LAST_CLOSED)
    metric = "metric { key unit currencyCode }"
    fields = f"""standing {{ metrics {{ {metric} }} gates {{ {metric} }} gold: gates(tier: "GOLD") {{ {metric} }}
      alternatives {{ {metric} }} metric(key: "SOLD_MRR") {{ {metric} }}
      nextTier {{ gates {{ {metric} }} }} }}"""
    standing = (await of_partner(reader, fields))["standing"]
    lists = [standing[name] for name in ("metrics", "gates", "gold")]
    lists += [standing["alternatives"][0], standing["nextTier"]["gates"], [standing["metric"]]]
    edition = (await reader.ask("{ edition { currency metrics { key unit currencyCode } } }"))["edition"]
    assert edition["currency"] == "USD"
    lists.append([{"metric": one} for one in edition["metrics"]])
    assert [len(one) for one in lists] == [4, 4, 4, 4, 4, 1, 4]
    for one in [each["metric"] for found in lists for each in found]:
        assert one["currencyCode"] == ("USD" if one["unit"] == "MONEY" else None), one
    units = {one["key"]: one["unit"] for one in edition["metrics"]}
    assert [key for key, unit in units.items() if unit == "MONEY"] == ["SOLD_MRR", "MANAGED_MRR"]


def test_no_decimal_stands_alone() -> None:
    core = schema._schema
    alone = []
    for kind in core.type_map.values():
        if not isinstance(kind, GraphQLObjectType) or kind.name in {"Finding", "Money", "Measure"}:
            continue
        for name, field in kind.fields.items():
            if get_named_type(field.type).name == "Decimal" and not field.deprecation_reason:
                owner = OF_METRIC.get(kind.name, "nothing") or kind.name
                around = core.type_map.get(owner)
                has_metric = isinstance(around, GraphQLObjectType) and "metric" in around.fields
                alone += [] if has_metric else [f"{kind.name}.{name}"]
    apps, ratios = {"Standing.medianAppUsage", "TierDecision.medianAppUsage"}, {"CreditPart.rate", "NearNextEdge.lack"}
    allowed = apps | ratios
    assert set(alone) == allowed
