"""Which reports another one puts out of force, beside the rule as it is written down, day by day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from intake.succession import Succession, find_displaced, key_of
from tiers.reports import Report, report_in_force

FIRST = date(2018, 1, 1)
DAYS = [FIRST + timedelta(number) for number in range(9)]
REPORTS = st.lists(
    st.builds(Report, st.sampled_from([FIRST, date(2018, 2, 1)]), st.integers(1, 4), st.sampled_from(DAYS)),
    unique_by=key_of,
    min_size=1,
)


def displaced(report: Report, others: list[Report]) -> set[Report]:
    below = [other for other in others if key_of(other) < key_of(report)]
    found = [report_in_force(below, day) for day in DAYS if day >= report.ran_on]
    return {one for one in found if one is not None}


@given(REPORTS)
def test_a_report_puts_those_out_of_force_that_would_be_without_it(reports: list[Report]) -> None:
    succession = Succession()
    for report in sorted(reports, key=key_of):
        assert set(succession.displaced_by(report)) == displaced(report, reports)
        succession.add(report)


@given(REPORTS, st.data())
def test_new_reports_are_each_looked_at_alone(reports: list[Report], data: st.DataObject) -> None:
    new = data.draw(st.sets(st.sampled_from(reports)))
    published = [report for report in reports if report not in new]
    assert find_displaced(new, published) == {one for report in new for one in displaced(report, published)}
