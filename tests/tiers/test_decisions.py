from dataclasses import replace
from datetime import date

import pytest

from tests.tiers.edition import APRIL, EDITION, MANAGED, access, assessed, client
from tiers.assessment import Assessment
from tiers.decisions import TierChangeKind, change
from tiers.facts import ClientFacts
from tiers.reports import Report

PORTFOLIO = (
    client(1, sold_on=date(2018, 1, 1), accesses=(access(),), reported=1_125_00),
    client(2, sold_on=date(2018, 2, 1), reported=200_00),
)


def decide(*clients: ClientFacts, report: Report = APRIL) -> Assessment:
    return assessed(clients, report=report)


@pytest.mark.parametrize(
    ("rank", "previous", "kind"),
    [
        (1, None, TierChangeKind.PROMOTED),
        (3, 1, TierChangeKind.PROMOTED),
        (4, None, TierChangeKind.PROMOTED),
        (1, 3, TierChangeKind.DEMOTED),
        (None, 1, TierChangeKind.DEMOTED),
        (2, 2, TierChangeKind.UNCHANGED),
        (None, None, TierChangeKind.UNCHANGED),
    ],
)
def test_no_tier_is_below_the_lowest_and_any_number_of_steps_is_one_change(
    rank: int | None, previous: int | None, kind: TierChangeKind
) -> None:
    assert change(rank, previous) is kind


def test_a_report_corrected_to_the_same_amounts_gives_the_same_standing_and_credits() -> None:
    assert decide(*PORTFOLIO) == decide(*PORTFOLIO, report=replace(APRIL, revision=2))


def test_a_revocation_known_later_changes_a_credit_though_not_the_standing() -> None:
    first, second = PORTFOLIO
    revoked = first._replace(accesses=(access(revoked_on=date(2018, 6, 1)),))
    before, after = decide(first, second), decide(revoked, second)
    assert before.values == after.values
    assert before.credits[0].credits[MANAGED].counts_until == date(2018, 8, 12)
    assert after.credits[0].credits[MANAGED].counts_until == date(2018, 5, 31)
    assert before.credits[1:] == after.credits[1:]


def test_a_client_that_adds_nothing_is_evidence_too() -> None:
    expired = client(3, sold_on=date(2016, 1, 1))
    before, after = decide(*PORTFOLIO), decide(*PORTFOLIO, expired)
    assert before.values == after.values
    assert [credit.client for credit in after.credits] == [credit.client for credit in before.credits] + [3]


@pytest.mark.parametrize(
    ("previous", "kind"),
    [
        (None, TierChangeKind.PROMOTED),
        (0, TierChangeKind.PROMOTED),
        (1, TierChangeKind.UNCHANGED),
        (2, TierChangeKind.DEMOTED),
    ],
)
def test_an_assessment_says_how_it_differs_from_the_decision_before(previous: int | None, kind: TierChangeKind) -> None:
    assert decide(*PORTFOLIO).tier == EDITION.tiers[0]
    assert decide(*PORTFOLIO).change_from(previous) is kind
