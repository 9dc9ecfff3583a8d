"""An edition: one set of a program's rules, in force from a day until the program's next one."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tiers.editions.catalogues import Catalogue, Currency
from tiers.editions.currencies import minor_unit
from tiers.editions.digest import digest_content
from tiers.editions.ladder import Requirement, ThresholdFactor, Tier
from tiers.editions.metrics.common import Metric, Unit
from tiers.editions.metrics.derived import Gates
from tiers.editions.metrics.kinds import METRIC
from tiers.editions.policy import Policy
from tiers.editions.tables import Table, TableOf, said
from tiers.editions.values import CURRENCY, DAY, KEY, TEXT, ListOf
from tiers.editions.ways import WAY, Way

MOST_METRICS = 200
"""Metrics are made out of metrics: so deep at most."""


@dataclass(frozen=True, kw_only=True)
class Edition(Table):
    """One edition of a program: what it measures of a partner, and what its tiers take.

    It is identified by program, key and the digest of its content. Lists of tables are in the file's order; tiers
    ascend.
    """

    program: str = said(KEY, "the program whose edition it is")
    key: str = said(KEY, "what it is called among the program's editions")
    name: str = said(TEXT, "what people read")
    effective_from: date = said(DAY, "the first day on which it is in force")
    currency: str = said(CURRENCY, "the currency in which it counts")
    sources: tuple[str, ...] = said(ListOf(TEXT), "where its rules are published", ())
    catalogues: tuple[Catalogue, ...] = said(ListOf(TableOf(Catalogue)), "what it counts by name", ())
    currencies: tuple[Currency, ...] = said(
        ListOf(TableOf(Currency)), "what other currencies are worth; left out: it counts no other", ()
    )
    credits: tuple[Way, ...] = said(ListOf(WAY), "the ways in which a client counts for a partner", ())
    metrics: tuple[Metric, ...] = said(ListOf(METRIC, most=MOST_METRICS), "what it measures")
    threshold_factors: tuple[ThresholdFactor, ...] = said(
        ListOf(TableOf(ThresholdFactor)), "where thresholds are lower or higher, by the partner's country", ()
    )
    tiers: tuple[Tier, ...] = said(ListOf(TableOf(Tier)), "the ladder, lowest tier first")
    policy: Policy = said(TableOf(Policy), "when it decides, and how tiers are kept")

    @cached_property
    def digest(self) -> str:
        """What identifies its content: see `digest_content`."""
        return digest_content(self)

    @cached_property
    def metric_by_key(self) -> dict[str, Metric]:
        """The metrics by their keys."""
        return {metric.key: metric for metric in self.metrics}

    @cached_property
    def catalogue_by_key(self) -> dict[str, Catalogue]:
        """The catalogues by their keys."""
        return {catalogue.key: catalogue for catalogue in self.catalogues}

    @cached_property
    def requirements(self) -> tuple[tuple[Tier, tuple[tuple[Requirement, ...], ...]], ...]:
        """The tiers, highest first, each with the requirements of its alternatives: made once."""
        return tuple(
            (tier, tuple(self._requirements(gates) for gates in tier.alternatives)) for tier in reversed(self.tiers)
        )

    def tier(self, key: str) -> Tier:
        """The tier of that key; KeyError when the edition has none."""
        for tier in self.tiers:
            if tier.key == key:
                return tier
        raise KeyError(key)

    def scale(self, unit: Unit) -> int:
        """How many of what values of a unit are kept in make one of what files and people say: of money, cents."""
        return 10 ** minor_unit(self.currency) if unit is Unit.MONEY else 1

    @cached_property
    def decimals(self) -> dict[str, int]:
        """With how many decimals metrics are kept, by their keys: money with those of the currency, others whole."""
        return {metric.key: minor_unit(self.currency) * (metric.unit is Unit.MONEY) for metric in self.metrics}

    def rank(self, tier: Tier | None) -> int:
        """The tier's place in the ladder, 1 being the lowest, and 0 for none."""
        return 0 if tier is None else self._ranks[tier.key]

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {tier.key: rank for rank, tier in enumerate(self.tiers, 1)}

    def _requirements(self, gates: Gates) -> tuple[Requirement, ...]:
        return tuple(
            Requirement(key, found.numerator if found.denominator == 1 else found, above)
            for above, thresholds in ((False, gates.at_least), (True, gates.above))
            for key, threshold in thresholds.items()
            for found in [threshold * self.scale(self.metric_by_key[key].unit)]
        )
