from fractions import Fraction

import pytest

from tests.tiers.editions.editions import EDITIONS
from tiers.editions.edition import Edition
from tiers.editions.ladder import Tier
from tiers.editions.metrics.common import Unit
from tiers.editions.metrics.credited import Median
from tiers.editions.metrics.derived import Gates
from tiers.gates import Comparison, Values, gates_of, performing_tier, threshold_factors

Case = tuple[Edition, Tier, Gates, str, Comparison, str | None]


def smallest_step(edition: Edition, key: str) -> Fraction:
    metric = edition.metric_by_key[key]
    if isinstance(metric, Median):
        return Fraction(1, 2)
    return Fraction(1, 1_000_000) if metric.unit in {Unit.RATIO, Unit.POINTS} else Fraction(1)


def cases() -> dict[str, Case]:
    """Each gate of each alternative of each tier of each file, in each country whose thresholds have a factor."""
    found: dict[str, Case] = {}
    for stem, edition in EDITIONS.items():
        countries = [
            None,
            *(edition.catalogue_by_key[one.countries].members[0].name for one in edition.threshold_factors),
        ]
        for country in countries:
            for tier in edition.tiers:
                for index, gates in enumerate(tier.alternatives):
                    for comparison, keys in ((Comparison.AT_LEAST, gates.at_least), (Comparison.ABOVE, gates.above)):
                        for key in keys:
                            name = f"{stem} {country} {tier.key} {index} {key}"
                            found[name] = (edition, tier, gates, key, comparison, country)
    return found


CASES = cases()


def just_enough(edition: Edition, gates: Gates, factors: dict[str, Fraction]) -> dict[str, Fraction | None]:
    """Values that pass an alternative by nothing, all other metrics having none."""
    values: dict[str, Fraction | None] = dict.fromkeys(edition.metric_by_key)
    for key, threshold in gates.at_least.items():
        values[key] = threshold * factors.get(key, 1) * edition.scale(edition.metric_by_key[key].unit)
    for key, threshold in gates.above.items():
        scale = edition.scale(edition.metric_by_key[key].unit)
        values[key] = threshold * factors.get(key, 1) * scale + smallest_step(edition, key)
    return values


def rank(edition: Edition, values: Values, factors: dict[str, Fraction]) -> int:
    return edition.rank(performing_tier(edition, values, factors))


@pytest.mark.parametrize(("edition", "tier", "gates", "key", "comparison", "country"), CASES.values(), ids=CASES)
def test_a_threshold_is_met_exactly_and_missed_by_the_smallest_step(
    edition: Edition, tier: Tier, gates: Gates, key: str, comparison: Comparison, country: str | None
) -> None:
    factors = threshold_factors(edition, country, edition.effective_from)
    met = just_enough(edition, gates, factors)
    assert rank(edition, met, factors) == edition.rank(tier)
    step = smallest_step(edition, key)
    missed = {**met, key: (met[key] or 0) - step}
    assert rank(edition, missed, factors) < edition.rank(tier)
    (gate,) = (one for one in gates_of(edition, gates, missed, factors) if one.metric == key)
    assert gate.comparison is comparison
    assert not gate.passed
    assert gate.missing == step if comparison is Comparison.AT_LEAST else gate.missing > 0
    assert rank(edition, {**missed, key: (missed[key] or 0) + gate.missing}, factors) == edition.rank(tier)


@pytest.mark.parametrize(("edition", "tier", "gates", "key", "comparison", "country"), CASES.values(), ids=CASES)
def test_without_a_number_a_gate_fails_and_misses_the_whole_requirement(
    edition: Edition, tier: Tier, gates: Gates, key: str, comparison: Comparison, country: str | None
) -> None:
    factors = threshold_factors(edition, country, edition.effective_from)
    values = {**just_enough(edition, gates, factors), key: None}
    assert rank(edition, values, factors) < edition.rank(tier)
    (gate,) = (one for one in gates_of(edition, gates, values, factors) if one.metric == key)
    assert (gate.actual, gate.passed) == (None, False)
    assert gate.missing >= gate.required
    assert gate.missing > 0


def test_half_thresholds_in_growth_markets_keep_their_half_dollars() -> None:
    edition = EDITIONS["agency-2021"]
    factors = threshold_factors(edition, "IN", edition.effective_from)
    nothing: dict[str, Fraction | None] = dict.fromkeys(edition.metric_by_key)
    required = [
        tuple(gate.required / 100 for gate in gates_of(edition, tier.alternatives[0], nothing, factors)[:2])
        for tier in edition.tiers[:4]
    ]
    assert required == [
        (Fraction("562.50"), Fraction("562.50")),
        (1050, 3000),
        (1875, 10000),
        (5000, 25000),
    ]
    assert threshold_factors(edition, "FR", edition.effective_from) == {}
    assert threshold_factors(edition, None, edition.effective_from) == {}
