"""Which editions partners can be decided by: those whose metrics are the four that are stored."""

from collections.abc import Iterator

from tiers.apps import APPS, app_bit
from tiers.editions.currencies import minor_unit
from tiers.editions.edition import Edition
from tiers.editions.metrics.credited import Median, MedianOf, Sum
from tiers.editions.metrics.facts import Certified
from tiers.editions.ways import Managed, Sold
from tiers.stored import StoredMetric, counted_apps

_DECIMALS = 2


def why_not_storable(edition: Edition) -> Iterator[str]:
    """What of an edition cannot be stored so far, each with its place in the file; nothing where all can."""
    yield from _metrics_problems(edition)
    yield from _ladder_problems(edition)
    if minor_unit(edition.currency) != _DECIMALS:
        yield f"currency: must be one whose amounts have {_DECIMALS} decimals, not {edition.currency}"


def _metrics_problems(edition: Edition) -> Iterator[str]:
    known = ", ".join(StoredMetric)
    for metric in edition.metrics:
        if metric.key not in set(StoredMetric):
            yield f'{metric.place}: "{metric.key}" cannot be stored so far: the metrics that can are {known}'
    yield from _sum_problems(edition, StoredMetric.SOLD_MRR, Sold)
    yield from _sum_problems(edition, StoredMetric.MANAGED_MRR, Managed)
    yield from _median_problems(edition)
    if not isinstance(edition.metric_by_key.get(StoredMetric.CERTIFIED), Certified):
        yield f"metrics: {StoredMetric.CERTIFIED} must be there, of kind {Certified.kind}"


def _sum_problems(edition: Edition, key: StoredMetric, kind: type[Sold | Managed]) -> Iterator[str]:
    metric = edition.metric_by_key.get(key)
    ways = {way.key: way for way in edition.credits}
    if not isinstance(metric, Sum) or metric.factors or len(metric.over) != 1:
        yield f"metrics: {key} must be there, of kind {Sum.kind}, over one of the credits and without factors"
    elif not isinstance(way := ways[metric.over[0]], kind):
        yield f"{metric.place}.over: must be a way of kind {kind.kind} for {key}, not {way.kind}"
    elif way.lines is not None:
        yield f"{way.place}.lines: product lines are not known so far: leave it out"


def _median_problems(edition: Edition) -> Iterator[str]:
    median = edition.metric_by_key.get(StoredMetric.MEDIAN_APP_USAGE)
    summed = {key for metric in edition.metrics if isinstance(metric, Sum) for key in metric.over}
    if not isinstance(median, Median) or median.of is not MedianOf.APPS or set(median.over) != summed:
        yield f"metrics: {StoredMetric.MEDIAN_APP_USAGE} must be there, a median of apps over what both sums are over"
        return
    for key in counted_apps(edition):
        if app_bit(key) is None:
            yield f'catalogues.{median.apps}: "{key}" is not an app: use {", ".join(app.key for app in APPS)}'


def _ladder_problems(edition: Edition) -> Iterator[str]:
    for tier in edition.tiers:
        if len(tier.alternatives) > 1 or any(gates.above for gates in tier.alternatives):
            yield f"{tier.place}.alternatives: must be one so far, of at_least only"
    if edition.threshold_factors:
        yield "threshold_factors: cannot be stored so far: leave them out"
