from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.tiers.edition import EDITION, SOURCE, TEXT
from tiers.apps import APPS
from tiers.edition import (
    EditionError,
    GateRule,
    Metric,
    NoEditionInForce,
    Split,
    Tier,
    check_editions,
    edition_in_force,
    parse_edition,
)

LATER = replace(EDITION, key="2020-01", effective_from=date(2018, 7, 18), source="2020-01.toml")


def test_the_edition_of_may_2018_is_what_the_rules_say() -> None:
    assert (EDITION.key, EDITION.effective_from, EDITION.currency) == ("2018-05", date(2018, 5, 2), "USD")
    assert (EDITION.sold_months, EDITION.activity_days, EDITION.usage_days) == (12, 90, 90)
    assert EDITION.logins_count
    assert EDITION.managed_split is Split.FULL
    assert EDITION.apps == tuple(app.key for app in APPS)
    assert [
        (tier.rank, tier.key, tier.name, tier.minimum(Metric.SOLD_MRR), tier.minimum(Metric.MANAGED_MRR))
        for tier in EDITION.tiers
    ] == [
        (1, "SILVER", "Silver", Decimal(1_125), Decimal(1_125)),
        (2, "GOLD", "Gold", Decimal(2_100), Decimal(6_000)),
        (3, "PLATINUM", "Platinum", Decimal(3_750), Decimal(20_000)),
        (4, "DIAMOND", "Diamond", Decimal(10_000), Decimal(50_000)),
    ]
    assert {tier.gates[2:] for tier in EDITION.tiers} == {
        (GateRule(Metric.MEDIAN_APP_USAGE, Decimal(3)), GateRule(Metric.CERTIFIED, Decimal(1)))
    }


def test_a_tier_is_found_by_its_key() -> None:
    assert EDITION.tier("GOLD") is EDITION.tiers[1]
    with pytest.raises(KeyError, match="ELITE"):
        EDITION.tier("ELITE")


def test_an_edition_may_leave_gates_out_and_divide_evenly() -> None:
    other = parse_edition(
        """
        key = "2026-01"
        effective_from = 2026-01-15
        currency = "EUR"
        logins_count = false
        managed_split = "even"
        apps = ["CRM"]
        windows = { sold_months = 6, activity_days = 30, usage_days = 60 }
        tiers = [
            { key = "ONE", name = "One", gates = { SOLD_MRR = "562.5" } },
            { key = "TWO", name = "Two", gates = { MEDIAN_APP_USAGE = 1, SOLD_MRR = "562.50" } },
        ]
        """,
        "2026-01.toml",
    )
    assert other.managed_split is Split.EVEN
    assert not other.logins_count
    assert (other.sold_months, other.activity_days, other.usage_days) == (6, 30, 60)
    sold = GateRule(Metric.SOLD_MRR, Decimal("562.50"))
    assert other.tiers == (
        Tier("ONE", "One", 1, (sold,)),
        Tier("TWO", "Two", 2, (sold, GateRule(Metric.MEDIAN_APP_USAGE, Decimal(1)))),
    )
    assert str(other.tiers[0].gates[0].minimum) == "562.50"


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2018, 5, 2), "2018-05"),
        (date(2018, 7, 14), "2018-05"),
        (date(2018, 7, 17), "2018-05"),
        (date(2018, 7, 18), "2020-01"),
        (date.max, "2020-01"),
    ],
)
def test_the_edition_in_force_on_the_as_of_day_decides(day: date, key: str) -> None:
    assert edition_in_force([LATER, EDITION], day).key == key


def test_before_the_first_edition_none_is_in_force_and_the_refusal_says_from_when() -> None:
    with pytest.raises(NoEditionInForce) as caught:
        edition_in_force([LATER, EDITION], date(2018, 5, 1))
    assert str(caught.value) == ("no edition is in force on 2018-05-01: the first one is in force from 2018-05-02")
    assert (caught.value.day, caught.value.first_from) == (date(2018, 5, 1), date(2018, 5, 2))


def test_editions_come_by_the_day_from_which_they_are_in_force() -> None:
    assert check_editions([LATER, EDITION]) == (EDITION, LATER)


def test_two_files_cannot_have_one_key() -> None:
    twin = replace(LATER, key="2018-05")
    with pytest.raises(EditionError) as caught:
        check_editions([twin, EDITION])
    assert caught.value.problems == ('2020-01.toml: key: "2018-05" is the key of 2018-05.toml already',)


def test_two_files_cannot_be_in_force_from_one_day() -> None:
    twin = replace(LATER, effective_from=EDITION.effective_from)
    with pytest.raises(EditionError) as caught:
        check_editions([EDITION, twin])
    assert caught.value.problems == ("2020-01.toml: effective_from: 2018-05.toml is in force from 2018-05-02 already",)


def test_two_files_cannot_count_in_two_currencies() -> None:
    with pytest.raises(EditionError) as caught:
        check_editions([replace(LATER, currency="EUR"), EDITION])
    assert caught.value.problems == ("2020-01.toml: currency: must be USD, in which 2018-05.toml counts, not EUR",)


def test_the_same_text_gives_the_same_edition_whatever_the_file_is_called() -> None:
    assert parse_edition(TEXT, "copy.toml") == parse_edition(TEXT, SOURCE)
