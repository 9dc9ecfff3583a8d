"""Metrics out of dated measures, of the partner or of its clients."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from tiers.conversion import Rates
from tiers.editions.edition import Edition
from tiers.editions.metrics.common import Unit
from tiers.editions.metrics.facts import Flag, Measured, MeasureOf, Reduction
from tiers.facts import Measure
from tiers.periods import days_after, days_before, minus_months

Dated = tuple[date, Fraction]


def measures_since(edition: Edition, as_of: date, of: MeasureOf) -> dict[str, date]:
    """From which day on the values of each measure count, of the partner or of its clients, by the measure's name.

    The newest value from before that day may count as well, and no other.
    """
    since: dict[str, date] = {}
    for metric in edition.metrics:
        if isinstance(metric, Measured) and metric.of is of:
            since[metric.measure] = min(_since(metric, as_of), since.get(metric.measure, date.max))
        if isinstance(metric, Flag) and of is MeasureOf.PARTNER:
            since[metric.measure] = min(as_of, since.get(metric.measure, date.max))
    return since


def measure(metric: Measured, rates: Rates, as_of: date, sources: Iterable[Sequence[Measure]]) -> Fraction | None:
    """The metric's value from the measures of the partner, or of each of its clients; money in minor units."""
    until = _until(metric, as_of)
    after = _before(metric, as_of, until)
    dated = [list(_dated(metric, rates, measures, until)) for measures in sources]
    if metric.reduce is Reduction.SUM:
        return sum((value for own in dated for value in _within(own, after)), Fraction(0))
    if metric.reduce is Reduction.MEAN:
        values = [value for own in dated for value in _within(own, after)]
        return sum(values, Fraction(0)) / len(values) if values else None
    net = metric.reduce is Reduction.NET_CHANGE
    each = [_net_change(own, after) if net else _latest(own, after) for own in dated]
    known = [value for value in each if value is not None]
    return sum(known, Fraction(0)) if known else None


def latest_of(name: str, measures: Iterable[Measure], as_of: date) -> Fraction | None:
    """The newest value of a measure by the day, None without one."""
    return _latest([(one.on, Fraction(one.value)) for one in measures if one.name == name and one.on <= as_of], None)


def _since(metric: Measured, as_of: date) -> date:
    until = _until(metric, as_of)
    after = _before(metric, as_of, until)
    if metric.reduce is Reduction.NET_CHANGE:
        return until if after is None else after
    if metric.reduce is Reduction.LATEST and after is None:
        return until
    return date.min if after is None else days_after(after, 1)


def _until(metric: Measured, as_of: date) -> date:
    return minus_months(as_of, metric.months_ago) if metric.months_ago else as_of


def _before(metric: Measured, as_of: date, until: date) -> date | None:
    """The last day before the window that ends with `until`, None where it has no beginning.

    Months are counted from the day itself, so that windows one after another meet also at the ends of months.
    """
    window = metric.window
    if window is None:
        return None
    if window.days is not None:
        return days_before(until, window.days)
    if window.months is not None:
        return minus_months(as_of, metric.months_ago + window.months)
    return days_before(minus_months(until.replace(day=1), (window.whole_months or 1) - 1), 1)


def _dated(metric: Measured, rates: Rates, measures: Iterable[Measure], until: date) -> Iterable[Dated]:
    for one in measures:
        if one.name == metric.measure and one.on <= until:
            value = Fraction(one.value)
            if metric.unit is Unit.MONEY:
                value = Fraction(rates.convert_units(value, one.currency or rates.edition.currency))
            yield one.on, value


def _within(dated: Iterable[Dated], after: date | None) -> Iterable[Fraction]:
    return (value for on, value in dated if after is None or after < on)


def _latest(dated: Iterable[Dated], after: date | None) -> Fraction | None:
    newest = max(((on, value) for on, value in dated if after is None or after < on), default=None)
    return None if newest is None else newest[1]


def _net_change(dated: Sequence[Dated], after: date | None) -> Fraction | None:
    """What the newest value is more than the newest one from before the window; None unless there are both."""
    now = _latest(dated, None)
    before = _latest([(on, value) for on, value in dated if after is not None and on <= after], None)
    return None if now is None or before is None else now - before
