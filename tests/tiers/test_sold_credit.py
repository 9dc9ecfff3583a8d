from datetime import date

import pytest

from tests.tiers.edition import AS_OF, access, client, counted, nothing, sold
from tiers.crediting import appears
from tiers.credits import CreditStatus
from tiers.sales import last_sold_day


@pytest.mark.parametrize(
    ("sold_on", "as_of", "status"),
    [
        (date(2017, 5, 15), date(2018, 5, 15), CreditStatus.COUNTED),
        (date(2017, 5, 14), date(2018, 5, 15), CreditStatus.EXPIRED),
        (date(2019, 2, 28), date(2020, 2, 29), CreditStatus.COUNTED),
        (date(2019, 2, 28), date(2020, 3, 1), CreditStatus.EXPIRED),
        (date(2020, 2, 29), date(2021, 2, 28), CreditStatus.COUNTED),
        (date(2020, 2, 29), date(2021, 3, 1), CreditStatus.EXPIRED),
        (AS_OF, AS_OF, CreditStatus.COUNTED),
        (date(2018, 5, 15), AS_OF, CreditStatus.NOT_SOLD_BY_PARTNER),
        (None, AS_OF, CreditStatus.NOT_SOLD_BY_PARTNER),
    ],
)
def test_a_sale_counts_for_twelve_months_anniversary_included(
    sold_on: date | None, as_of: date, status: CreditStatus
) -> None:
    credit = sold(client(sold_on=sold_on), as_of)
    assert credit.status is status
    assert credit.amount == (100_00 if status is CreditStatus.COUNTED else 0)


@pytest.mark.parametrize(
    ("sold_on", "months", "expected"),
    [
        (date(2017, 5, 15), 12, date(2018, 5, 15)),
        (date(2019, 2, 28), 12, date(2020, 2, 29)),
        (date(2019, 2, 27), 12, date(2020, 2, 27)),
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2020, 2, 28), 12, date(2021, 2, 28)),
        (date(2018, 4, 30), 12, date(2019, 4, 30)),
        (date(2018, 4, 30), 1, date(2018, 5, 31)),
        (date(2018, 1, 30), 1, date(2018, 2, 28)),
        (date(9999, 5, 15), 12, date.max),
        (date(9998, 12, 31), 12, date.max),
        (date(1, 1, 1), 12, date(2, 1, 1)),
    ],
)
def test_the_last_counting_day_is_the_last_one_twelve_months_before_which_is_not_after_the_sale(
    sold_on: date, months: int, expected: date
) -> None:
    assert last_sold_day(sold_on, months) == expected


def test_a_sale_that_is_both_expired_and_pending_is_expired() -> None:
    assert sold(client(registered_on=AS_OF, sold_on=date(2017, 5, 13))).status is CreditStatus.EXPIRED


def test_a_sale_without_a_report_for_it_is_pending_without_amount_or_end() -> None:
    april = client(registered_on=date(2018, 4, 1), sold_on=date(2018, 4, 1))
    assert sold(april) == nothing("SOLD", CreditStatus.PENDING_REPORT)


def test_a_sale_before_the_registration_counts_from_the_sale() -> None:
    early = client(registered_on=date(2018, 3, 31), sold_on=date(2017, 5, 14))
    assert sold(early) == counted("SOLD", 100_00, AS_OF)


def test_a_client_appears_once_registered_and_sold_or_ever_accessible() -> None:
    assert appears(client(sold_on=date(2001, 1, 1)), AS_OF)
    assert appears(client(accesses=(access(revoked_on=date(2017, 1, 2)),)), AS_OF)
    assert appears(client(sold_on=date(2018, 5, 15), accesses=(access(granted_on=AS_OF),)), AS_OF)
    assert not appears(client(), AS_OF)
    assert not appears(client(sold_on=date(2018, 5, 15)), AS_OF)
    assert not appears(client(accesses=(access(granted_on=date(2018, 5, 15)),)), AS_OF)


def test_a_client_registered_after_the_day_does_not_appear_whatever_else_is_known() -> None:
    future = client(registered_on=date(2018, 5, 15), sold_on=date(2018, 1, 1), accesses=(access(),))
    assert not appears(future, AS_OF)
    assert appears(future, date(2018, 5, 15))
