"""What every partner's assessment of one day rests on: made once a day, used for every client."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tiers.apps import app_bits
from tiers.conversion import Rates, rates_on
from tiers.editions.edition import Edition
from tiers.editions.metrics.credited import Median
from tiers.editions.ways import Managed, Sold, Way
from tiers.periods import days_before, minus_months
from tiers.reports import Report, is_provisional


@dataclass(frozen=True, slots=True)
class WayBasis:
    """A way in which clients count, as of the day: `start` is the oldest day that counts, `lines` None for all."""

    way: Way
    start: date
    lines: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class UsageBasis:
    """The apps that a metric counts, as of the day: `apps` are their bits, `start` is the oldest day that counts.

    `place` is that of the metric's window among all that the edition has: see `ClientFacts.apps`.
    """

    place: int
    start: date
    apps: int


@dataclass(frozen=True, eq=False)
class Basis:
    """One day: `report` is the one in force on it, None before the first. Only `ways` that a metric uses are there.

    `usages` are by the key of the metric. Compared by identity, so that what is made of it is made once.
    """

    edition: Edition
    as_of: date
    report: Report | None
    rates: Rates
    ways: tuple[WayBasis, ...]
    usages: dict[str, UsageBasis]

    @cached_property
    def is_provisional(self) -> bool:
        """Whether what is assessed rests on an older report than the newest due one, or on none."""
        return is_provisional(self.report, self.as_of)

    @cached_property
    def sold(self) -> list[tuple[date, Sold]]:
        """The oldest day that counts, and the way, of each way `sold`."""
        return [(here.start, here.way) for here in self.ways if isinstance(here.way, Sold)]

    @cached_property
    def managed(self) -> list[tuple[date, Managed]]:
        """The same of each way `managed`."""
        return [(here.start, here.way) for here in self.ways if isinstance(here.way, Managed)]

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each way is among those that a metric uses."""
        return {here.way.key: place for place, here in enumerate(self.ways)}


def basis_of(edition: Edition, as_of: date, report: Report | None, active_as_of: date | None = None) -> Basis:
    """The basis of a day. Where it is given, the windows of activity begin as they do as of an earlier one."""
    used, active_as_of = used_ways(edition), active_as_of or as_of
    ways = tuple(way_basis(edition, way, as_of, active_as_of) for way in edition.credits if way.key in used)
    windows = usage_windows(edition)
    usages = {
        metric.key: UsageBasis(
            windows.index(metric.days),
            days_before(active_as_of, metric.days),
            app_bits(edition.catalogue_by_key[metric.apps].names_on(as_of)),
        )
        for metric in edition.metrics
        if isinstance(metric, Median) and metric.days is not None and metric.apps is not None
    }
    return Basis(edition, as_of, report, rates_on(edition, as_of), ways, usages)


def used_ways(edition: Edition) -> frozenset[str]:
    """The keys of the ways in which clients count for some metric."""
    return frozenset(key for metric in edition.metrics for key in metric.ways())


def usage_windows(edition: Edition) -> tuple[int, ...]:
    """For how many days after its last use an app is in use: the different windows of its metrics, shortest first."""
    medians = (metric for metric in edition.metrics if isinstance(metric, Median))
    return tuple(sorted({metric.days for metric in medians if metric.days is not None}))


def way_basis(edition: Edition, way: Sold | Managed, as_of: date, active_as_of: date) -> WayBasis:
    """A way in which clients count, as of a day; activity as `basis_of` says."""
    start = minus_months(as_of, way.months) if isinstance(way, Sold) else days_before(active_as_of, way.days)
    lines = None if way.lines is None else edition.catalogue_by_key[way.lines].names_on(as_of)
    return WayBasis(way, start, lines)
