"""Whose access comes furthest in several ways of managing a client; and when the first credit will count that waits."""

from collections.abc import Iterator
from datetime import date
from itertools import permutations

import pytest

from tiers.credits import Credit, CreditStatus
from tiers.facts import Access
from tiers.matching import Match, nearest_match
from tiers.partner_explanation import ExplainedCredit, first_day_of_pending

FURTHER = (
    CreditStatus.NO_ACCESS,
    CreditStatus.DOMAIN_MISMATCH,
    CreditStatus.NO_RECENT_ACTIVITY,
    CreditStatus.COUNTED,
)
MAY, JUNE = date(2019, 5, 3), date(2019, 6, 4)


def match(status: CreditStatus, employee: int = 1) -> Match:
    return Match(Access(employee, MAY, None, domain_matches=True, last_login_on=None, last_use_on=None), status, None)


def credit(status: CreditStatus, counts_from: date | None) -> ExplainedCredit:
    return ExplainedCredit(Credit("WAY", status, 0, None), counts_from, None, ())


@pytest.mark.parametrize("count", range(1, 5))
def test_the_nearest_match_is_the_one_that_comes_furthest_wherever_it_stands(count: int) -> None:
    for statuses in permutations(FURTHER, count):
        found = nearest_match(match(status) for status in statuses)
        assert found is not None
        assert found.status is max(statuses, key=FURTHER.index)


def test_of_equals_the_first_is_the_nearest_and_of_none_there_is_none() -> None:
    found = nearest_match(match(CreditStatus.COUNTED, employee) for employee in (7, 1, 9))
    assert found is not None
    assert found.access.employee == 7
    nobody: Iterator[Match] = iter(())
    assert nearest_match(nobody) is None


def test_the_first_day_of_those_that_wait_is_that_of_no_other_credit() -> None:
    waiting, counted = CreditStatus.PENDING_REPORT, CreditStatus.COUNTED
    assert first_day_of_pending([credit(counted, MAY), credit(waiting, JUNE)]) == JUNE
    assert first_day_of_pending([credit(waiting, JUNE), credit(waiting, None), credit(waiting, MAY)]) == MAY
    assert first_day_of_pending([credit(waiting, None)]) is None
    assert first_day_of_pending([credit(counted, MAY), credit(CreditStatus.EXPIRED, None)]) is None
