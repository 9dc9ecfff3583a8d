"""What clients add whose credits are known from another day, so that only the others are looked at again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tiers.basis import used_ways
from tiers.conversion import rates_on
from tiers.editions.edition import Edition
from tiers.editions.metrics.credited import Median, MedianOf, Sum
from tiers.editions.metrics.facts import Certified
from tiers.editions.ways import Managed, Sold
from tiers.evidence import ways_of


@dataclass(frozen=True, slots=True)
class CarriedTotals:
    """What clients add that are not among the facts.

    `amounts` are by way, in minor units; `usages` are, by metric, the numbers of apps in use of those that are in it.
    """

    amounts: Mapping[str, int] = field(default_factory=dict)
    usages: Mapping[str, Sequence[int]] = field(default_factory=dict)


NOTHING_CARRIED = CarriedTotals()


def can_carry(edition: Edition, base: date, day: date) -> bool:
    """Whether totals of the base day say all that the clients add on the day, if nothing about them has changed.

    They do for sums of amounts and one median of app usage, over one way of a kind at most, as evidence says these
    apart; and where nothing that the edition lists has begun or ended.
    """
    return (
        all(
            isinstance(metric, Certified)
            or (isinstance(metric, Sum) and not metric.factors)
            or (isinstance(metric, Median) and metric.of is MedianOf.APPS)
            for metric in edition.metrics
        )
        and all(len(ways_of(edition, used_ways(edition), kind)) <= 1 for kind in (Sold, Managed))
        and sum(isinstance(metric, Median) for metric in edition.metrics) <= 1
        and all(one.names_on(base) == one.names_on(day) for one in edition.catalogues)
        and rates_on(edition, base).by_currency == rates_on(edition, day).by_currency
    )
