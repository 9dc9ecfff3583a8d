"""Metrics over the clients and product lines that are credited to the partner."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from tiers.editions.metrics.common import Factor, Metric, Unit
from tiers.editions.references import CREDIT_KEYS, Reference, Section
from tiers.editions.tables import TableOf, said
from tiers.editions.values import FLAG, ListOf, choice, whole
from tiers.editions.ways import MOST_DAYS


class CountOf(StrEnum):
    """What a count counts, each one once."""

    CLIENTS = "clients"
    LINES = "lines"


class MedianOf(StrEnum):
    """What a median is taken of: of each client the apps in use, or the amount that it adds."""

    APPS = "apps"
    MRR = "mrr"


@dataclass(frozen=True, slots=True, kw_only=True)
class OverClients(Metric):
    """A metric over the clients that are credited in some ways."""

    over: tuple[str, ...] = said(CREDIT_KEYS, "the ways in which clients count")

    def ways(self) -> tuple[str, ...]:
        return self.over


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum(OverClients):
    """The MRR of the clients credited in some ways; a client credited in two of them adds to both."""

    kind: ClassVar[str] = "sum"
    units: ClassVar[tuple[Unit, ...]] = (Unit.MONEY,)
    factors: tuple[Factor, ...] = said(
        ListOf(TableOf(Factor)), "factors on amounts by the client's country, the first one that fits", ()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(OverClients):
    """How many clients, or different product lines, are credited in some ways."""

    kind: ClassVar[str] = "count"
    units: ClassVar[tuple[Unit, ...]] = (Unit.COUNT,)
    of: CountOf = said(choice(CountOf), "what is counted, each one once")
    paying: bool = said(
        FLAG, "whether only those count that add more than 0; else clients count too whose MRR is pending", default=True
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(OverClients):
    """The part of the MRR credited in some ways that is credited in fewer of them; null where the whole is 0."""

    kind: ClassVar[str] = "share"
    units: ClassVar[tuple[Unit, ...]] = (Unit.RATIO,)
    part: tuple[str, ...] = said(CREDIT_KEYS, "those of these ways whose MRR is the part")


@dataclass(frozen=True, slots=True, kw_only=True)
class Median(OverClients):
    """The exact median over the clients that add more than 0 in some ways, each once; null without any."""

    kind: ClassVar[str] = "median"
    units: ClassVar[tuple[Unit, ...]] = (Unit.COUNT, Unit.MONEY)
    of: MedianOf = said(
        choice(MedianOf),
        "what it is the median of: the apps in use, or the MRR that a client adds in all of these ways together",
    )
    apps: str | None = said(Reference(Section.CATALOGUES, "apps"), "with apps: the catalogue of those that count", None)
    days: int | None = said(whole(1, MOST_DAYS), "with apps: for how many days after its last use one is in use", None)
