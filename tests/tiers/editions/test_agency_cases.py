"""Cases that the vendor of the agency program has worked out itself, and what its tables say of single amounts."""

from datetime import date
from fractions import Fraction

import pytest

from tests.tiers.editions.editions import (
    CERTIFIED,
    access,
    assessed,
    client,
    edition,
    explain,
    report_before,
    sale,
    tier_key,
    usd,
    value,
)
from tiers.assessment import Assessment
from tiers.basis import basis_of
from tiers.conversion import UnknownCurrencyError, rates_on
from tiers.credits import ClientCredits
from tiers.editions.metrics.derived import Points
from tiers.editions.ways import SaleKind
from tiers.facts import MrrLine, PartnerFacts
from tiers.points import points_of_credit


def earned(stem: str, found: Assessment, one: ClientCredits) -> dict[str, Fraction]:
    """The points that a client's credits earn, by way."""
    by_way: dict[str, Fraction] = {}
    for metric in edition(stem).metrics:
        if isinstance(metric, Points):
            for credit in one.credits:
                points = points_of_credit(edition(stem), metric, one, credit, found.as_of)
                by_way[credit.way] = by_way.get(credit.way, Fraction(0)) + points
    return by_way


def test_a_thousand_dollars_managed_are_ten_points() -> None:
    as_of = date(2023, 4, 3)
    managed = client(1, usd(1000_00), accesses=[access(as_of)])
    found = assessed("agency-2022", as_of, PartnerFacts(clients=[managed]))
    assert value(found, "MANAGED_POINTS") == 10
    assert value(found, "SOLD_POINTS") == 0


def test_the_rate_is_that_of_the_product_lines_own_sale() -> None:
    """1,000 sold before 27 February 2024 earn 30 points, sold since then 50, and growth of the first 3 for 100."""
    as_of = date(2024, 4, 30)
    sales = [sale("MARKETING", sold_on=date(2023, 10, 15)), sale("SALES", sold_on=date(2024, 3, 15))]
    before = client(1, usd(1000_00, "MARKETING"), usd(1000_00, "SALES"), sales=sales)
    found = assessed("agency-2024", as_of, PartnerFacts(clients=[before]))
    assert earned("agency-2024", found, found.credits[0]) == {
        "SOURCED": 50,
        "SOLD_BEFORE": 30,
        "ASSISTED": 0,
        "MANAGED": 0,
    }
    grown = client(1, usd(1500_00, "MARKETING"), usd(1000_00, "SALES"), sales=sales)
    found = assessed("agency-2024", as_of, PartnerFacts(clients=[grown]))
    assert earned("agency-2024", found, found.credits[0])["SOLD_BEFORE"] == 45
    assert value(found, "SOLD_POINTS") == 95


@pytest.mark.parametrize(
    ("kind", "country", "points"),
    [
        (SaleKind.SOURCED, "FR", 5),
        (SaleKind.SOURCED, "IN", 10),
        (SaleKind.ASSISTED, None, 3),
        (SaleKind.ASSISTED, "BR", 6),
    ],
)
def test_sourced_deals_earn_five_and_assisted_three_and_double_in_growth_markets(
    kind: SaleKind, country: str | None, points: int
) -> None:
    as_of = date(2024, 6, 30)
    sold = client(1, usd(100_00), sales=[sale(kind=kind, sold_on=date(2024, 2, 27))], country=country)
    assert value(assessed("agency-2024", as_of, PartnerFacts(clients=[sold])), "SOLD_POINTS") == points


@pytest.mark.parametrize(
    ("day", "currency", "minor"),
    [
        *(
            (date(2025, 7, 14), *one)
            for one in [
                ("USD", 100_00),
                ("AUD", 105_00),
                ("COP", 300_300_00),
                ("EUR", 75_00),
                ("GBP", 62_50),
                ("SGD", 140_00),
                ("JPY", 12_000),
                ("ZAR", 1_545_00),
                ("CAD", 130_00),
            ]
        ),
        *(
            (date(2025, 7, 15), *one)
            for one in [
                ("USD", 100_00),
                ("AUD", 154_00),
                ("COP", 408_000_00),
                ("EUR", 88_00),
                ("GBP", 74_00),
                ("SGD", 129_00),
                ("JPY", 14_400),
                ("ZAR", 1_768_00),
                ("CAD", 130_00),
            ]
        ),
    ],
)
def test_a_local_amount_earns_what_a_hundred_dollars_earn(day: date, currency: str, minor: int) -> None:
    sold = client(1, MrrLine(None, minor, currency), sales=[sale(sold_on=date(2025, 1, 1))])
    found = assessed("agency-2024", day, PartnerFacts(clients=[sold]))
    assert value(found, "SOLD_POINTS") == 5
    basis = basis_of(edition("agency-2024"), day, report_before(day))
    (part,) = (part for parts in explain(basis, sold) for part in parts)
    assert (part.reported, part.currency, part.converted) == (minor, currency, 100_00)


def test_a_currency_that_the_edition_does_not_convert_is_never_nothing() -> None:
    as_of = date(2024, 6, 30)
    sold = client(1, MrrLine(None, 1, "CHF"), sales=[sale(sold_on=as_of)])
    with pytest.raises(UnknownCurrencyError, match="says of no CHF on 2024-06-30 what it is worth"):
        assessed("agency-2024", as_of, PartnerFacts(clients=[sold]))
    assert rates_on(edition("agency-2018-05"), as_of).by_currency == {"USD": 1}


@pytest.mark.parametrize(("cents", "converted"), [(1, 1), (11, 12), (22, 25), (33, 38), (44, 50), (75, 85)])
def test_conversions_are_rounded_half_even_to_the_minor_unit(cents: int, converted: int) -> None:
    """88 EUR are worth 100 USD: 11 cents are 12.5, which becomes 12, and 33 are 37.5, which becomes 38."""
    assert rates_on(edition("agency-2024"), date(2025, 7, 15)).convert(cents, "EUR") == converted


def test_a_partner_is_what_it_sells_and_manages_in_points_and_a_certificate() -> None:
    as_of = date(2022, 8, 14)
    both = client(1, usd(6000_00), sales=[sale(sold_on=as_of)], accesses=[access(as_of)])
    certified = assessed("agency-2022", as_of, PartnerFacts(certifications=CERTIFIED, clients=[both]))
    assert [value(certified, key) for key in ("SOLD_POINTS", "MANAGED_POINTS", "TOTAL_POINTS")] == [180, 60, 240]
    assert tier_key(certified) == "GOLD"
    assert tier_key(assessed("agency-2022", as_of, PartnerFacts(clients=[both]))) is None


def test_basis_and_report_of_a_day() -> None:
    as_of = date(2024, 6, 30)
    basis = basis_of(edition("agency-2024"), as_of, report_before(as_of))
    assert [here.way.key for here in basis.ways] == ["SOURCED", "SOLD_BEFORE", "ASSISTED", "MANAGED"]
    assert basis_of(edition("odoo-v5"), as_of, None).ways == ()
