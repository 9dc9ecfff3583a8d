"""Metrics out of dated measures, and out of what the partner and its employees hold."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from tiers.editions.metrics.common import Metric, Unit
from tiers.editions.references import CREDIT_KEYS, Reference, Section
from tiers.editions.tables import Table, TableOf, said
from tiers.editions.values import FACT_NAME, FLAG, ListOf, choice, whole
from tiers.editions.ways import MOST_DAYS, MOST_MONTHS


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Window(Table):
    """The days that a metric of measures looks at, today included: exactly one of the three."""

    days: int | None = said(whole(1, MOST_DAYS), "so many days, today being the last", None)
    months: int | None = said(whole(1, MOST_MONTHS), "the days after the one so many calendar months before", None)
    whole_months: int | None = said(whole(1, MOST_MONTHS), "this month up to today, and the whole ones before it", None)


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
    from_zero: bool = said(
        FLAG,
        "a net change: whether what has no value by its beginning begins with 0; else it has none, and of clients those"
        " add nothing",
        default=False,
    )
    over: tuple[str, ...] = said(CREDIT_KEYS, "of clients: only those that add more than 0 in these ways", ())

    def ways(self) -> tuple[str, ...]:
        return self.over


@dataclass(frozen=True, slots=True, kw_only=True)
class People(Metric):
    """How many employees hold, on the day, credentials of each of some catalogues; each of them once."""

    kind: ClassVar[str] = "people"
    units: ClassVar[tuple[Unit, ...]] = (Unit.COUNT,)
    holding: tuple[str, ...] = said(
        ListOf(Reference(Section.CATALOGUES, "credentials"), distinct=True), "the catalogues of credentials"
    )
    each_at_least: int = said(whole(1, 1_000), "how many different ones of each catalogue", 1)


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
