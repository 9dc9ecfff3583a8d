from datetime import date

import pytest

from tests.tiers.editions.editions import assessed, client, credit_client, edition, explain, report_before, sale, usd
from tiers.basis import basis_of
from tiers.crediting import appears
from tiers.credits import Credit, CreditStatus
from tiers.editions.ways import SaleKind
from tiers.explanation import Part
from tiers.facts import ClientFacts, PartnerFacts, Sale
from tiers.reports import Report

AS_OF = date(2024, 6, 30)
SOURCED, BEFORE, ASSISTED = 0, 1, 2


def credits_of(facts: ClientFacts, as_of: date = AS_OF, report: Report | None = None) -> tuple[Credit, ...]:
    basis = basis_of(edition("agency-2024"), as_of, report or report_before(as_of))
    return credit_client(basis, facts).credits


def parts_of(facts: ClientFacts) -> tuple[tuple[Part, ...], ...]:
    return explain(basis_of(edition("agency-2024"), AS_OF, report_before(AS_OF)), facts)


def sold(*sales: Sale, lines: str = "MARKETING SALES SERVICE") -> ClientFacts:
    """A client that pays 1, 2, 3 ... dollars for its lines."""
    return client(1, *(usd(100 * number, line) for number, line in enumerate(lines.split(), 1)), sales=sales)


def nothing(status: CreditStatus, way: str = "SOURCED") -> Credit:
    return Credit(way, status, 0, None)


def amounts(facts: ClientFacts, as_of: date = AS_OF) -> list[int]:
    return [credit.amount for credit in credits_of(facts, as_of)[:3]]


def test_a_sale_of_everything_is_of_every_line_without_a_sale_of_its_own() -> None:
    everything = sale(sold_on=date(2024, 3, 1))
    assert amounts(sold(everything)) == [600, 0, 0]
    assert amounts(sold(everything, sale("SALES", sold_on=date(2024, 1, 1)))) == [400, 200, 0]
    assert amounts(sold(everything, sale("SALES", SaleKind.ASSISTED, date(2024, 5, 1)))) == [400, 0, 200]


def test_a_line_that_another_partner_sold_is_not_of_ones_own_sale_of_everything() -> None:
    everything, others = sale(sold_on=date(2024, 3, 1)), sale("SALES", sold_on=date(2024, 4, 1), own=False)
    assert amounts(sold(everything, others)) == [400, 0, 0]
    ended = others._replace(ended_on=date(2024, 6, 30))
    assert amounts(sold(everything, ended)) == [600, 0, 0]
    later = others._replace(sold_on=date(2024, 7, 1))
    assert amounts(sold(everything, later)) == [600, 0, 0]


def test_of_several_sales_of_a_line_the_first_one_decides() -> None:
    first, second = sale("SALES", sold_on=date(2024, 1, 1)), sale("SALES", sold_on=date(2024, 3, 1))
    assert amounts(sold(first, second)) == [0, 200, 0]
    assert amounts(sold(second, first)) == [0, 200, 0]
    assert amounts(sold(first._replace(ended_on=date(2024, 2, 1)), second)) == [200, 0, 0]


def test_more_of_a_line_that_another_partner_sold_before_is_growth() -> None:
    before, own = sale("SALES", sold_on=date(2024, 3, 1), own=False), sale("SALES", sold_on=date(2024, 4, 1))
    assert credits_of(sold(before, own))[SOURCED] == nothing(CreditStatus.NOT_SOLD_BY_PARTNER)
    assert amounts(sold(before, own, sale("SERVICE", sold_on=date(2024, 4, 1)))) == [300, 0, 0]
    assert amounts(sold(before._replace(ended_on=date(2024, 6, 30)), own)) == [200, 0, 0]
    assert amounts(sold(before._replace(ended_on=date(2024, 7, 1)), own)) == [0, 0, 0]
    assert amounts(sold(before._replace(sold_on=date(2024, 4, 2)), own)) == [200, 0, 0]


def test_sales_of_one_day_by_several_partners_are_each_the_first() -> None:
    other, own = (sale("SALES", sold_on=date(2024, 4, 1), own=mine) for mine in (False, True))
    assert amounts(sold(other, own)) == amounts(sold(own, other)) == [200, 0, 0]


def test_an_ended_sale_has_expired_whatever_runs_of_its_line_since() -> None:
    ended = sale("SALES", SaleKind.ASSISTED, date(2024, 3, 1), ended_on=date(2024, 5, 1))
    for mine in (True, False):
        again = sale("SALES", sold_on=date(2024, 5, 1), own=mine)
        assert credits_of(sold(ended, again))[ASSISTED] == nothing(CreditStatus.EXPIRED, "ASSISTED")


