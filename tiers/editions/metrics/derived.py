"""Metrics that are made out of others: points, ratios, and the coverage of areas."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from tiers.editions.metrics.common import Factor, Metric, Unit
from tiers.editions.references import CREDIT_KEY, METRIC_KEY
from tiers.editions.tables import Table, TableOf, said
from tiers.editions.values import (
    FLAG,
    NOT_NEGATIVE,
    NUMBER,
    POSITIVE,
    ListOf,
    MapOf,
    choice,
)


class Combination(StrEnum):
    """What several terms of points give together: their sum, or the greatest of them."""

    SUM = "sum"
    BEST = "best"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gates(Table):
    """Requirements that must all hold, each of a metric. A threshold of 0 in a vendor's table is no gate."""

    at_least: Mapping[str, Fraction] = said(MapOf(NUMBER, "metrics", METRIC_KEY), "what a metric must reach", {})
    above: Mapping[str, Fraction] = said(MapOf(NOT_NEGATIVE, "metrics", METRIC_KEY), "what a metric must exceed", {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Table):
    """Points for the amounts credited in a way, or for another metric: exactly one of the two.

    A number below 0, and one that is null, earns none.
    """

    credits: str | None = said(CREDIT_KEY, "the way in which clients count whose amounts earn points", None)
    metric: str | None = said(METRIC_KEY, "the metric that earns points", None)
    points: Fraction = said(NOT_NEGATIVE, "how many points")
    per: Fraction = said(POSITIVE, "for how much of it; of money in units of the currency")
    whole_steps: bool = said(FLAG, "of a metric: whether only whole ones of `per` count", default=False)
    factors: tuple[Factor, ...] = said(
        ListOf(TableOf(Factor)), "of credits: by the client's country, the first one that fits", ()
    )
    requires: Gates | None = said(TableOf(Gates), "what must hold for any points", None)
    cap: Fraction | None = said(POSITIVE, "the most that this term gives", None)

    def made_of(self) -> tuple[str, ...]:
        """The keys of the metrics that it looks at."""
        earning = () if self.metric is None else (self.metric,)
        required = () if self.requires is None else (*self.requires.at_least, *self.requires.above)
        return (*earning, *required)


@dataclass(frozen=True, slots=True, kw_only=True)
class Points(Metric):
    """Points: amounts times rate times factor, exactly, then the caps."""

    kind: ClassVar[str] = "points"
    units: ClassVar[tuple[Unit, ...]] = (Unit.POINTS,)
    terms: tuple[Term, ...] = said(ListOf(TableOf(Term)), "what earns points")
    take: Combination = said(choice(Combination), "what several terms give together", Combination.SUM)
    cap: Fraction | None = said(POSITIVE, "the most that the metric gives", None)

    def made_of(self) -> tuple[str, ...]:
        return tuple(key for term in self.terms for key in term.made_of())

    def ways(self) -> tuple[str, ...]:
        return tuple(term.credits for term in self.terms if term.credits is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio(Metric):
    """One metric divided by another of the same unit; null where the divisor is null, 0 or less."""

    kind: ClassVar[str] = "ratio"
    units: ClassVar[tuple[Unit, ...]] = (Unit.RATIO,)
    numerator: str = said(METRIC_KEY, "the metric that is divided")
    denominator: str = said(METRIC_KEY, "the metric that it is divided by")
    denominator_at_most: Fraction | None = said(POSITIVE, "what stands for a greater divisor", None)
    when_empty: Fraction | None = said(NUMBER, "what stands for the ratio where the divisor is 0 or less", None)

    def made_of(self) -> tuple[str, ...]:
        return (self.numerator, self.denominator)


@dataclass(frozen=True, slots=True, kw_only=True)
class Area(Table):
    """One area that has to be covered where it is in use."""

    used: str = said(METRIC_KEY, "the metric that is above 0 where the area is in use")
    needs: str = said(METRIC_KEY, "the metric that then must be above 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage(Metric):
    """Whether every area in use is covered: for each area with spend, say, at least one certificate."""

    kind: ClassVar[str] = "coverage"
    units: ClassVar[tuple[Unit, ...]] = (Unit.FLAG,)
    areas: tuple[Area, ...] = said(ListOf(TableOf(Area)), "the areas")

    def made_of(self) -> tuple[str, ...]:
        return tuple(key for area in self.areas for key in (area.used, area.needs))
