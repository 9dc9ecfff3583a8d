"""What all metrics share: a key, a unit, and what they are made out of."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from tiers.editions.references import Reference, Section
from tiers.editions.tables import Table, said
from tiers.editions.values import KEY, POSITIVE, TEXT, choice


class Unit(StrEnum):
    """What a metric's value is: minor units of the program's currency, a number, a part of 1, points, or 0 or 1."""

    MONEY = "MONEY"
    COUNT = "COUNT"
    RATIO = "RATIO"
    POINTS = "POINTS"
    FLAG = "FLAG"


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor(Table):
    """A factor where a client is in one of some countries."""

    countries: str = said(Reference(Section.CATALOGUES, "countries"), "the catalogue of the countries")
    factor: Fraction = said(POSITIVE, "by what it is multiplied there")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric(Table):
    """What every metric says of itself. `units` are those that a metric of its kind can have."""

    units: ClassVar[tuple[Unit, ...]] = ()
    key: str = said(KEY, "what gates and the API call it")
    name: str = said(TEXT, "what people read")
    unit: Unit = said(choice(Unit), "what its value is")
    description: str = said(TEXT, "what it means, for those who read it", "")

    def made_of(self) -> tuple[str, ...]:
        """The keys of the metrics that it is made out of, in the order in which it names them."""
        return ()

    def ways(self) -> tuple[str, ...]:
        """The keys of the ways in which clients count for it."""
        return ()