def test_where_a_sale_ends_the_next_one_of_the_partner_takes_over() -> None:
    first = sale("SALES", sold_on=date(2024, 3, 1), ended_on=date(2024, 9, 1))
    second = sale("SALES", sold_on=date(2024, 4, 1), ended_on=date(2024, 10, 1))
    third = sale("SALES", sold_on=date(2024, 5, 1))
    assert [
        credits_of(sold(*sales))[SOURCED].counts_until for sales in ([first], [first, second], [third, second])
    ] == [
        date(2024, 8, 31),
        date(2024, 9, 30),
        date(2025, 5, 1),
    ]
    assert credits_of(sold(third, second, first))[SOURCED].counts_until == date(2025, 5, 1)
    for other in (
        third._replace(line="SERVICE", kind=SaleKind.ASSISTED),
        third._replace(kind=SaleKind.ASSISTED),
        third._replace(own=False),
        third._replace(sold_on=date(2024, 7, 1)),  # not known yet
    ):
        assert credits_of(sold(first, other))[SOURCED].counts_until == date(2024, 8, 31)


def test_a_line_whose_own_sale_is_long_ago_is_not_of_a_later_sale_of_everything() -> None:
    long_ago, everything = sale("SALES", sold_on=date(2022, 1, 1)), sale(sold_on=date(2024, 3, 1))
    assert amounts(sold(long_ago, everything)) == [400, 0, 0]


@pytest.mark.parametrize(
    ("ended_on", "status", "until"),
    [
        (None, CreditStatus.COUNTED, date(2025, 3, 1)),
        (date(2026, 1, 1), CreditStatus.COUNTED, date(2025, 3, 1)),
        (date(2024, 9, 1), CreditStatus.COUNTED, date(2024, 8, 31)),
        (date(2024, 7, 1), CreditStatus.COUNTED, date(2024, 6, 30)),
        (date(2024, 6, 30), CreditStatus.EXPIRED, None),
    ],
)
def test_an_ended_sale_counts_to_the_day_before(
    ended_on: date | None, status: CreditStatus, until: date | None
) -> None:
    credit = credits_of(sold(sale(sold_on=date(2024, 3, 1), ended_on=ended_on)))[SOURCED]
    assert (credit.status, credit.counts_until) == (status, until)


@pytest.mark.parametrize(
    ("sold_on", "status"),
    [
        (date(2024, 7, 1), CreditStatus.NOT_SOLD_BY_PARTNER),
        (date(2024, 6, 30), CreditStatus.COUNTED),
        (date(2024, 2, 27), CreditStatus.COUNTED),
        (date(2024, 2, 26), CreditStatus.NOT_SOLD_BY_PARTNER),  # in this way: it counts as one before that day
    ],
)
def test_a_way_counts_sales_of_its_days_only(sold_on: date, status: CreditStatus) -> None:
    assert credits_of(sold(sale(sold_on=sold_on)))[SOURCED].status is status


def test_a_sale_counts_through_its_anniversary() -> None:
    facts = sold(sale(sold_on=date(2024, 2, 27)))
    assert credits_of(facts, date(2025, 2, 27))[SOURCED].status is CreditStatus.COUNTED
    assert credits_of(facts, date(2025, 2, 28))[SOURCED].status is CreditStatus.EXPIRED


def test_a_client_with_lines_counts_until_the_last_of_them_does() -> None:
    facts = sold(sale("SALES", sold_on=date(2024, 3, 1)), sale("SERVICE", sold_on=date(2024, 4, 1)))
    assert [(part.line, part.amount, part.counts_until) for part in parts_of(facts)[SOURCED]] == [
        ("SALES", 200, date(2025, 3, 1)),
        ("SERVICE", 300, date(2025, 4, 1)),
    ]
    assert credits_of(facts)[SOURCED].counts_until == date(2025, 4, 1)


def test_what_is_sold_and_not_in_the_report_counts_as_nothing_and_is_explained() -> None:
    facts = sold(sale("PAYMENTS", sold_on=date(2024, 3, 1)))
    credit = credits_of(facts)[SOURCED]
    assert (credit.status, credit.amount) == (CreditStatus.COUNTED, 0)
    assert [(part.line, part.amount) for part in parts_of(facts)[SOURCED]] == [("PAYMENTS", 0)]


def test_a_report_of_a_month_up_to_the_registration_leaves_mrr_pending() -> None:
    new = sold(sale(sold_on=date(2024, 6, 2)))._replace(registered_on=date(2024, 6, 1))
    for report in (None, Report(date(2024, 6, 1), 1, AS_OF)):
        basis = basis_of(edition("agency-2024"), AS_OF, report)
        assert credit_client(basis, new).credits[SOURCED].status is CreditStatus.PENDING_REPORT
    basis = basis_of(edition("agency-2024"), AS_OF, Report(date(2024, 7, 1), 1, AS_OF))
    assert credit_client(basis, new).credits[SOURCED].status is CreditStatus.COUNTED


def test_a_client_of_another_partner_alone_does_not_appear() -> None:
    assert not appears(sold(sale(sold_on=date(2024, 3, 1), own=False)), AS_OF)
    assert appears(sold(sale(sold_on=date(2024, 3, 1), ended_on=date(2024, 4, 1))), AS_OF)
    assert not appears(sold(sale(sold_on=date(2024, 7, 1))), AS_OF)
    found = assessed("agency-2024", AS_OF, PartnerFacts(clients=[sold(sale(sold_on=date(2024, 3, 1), own=False))]))
    assert found.credits == ()
