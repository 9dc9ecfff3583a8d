from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.tiers.edition import APRIL, AS_OF, EDITION, access, client
from tiers.credits import Credit, CreditStatus
from tiers.decisions import Outcome, TierChangeKind, change, outcome
from tiers.facts import ClientFacts, PartnerFacts, Report
from tiers.standings import stand

PORTFOLIO = (
    client(1, sold_on=date(2018, 1, 1), accesses=(access(),), reported=1_125_00),
    client(2, sold_on=date(2018, 2, 1), reported=200_00),
)


def decide(*clients: ClientFacts, certified: bool = True, report: Report = APRIL) -> Outcome:
    return outcome(EDITION, *stand(EDITION, AS_OF, report, PartnerFacts(certified, clients)))


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


def test_deciding_twice_from_the_same_facts_gives_the_same_outcome() -> None:
    assert decide(*PORTFOLIO) == decide(*PORTFOLIO)


def test_the_order_of_clients_gives_no_other_outcome() -> None:
    assert decide(*PORTFOLIO) == decide(*reversed(PORTFOLIO))


def test_a_report_read_again_or_corrected_to_the_same_amounts_gives_no_other_outcome() -> None:
    assert decide(*PORTFOLIO) == decide(*PORTFOLIO, report=replace(APRIL, revision=2))


def test_late_facts_that_only_change_one_credit_give_another_outcome() -> None:
    first, second = PORTFOLIO
    revoked = replace(first, accesses=(access(revoked_on=date(2018, 6, 1)),))
    before, after = decide(first, second), decide(revoked, second)
    assert before.standing == after.standing
    assert before != after


def test_a_client_that_adds_nothing_is_evidence_too() -> None:
    assert decide(*PORTFOLIO) != decide(*PORTFOLIO, client(3, sold_on=date(2016, 1, 1)))


BEFORE = decide(*PORTFOLIO)


@pytest.mark.parametrize(
    "after",
    [
        replace(BEFORE, program="2020-01"),
        replace(BEFORE, standing=replace(BEFORE.standing, tier=None)),
        replace(BEFORE, standing=replace(BEFORE.standing, sold_mrr=1)),
        replace(BEFORE, standing=replace(BEFORE.standing, managed_mrr=1)),
        replace(BEFORE, standing=replace(BEFORE.standing, median_app_usage=Decimal("2.5"))),
        replace(BEFORE, standing=replace(BEFORE.standing, certified=False)),
        replace(BEFORE, standing=replace(BEFORE.standing, provisional=True)),
        replace(BEFORE, credits=BEFORE.credits[:1]),
        replace(
            BEFORE,
            credits=(replace(BEFORE.credits[0], sold=Credit(0, CreditStatus.EXPIRED, None)), BEFORE.credits[1]),
        ),
    ],
    ids="program tier sold managed median certified provisional clients credit".split(),
)
def test_an_outcome_differs_when_any_part_of_it_does(after: Outcome) -> None:
    assert after != BEFORE


def test_a_median_is_the_same_however_many_decimals_it_is_stored_with() -> None:
    stored = replace(BEFORE, standing=replace(BEFORE.standing, median_app_usage=Decimal("3.0")))
    assert stored == BEFORE
