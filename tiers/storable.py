"""Which editions standings can be computed by: all but those that say what tables cannot hold."""

from collections.abc import Iterator, Mapping

from tiers.apps import APPS, app_bit
from tiers.editions.currencies import minor_unit
from tiers.editions.edition import Edition
from tiers.editions.metrics.common import Metric
from tiers.editions.metrics.credited import Median, MedianOf, Sum
from tiers.editions.metrics.facts import Certified
from tiers.evidence import DECIMALS
from tiers.stored import StoredMetric

_KINDS: Mapping[StoredMetric, type[Metric]] = {
    StoredMetric.SOLD_MRR: Sum,
    StoredMetric.MANAGED_MRR: Sum,
    StoredMetric.MEDIAN_APP_USAGE: Median,
    StoredMetric.CERTIFIED: Certified,
}


def why_not_storable(edition: Edition) -> Iterator[str]:
    """What of an edition cannot be stored, each with its place in the file; nothing where all can."""
    for metric in edition.metrics:
        yield from _name_problems(metric)
        if isinstance(metric, Median) and metric.of is MedianOf.APPS:
            yield from _app_problems(edition, metric)
    if minor_unit(edition.currency) > DECIMALS:
        yield f"currency: must be one whose amounts have {DECIMALS} decimals at most, not {edition.currency}"


def _name_problems(metric: Metric) -> Iterator[str]:
    """Fields of standings are called by four keys, and say what these are."""
    if metric.key not in set(StoredMetric):
        return
    kind = _KINDS[StoredMetric(metric.key)]
    if not isinstance(metric, kind) or (isinstance(metric, Median) and metric.of is not MedianOf.APPS):
        of_apps = " of apps" if kind is Median else ""
        yield f"{metric.place}.key: {metric.key} is the name of a {kind.kind}{of_apps}: call this one otherwise"


def _app_problems(edition: Edition, median: Median) -> Iterator[str]:
    for member in edition.catalogue_by_key[median.apps or ""].members:
        if app_bit(member.name) is None:
            apps = ", ".join(app.key for app in APPS)
            yield f'catalogues.{median.apps}: "{member.name}" is not an app: use {apps}'
