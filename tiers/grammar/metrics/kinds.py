"""The kinds of metric that an edition can have."""

from tiers.grammar.metrics.common import Metric
from tiers.grammar.metrics.credited import Count, Median, Share, Sum
from tiers.grammar.metrics.derived import Coverage, Points, Ratio
from tiers.grammar.metrics.facts import Certified, Flag, Measured, People
from tiers.grammar.tables import OneOf

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
