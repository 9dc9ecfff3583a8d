from datetime import date

import pytest

from tests.tiers.edition import APRIL, AS_OF, EDITION, MANAGED, access, client, counted, nothing, sold
from tests.tiers.edition import managed as credit
from tiers.basis import basis_of
from tiers.credits import Credit, CreditStatus
from tiers.editions.ways import Managed
from tiers.facts import Access
from tiers.management import qualifies_as_manager
from tiers.reports import Report

NEXT_DAY = date(2018, 5, 15)


def managed(*accesses: Access, as_of: date = AS_OF, registered_on: date = date(2017, 1, 1)) -> Credit:
    return credit(client(accesses=accesses, registered_on=registered_on), as_of)


def test_activity_exactly_90_days_ago_counts_and_91_days_ago_does_not() -> None:
    assert managed(access(last_active_on=date(2018, 2, 13))) == counted("MANAGED", 100_00, AS_OF)
    assert managed(access(last_active_on=date(2018, 2, 12))).status is CreditStatus.NO_RECENT_ACTIVITY


def test_an_employee_that_was_never_active_does_not_count() -> None:
    assert managed(access(last_active_on=None)).status is CreditStatus.NO_RECENT_ACTIVITY


def test_activity_after_the_day_is_ignored() -> None:
    assert managed(access(last_active_on=NEXT_DAY)).status is CreditStatus.NO_RECENT_ACTIVITY


def test_activity_on_the_day_counts_for_90_more_days() -> None:
    assert managed(access(last_active_on=AS_OF)).counts_until == date(2018, 8, 12)


def test_access_holds_from_the_day_it_is_granted() -> None:
    assert managed(access(granted_on=AS_OF)).status is CreditStatus.COUNTED
    assert managed(access(granted_on=NEXT_DAY)).status is CreditStatus.NO_ACCESS


def test_access_ends_on_the_day_it_is_revoked() -> None:
    assert managed(access(revoked_on=NEXT_DAY)) == counted("MANAGED", 100_00, AS_OF)
    assert managed(access(revoked_on=AS_OF)).status is CreditStatus.NO_ACCESS


def test_activity_before_the_access_was_granted_counts_once_it_is() -> None:
    early = access(granted_on=AS_OF, last_active_on=date(2018, 5, 1))
    assert managed(early, as_of=date(2018, 5, 13)).status is CreditStatus.NO_ACCESS
    assert managed(early).status is CreditStatus.COUNTED


def test_no_access_at_all_is_no_access() -> None:
    assert managed() == nothing("MANAGED", CreditStatus.NO_ACCESS)


def test_an_employee_that_left_takes_the_credit_along_unless_a_colleague_qualifies() -> None:
    left = access(1, revoked_on=AS_OF)
    assert managed(left).status is CreditStatus.NO_ACCESS
    assert managed(left, access(2, last_active_on=date(2018, 5, 1))) == counted("MANAGED", 100_00, date(2018, 7, 30))


def test_only_accesses_in_force_are_looked_at_for_a_reason() -> None:
    past = access(1, revoked_on=date(2018, 1, 1))
    future = access(2, granted_on=NEXT_DAY)
    stranger = access(3, domain_matches=False)
    assert managed(past, future, stranger).status is CreditStatus.DOMAIN_MISMATCH


def test_the_same_employee_must_have_the_domain_and_the_activity() -> None:
    idle, stranger = access(1, last_active_on=None), access(2, domain_matches=False)
    assert managed(idle, stranger).status is CreditStatus.NO_RECENT_ACTIVITY
    assert managed(stranger, idle).status is CreditStatus.NO_RECENT_ACTIVITY


def test_reasons_come_in_a_fixed_order_the_missing_report_last() -> None:
    april = date(2018, 4, 1)
    assert managed(registered_on=april).status is CreditStatus.NO_ACCESS
    assert managed(access(domain_matches=False), registered_on=april).status is CreditStatus.DOMAIN_MISMATCH
    assert managed(access(last_active_on=None), registered_on=april).status is CreditStatus.NO_RECENT_ACTIVITY
    assert managed(access(), registered_on=april) == nothing("MANAGED", CreditStatus.PENDING_REPORT)


@pytest.mark.parametrize(
    ("accesses", "until"),
    [
        ((access(1, last_active_on=date(2018, 5, 1)), access(2, last_active_on=date(2018, 3, 1))), date(2018, 7, 30)),
        ((access(revoked_on=date(2018, 6, 1), last_active_on=date(2018, 5, 1)),), date(2018, 5, 31)),
        ((access(revoked_on=date(2018, 7, 31), last_active_on=date(2018, 5, 1)),), date(2018, 7, 30)),
        ((access(revoked_on=date(2018, 7, 30), last_active_on=date(2018, 5, 1)),), date(2018, 7, 29)),
        (
            (access(1, revoked_on=NEXT_DAY), access(2, last_active_on=date(2018, 2, 20))),
            date(2018, 5, 21),
        ),
        ((access(1, revoked_on=NEXT_DAY), access(1, granted_on=date(2018, 4, 1))), date(2018, 8, 12)),
        ((access(1, revoked_on=date(2018, 5, 20)), access(1, granted_on=date(2018, 5, 18))), date(2018, 5, 19)),
    ],
)
def test_the_last_counting_day_is_the_latest_of_the_qualifying_accesses_cut_before_a_known_revocation(
    accesses: tuple[Access, ...], until: date
) -> None:
    assert managed(*accesses) == counted("MANAGED", 100_00, until)


def test_a_client_that_was_never_sold_can_be_managed() -> None:
    facts = client(accesses=(access(),))
    assert sold(facts).status is CreditStatus.NOT_SOLD_BY_PARTNER
    assert credit(facts).status is CreditStatus.COUNTED


def test_seller_and_manager_each_have_their_own_credit() -> None:
    seller, manager = client(sold_on=date(2018, 1, 1)), client(accesses=(access(),))
    assert (sold(seller).amount, credit(seller).amount) == (100_00, 0)
    assert (sold(manager).amount, credit(manager).amount) == (0, 100_00)


def test_whoever_manages_a_client_qualifies_also_while_its_report_is_pending() -> None:
    here = basis_of(EDITION, AS_OF, APRIL).ways[MANAGED]
    assert isinstance(here.way, Managed)
    assert qualifies_as_manager(AS_OF, here, here.way, client(registered_on=AS_OF, accesses=(access(),)))
    assert not qualifies_as_manager(AS_OF, here, here.way, client(registered_on=NEXT_DAY, accesses=(access(),)))
    stranger = client(sold_on=AS_OF, accesses=(access(domain_matches=False),))
    assert not qualifies_as_manager(AS_OF, here, here.way, stranger)


def test_the_ends_of_the_calendar_cut_the_windows() -> None:
    first, last = Report(date(1, 1, 1), 1, date.min), Report(date(9999, 12, 1), 1, date(9999, 12, 2))
    dawn = client(registered_on=date.min, accesses=(access(granted_on=date.min),), sold_on=date.min)
    assert sold(dawn, date.min, first).status is CreditStatus.PENDING_REPORT
    assert credit(dawn, date.min, first).status is CreditStatus.NO_RECENT_ACTIVITY
    dusk = client(sold_on=date.max, accesses=(access(last_active_on=date.max),))
    assert sold(dusk, date.max, last).counts_until == date.max
    assert credit(dusk, date.max, last).counts_until == date.max
