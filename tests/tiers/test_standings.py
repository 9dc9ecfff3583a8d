from datetime import date
from fractions import Fraction

import pytest

from tests.tiers.edition import EDITION, access, assessed, client
from tiers.assessment import Assessment
from tiers.facts import ClientFacts
from tiers.gates import Value, next_tier
from tiers.metrics import median


def numbers(found: Assessment) -> tuple[Value | None, ...]:
    """Sold, managed, median."""
    return tuple(found.values[key] for key in ("SOLD_MRR", "MANAGED_MRR", "MEDIAN_APP_USAGE"))


@pytest.mark.parametrize(
    ("usages", "expected"),
    [
        ([], None),
        ([0], 0),
        ([2, 4], 3),
        ([2, 3], Fraction(5, 2)),
        ([16, 0, 3], 3),
        ([4, 1, 2, 16], 3),
    ],
)
def test_an_even_count_has_the_exact_mean_of_the_middle_values(usages: list[int], expected: Value | None) -> None:
    assert median(usages) == expected


def test_a_client_both_sold_and_managed_adds_to_both_sums_and_once_to_the_median() -> None:
    both = client(1, sold_on=date(2018, 1, 1), accesses=(access(),), reported=300_00, apps_used=9)
    one = client(2, sold_on=date(2018, 1, 1), reported=100_00, apps_used=2)
    two = client(3, sold_on=date(2018, 1, 1), reported=100_00, apps_used=3)
    assert numbers(assessed([both, one, two])) == (500_00, 300_00, 3)


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
    assert numbers(assessed([busy, idle]))[2] == 5


def test_a_partner_without_clients_has_sums_of_zero_no_median_and_no_tier() -> None:
    found = assessed([])
    assert (*numbers(found), found.tier) == (0, 0, None, None)


def test_facts_dated_after_the_day_are_ignored() -> None:
    known = client(1, sold_on=date(2018, 1, 1), accesses=(access(),))
    tomorrow = date(2018, 5, 15)
    later = [
        client(2, registered_on=tomorrow, sold_on=date(2018, 1, 1), accesses=(access(),)),
        client(3, sold_on=tomorrow, accesses=(access(granted_on=tomorrow),)),
    ]
    assert assessed([known, *later]) == assessed([known])


def test_the_next_tier_is_the_one_above_and_none_above_the_highest() -> None:
    silver, gold, platinum, diamond = EDITION.tiers
    assert [next_tier(EDITION, tier) for tier in (None, silver, gold, platinum, diamond)] == [
        silver,
        gold,
        platinum,
        diamond,
        None,
    ]


def test_a_fall_below_one_day_later_shows_in_the_standing_of_that_day() -> None:
    facts = [client(1, sold_on=date(2017, 5, 14), accesses=(access(),), reported=1_125_00)]
    assert assessed(facts).tier == EDITION.tier("SILVER")
    assert assessed(facts, as_of=date(2018, 5, 15)).tier is None
