from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tiers.edition import APRIL, AS_OF, EDITION, access, assessed, client, sold
from tiers.credits import CreditStatus
from tiers.reports import Report, is_provisional, next_due_day, report_in_force

MARCH = Report(period=date(2018, 3, 1), revision=1, ran_on=date(2018, 4, 3))


def test_the_report_in_force_has_the_greatest_period_then_the_greatest_revision() -> None:
    corrected = Report(period=date(2018, 3, 1), revision=2, ran_on=date(2018, 5, 10))
    assert report_in_force([corrected, APRIL, MARCH], AS_OF) == APRIL
    assert report_in_force([MARCH, corrected], AS_OF) == corrected


def test_a_correction_holds_from_the_day_it_ran() -> None:
    corrected = Report(period=date(2018, 4, 1), revision=2, ran_on=AS_OF)
    assert report_in_force([APRIL, corrected], date(2018, 5, 13)) == APRIL
    assert report_in_force([APRIL, corrected], AS_OF) == corrected


def test_before_the_first_report_ran_none_is_in_force() -> None:
    assert report_in_force([APRIL, MARCH], date(2018, 4, 2)) is None
    assert report_in_force([], AS_OF) is None


@given(
    st.permutations([MARCH, APRIL, Report(date(2018, 4, 1), 2, date(2018, 5, 4)), Report(date(2018, 5, 1), 1, AS_OF)])
)
def test_the_order_in_which_reports_are_known_does_not_matter(reports: list[Report]) -> None:
    assert report_in_force(reports, AS_OF) == Report(date(2018, 5, 1), 1, AS_OF)


def counted_mrr(registered_on: date, reported: int, report: Report | None) -> int | None:
    """What a client counts with that was sold when it was registered; None while that is pending."""
    as_of = registered_on if report is None else max(registered_on, report.ran_on)
    credit = sold(client(registered_on=registered_on, sold_on=as_of, reported=reported), as_of, report)
    return None if credit.status is CreditStatus.PENDING_REPORT else credit.amount


@pytest.mark.parametrize("registered_on", [date(2018, 1, 1), date(2018, 1, 31)])
def test_a_client_counts_from_the_report_of_the_month_after_its_registration(registered_on: date) -> None:
    january, february = Report(date(2018, 1, 1), 1, date(2018, 2, 3)), Report(date(2018, 2, 1), 1, date(2018, 3, 3))
    assert counted_mrr(registered_on, 500_00, january) is None
    assert counted_mrr(registered_on, 500_00, february) == 500_00


def test_a_client_registered_a_day_later_waits_for_one_more_report() -> None:
    february, march = Report(date(2018, 2, 1), 1, date(2018, 3, 3)), MARCH
    assert counted_mrr(date(2018, 2, 1), 500_00, february) is None
    assert counted_mrr(date(2018, 2, 1), 500_00, march) == 500_00


def test_registered_in_december_a_client_counts_from_january() -> None:
    january = Report(date(2019, 1, 1), 1, date(2019, 2, 3))
    assert counted_mrr(date(2018, 12, 31), 500_00, january) == 500_00


def test_a_client_of_the_last_month_of_the_calendar_is_pending() -> None:
    newest = Report(date(9999, 12, 1), 1, date(9999, 12, 31))
    assert counted_mrr(date(9999, 12, 31), 500_00, newest) is None


def test_the_day_on_which_the_report_ran_decides_not_its_period() -> None:
    facts = client(registered_on=date(2018, 3, 31), sold_on=date(2018, 3, 31))
    late = Report(period=date(2018, 4, 1), revision=1, ran_on=date(2018, 5, 15))
    on_the_14th = sold(facts, AS_OF, report_in_force([MARCH, late], AS_OF))
    on_the_15th = sold(facts, date(2018, 5, 15), report_in_force([MARCH, late], date(2018, 5, 15)))
    assert on_the_14th.status is CreditStatus.PENDING_REPORT
    assert on_the_15th.status is CreditStatus.COUNTED


def test_without_any_report_every_client_is_pending() -> None:
    assert counted_mrr(date(2001, 1, 1), 500_00, None) is None


def test_a_client_absent_from_a_complete_report_has_cancelled_and_counts_zero() -> None:
    absent = sold(client(sold_on=date(2017, 12, 1), reported=None))
    assert (absent.amount, absent.status, absent.counts_until) == (0, CreditStatus.COUNTED, date(2018, 12, 1))


@pytest.mark.parametrize("reported", [0, 50_00, 250_00])
def test_sold_credit_is_the_mrr_of_the_report_in_force_not_that_at_the_sale(reported: int) -> None:
    sold_on = date(2017, 12, 1)
    credit = sold(client(sold_on=sold_on, reported=reported))
    assert credit.amount == reported
    assert credit.counts_until == date(2018, 12, 1), "an upsell or a cancellation does not restart the twelve months"


@pytest.mark.parametrize(
    ("report", "as_of", "provisional"),
    [
        (APRIL, AS_OF, False),
        (MARCH, AS_OF, True),
        (MARCH, date(2018, 5, 13), False),
        (Report(date(2018, 2, 1), 1, date(2018, 3, 3)), date(2018, 5, 13), True),
        (Report(date(2018, 5, 1), 1, date(2018, 5, 14)), AS_OF, False),
        (None, AS_OF, True),
    ],
)
def test_a_standing_is_provisional_while_a_due_report_is_missing(
    report: Report | None, as_of: date, *, provisional: bool
) -> None:
    assert is_provisional(report, as_of) is provisional


def test_a_provisional_standing_gives_its_tier_as_always() -> None:
    facts = client(sold_on=date(2017, 12, 1), reported=1_125_00, accesses=(access(),))
    from_march, from_april = assessed([facts], report=MARCH), assessed([facts], report=APRIL)
    assert from_march.provisional
    assert not from_april.provisional
    assert from_march.tier == from_april.tier == EDITION.tier("SILVER")


@given(st.dates(date(2017, 1, 1), date(2020, 12, 31)), st.dates(date(2017, 1, 1), date(2020, 12, 31)))
def test_the_next_report_is_late_just_on_the_days_that_are_provisional_without_it(month: date, day: date) -> None:
    report = Report(month.replace(day=1), 1, month)
    assert (next_due_day(report, day) <= day) == is_provisional(report, day)


def test_the_next_report_is_due_on_the_14th_of_the_month_after_its_own() -> None:
    assert next_due_day(MARCH, date(2018, 4, 20)) == date(2018, 5, 14)
    assert next_due_day(Report(date(2018, 11, 1), 1, AS_OF), AS_OF) == date(2019, 1, 14)


@pytest.mark.parametrize(
    ("day", "due"), [(date(2018, 5, 13), date(2018, 4, 14)), (date(2018, 5, 14), date(2018, 5, 14))]
)
def test_before_the_first_report_the_newest_that_is_due_is_missing(day: date, due: date) -> None:
    assert next_due_day(None, day) == due
