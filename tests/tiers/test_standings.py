from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.tiers.edition import EDITION, access, client, standing
from tiers.edition import Metric
from tiers.facts import ClientFacts
from tiers.standings import Gate, Numbers, gates, gates_of, median_app_usage, next_tier, tier_of

DIAMOND = Numbers(10_000_00, 50_000_00, Decimal(3), certified=True)
NOTHING = Numbers(0, 0, None, certified=False)


def reached(numbers: Numbers) -> str | None:
    tier = tier_of(EDITION, numbers)
    return None if tier is None else tier.key


@pytest.mark.parametrize(
    ("sold", "managed", "tier", "below"),
    [
        (1_125_00, 1_125_00, "SILVER", None),
        (2_100_00, 6_000_00, "GOLD", "SILVER"),
        (3_750_00, 20_000_00, "PLATINUM", "GOLD"),
        (10_000_00, 50_000_00, "DIAMOND", "PLATINUM"),
    ],
)
def test_a_threshold_exactly_met_is_met_and_a_cent_below_is_not(
    sold: int, managed: int, tier: str, below: str | None
) -> None:
    assert reached(replace(DIAMOND, sold_mrr=sold, managed_mrr=managed)) == tier
    assert reached(replace(DIAMOND, sold_mrr=sold - 1, managed_mrr=managed)) == below
    assert reached(replace(DIAMOND, sold_mrr=sold, managed_mrr=managed - 1)) == below


def test_sold_for_diamond_and_managed_for_gold_is_gold() -> None:
    assert reached(replace(DIAMOND, managed_mrr=6_000_00)) == "GOLD"


def test_a_partner_that_is_not_certified_on_the_day_has_no_tier() -> None:
    assert reached(replace(DIAMOND, certified=False)) is None


@pytest.mark.parametrize(("median", "tier"), [(Decimal(3), "DIAMOND"), (Decimal("2.5"), None), (None, None)])
def test_the_median_must_be_at_least_three(median: Decimal | None, tier: str | None) -> None:
    assert reached(replace(DIAMOND, median_app_usage=median)) == tier


@pytest.mark.parametrize(
    ("usages", "median"),
    [
        ([], None),
        ([0], Decimal(0)),
        ([2, 4], Decimal(3)),
        ([2, 3], Decimal("2.5")),
        ([16, 0, 3], Decimal(3)),
        ([4, 1, 2, 16], Decimal(3)),
    ],
)
def test_an_even_count_has_the_exact_mean_of_the_middle_values(usages: list[int], median: Decimal | None) -> None:
    assert median_app_usage(usages) == median


def test_a_client_both_sold_and_managed_adds_to_both_sums_and_once_to_the_median() -> None:
    both = client(1, sold_on=date(2018, 1, 1), accesses=(access(),), reported=300_00, apps_used=9)
    one = client(2, sold_on=date(2018, 1, 1), reported=100_00, apps_used=2)
    two = client(3, sold_on=date(2018, 1, 1), reported=100_00, apps_used=3)
    numbers = standing([both, one, two])
    assert (numbers.sold_mrr, numbers.managed_mrr, numbers.median_app_usage) == (500_00, 300_00, Decimal(3))


@pytest.mark.parametrize(
    "idle",
    [
        client(2, registered_on=date(2018, 4, 1), sold_on=date(2018, 4, 1), apps_used=0),
        client(2, sold_on=date(2018, 1, 1), reported=None, apps_used=0),
        client(2, sold_on=date(2018, 1, 1), reported=0, apps_used=0),
        client(2, sold_on=date(2017, 5, 13), apps_used=0),
        client(2, accesses=(access(domain_matches=False),), apps_used=0),
    ],
    ids=["pending", "cancelled", "free of charge", "expired", "not managed"],
)
def test_a_client_that_adds_nothing_is_not_in_the_median(idle: ClientFacts) -> None:
    busy = client(1, sold_on=date(2018, 1, 1), apps_used=5)
    assert standing([busy, idle]).median_app_usage == Decimal(5)


def test_a_partner_without_clients_has_sums_of_zero_no_median_and_no_tier() -> None:
    numbers = standing([])
    assert (numbers.sold_mrr, numbers.managed_mrr, numbers.median_app_usage, numbers.tier) == (0, 0, None, None)


def test_facts_dated_after_the_day_are_ignored() -> None:
    known = client(1, sold_on=date(2018, 1, 1), accesses=(access(),))
    tomorrow = date(2018, 5, 15)
    later = [
        client(2, registered_on=tomorrow, sold_on=date(2018, 1, 1), accesses=(access(),)),
        client(3, sold_on=tomorrow, accesses=(access(granted_on=tomorrow),)),
    ]
    assert standing([known, *later]) == standing([known])


def test_the_next_tier_is_the_one_above_and_none_above_the_highest() -> None:
    silver, gold, platinum, diamond = EDITION.tiers
    assert [next_tier(EDITION, tier) for tier in (None, silver, gold, platinum, diamond)] == [
        silver,
        gold,
        platinum,
        diamond,
        None,
    ]


def test_gates_are_those_of_the_next_tier_and_say_what_is_missing() -> None:
    assert gates(EDITION, Numbers(2_099_99, 6_000_00, Decimal("3.5"), certified=True)) == [
        Gate(Metric.SOLD_MRR, Decimal(2100), Decimal("2099.99"), passed=False, missing=Decimal("0.01")),
        Gate(Metric.MANAGED_MRR, Decimal(6000), Decimal(6000), passed=True, missing=Decimal(0)),
        Gate(Metric.MEDIAN_APP_USAGE, Decimal(3), Decimal("3.5"), passed=True, missing=Decimal(0)),
        Gate(Metric.CERTIFIED, Decimal(1), Decimal(1), passed=True, missing=Decimal(0)),
    ]


def test_without_a_number_the_whole_requirement_is_missing() -> None:
    assert gates(EDITION, NOTHING) == [
        Gate(Metric.SOLD_MRR, Decimal(1125), Decimal(0), passed=False, missing=Decimal(1125)),
        Gate(Metric.MANAGED_MRR, Decimal(1125), Decimal(0), passed=False, missing=Decimal(1125)),
        Gate(Metric.MEDIAN_APP_USAGE, Decimal(3), None, passed=False, missing=Decimal(3)),
        Gate(Metric.CERTIFIED, Decimal(1), Decimal(0), passed=False, missing=Decimal(1)),
    ]


def test_at_the_top_the_gates_are_those_of_the_tier_that_is_held() -> None:
    assert gates(EDITION, DIAMOND) == gates_of(EDITION.tier("DIAMOND"), DIAMOND)
    assert all(gate.passed for gate in gates(EDITION, DIAMOND))


def test_amounts_of_money_in_gates_have_two_decimals() -> None:
    sold = gates(EDITION, NOTHING)[0]
    assert [str(sold.required), str(sold.actual), str(sold.missing)] == ["1125.00", "0.00", "1125.00"]


def test_a_fall_below_one_day_later_shows_in_the_standing_of_that_day() -> None:
    facts = [client(1, sold_on=date(2017, 5, 14), accesses=(access(),), reported=1_125_00)]
    assert standing(facts).tier == EDITION.tier("SILVER")
    assert standing(facts, as_of=date(2018, 5, 15)).tier is None
