"""Whenever a metric of measures has another value on a later day, a measure is known that made it so."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oracle.grammar.comparison import FURTHER
from tests.tiers.editions.editions import EDITIONS
from tiers.conversion import rates_on
from tiers.editions.edition import Edition
from tiers.editions.metrics.facts import Flag, Measured
from tiers.editions.parsing import parse_edition
from tiers.facts import Measure
from tiers.measures import latest_of, measure, turning_measures

ONES = [*EDITIONS.values(), parse_edition(FURTHER, "further.toml")]
METRICS = {
    repr((type(metric), *(getattr(metric, name, None) for name in ("reduce", "window", "months_ago", "from_zero")))): (
        edition,
        metric,
    )
    for edition in ONES
    for metric in edition.metrics
    if isinstance(metric, Measured | Flag)
}
"""One of each kind."""


def value(edition: Edition, metric: Measured | Flag, measures: Sequence[Measure], day: date) -> object:
    if isinstance(metric, Flag):
        latest = latest_of(metric.measure, measures, day)
        return latest is not None and latest.value > 0
    return measure(metric, rates_on(edition, day), day, [measures])


@pytest.mark.parametrize("name", METRICS)
@given(
    st.dates(date(2024, 1, 1), date(2026, 3, 31)),
    st.integers(1, 70),
    st.dictionaries(st.integers(0, 500), st.integers(-3, 3).map(Decimal), min_size=1, max_size=6),
)
def test_what_makes_a_value_another_one_is_between_the_days_that_are_told(
    name: str, base: date, later: int, values: dict[int, Decimal]
) -> None:
    edition, metric = METRICS[name]
    day = base + timedelta(later)
    measures = [Measure(metric.measure, day - timedelta(ago), each) for ago, each in values.items()]
    turned = [
        one
        for called, after, until in turning_measures(edition, base, day)
        for one in measures
        if called == one.name and after < one.on <= until
    ]
    assert turned or value(edition, metric, measures, base) == value(edition, metric, measures, day)
