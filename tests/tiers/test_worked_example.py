"""The numbers of the worked example in docs/rules.md."""

from datetime import date
from fractions import Fraction
from functools import partial

import pytest

from tests.tiers.edition import EDITION, access, client, counted, nothing
from tests.tiers.edition import assessed as assessed_with
from tiers.assessment import Assessment
from tiers.credits import Credit, CreditStatus
from tiers.facts import Access, ClientFacts
from tiers.gates import next_tier
from tiers.periods import decision_day, effective_day, parse_month
from tiers.reports import Report, report_in_force

MONTH = parse_month("2018-05")
REPORTS = [
    Report(date(2018, 3, 1), 1, date(2018, 4, 4)),
    Report(date(2018, 4, 1), 1, date(2018, 5, 3)),
    Report(date(2018, 4, 1), 2, date(2018, 5, 16)),
]
ANN, BOB = 1, 2


def ann(granted_on: date, last_active_on: date, revoked_on: date | None = None) -> tuple[Access, ...]:
    return (access(ANN, granted_on, revoked_on, last_active_on=last_active_on),)


def facts(
    number: int,
    registered_on: date,
    sold_on: date | None,
    reported: int | None,
    accesses: tuple[Access, ...],
    apps_used: int,
) -> ClientFacts:
    """A row of the table."""
    return client(
        number,
        registered_on=registered_on,
        sold_on=sold_on,
        reported=reported,
        accesses=accesses,
        apps_used=apps_used,
    )


BOBS = (access(BOB, date(2016, 1, 20), domain_matches=False, last_active_on=date(2018, 5, 14)),)
NORTHWIND, BLUEBIRD, CEDAR, DUNE, ELM, FJORD, GALE = CLIENTS = (
    client(
        1,
        registered_on=date(2017, 5, 2),
        sold_on=date(2017, 5, 14),
        reported=800_00,
        accesses=ann(date(2017, 5, 2), date(2018, 2, 13)),
        apps_used=5,
    ),
    client(
        2,
        registered_on=date(2017, 5, 2),
        sold_on=date(2017, 5, 13),
        reported=400_00,
        accesses=ann(date(2017, 5, 2), date(2018, 5, 10)),
        apps_used=3,
    ),
    client(
        3,
        registered_on=date(2018, 4, 30),
        sold_on=date(2018, 4, 30),
        reported=900_00,
        accesses=ann(date(2018, 4, 30), date(2018, 5, 14)),
        apps_used=1,
    ),
    facts(4, date(2018, 3, 31), date(2018, 3, 31), 1_300_00, (), 2),
    facts(5, date(2016, 1, 20), None, 5_000_00, BOBS, 12),
    client(
        6,
        registered_on=date(2016, 9, 8),
        sold_on=None,
        reported=700_00,
        accesses=ann(date(2016, 9, 8), date(2018, 5, 1), date(2018, 5, 20)),
        apps_used=4,
    ),
    client(
        7,
        registered_on=date(2017, 11, 30),
        sold_on=date(2017, 11, 30),
        reported=None,
        accesses=ann(date(2017, 11, 30), date(2018, 2, 12)),
        apps_used=0,
    ),
)


no_sale, not_managed = partial(nothing, "SOLD"), partial(nothing, "MANAGED")


def assessed(as_of: date, *clients: ClientFacts) -> Assessment:
    return assessed_with(clients, as_of=as_of, report=REPORTS[1])


def test_the_first_april_report_is_in_force_on_the_14th() -> None:
    assert decision_day(MONTH) == date(2018, 5, 14)
    assert effective_day(MONTH) == date(2018, 5, 15)
    assert report_in_force(REPORTS, decision_day(MONTH)) == REPORTS[1]


@pytest.mark.parametrize(
    ("client_facts", "sold", "managed", "in_median"),
    [
        (NORTHWIND, counted("SOLD", 800_00, date(2018, 5, 14)), counted("MANAGED", 800_00, date(2018, 5, 14)), True),
        (BLUEBIRD, no_sale(CreditStatus.EXPIRED), counted("MANAGED", 400_00, date(2018, 8, 8)), True),
        (CEDAR, no_sale(CreditStatus.PENDING_REPORT), not_managed(CreditStatus.PENDING_REPORT), False),
        (DUNE, counted("SOLD", 1_300_00, date(2019, 3, 31)), not_managed(CreditStatus.NO_ACCESS), True),
        (
            ELM,
            no_sale(CreditStatus.NOT_SOLD_BY_PARTNER),
            not_managed(CreditStatus.DOMAIN_MISMATCH),
            False,
        ),
        (FJORD, no_sale(CreditStatus.NOT_SOLD_BY_PARTNER), counted("MANAGED", 700_00, date(2018, 5, 19)), True),
        (GALE, counted("SOLD", 0, date(2018, 11, 30)), not_managed(CreditStatus.NO_RECENT_ACTIVITY), False),
    ],
    ids="Northwind Bluebird Cedar Dune Elm Fjord Gale".split(),
)
def test_each_client_has_the_credits_of_the_table(
    client_facts: ClientFacts,
    sold: Credit,
    managed: Credit,
    in_median: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assessment = assessed(date(2018, 5, 14), client_facts)
    [credited] = assessment.credits
    assert credited.credits == (sold, managed)
    assert (assessment.values["MEDIAN_APP_USAGE"] is not None) is in_median


def test_the_partner_is_silver_and_lacks_4100_managed_for_gold() -> None:
    assessment = assessed(date(2018, 5, 14), *CLIENTS)
    assert len(assessment.credits) == 7
    assert list(assessment.values.values()) == [2_100_00, 1_900_00, Fraction(7, 2), 1]
    assert not assessment.provisional
    assert assessment.tier == EDITION.tier("SILVER")
    gold = next_tier(EDITION, assessment.tier)
    assert gold == EDITION.tier("GOLD")
    (gates,) = assessment.alternatives(gold)
    assert [(gate.passed, int(gate.missing)) for gate in gates] == [(True, 0), (False, 4_100_00), (True, 0), (True, 0)]


def test_a_day_later_the_standing_gives_no_tier() -> None:
    assessment = assessed(date(2018, 5, 15), *CLIENTS)
    assert list(assessment.values.values()) == [1_300_00, 1_100_00, 3, 1]
    assert assessment.tier is None
