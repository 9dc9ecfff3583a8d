"""Partners of the example programs, from their facts to their tiers: just enough, and a little less."""

from dataclasses import replace
from datetime import date

import pytest

from tests.tiers.editions.editions import (
    CERTIFIED,
    EDITIONS,
    SHIPPED,
    access,
    assessed,
    client,
    edition,
    holder,
    measured,
    members,
    sale,
    tier_key,
    usd,
    value,
)
from tiers.assessment import Assessment
from tiers.editions.edition import Edition
from tiers.editions.ladder import Tier
from tiers.facts import PartnerFacts

IN_2023 = date(2023, 8, 15)
RUNGS = {
    f"{stem} {tier.key} {country}": (stem, tier, country)
    for stem in (*(path.stem for path in SHIPPED), "agency-2021")
    for tier in EDITIONS[stem].tiers
    for country in ((None, "IN") if EDITIONS[stem].threshold_factors else (None,))
}


def agency(one: Edition, tier: Tier, country: str | None, *, less: str = "") -> PartnerFacts:
    """A partner whose numbers are exactly what a tier takes; that of `less` is short by the smallest step."""
    minima = tier.alternatives[0].at_least
    factor = one.threshold_factors[0].factor if country else 1
    sold, managed = (int(minima[key] * factor * 100) - (less == key) for key in ("SOLD_MRR", "MANAGED_MRR"))
    as_of = one.effective_from
    apps = members(one.catalogue_by_key["APPS"], as_of)[: int(minima["MEDIAN_APP_USAGE"])]
    fewer = apps[1:] if less == "MEDIAN_APP_USAGE" else apps
    return PartnerFacts(
        country,
        () if less == "CERTIFIED" else CERTIFIED,
        [
            client(1, usd(sold), sales=[sale(sold_on=as_of)], used=apps),
            client(2, usd(managed), accesses=[access(as_of)], used=fewer),
        ],
    )


@pytest.mark.parametrize(("stem", "tier", "country"), RUNGS.values(), ids=RUNGS)
def test_facts_that_are_just_enough_give_the_tier_and_a_little_less_the_one_below(
    stem: str, tier: Tier, country: str | None
) -> None:
    one = edition(stem)
    assert assessed(stem, one.effective_from, agency(one, tier, country)).tier == tier
    for less in tier.alternatives[0].at_least:
        found = assessed(stem, one.effective_from, agency(one, tier, country, less=less))
        assert one.rank(found.tier) < one.rank(tier), less


def test_what_is_enough_in_a_growth_market_is_half_of_it_elsewhere() -> None:
    one = edition("agency-2021")
    silver = agency(one, one.tiers[0], "IN")
    assert tier_key(assessed("agency-2021", one.effective_from, silver)) == "SILVER"
    assert tier_key(assessed("agency-2021", one.effective_from, replace(silver, country="US"))) is None
    assert assessed("agency-2021", one.effective_from, silver).factors == {"SOLD_MRR": 0.5, "MANAGED_MRR": 0.5}


def test_a_client_of_a_growth_market_earns_twice_wherever_its_partner_is() -> None:
    as_of = date(2023, 1, 14)
    sold = client(1, usd(1000_00), sales=[sale(sold_on=as_of)], country="IN")
    for country in ("IN", "US", None):
        found = assessed("agency-2022", as_of, PartnerFacts(country, clients=[sold]))
        assert value(found, "SOLD_POINTS") == 60


def odoo(users: str, *, people: int, active: int, gone: int) -> Assessment:
    """A partner of Odoo's program of 2023 with some certified people, and clients of the last three years."""
    clients = [
        *(client(number, usd(1), sales=[sale(sold_on=date(2021, 1, 1))]) for number in range(active)),
        *(client(1000 + number, sales=[sale(sold_on=date(2020, 8, 15))]) for number in range(gone)),
        client(5000, sales=[sale(sold_on=date(2020, 8, 14))]),  # of a day before the three years
    ]
    euros = [one._replace(lines=tuple(line._replace(currency="EUR") for line in one.lines)) for one in clients]
    measures = [measured("net_users", "100", date(2023, 1, 31)), measured("net_users", users, date(2023, 6, 30))]
    staff = [holder(number, "odoo-16") for number in range(people)]
    return assessed("odoo-v11", IN_2023, PartnerFacts(clients=euros, people=staff, measures=measures))


