"""Whether clients can count by credits that are known from another day, so that only the others are looked at."""

from datetime import date

from tiers.conversion import rates_on
from tiers.editions.edition import Edition
from tiers.editions.metrics.common import Metric
from tiers.editions.metrics.credited import Count, CountOf, Median, MedianOf


def can_carry(edition: Edition, base: date, day: date) -> bool:
    """Whether credits of the base day say all that the clients add on the day, if nothing about them has changed.

    They do where nothing that the edition lists has begun or ended, and no metric looks at more of clients than sums by
    way, how many there are, and the apps of one median.
    """
    return (
        all(_is_of_totals(metric) for metric in edition.metrics)
        and sum(isinstance(metric, Median) for metric in edition.metrics) <= 1
        and all(one.names_on(base) == one.names_on(day) for one in edition.catalogues)
        and rates_on(edition, base).by_currency == rates_on(edition, day).by_currency
    )


def counts_clients(edition: Edition) -> bool:
    """Whether some metric counts clients, so that those that count have to be told from those that do not."""
    return any(isinstance(metric, Count) for metric in edition.metrics)


def _is_of_totals(metric: Metric) -> bool:
    if isinstance(metric, Median):
        return metric.of is MedianOf.APPS
    return not isinstance(metric, Count) or metric.of is CountOf.CLIENTS
