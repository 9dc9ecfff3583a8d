"""Metrics out of dated measures, of the partner or of its clients."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from tiers.conversion import Rates
from tiers.editions.edition import Edition
from tiers.editions.metrics.common import Unit
from tiers.editions.metrics.facts import Flag, Measured, MeasureOf, Reduction
from tiers.facts import Measure
from tiers.periods import days_after, days_before, minus_months


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


def turning_measures(edition: Edition, base: date, day: date) -> Iterator[tuple[str, date, date]]:
    """Which measures a metric looks at on one of two days only, or takes for another on the later one.

    Each is a name, and the days after the first and up to the second of which such a measure can be.
    """
    for metric in edition.metrics:
        if isinstance(metric, Flag):
            yield metric.measure, base, day
        if isinstance(metric, Measured):
            was, is_ = _until(metric, base), _until(metric, day)
            yield metric.measure, was, is_
            first, last = _before(metric, base, was), _before(metric, day, is_)
            if first is not None and last is not None:
                yield metric.measure, first, last


def measure(metric: Measured, rates: Rates, as_of: date, sources: Iterable[Sequence[Measure]]) -> Fraction | None:
    """The metric's value from the measures of the partner, or of each of its clients; money in minor units."""
    counted = [value for measures in sources for _, value in counted_measures(metric, rates, as_of, measures)]
    if not counted and metric.reduce is not Reduction.SUM:
        return None
    total = sum(counted, Fraction(0))
    return total / len(counted) if metric.reduce is Reduction.MEAN else total


def counted_measures(
    metric: Measured, rates: Rates, as_of: date, measures: Iterable[Measure]
) -> Sequence[tuple[Measure, Fraction]]:
    """Those of one partner's or client's measures that the metric looks at, with what each adds, in the order of days.

    A net change subtracts the one that it begins with; without one it looks at none, unless it begins from zero. Of a
    mean it is what the mean is taken of.
    """
    until = _until(metric, as_of)
    after = _before(metric, as_of, until)
    dated = sorted(_dated(metric, rates, measures, until), key=_day_and_value)
    if metric.reduce is Reduction.NET_CHANGE:
        before = [] if after is None else [(one, value) for one, value in dated if one.on <= after]
        if before:
            return [(before[-1][0], -before[-1][1]), dated[-1]]
        return dated[-1:] if metric.from_zero else []
    within = dated if after is None else [(one, value) for one, value in dated if after < one.on]
    return within[-1:] if metric.reduce is Reduction.LATEST else within


def latest_of(name: str, measures: Iterable[Measure], as_of: date) -> Measure | None:
    """The newest measure of a name by the day, None without one."""
    return max((one for one in measures if one.name == name and one.on <= as_of), key=_day_of, default=None)


def _day_of(one: Measure) -> date:
    return one.on


def _day_and_value(dated: tuple[Measure, Fraction]) -> tuple[date, Fraction]:
    return dated[0].on, dated[1]


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


def _dated(
    metric: Measured, rates: Rates, measures: Iterable[Measure], until: date
) -> Iterator[tuple[Measure, Fraction]]:
    for one in measures:
        if one.name == metric.measure and one.on <= until:
            value = Fraction(one.value)
            if metric.unit is Unit.MONEY:
                value = Fraction(rates.convert_units(value, one.currency or rates.edition.currency))
            yield one, value
