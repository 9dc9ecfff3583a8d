"""The numbers of the worked example in docs/rules.md."""

from datetime import date
from decimal import Decimal

import pytest

from tests.tiers.edition import EDITION
from tiers.assessment import Assessment, assess
from tiers.credits import Credit, CreditStatus, basis_of
from tiers.facts import Access, ClientFacts, PartnerFacts, Report, report_in_force
from tiers.periods import decision_day, effective_day, parse_month
from tiers.standings import next_tier

MONTH = parse_month("2018-05")
REPORTS = [
    Report(date(2018, 3, 1), 1, date(2018, 4, 4)),
    Report(date(2018, 4, 1), 1, date(2018, 5, 3)),
    Report(date(2018, 4, 1), 2, date(2018, 5, 16)),
]
ANN, BOB = 1, 2


def ann(granted_on: date, last_active_on: date, revoked_on: date | None = None) -> tuple[Access, ...]:
    return (Access(ANN, granted_on, revoked_on, domain_matches=True, last_active_on=last_active_on),)


BOBS = (Access(BOB, date(2016, 1, 20), None, domain_matches=False, last_active_on=date(2018, 5, 14)),)
NORTHWIND, BLUEBIRD, CEDAR, DUNE, ELM, FJORD, GALE = CLIENTS = (
    ClientFacts(1, date(2017, 5, 2), date(2017, 5, 14), 800_00, ann(date(2017, 5, 2), date(2018, 2, 13)), 5),
    ClientFacts(2, date(2017, 5, 2), date(2017, 5, 13), 400_00, ann(date(2017, 5, 2), date(2018, 5, 10)), 3),
    ClientFacts(3, date(2018, 4, 30), date(2018, 4, 30), 900_00, ann(date(2018, 4, 30), date(2018, 5, 14)), 1),
    ClientFacts(4, date(2018, 3, 31), date(2018, 3, 31), 1_300_00, (), 2),
    ClientFacts(5, date(2016, 1, 20), None, 5_000_00, BOBS, 12),
    ClientFacts(6, date(2016, 9, 8), None, 700_00, ann(date(2016, 9, 8), date(2018, 5, 1), date(2018, 5, 20)), 4),
    ClientFacts(7, date(2017, 11, 30), date(2017, 11, 30), None, ann(date(2017, 11, 30), date(2018, 2, 12)), 0),
)


def assessed(as_of: date, *clients: ClientFacts) -> Assessment:
    return assess(basis_of(EDITION, as_of, REPORTS[1]), PartnerFacts(certified=True, clients=clients))


def nothing(status: CreditStatus) -> Credit:
    return Credit(0, status, None)


def counted(amount: int, until: date) -> Credit:
    return Credit(amount, CreditStatus.COUNTED, until)


def test_the_first_april_report_is_in_force_on_the_14th() -> None:
    assert decision_day(MONTH) == date(2018, 5, 14)
    assert effective_day(MONTH) == date(2018, 5, 15)
    assert report_in_force(REPORTS, decision_day(MONTH)) == REPORTS[1]


@pytest.mark.parametrize(
    ("facts", "sold", "managed", "in_median"),
    [
        (NORTHWIND, counted(800_00, date(2018, 5, 14)), counted(800_00, date(2018, 5, 14)), True),
        (BLUEBIRD, nothing(CreditStatus.EXPIRED), counted(400_00, date(2018, 8, 8)), True),
        (CEDAR, nothing(CreditStatus.PENDING_REPORT), nothing(CreditStatus.PENDING_REPORT), False),
        (DUNE, counted(1_300_00, date(2019, 3, 31)), nothing(CreditStatus.NO_ACCESS), True),
        (ELM, nothing(CreditStatus.NOT_SOLD_BY_PARTNER), nothing(CreditStatus.DOMAIN_MISMATCH), False),
        (FJORD, nothing(CreditStatus.NOT_SOLD_BY_PARTNER), counted(700_00, date(2018, 5, 19)), True),
        (GALE, counted(0, date(2018, 11, 30)), nothing(CreditStatus.NO_RECENT_ACTIVITY), False),
    ],
    ids="Northwind Bluebird Cedar Dune Elm Fjord Gale".split(),
)
def test_each_client_has_the_credits_of_the_table(
    facts: ClientFacts,
    sold: Credit,
    managed: Credit,
    in_median: bool,  # noqa: FBT001 - a column of the table
) -> None:
    [credit] = assessed(date(2018, 5, 14), facts).credits
    assert (credit.sold, credit.managed, credit.counts_in_median) == (sold, managed, in_median)


def test_the_partner_is_silver_and_lacks_4100_managed_for_gold() -> None:
    assessment = assessed(date(2018, 5, 14), *CLIENTS)
    standing = assessment.standing
    assert len(assessment.credits) == 7
    assert (standing.sold_mrr, standing.managed_mrr) == (2_100_00, 1_900_00)
    assert standing.median_app_usage == Decimal("3.5")
    assert not standing.provisional
    assert standing.tier == EDITION.tier("SILVER")
    assert next_tier(EDITION, standing.tier) == EDITION.tier("GOLD")
    assert [(gate.passed, gate.missing) for gate in assessment.gates] == [
        (True, Decimal(0)),
        (False, Decimal(4_100)),
        (True, Decimal(0)),
        (True, Decimal(0)),
    ]


def test_a_day_later_the_standing_gives_no_tier() -> None:
    standing = assessed(date(2018, 5, 15), *CLIENTS).standing
    assert (standing.sold_mrr, standing.managed_mrr) == (1_300_00, 1_100_00)
    assert standing.median_app_usage == Decimal(3)
    assert standing.tier is None
