"""The tiers of an edition, and where what they ask for is less."""

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from tiers.editions.metrics.derived import Gates
from tiers.editions.references import METRIC_KEYS, Reference, Section
from tiers.editions.tables import Table, TableOf, said
from tiers.editions.values import FLAG, KEY, POSITIVE, TEXT, ListOf


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier(Table):
    """One step of the ladder, reached when all gates of any of its alternatives pass."""

    key: str = said(KEY, "what facts and the API call it")
    name: str = said(TEXT, "what people read")
    alternatives: tuple[Gates, ...] = said(
        ListOf(TableOf(Gates)), "what it takes; left out: nothing, so that every partner reaches it", ()
    )
    invented: bool = said(
        FLAG, "whether its thresholds are made up, as the vendor has not published them", default=False
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdFactor(Table):
    """A factor on thresholds, by the country of the partner on the day."""

    countries: str = said(Reference(Section.CATALOGUES, "countries"), "the catalogue of the countries")
    factor: Fraction = said(POSITIVE, "by what thresholds are multiplied there")
    metrics: tuple[str, ...] = said(METRIC_KEYS, "the metrics whose thresholds they are")


class Requirement(NamedTuple):
    """One gate of an edition in the terms of the metric's values, money in minor units; whole numbers are ints."""

    metric: str
    required: int | Fraction
    above: bool
