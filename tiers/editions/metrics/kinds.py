"""The kinds of metric that an edition can have."""

from tiers.editions.metrics.common import Metric
from tiers.editions.metrics.credited import Count, Median, Share, Sum
from tiers.editions.metrics.derived import Coverage, Points, Ratio
from tiers.editions.metrics.facts import Certified, Flag, Measured, People
from tiers.editions.tables import OneOf

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
