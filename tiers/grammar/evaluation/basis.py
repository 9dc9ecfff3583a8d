"""What every partner's assessment of one day rests on: made once a day, used for every client."""

from dataclasses import dataclass
from datetime import date

from tiers.facts import Report
from tiers.grammar.credits import Managed, Sold, Way
from tiers.grammar.edition import Edition
from tiers.grammar.evaluation.conversion import Rates, rates_on
from tiers.periods import days_before, minus_months


@dataclass(frozen=True, slots=True)
class WayBasis:
    """A way in which clients count, as of the day: `start` is the oldest day that counts, `lines` None for all."""

    way: Way
    start: date
    lines: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Basis:
    """One day: `report` is the one in force on it, None before the first. Only `ways` that a metric uses are there."""

    edition: Edition
    as_of: date
    report: Report | None
    rates: Rates
    ways: tuple[WayBasis, ...]


def basis_of(edition: Edition, as_of: date, report: Report | None) -> Basis:
    """The basis of a day."""
    used = used_ways(edition)
    ways = tuple(_basis_of(edition, way, as_of) for way in edition.credits if way.key in used)
    return Basis(edition, as_of, report, rates_on(edition, as_of), ways)


def used_ways(edition: Edition) -> frozenset[str]:
    """The keys of the ways in which clients count for some metric."""
    return frozenset(key for metric in edition.metrics for key in metric.ways())


def _basis_of(edition: Edition, way: Sold | Managed, as_of: date) -> WayBasis:
    start = minus_months(as_of, way.months) if isinstance(way, Sold) else days_before(as_of, way.days)
    lines = None if way.lines is None else edition.catalogue_by_key[way.lines].names_on(as_of)
    return WayBasis(way, start, lines)