@pytest.mark.parametrize(
    ("users", "people", "active", "gone", "tier"),
    [
        ("200", 6, 8, 2, "GOLD"),
        ("199", 6, 8, 2, "SILVER"),
        ("200", 5, 8, 2, "SILVER"),
        ("200", 6, 79, 21, "SILVER"),
        ("-25", 3, 7, 3, "SILVER"),
        ("-25", 3, 69, 31, "READY"),
        ("-25", 3, 0, 0, "READY"),  # of no clients there is no retention
        ("-90", 1, 0, 0, "READY"),
        ("-91", 1, 0, 0, "LEARNING"),
        ("-1000", 0, 0, 0, "LEARNING"),
    ],
)
def test_odoo_partners_of_2023(users: str, people: int, active: int, gone: int, tier: str) -> None:
    assert tier_key(odoo(users, people=people, active=active, gone=gone)) == tier


def test_net_users_can_be_less_than_none() -> None:
    found = odoo("-1000", people=0, active=0, gone=0)
    assert value(found, "NEW_USERS") == -900
    gate = found.alternatives(found.edition.tiers[1])[0][0]
    assert gate.metric == "NEW_USERS"
    assert [gate.required, gate.actual, gate.missing] == [10, -900, 910]


@pytest.mark.parametrize(("as_of", "people"), [(date(2021, 10, 5), 1), (date(2021, 10, 6), 0)])
def test_certificates_of_the_last_three_versions_count(as_of: date, people: int) -> None:
    found = assessed("odoo-v9b", as_of, PartnerFacts(people=[holder(1, "odoo-12")]))
    assert value(found, "CERTIFIED_PEOPLE") == people


def atlassian(gross: str, cloud: str, *without: str) -> str | None:
    flags = ("paid_via_atlassian", "responds_in_48_hours", "responds_in_24_hours")
    bounties = ("bug_bounty_silver", "bug_bounty_gold", "bug_bounty_platinum")
    on = date(2024, 6, 30)
    measures = [
        measured("gross_sales", gross, on, "USD"),
        measured("cloud_sales", cloud, on),
        *(measured(name, int(name not in without), on) for name in (*flags, *bounties)),
    ]
    return tier_key(assessed("atlassian-marketplace-2024", date(2024, 7, 31), PartnerFacts(measures=measures)))


@pytest.mark.parametrize(
    ("gross", "cloud", "without", "tier"),
    [
        ("100000.00", "15000.00", (), "SILVER"),
        ("99999.99", "15000.00", (), None),
        ("100000.00", "14999.99", (), None),
        ("500000.00", "125000.00", (), "GOLD"),
        ("500000.00", "124999.99", (), "SILVER"),
        ("3000000.00", "0.00", (), "GOLD"),
        ("2999999.99", "0.00", (), None),
        ("1000000.00", "350000.00", (), "PLATINUM"),
        ("1000000.00", "349999.99", (), "GOLD"),
        ("9000000.00", "2000000.00", (), "PLATINUM"),
        ("9000000.00", "1999999.99", (), "GOLD"),
        ("9000000.00", "2000000.00", ("bug_bounty_platinum",), "GOLD"),
        ("9000000.00", "2000000.00", ("responds_in_24_hours",), "SILVER"),
        ("9000000.00", "2000000.00", ("paid_via_atlassian",), None),
    ],
)
def test_atlassian_partners_reach_a_tier_in_either_way(
    gross: str, cloud: str, without: tuple[str, ...], tier: str | None
) -> None:
    assert atlassian(gross, cloud, *without) == tier


def google(
    spend: str = "10000.00", score: str = "0.7", strategists: int = 4, certified: int = 2, areas: str = "search"
) -> str | None:
    on = date(2022, 6, 1)
    measures = [
        measured("spend", spend, on, "USD"),
        measured("optimisation_score", score, on),
        measured("account_strategists", strategists, on),
        *(measured(f"spend_{area}", "1.00", on) for area in areas.split()),
    ]
    staff = [holder(number, "google-ads-search") for number in range(certified)]
    return tier_key(assessed("google-partners-2022", date(2022, 6, 30), PartnerFacts(people=staff, measures=measures)))


def test_google_partners_are_certified_in_half_of_their_strategists_and_in_every_area_with_spend() -> None:
    assert google() == "PARTNER"
    assert google(spend="9999.99") is None
    assert google(score="0.699999") is None
    assert google(certified=1) is None
    assert google(strategists=5) is None
    assert google(strategists=300, certified=50) == "PARTNER"
    assert google(strategists=300, certified=49) is None
    assert google(areas="") == "PARTNER"
    assert google(areas="search video") is None
    assert google(strategists=0) is None


def test_google_spend_is_that_of_ninety_days() -> None:
    found = assessed(
        "google-partners-2022",
        date(2022, 6, 30),
        PartnerFacts(measures=[measured("spend", 1, date(2022, 4, 1)), measured("spend", 2, date(2022, 4, 2))]),
    )
    assert value(found, "SPEND") == 2
