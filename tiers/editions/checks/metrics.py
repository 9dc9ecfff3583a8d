"""Metrics: units that fit their kinds, keys that go together, and none that is made out of itself."""

from collections.abc import Sequence

from tiers.editions.edition import Edition
from tiers.editions.metrics.common import Metric, Unit
from tiers.editions.metrics.credited import Median, MedianOf, Share
from tiers.editions.metrics.derived import Points, Ratio, Term
from tiers.editions.metrics.facts import Measured, MeasureOf, Reduction, Window
from tiers.editions.problems import Place


def check_metrics(edition: Edition, root: Place) -> None:
    """Notes what does not go together in a metric, or between metrics."""
    for metric in edition.metrics:
        at = root.at(metric.place)
        if metric.unit not in metric.units:
            units = " or ".join(metric.units)
            at.key("unit").note(f'must be {units} for a metric of kind "{metric.kind}", not {metric.unit}')
        _check_kind(edition, metric, at, root)
    _check_acyclic(edition, root)


def _check_kind(edition: Edition, metric: Metric, at: Place, root: Place) -> None:
    if isinstance(metric, Median):
        _check_median(metric, at)
    elif isinstance(metric, Measured):
        _check_measured(metric, at, root)
    elif isinstance(metric, Share):
        for index, way in enumerate(metric.part):
            if way not in metric.over:
                at.key("part").item(index).note(f'"{way}" must be in `over` too, as a part is of the whole')
    elif isinstance(metric, Points):
        for term in metric.terms:
            _check_term(term, root.at(term.place))
    elif isinstance(metric, Ratio):
        _check_ratio(edition, metric, at)


def _check_median(metric: Median, at: Place) -> None:
    unit = Unit.COUNT if metric.of is MedianOf.APPS else Unit.MONEY
    if metric.unit in metric.units and metric.unit is not unit:
        at.key("unit").note(f"must be {unit} for a median of {metric.of}, not {metric.unit}")
    for key in ("apps", "days"):
        given = getattr(metric, key) is not None
        if given and metric.of is MedianOf.MRR:
            at.key(key).note("belongs to a median of apps only: leave it out")
        if not given and metric.of is MedianOf.APPS:
            at.key(key).note("is missing: a median of apps needs it")


def _check_measured(metric: Measured, at: Place, root: Place) -> None:
    if metric.reduce is Reduction.NET_CHANGE and metric.window is None:
        at.key("window").note("is missing: say over which days the net change is taken")
    if metric.reduce is not Reduction.NET_CHANGE and metric.from_zero:
        at.key("from_zero").note("belongs to a net change only: leave it out")
    if metric.window is not None:
        _check_window(metric.window, root.at(metric.window.place))
    if metric.of is MeasureOf.PARTNER and metric.over:
        at.key("over").note("belongs to measures of clients only: leave it out")


def _check_window(window: Window, at: Place) -> None:
    given = [key for key in ("days", "months", "whole_months") if getattr(window, key) is not None]
    if len(given) != 1:
        at.note(f"must have exactly one of days, months, whole_months, not {', '.join(given) or 'none'}")


def _check_term(term: Term, at: Place) -> None:
    if (term.credits is None) is (term.metric is None):
        at.note("must have exactly one of credits, metric")
    if term.metric is not None and term.factors:
        at.key("factors").note("belongs to points for credits only, as it looks at each client's country: leave it out")
    if term.credits is not None and term.whole_steps:
        at.key("whole_steps").note(
            "belongs to points for a metric only, so that the points of clients add up: leave it out"
        )


def _check_ratio(edition: Edition, metric: Ratio, at: Place) -> None:
    numerator = edition.metric_by_key.get(metric.numerator)
    denominator = edition.metric_by_key.get(metric.denominator)
    if numerator is not None and denominator is not None and numerator.unit is not denominator.unit:
        at.note(
            f"must divide one unit by the same: {metric.numerator} is {numerator.unit},"
            f" {metric.denominator} is {denominator.unit}"
        )


def _check_acyclic(edition: Edition, root: Place) -> None:
    done: set[str] = set()
    for metric in edition.metrics:
        circle = _circle(edition, (metric.key,), done)
        if circle:
            root.at(metric.place).note(f"is made out of itself: {' -> '.join(circle)}; take one of these steps out")
            done.update(circle)


def _circle(edition: Edition, path: tuple[str, ...], done: set[str]) -> Sequence[str]:
    """The way from the path's end back to a metric that is on it, or nothing; what leads nowhere is done."""
    for key in edition.metric_by_key[path[-1]].made_of():
        if key in path:
            return (*path[path.index(key) :], key)
        if key not in done and key in edition.metric_by_key:
            circle = _circle(edition, (*path, key), done)
            if circle:
                return circle
    done.add(path[-1])
    return ()
