"""What an edition measures of a partner on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from tiers.grammar.credits import MOST_DAYS, MOST_MONTHS
from tiers.grammar.tables import OneOf, Table, TableOf, said
from tiers.grammar.values import (
    FACT_NAME,
    FLAG,
    KEY,
    KEYS,
    NOT_NEGATIVE,
    NUMBER,
    POSITIVE,
    TEXT,
    ListOf,
    MapOf,
    choice,
    whole,
)


class Unit(StrEnum):
    """What a metric's value is: minor units of the program's currency, a number, a part of 1, points, or 0 or 1."""

    MONEY = "MONEY"
    COUNT = "COUNT"
    RATIO = "RATIO"
    POINTS = "POINTS"
    FLAG = "FLAG"


class CountOf(StrEnum):
    """What a count counts, each one once."""

    CLIENTS = "clients"
    LINES = "lines"


class MedianOf(StrEnum):
    """What a median is taken of: of each client the apps in use, or the amount that it adds."""

    APPS = "apps"
    MRR = "mrr"


class MeasureOf(StrEnum):
    """Whose measures a metric reads."""

    PARTNER = "partner"
    CLIENTS = "clients"


class Reduction(StrEnum):
    """How dated measures become one number."""

    SUM = "sum"
    MEAN = "mean"
    LATEST = "latest"
    NET_CHANGE = "net_change"


class Combination(StrEnum):
    """What several terms of points give together: their sum, or the greatest of them."""

    SUM = "sum"
    BEST = "best"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window(Table):
    """The days that a metric of measures looks at, today included: exactly one of the three."""

    days: int | None = said(whole(1, MOST_DAYS), "so many days, today being the last", None)
    months: int | None = said(whole(1, MOST_MONTHS), "the days after the one so many calendar months before", None)
    whole_months: int | None = said(whole(1, MOST_MONTHS), "this month up to today, and the whole ones before it", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gates(Table):
    """Requirements that must all hold, each of a metric. A threshold of 0 in a vendor's table is no gate."""

    at_least: Mapping[str, Fraction] = said(MapOf(NUMBER, "metrics"), "what a metric must reach", {})
    above: Mapping[str, Fraction] = said(MapOf(NUMBER, "metrics"), "what a metric must exceed", {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor(Table):
    """A factor where a client is in one of some countries."""

    countries: str = said(KEY, "the catalogue of the countries")
    factor: Fraction = said(POSITIVE, "by what it is multiplied there")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric(Table):
    """What every metric says of itself. `units` are those that a metric of its kind can have."""

    units: ClassVar[tuple[Unit, ...]] = ()
    key: str = said(KEY, "what gates and the API call it")
    name: str = said(TEXT, "what people read")
    unit: Unit = said(choice(Unit), "what its value is")
    description: str = said(TEXT, "what it means, for those who read it", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum(Metric):
    """The MRR of the clients credited in some ways; a client credited in two of them adds to both."""

    kind: ClassVar[str] = "sum"
    units: ClassVar[tuple[Unit, ...]] = (Unit.MONEY,)
    over: tuple[str, ...] = said(KEYS, "the ways in which clients count")


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Metric):
    """How many clients, or different product lines, are credited in some ways."""

    kind: ClassVar[str] = "count"
    units: ClassVar[tuple[Unit, ...]] = (Unit.COUNT,)
    of: CountOf = said(choice(CountOf), "what is counted, each one once")
    over: tuple[str, ...] = said(KEYS, "the ways in which clients count")
    paying: bool = said(FLAG, "whether only those count that add more than 0", default=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Metric):
    """The part of the MRR credited in some ways that is credited in fewer of them; null where the whole is 0."""

    kind: ClassVar[str] = "share"
    units: ClassVar[tuple[Unit, ...]] = (Unit.RATIO,)
    part: tuple[str, ...] = said(KEYS, "the ways whose MRR is the part")
    over: tuple[str, ...] = said(KEYS, "the ways whose MRR is the whole, those of the part among them")


@dataclass(frozen=True, slots=True, kw_only=True)
class Median(Metric):
    """The exact median over the clients that add more than 0 in some ways, each once; null without any."""

    kind: ClassVar[str] = "median"
    units: ClassVar[tuple[Unit, ...]] = (Unit.COUNT, Unit.MONEY)
    of: MedianOf = said(choice(MedianOf), "what it is the median of")
    over: tuple[str, ...] = said(KEYS, "the ways in which clients count")
    apps: str | None = said(KEY, "with apps: the catalogue of those that count", None)
    days: int | None = said(whole(1, MOST_DAYS), "with apps: for how many days after its last use one is in use", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured(Metric):
    """A number out of dated measures. A latest, a mean or a net change of nothing is null, a sum of nothing is 0."""

    kind: ClassVar[str] = "measure"
    units: ClassVar[tuple[Unit, ...]] = (Unit.MONEY, Unit.COUNT, Unit.RATIO, Unit.POINTS)
    of: MeasureOf = said(choice(MeasureOf), "whose measures; of clients, each one's own, added up (a mean: over all)")
    measure: str = said(FACT_NAME, "the name of the measure")
    reduce: Reduction = said(choice(Reduction), "how its dated values become one")
    window: Window | None = said(
        TableOf(Window), "the days that it looks at; a net change: over which it is taken; left out: all", None
    )
    months_ago: int = said(whole(0, MOST_MONTHS), "as of how many calendar months before the day", 0)
    over: tuple[str, ...] = said(KEYS, "of clients: only those that add more than 0 in these ways", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class People(Metric):
    """How many employees hold, on the day, credentials of each of some catalogues; each of them once."""

    kind: ClassVar[str] = "people"
    units: ClassVar[tuple[Unit, ...]] = (Unit.COUNT,)
    holding: tuple[str, ...] = said(KEYS, "the catalogues of credentials")
    each_at_least: int = said(whole(1, 1_000), "how many different ones of each catalogue", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Table):
    """Points for the amounts credited in a way, or for another metric: exactly one of the two.

    A number below 0, and one that is null, earns none.
    """

    credits: str | None = said(KEY, "the way in which clients count whose amounts earn points", None)
    metric: str | None = said(KEY, "the metric that earns points", None)
    points: Fraction = said(NOT_NEGATIVE, "how many points")
    per: Fraction = said(POSITIVE, "for how much of it; of money in units of the currency")
    whole_steps: bool = said(FLAG, "of a metric: whether only whole ones of `per` count", default=False)
    factors: tuple[Factor, ...] = said(
        ListOf(TableOf(Factor)), "of credits: factors by the client's country, the first that fits", ()
    )
    requires: Gates | None = said(TableOf(Gates), "what must hold for any points", None)
    cap: Fraction | None = said(POSITIVE, "the most that this term gives", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Points(Metric):
    """Points: amounts times rate times factor, exactly, then the caps."""

    kind: ClassVar[str] = "points"
    units: ClassVar[tuple[Unit, ...]] = (Unit.POINTS,)
    terms: tuple[Term, ...] = said(ListOf(TableOf(Term)), "what earns points")
    take: Combination = said(choice(Combination), "what several terms give together", Combination.SUM)
    cap: Fraction | None = said(POSITIVE, "the most that the metric gives", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio(Metric):
    """One metric divided by another of the same unit; null where the divisor is null, 0 or less."""

    kind: ClassVar[str] = "ratio"
    units: ClassVar[tuple[Unit, ...]] = (Unit.RATIO,)
    numerator: str = said(KEY, "the metric that is divided")
    denominator: str = said(KEY, "the metric that it is divided by")
    denominator_at_most: Fraction | None = said(POSITIVE, "what stands for a greater divisor", None)
    when_empty: Fraction | None = said(NUMBER, "what stands for the ratio where the divisor is 0 or less", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified(Metric):
    """Whether a certification of the partner covers the day."""

    kind: ClassVar[str] = "certified"
    units: ClassVar[tuple[Unit, ...]] = (Unit.FLAG,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(Metric):
    """Whether the newest value of a measure of the partner is above 0; 0 without one."""

    kind: ClassVar[str] = "flag"
    units: ClassVar[tuple[Unit, ...]] = (Unit.FLAG,)
    measure: str = said(FACT_NAME, "the name of the measure")


@dataclass(frozen=True, slots=True, kw_only=True)
class Area(Table):
    """One area that has to be covered where it is in use."""

    used: str = said(KEY, "the metric that is above 0 where the area is in use")
    needs: str = said(KEY, "the metric that then must be above 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage(Metric):
    """Whether every area in use is covered: for each area with spend, say, at least one certificate."""

    kind: ClassVar[str] = "coverage"
    units: ClassVar[tuple[Unit, ...]] = (Unit.FLAG,)
    areas: tuple[Area, ...] = said(ListOf(TableOf(Area)), "the areas")


METRIC_KINDS: tuple[type[Metric], ...] = (
    Sum,
    Count,
    Share,
    Median,
    Measured,
    People,
    Points,
    Ratio,
    Certified,
    Flag,
    Coverage,
)
METRIC = OneOf(METRIC_KINDS, "that says what is measured")
